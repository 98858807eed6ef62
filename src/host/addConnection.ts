import { l10n, window } from 'vscode';
import type { Field, Provider } from '../llm/provider.ts';
import { connectionFrom, type Connection } from '../providers/connections.ts';
import {
  addressNeed,
  fieldsToAsk,
  freeId,
  freeName,
  needsOf,
  readKey,
  specOf,
  type Draft,
} from '../providers/draft.ts';
import { providers } from '../providers/lookup.ts';
import { askAddress, askField, askKey, askName, askProof, proofsFor, type Environment } from './connectionQuestions.ts';
import type { KeyVault } from './keyVault.ts';
import { readSettings, writeConnection } from './settings.ts';
import { askChoice, back, inSteps, type Answer, type Place, type Step } from './steps.ts';

export interface AddConnectionOptions {
  readonly vault: KeyVault;
  readonly environment: Environment;
  connections(): readonly Connection[];
  /** The editor's own models, which take no questions. */
  useLanguageModels(): Promise<void>;
  onChange(): void;
  /** Tries what was added, and begins with it when it works. */
  onAdded(connection: Connection): Promise<void>;
}

/** A provider that is decided already, perhaps with a key that was pasted before it was known what else it needs. */
export interface Beginning {
  readonly provider: Provider;
  readonly key?: string;
}

/** What is known on the way: nothing at first, when the provider is still to be picked. */
interface Begun {
  readonly draft?: Draft;
}

const languageModels = 'language-models';

/** The command that sets up a connection, step by step. */
export class AddConnection {
  readonly #options: AddConnectionOptions;
  /** What was typed before the questions were left, by provider; without keys. */
  readonly #unfinished = new Map<string, Draft>();

  constructor(options: AddConnectionOptions) {
    this.#options = options;
  }

  async start(beginning?: Beginning): Promise<void> {
    const used = await this.#idsInUse();
    const draft = beginning === undefined ? undefined : this.#begin(beginning);
    const pick: Step<Begun> = async (begun) => {
      const picked = await pickProvider(begun.draft?.provider);
      if (picked === undefined || picked === back) return undefined;
      if (picked !== languageModels) return { draft: this.#begin({ provider: picked }) };
      await this.#options.useLanguageModels();
      return undefined;
    };
    const end = await inSteps<Begun>(draft === undefined ? {} : { draft }, (begun) => [
      ...(beginning === undefined ? [pick] : []),
      ...(begun.draft === undefined ? [] : this.#steps(begun.draft, { used, hasKey: beginning?.key !== undefined })),
    ]);
    if (end?.draft === undefined) return;
    this.#unfinished.delete(end.draft.provider.id);
    await this.#save(end.draft, used);
  }

  #begin({ provider, key }: Beginning): Draft {
    const draft = this.#unfinished.get(provider.id) ?? { provider, values: {} };
    return key === undefined ? draft : { ...draft, key, proof: { by: 'key' } };
  }

  #steps(draft: Draft, { used, hasKey }: { used: ReadonlySet<string>; hasKey: boolean }): readonly Step<Begun>[] {
    const { provider, proof } = draft;
    const proofs = proofsFor(provider, this.#options.environment);
    const hasChoice = !hasKey && proofs.some(({ by }) => by === 'variable' || by === 'login');
    const isKeyAsked = !hasKey && provider.sign !== undefined && (!hasChoice || (proof?.by ?? 'key') === 'key');
    const fields = fieldsToAsk(draft);
    const stepsFor = (some: readonly Field[]) => some.map((field) => this.#fieldStep(field));
    return [
      ...(addressNeed(provider) === 'none' ? [] : [this.#step('address', askAddress)]),
      ...stepsFor(fields.filter(({ forLogin }) => forLogin === undefined)),
      ...(hasChoice ? [this.#step('proof', (known, place) => askProof(known, proofs, place))] : []),
      ...stepsFor(fields.filter(({ forLogin }) => forLogin !== undefined)),
      ...(isKeyAsked ? [this.#step('key', askKey)] : []),
      this.#step('name', (known, place) => this.#askName(known, used, place)),
    ];
  }

  async #askName(draft: Draft, used: ReadonlySet<string>, place: Place): Promise<Answer<string>> {
    const { label, id } = draft.provider;
    const taken = this.#takenNames(used);
    const name = draft.name ?? freeName(this.#idFor(draft, used) === id ? label : nameFor(draft), taken);
    const answer = await askName({ label, name, taken }, place);
    return answer === '' ? name : answer;
  }

  #fieldStep(field: Field): Step<Begun> {
    const { environment } = this.#options;
    return this.#step('values', async ({ provider, values }, place) => {
      const answer = await askField({ provider, field, value: values[field.id], environment }, place);
      return typeof answer === 'string' ? { ...values, [field.id]: answer } : answer;
    });
  }

  /** A question whose answer becomes a part of the draft. */
  #step<Name extends 'address' | 'values' | 'proof' | 'key' | 'name'>(
    name: Name,
    question: (draft: Draft, place: Place) => Promise<Answer<NonNullable<Draft[Name]>>>,
  ): Step<Begun> {
    return async ({ draft }, place) => {
      if (draft === undefined) return undefined;
      const answer = await question(draft, place);
      if (answer === undefined || answer === back) return answer;
      const next = { ...draft, [name]: answer };
      const { key: _, ...kept } = next;
      this.#unfinished.set(draft.provider.id, kept);
      return { draft: next };
    };
  }

  async #save(draft: Draft, used: ReadonlySet<string>): Promise<void> {
    const { vault, onChange, onAdded } = this.#options;
    const { provider, proof, key } = draft;
    const id = this.#idFor(draft, used);
    const { label, ...spec } = specOf(draft);
    const named = label === undefined || (id === provider.id && label === provider.label) ? spec : { ...spec, label };
    const connection = connectionFrom(id, named);
    if (typeof connection === 'string') throw new Error(connection);
    const read =
      key === undefined || key === '' || (proof !== undefined && proof.by !== 'key')
        ? undefined
        : readKey(provider, key);
    // A built-in connection that is used as it is needs no setting where its key tells that it is set up.
    const isTold = id === provider.id && (read !== undefined || proof?.by === 'variable');
    if (!isTold || Object.keys(named).length > 1) await writeConnection(id, named);
    if (read !== undefined && 'key' in read) tellKept(connection, await vault.store(connection, read.key));
    if (proof?.by === 'variable') tellKept(connection, await vault.storeVariable(connection, proof.name));
    onChange();
    await onAdded(connection);
  }

  /** The built-in connection of the provider, unless it is in use or goes elsewhere; a new one otherwise. */
  #idFor(draft: Draft, used: ReadonlySet<string>): string {
    const { id, baseUrl } = draft.provider;
    if (baseUrl !== undefined && specOf(draft).baseUrl === undefined && !used.has(id)) return id;
    const taken = [...this.#options.connections().map((connection) => connection.id), ...used];
    return freeId(draft.name ?? nameFor(draft), taken);
  }

  #takenNames(used: ReadonlySet<string>): readonly string[] {
    return this.#options
      .connections()
      .filter(({ id }) => used.has(id))
      .map(({ label }) => label);
  }

  /** Of everything that was set up, also of what cannot be used at the moment. */
  async #idsInUse(): Promise<ReadonlySet<string>> {
    return new Set([...Object.keys(readSettings().connections), ...(await this.#options.vault.ids())]);
  }
}

/** What a new connection may be called: by its host where the user gave one, else by its provider. */
function nameFor(draft: Draft): string {
  const { baseUrl } = specOf(draft);
  return baseUrl === undefined ? draft.provider.label : new URL(baseUrl).host;
}

async function pickProvider(active: Provider | undefined): Promise<Answer<Provider | typeof languageModels>> {
  const choices = providers.map((provider) => ({
    label: provider.label,
    description: needsOf(provider),
    value: provider,
  }));
  return askChoice<Provider | typeof languageModels>({
    title: l10n.t('Add a connection'),
    placeholder: l10n.t('Who serves the models?'),
    choices: [
      ...choices,
      {
        label: 'VS Code',
        description: l10n.t('Models that other extensions offer, such as Copilot'),
        value: languageModels,
      },
    ],
    active,
  });
}

/** A keyring that does not work is worth a word, since the key will be gone tomorrow. */
export function tellKept({ label }: Connection, kept: 'stored' | 'session'): void {
  if (kept === 'stored') return;
  void window.showWarningMessage(
    l10n.t('This machine has no working keyring: the key of {0} is kept until the window closes.', label),
  );
}

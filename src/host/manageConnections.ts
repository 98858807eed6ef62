import { env, Uri, window, type QuickPickItem } from 'vscode';
import type { Field } from '../llm/provider.ts';
import type { Connection } from '../providers/connections.ts';
import { allSetUp, type SetUp } from './allSetUp.ts';
import type { ConnectionEdits } from './connectionEdits.ts';
import type { KeyVault } from './keyVault.ts';
import { languageModelSource, type LanguageModels } from './languageModels.ts';
import type { Attempt } from './log.ts';
import { readSettings, takeConnection } from './settings.ts';
import { askChoice, back, type Answer } from './steps.ts';

export interface ManageConnectionsOptions {
  readonly vault: KeyVault;
  readonly edits: ConnectionEdits;
  readonly attempt: Attempt;
  connections(): readonly Connection[];
  /** Those that have what they need to be asked. */
  usable(): Promise<readonly Connection[]>;
  add(): Promise<void>;
  addKey(): Promise<void>;
  replaceKey(connection: Connection): Promise<void>;
  test(connection: Connection): Promise<void>;
  readonly languageModels: Pick<LanguageModels, 'isChosen' | 'leave'>;
  onChange(): void;
}

const fieldsOf = ({ provider, login }: Connection): readonly Field[] =>
  (provider.fields ?? []).filter(({ forLogin }) => forLogin === undefined || forLogin === login?.id);

const upperFirst = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** A step of a list; the list of a connection comes back after one that stays. */
interface Item extends QuickPickItem {
  run(): Promise<Connection | typeof back | undefined | void>;
  readonly stays?: true;
}

interface ItemQuestion {
  readonly title: string;
  readonly placeholder: string;
  readonly isBelow?: true;
}

/** Asks for one of the steps; that with the label that was taken last is the one to begin at. */
function askItem(items: readonly Item[], question: ItemQuestion, last: string | undefined): Promise<Answer<Item>> {
  const choices = items.map((item) => ({ ...item, value: item }));
  return askChoice({ ...question, choices, active: items.find(({ label }) => label === last) });
}

/** The command that lists what is set up, to test, change and remove it, whatever state it is in. */
export class ManageConnections {
  readonly #options: ManageConnectionsOptions;

  constructor(options: ManageConnectionsOptions) {
    this.#options = options;
  }

  async show(): Promise<void> {
    for (let last: string | undefined; ;) {
      const question = { title: 'Connections and keys', placeholder: 'Test, change or remove what is set up' };
      const picked = await askItem(await this.#all(), question, last);
      if (picked === undefined || picked === back || (await picked.run()) !== back) return;
      last = picked.label;
    }
  }

  async #all(): Promise<readonly Item[]> {
    const { add, addKey, languageModels } = this.#options;
    const vsCode = { label: `$(vscode) ${languageModelSource.label}`, run: () => this.#leaveLanguageModels() };
    return [
      ...(await allSetUp(this.#options)).map((one) => ({
        label: `$(plug) ${one.name}`,
        detail: one.state,
        run: () => this.#menu(one),
      })),
      ...(languageModels.isChosen ? [vsCode] : []),
      { label: '$(add) Add a connection…', run: add },
      { label: '$(key) Add a key…', run: addKey },
    ];
  }

  /** Tries one of the connections that are set up, or the only one. */
  async test(): Promise<void> {
    const { test, usable, connections } = this.#options;
    const settings = readSettings().connections;
    const ids = new Set((await usable()).map(({ id }) => id));
    const found = connections().filter(({ id }) => ids.has(id) || Object.hasOwn(settings, id));
    const [only] = found;
    if (only === undefined) return this.#options.add();
    if (found.length === 1) return test(only);
    const items = found.map((connection) => ({
      label: connection.label,
      description: new URL(connection.baseUrl).host,
      connection,
    }));
    const picked = await window.showQuickPick(items, { title: 'Test a connection', matchOnDescription: true });
    if (picked !== undefined) await test(picked.connection);
  }

  async #menu({ id, name, connection }: SetUp): Promise<typeof back | undefined> {
    let last: string | undefined;
    for (let shown = connection; ;) {
      const title = shown?.label ?? name;
      // Asked each time, since a change may make a setting, and a key may have come.
      const removals = await this.#removals(id, title);
      const items = [...(shown === undefined ? [] : this.#itemsOf(shown)), ...removals];
      const picked = await askItem(items, { title, placeholder: 'What to do with it', isBelow: true }, last);
      if (picked === undefined || picked === back) return picked;
      const changed = await picked.run();
      if (picked.stays === undefined) return undefined;
      if (typeof changed === 'object') shown = changed;
      last = picked.label;
    }
  }

  #itemsOf(connection: Connection): readonly Item[] {
    const { edits, test } = this.#options;
    const { label, baseUrl, values = {}, stream = true, cachePrompt = true } = connection;
    const toggle = (isOn: boolean) => (isOn ? 'on' : 'off');
    const change = edits.change.bind(edits, connection);
    return [
      { label: '$(beaker) Test connection', run: () => test(connection) },
      ...this.#proofItems(connection),
      { label: '$(globe) Address', description: baseUrl, stays: true, run: () => edits.askAddress(connection) },
      ...fieldsOf(connection).map((field): Item => {
        const run = () => edits.askField(connection, field);
        return {
          label: `$(symbol-field) ${upperFirst(field.label)}`,
          description: values[field.id] ?? '',
          stays: true,
          run,
        };
      }),
      { label: '$(tag) Name', description: label, stays: true, run: () => edits.askName(connection) },
      ...this.#apiItems(connection),
      {
        label: '$(sync) Streaming',
        description: toggle(stream),
        detail: 'Turn it off for servers and networks that cannot stream.',
        stays: true,
        run: () => change({ stream: stream ? false : undefined }),
      },
      {
        label: '$(database) Prompt caching',
        description: toggle(cachePrompt),
        detail: 'Makes follow-up questions cheaper where that has to be asked for.',
        stays: true,
        run: () => change({ cachePrompt: cachePrompt ? false : undefined }),
      },
    ];
  }

  #proofItems(connection: Connection): readonly Item[] {
    const { edits, replaceKey } = this.#options;
    const { provider, login: used } = connection;
    const page = provider.key?.page;
    const logins = (provider.logins ?? []).filter(({ id }) => id !== used?.id);
    const useKey = async () =>
      replaceKey((used && (await edits.change(connection, { login: undefined }))) ?? connection);
    const label = used === undefined ? '$(key) Replace key…' : '$(key) Use a key instead…';
    return [
      ...(provider.sign === undefined ? [] : [{ label, run: useKey }]),
      ...logins.map((login): Item => {
        const run = () => edits.change(connection, { login: login.id });
        return { label: `$(account) ${login.label}`, detail: login.description, stays: true, run };
      }),
      ...(page === undefined
        ? []
        : [
            {
              label: '$(link-external) Open the page where keys are made',
              description: new URL(page).host,
              run: async () => void (await env.openExternal(Uri.parse(page))),
            },
          ]),
    ];
  }

  #apiItems(connection: Connection): readonly Item[] {
    const { provider, api } = connection;
    const names = Object.keys(provider.apis ?? {});
    if (names.length < 2) return [];
    const run = async () => {
      const usual: QuickPickItem = { label: 'Usual', description: 'What the provider recommends' };
      const items = [usual, ...names.map((name) => ({ label: name }))];
      const picked = await window.showQuickPick(items, { title: `${connection.label}: API` });
      if (picked === undefined) return undefined;
      return this.#options.edits.change(connection, { api: picked === usual ? undefined : picked.label });
    };
    return [{ label: '$(symbol-interface) API', description: api ?? 'usual', stays: true, run }];
  }

  /** A key can go without its connection; a connection takes its key along. */
  async #removals(id: string, name: string): Promise<readonly Item[]> {
    const { vault } = this.#options;
    const hasKey = (await vault.ids()).includes(id);
    const removeKey = async () => [await vault.remove(id)];
    // The key first: without its connection it would be harder to find.
    const removeBoth = async () => [...(hasKey ? await removeKey() : []), await takeConnection(id)];
    const withKey = hasKey ? ', and its key with it' : '';
    const all = {
      label: '$(trash) Remove connection',
      run: () => this.#remove(`${name} was removed${withKey}.`, removeBoth),
    };
    const keyText = `The key of ${name} was removed from this machine.`;
    const key = { label: '$(trash) Remove key', run: () => this.#remove(keyText, removeKey) };
    return [...(hasKey ? [key] : []), ...(Object.hasOwn(readSettings().connections, id) ? [all] : [])];
  }

  async #remove(text: string, remove: () => Promise<readonly (() => Promise<unknown>)[]>): Promise<void> {
    const { onChange, attempt } = this.#options;
    const undos = await remove();
    onChange();
    void attempt(async () => {
      const undo = 'Undo';
      if ((await window.showInformationMessage(text, undo)) !== undo) return;
      // The setting first: a key is bound to the address that stands there.
      for (const bringBack of undos.toReversed()) await bringBack();
      onChange();
    });
  }

  async #leaveLanguageModels(): Promise<void> {
    const remove = { label: '$(trash) Remove' };
    if ((await window.showQuickPick([remove], { title: languageModelSource.label })) !== remove) return;
    this.#options.languageModels.leave();
    this.#options.onChange();
  }
}

import { l10n, ProgressLocation, window, type QuickPickItem } from 'vscode';
import type { Provider } from '../llm/provider.ts';
import type { ResponseError } from '../model/error.ts';
import type { Connection } from '../providers/connections.ts';
import { needsOf, ownersOf, readAny, readKey } from '../providers/draft.ts';
import { providers } from '../providers/lookup.ts';
import { tellKept, type Beginning } from './addConnection.ts';
import { withSignal } from './cancellation.ts';
import { pastePrompt } from './connectionQuestions.ts';
import type { Kept, KeyVault } from './keyVault.ts';
import { askText } from './steps.ts';

export interface KeysOptions {
  readonly vault: KeyVault;
  connections(): readonly Connection[];
  /** The cheapest request that a wrong key fails; undefined when the key works. */
  check(connection: Connection, key: string, signal: AbortSignal): Promise<ResponseError | undefined>;
  /** Sets up a connection that needs to know more than its key. */
  setUp(beginning: Beginning): Promise<void>;
  /** A connection can be used from now on. */
  onReady(connection: Connection): Promise<void>;
  onChange(): void;
}

/** The commands with which a person adds and replaces keys. */
export class Keys {
  readonly #options: KeysOptions;

  constructor(options: KeysOptions) {
    this.#options = options;
  }

  /** Connections whose key stands in the environment and that have none of their own yet. */
  async inEnvironment(): Promise<readonly { connection: Connection; variable: string }[]> {
    const { vault } = this.#options;
    const found = [];
    for (const connection of this.#options.connections()) {
      const variable = connection.provider.key?.environment.find((name) => vault.variable(name) !== undefined);
      if (variable === undefined || connection.baseUrl !== connection.provider.baseUrl) continue;
      if ((await vault.get(connection)) === undefined) found.push({ connection, variable });
    }
    return found;
  }

  /** Uses the key in the environment from now on; it stays there and is not copied. */
  async useEnvironment(connection: Connection, variable: string): Promise<void> {
    await this.#finish(connection, await this.#options.vault.storeVariable(connection, variable));
  }

  /** Asks for a key, or offers those of the environment first when there are any. */
  async add(): Promise<void> {
    const offered = await this.inEnvironment();
    if (offered.length === 0) return this.paste();
    const paste: QuickPickItem = { label: l10n.t('$(key) Paste a key…') };
    const items = offered.map((offer) => ({
      label: l10n.t('$(symbol-variable) Use {0}', offer.variable),
      description: offer.connection.label,
      detail: l10n.t('Found in the environment. It is read there at each use and not copied.'),
      offer,
    }));
    const picked = await window.showQuickPick([paste, ...items], { title: l10n.t('Add a key') });
    if (picked === paste) return this.paste();
    const { offer } = items.find((item) => item === picked) ?? {};
    if (offer !== undefined) await this.useEnvironment(offer.connection, offer.variable);
  }

  /** Asks for a key; for a given connection, or for the one that the key is recognised to belong to. */
  async paste(connection?: Connection): Promise<void> {
    const text = await this.#askKey(connection);
    if (text === undefined) return;
    const owner = connection ?? (await this.#recognise(text));
    if (owner === undefined) return;
    if (!('provider' in owner)) return this.#options.setUp({ provider: owner, key: text });
    const read = readKey(owner.provider, text);
    // It was read before, but perhaps as the key of somebody else.
    if ('problem' in read)
      return void window.showWarningMessage(l10n.t('This is no key of {0}. {1}', owner.label, read.problem));
    await this.#tryKey(owner, read.key);
  }

  async #askKey(connection: Connection | undefined): Promise<string | undefined> {
    const answer = await askText({
      title: connection === undefined ? l10n.t('Add a key') : l10n.t('Key for {0}', connection.label),
      prompt:
        connection === undefined
          ? l10n.t('Paste the key. It is kept in the secret storage of the editor and sent to nobody but its provider.')
          : pastePrompt(connection.provider),
      password: true,
      page: connection?.provider.key?.page,
      judge: (text) => {
        const read = connection === undefined ? readAny(text) : readKey(connection.provider, text);
        return 'problem' in read ? read : undefined;
      },
    });
    return typeof answer === 'string' ? answer : undefined;
  }

  /** Whose key it is: of a connection, or of a provider that none is set up for yet. */
  async #recognise(text: string): Promise<Connection | Provider | undefined> {
    const signed = this.#options.connections().filter(({ provider }) => provider.sign !== undefined);
    // What the user has set up comes before what could be.
    const connections = signed.toSorted((a, b) => Number(a.id === a.provider.id) - Number(b.id === b.provider.id));
    const recognised = ownersOf(text);
    const ofConnections = connections.filter(({ provider }) => recognised.includes(provider));
    const ofProviders = recognised.filter((provider) => !connections.some((one) => one.provider === provider));
    const fitting = [...ofConnections, ...ofProviders];
    const [only] = fitting;
    if (only !== undefined && fitting.length === 1) return only;
    const others = providers.filter(
      (provider) => provider.key !== undefined && !connections.some((one) => one.provider === provider),
    );
    const items = (fitting.length > 0 ? fitting : [...connections, ...others]).map((owner) => ({
      label: owner.label,
      description: 'provider' in owner ? new URL(owner.baseUrl).host : needsOf(owner),
      owner,
    }));
    const picked = await window.showQuickPick(items, {
      title: l10n.t('Whose key is this?'),
      placeHolder: l10n.t('The key does not tell'),
      ignoreFocusOut: true,
    });
    return picked?.owner;
  }

  async #tryKey(connection: Connection, key: string): Promise<void> {
    const problem = await window.withProgress(
      {
        location: ProgressLocation.Notification,
        title: l10n.t('Trying the key with {0}…', connection.label),
        cancellable: true,
      },
      (_, token) =>
        withSignal(token, async (signal) => {
          const error = await this.#options.check(connection, key, signal);
          return error !== undefined && signal.aborted ? l10n.t('It was not tried to the end.') : error?.message;
        }),
    );
    if (problem === undefined) return this.#finish(connection, await this.#options.vault.store(connection, key));
    const again = l10n.t('Paste Again');
    const keep = l10n.t('Keep It Anyway');
    // An error with buttons stays until one is taken: what was pasted is gone otherwise.
    const choice = await window.showErrorMessage(l10n.t('The key was not kept. {0}', problem), again, keep);
    if (choice === again) return this.paste(connection);
    if (choice === keep) await this.#finish(connection, await this.#options.vault.store(connection, key));
  }

  async #finish(connection: Connection, kept: Kept): Promise<void> {
    this.#options.onChange();
    tellKept(connection, kept);
    await this.#options.onReady(connection);
  }
}

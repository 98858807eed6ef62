import { env, ProgressLocation, Uri, window, type QuickPickItem } from 'vscode';
import type { ResponseError } from '../model/error.ts';
import { cleanKey } from '../auth/cleanKey.ts';
import { providerForKey } from '../providers/lookup.ts';
import type { Connection } from '../providers/connections.ts';
import { withSignal } from './cancellation.ts';
import type { Kept, KeyVault } from './keyVault.ts';

export interface KeysOptions {
  readonly vault: KeyVault;
  connections(): readonly Connection[];
  /** The cheapest request that a wrong key fails; undefined when the key works. */
  check(connection: Connection, key: string, signal: AbortSignal): Promise<ResponseError | undefined>;
  /** A connection can be used from now on. */
  onReady(connection: Connection): Promise<void>;
  onChange(): void;
}

/** A key as the list of keys shows it; its connection may be gone. */
interface KeptKey {
  readonly id: string;
  readonly name: string;
  readonly connection: Connection | undefined;
}

/** The commands with which a person adds, replaces and removes keys. */
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
    const paste: QuickPickItem = { label: '$(key) Paste a key…' };
    const items = offered.map((offer) => ({
      label: `$(symbol-variable) Use ${offer.variable}`,
      description: offer.connection.label,
      detail: 'Found in the environment. It is read there at each use and not copied.',
      offer,
    }));
    const picked = await window.showQuickPick([paste, ...items], { title: 'Add a key' });
    if (picked === paste) return this.paste();
    const { offer } = items.find((item) => item === picked) ?? {};
    if (offer !== undefined) await this.useEnvironment(offer.connection, offer.variable);
  }

  /** Asks for a key; for a given connection, or for the one that the key is recognised to belong to. */
  async paste(connection?: Connection): Promise<void> {
    const key = await this.#askKey(connection);
    if (key === undefined) return;
    const target = connection ?? (await this.#recognise(key));
    if (target !== undefined) await this.#tryKey(target, key);
  }

  /** Lists the keys there are, to replace or remove; works on each of them whatever state it is in. */
  async manage(): Promise<void> {
    const items = await this.#items();
    const add: QuickPickItem = { label: '$(add) Add a key…' };
    const picked = await window.showQuickPick([...items, add], {
      title: 'Keys',
      placeHolder: 'Replace or remove a key',
    });
    if (picked === add) return this.add();
    const kept = items.find((item) => item === picked);
    if (kept !== undefined) await this.#change(kept);
  }

  async #items(): Promise<readonly (QuickPickItem & KeptKey)[]> {
    const connections = this.#options.connections();
    const ids = await this.#options.vault.ids();
    const items = ids.map(async (id) => {
      const connection = connections.find((one) => one.id === id);
      const name = connection?.label ?? id;
      return { label: `$(key) ${name}`, detail: await this.#stateOf(connection), id, name, connection };
    });
    return (await Promise.all(items)).toSorted((a, b) => a.name.localeCompare(b.name));
  }

  async #stateOf(connection: Connection | undefined): Promise<string> {
    const { vault } = this.#options;
    if (connection === undefined) return 'Its connection is not in the settings any more.';
    if (await vault.isForeign(connection))
      return 'Given for another address than it has now: not used until you replace it.';
    if ((await vault.get(connection)) === undefined) return 'It cannot be read: not used until you replace it.';
    return connection.baseUrl;
  }

  async #change({ id, name, connection }: KeptKey): Promise<void> {
    const replace = { label: '$(edit) Replace…' };
    const remove = { label: '$(trash) Remove' };
    const page = { label: '$(link-external) Open the page where keys are made' };
    const key = connection?.provider.key;
    const steps = [...(connection === undefined ? [] : [replace]), remove, ...(key === undefined ? [] : [page])];
    const step = await window.showQuickPick(steps, { title: name });
    if (step === replace) return this.paste(connection);
    if (step === page && key !== undefined) await env.openExternal(Uri.parse(key.page));
    if (step !== remove) return;
    await this.#options.vault.remove(id);
    this.#options.onChange();
    void window.showInformationMessage(`The key of ${name} was removed from this machine.`);
  }

  #askKey(connection: Connection | undefined): Thenable<string | undefined> {
    const input = window.showInputBox({
      title: connection === undefined ? 'Add a key' : `Key for ${connection.label}`,
      prompt: 'Paste the key. It is kept in the secret storage of the editor and sent to nobody but its provider.',
      password: true,
      ignoreFocusOut: true,
      validateInput: (text) => {
        const checked = cleanKey(text);
        return 'problem' in checked ? checked.problem : undefined;
      },
    });
    return input.then((text) => {
      const checked = text === undefined ? undefined : cleanKey(text);
      return checked !== undefined && 'key' in checked ? checked.key : undefined;
    });
  }

  async #recognise(key: string): Promise<Connection | undefined> {
    const connections = this.#options.connections().filter(({ provider }) => provider.sign !== undefined);
    const recognised = providerForKey(key);
    const fitting = connections.filter(({ provider }) => provider === recognised);
    if (fitting.length === 1) return fitting[0];
    const items = (fitting.length > 0 ? fitting : connections).map((connection) => ({
      label: connection.label,
      description: new URL(connection.baseUrl).host,
      connection,
    }));
    const picked = await window.showQuickPick(items, {
      title: 'Whose key is this?',
      placeHolder: 'The key does not tell',
      ignoreFocusOut: true,
    });
    return picked?.connection;
  }

  async #tryKey(connection: Connection, key: string): Promise<void> {
    const problem = await window.withProgress(
      { location: ProgressLocation.Notification, title: `Trying the key with ${connection.label}…`, cancellable: true },
      (_, token) =>
        withSignal(token, async (signal) => {
          const error = await this.#options.check(connection, key, signal);
          return error !== undefined && signal.aborted ? 'It was not tried to the end.' : error?.message;
        }),
    );
    if (problem === undefined) return this.#finish(connection, await this.#options.vault.store(connection, key));
    const again = 'Paste Again';
    const keep = 'Keep It Anyway';
    const choice = await window.showWarningMessage(`The key was not kept. ${problem}`, again, keep);
    if (choice === again) return this.paste(connection);
    if (choice === keep) await this.#finish(connection, await this.#options.vault.store(connection, key));
  }

  async #finish(connection: Connection, kept: Kept): Promise<void> {
    this.#options.onChange();
    if (kept === 'session') {
      void window.showWarningMessage(
        `This machine has no working keyring: the key of ${connection.label} is kept until the window closes.`,
      );
    }
    await this.#options.onReady(connection);
  }
}

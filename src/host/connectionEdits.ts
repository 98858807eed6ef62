import { l10n, window } from 'vscode';
import type { Field } from '../llm/provider.ts';
import { connectionFrom, originOf, type Connection } from '../providers/connections.ts';
import { readAddress } from '../providers/draft.ts';
import { askAddress, askField, askName, type Environment } from './connectionQuestions.ts';
import type { KeyVault } from './keyVault.ts';
import { changeConnection, readSettings, type ConnectionSetting } from './settings.ts';

export interface ConnectionEditsOptions {
  readonly vault: KeyVault;
  readonly environment: Environment;
  connections(): readonly Connection[];
  onChange(): void;
}

/** Changes connections at the user's word; each gives the connection as it is afterwards, or undefined when it was left. */
export class ConnectionEdits {
  readonly #options: ConnectionEditsOptions;

  constructor(options: ConnectionEditsOptions) {
    this.#options = options;
  }

  async askAddress(connection: Connection): Promise<Connection | undefined> {
    const { provider, baseUrl } = connection;
    const text = await askAddress({ provider, address: baseUrl, values: {} });
    if (typeof text !== 'string') return undefined;
    const read = readAddress(provider, text);
    if ('problem' in read) throw new Error(read.problem);
    const fields = { ...connection.values, ...read.values };
    const change = { baseUrl: read.baseUrl === provider.baseUrl ? undefined : read.baseUrl };
    return this.change(connection, { ...change, ...(Object.keys(fields).length === 0 ? {} : { fields }) });
  }

  async askField(connection: Connection, field: Field): Promise<Connection | undefined> {
    const { provider, values = {} } = connection;
    const { environment } = this.#options;
    const text = await askField({ provider, field, value: values[field.id] ?? '', environment });
    if (typeof text !== 'string') return undefined;
    const { [field.id]: _, ...others } = values;
    return this.change(connection, { fields: text === '' ? others : { ...others, [field.id]: text } });
  }

  async askName(connection: Connection): Promise<Connection | undefined> {
    const others = this.#options.connections().filter(({ id }) => id !== connection.id);
    const taken = others.map(({ label }) => label);
    const name = await askName({ label: connection.label, name: connection.label, taken });
    return typeof name === 'string' && name !== '' ? this.change(connection, { label: name }) : undefined;
  }

  /** Writes a change into the settings; undefined when the user did not want its key to stay behind, nor to go along. */
  async change(connection: Connection, change: Partial<ConnectionSetting>): Promise<Connection | undefined> {
    const { id, provider } = connection;
    const before = readSettings().connections[id];
    const after = connectionFrom(id, { provider: provider.id, ...before, ...change });
    if (typeof after === 'string') throw new Error(after);
    const key = await this.#keyAt(connection, after);
    if (key === 'undecided') return undefined;
    await changeConnection(id, provider.id, change);
    if (key === 'goes along') await this.#options.vault.rebind(connection, after);
    this.#options.onChange();
    return after;
  }

  /** Where the provider itself makes the address, it is the provider's whatever it looks like; elsewhere the user decides. */
  async #keyAt(before: Connection, after: Connection): Promise<'goes along' | 'stays behind' | 'undecided'> {
    if (originOf(before) === originOf(after) || (await this.#options.vault.get(before)) === undefined)
      return 'stays behind';
    const { baseUrlFrom } = after.provider;
    if ([before, after].every(({ baseUrl, values = {} }) => baseUrlFrom?.(values) === baseUrl)) return 'goes along';
    const [send, leave] = [l10n.t('Send It There'), l10n.t('Change without Key')];
    const detail = l10n.t(
      'Its key was given for {0}. Is it to be sent to {1} from now on?',
      originOf(before),
      originOf(after),
    );
    const text = l10n.t('{0} has a new address.', after.label);
    const choice = await window.showWarningMessage(text, { modal: true, detail }, send, leave);
    if (choice === send) return 'goes along';
    return choice === leave ? 'stays behind' : 'undecided';
  }
}

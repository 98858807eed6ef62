import { connectionFrom, type Connection } from '../providers/connections.ts';
import type { KeyVault } from './keyVault.ts';
import { readSettings } from './settings.ts';

/** Something that is set up: in the settings, with a key, or both; what is wrong with it may leave no connection. */
export interface SetUp {
  readonly id: string;
  readonly name: string;
  readonly connection: Connection | undefined;
  /** Where it is, or why it is not used. */
  readonly state: string;
}

export interface SetUpOptions {
  readonly vault: Pick<KeyVault, 'ids' | 'get' | 'isForeign'>;
  connections(): readonly Connection[];
}

/** All that is set up, by name, whatever state it is in. */
export async function allSetUp(options: SetUpOptions): Promise<readonly SetUp[]> {
  const { connections } = readSettings();
  const ids = new Set([...Object.keys(connections), ...(await options.vault.ids())]);
  const found = await Promise.all(Array.from(ids, (id) => setUp(id, options)));
  return found.toSorted((a, b) => a.name.localeCompare(b.name));
}

async function setUp(id: string, { vault, connections }: SetUpOptions): Promise<SetUp> {
  const settings = readSettings().connections;
  const spec = settings[id];
  const made = spec === undefined ? undefined : connectionFrom(id, spec);
  if (Object.hasOwn(settings, id) && typeof made !== 'object')
    return {
      id,
      name: id,
      connection: undefined,
      state: `Not used. ${made ?? 'Its setting is not of the right form.'}`,
    };
  const connection = connections().find((one) => one.id === id);
  if (connection === undefined)
    return { id, name: id, connection, state: 'Its connection is not in the settings any more.' };
  return { id, name: connection.label, connection, state: await stateOf(connection, vault) };
}

async function stateOf(connection: Connection, vault: SetUpOptions['vault']): Promise<string> {
  const { baseUrl, login, provider } = connection;
  if (login !== undefined) return `${baseUrl} · ${login.label}`;
  if (await vault.isForeign(connection))
    return 'Its key was given for another address than it has now: not used until you replace it.';
  const isKept = (await vault.ids()).includes(connection.id);
  const key = await vault.get(connection);
  if (key === undefined && isKept) return 'Its key cannot be read: not used until you replace it.';
  if (key === undefined && provider.key !== undefined) return `${baseUrl} · no key yet`;
  return baseUrl;
}

import { platform } from '#platform';
import { AddConnection } from './host/addConnection.ts';
import { ConnectionEdits } from './host/connectionEdits.ts';
import { describe } from './host/endpoints.ts';
import { Keys } from './host/keys.ts';
import { localServers } from './host/localServers.ts';
import { ManageConnections } from './host/manageConnections.ts';
import { Setups } from './host/setups.ts';
import { readSettings } from './host/settings.ts';
import { ConnectionTests } from './host/testConnection.ts';
import type { Source } from './providers/connections.ts';
import type { Providing, Surroundings } from './providing.ts';

/** The ways to set up who can be asked, and to change it later. */
export interface Setup {
  readonly keys: Keys;
  readonly adding: AddConnection;
  readonly managing: ManageConnections;
  readonly setups: Setups;
  readonly tests: ConnectionTests;
}

/** Makes what sets up who can be asked, and what changes it later. */
export function createSetup(providing: Providing, { log, attempt }: Pick<Surroundings, 'log' | 'attempt'>): Setup {
  const { vault, endpoints, connections, usable, demo, models, languageModels, changed: onChange } = providing;
  const environment = platform.environment;
  const begin = (source: Source) => setups.begin(source);
  const keys: Keys = new Keys({
    vault,
    connections,
    check: (connection, key, signal) => endpoints.check(connection, key, signal),
    setUp: (beginning) => adding.start(beginning),
    onReady: begin,
    onChange,
  });
  const edits = new ConnectionEdits({ vault, environment, connections, onChange });
  const tests = createTests(providing, { keys, edits }, { log, attempt });
  const adding = new AddConnection({
    vault,
    environment,
    connections,
    useLanguageModels: () => setups.useLanguageModels(),
    onChange,
    onAdded: (connection) => tests.run(connection, begin),
  });
  const setups: Setups = new Setups({
    keys,
    models,
    languageModels,
    connections,
    demo,
    addConnection: () => adding.start(),
    localServers: () => localServers(connections(), (connection, signal) => endpoints.list(connection, signal)),
    hasOthers: async () => {
      const ids = new Set([...Object.keys(readSettings().connections), ...(await vault.ids())]);
      return (await usable()).some(({ id, provider }) => ids.has(id) && !provider.local);
    },
    describe,
    onChange,
  });
  const managing = new ManageConnections({
    vault,
    edits,
    attempt,
    connections,
    usable,
    languageModels,
    add: () => adding.start(),
    addKey: () => keys.add(),
    replaceKey: (connection) => keys.paste(connection),
    test: (connection) => tests.run(connection),
    onChange,
  });
  return { keys, adding, managing, setups, tests };
}

/** Trying connections, with the steps that help when one does not work. */
function createTests(
  { endpoints, models }: Providing,
  { keys, edits }: { readonly keys: Keys; readonly edits: ConnectionEdits },
  { log, attempt }: Pick<Surroundings, 'log' | 'attempt'>,
): ConnectionTests {
  return new ConnectionTests({
    attempt,
    log,
    probe: (connection, signal) => endpoints.probe(connection, signal),
    respond: (connection) => endpoints.respond(connection),
    edit: (connection, field) => (field ? edits.askField(connection, field) : edits.askAddress(connection)),
    move: (connection, baseUrl) => edits.change(connection, { baseUrl }),
    replaceKey: (connection) => keys.paste(connection),
    pickModel: () => models.pick(),
  });
}

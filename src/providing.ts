import { extensions, lm, type ExtensionContext } from 'vscode';
import { platform } from '#platform';
import { Answerers } from './host/answerers.ts';
import { catalogueIn } from './host/catalogueFile.ts';
import { describe, Endpoints } from './host/endpoints.ts';
import { KeyVault } from './host/keyVault.ts';
import { languageModelSource, LanguageModels } from './host/languageModels.ts';
import { logged, type Attempt, type Log } from './host/log.ts';
import type { Offer } from './host/modelItems.ts';
import { Models, type Model } from './host/models.ts';
import { readSettings } from './host/settings.ts';
import { stateIn } from './host/state.ts';
import type { Request, Respond } from './model/message.ts';
import { connectionsFrom, demoConnection, type Connection, type Source } from './providers/connections.ts';
import { withOptions } from './providers/requestOptions.ts';
import type { Setup } from './setup.ts';

/** What everything may use: the log, the way to run what nobody waits for, and to draw the panel anew. */
export interface Surroundings {
  readonly log: Log;
  readonly attempt: Attempt;
  refresh(): Promise<void>;
}

/** See {@link createProviding}. */
export type Providing = ReturnType<typeof createProviding>;

/** What sets up connections, read only when it is needed. */
export interface WithSetup {
  setup(): Promise<Setup>;
}

/** Who can be asked: keys, servers and models. */
export function createProviding(context: ExtensionContext, { log, attempt, refresh, setup }: Surroundings & WithSetup) {
  const changed = () => {
    models.refresh();
    void refresh();
  };
  const told = new Set<string>();
  /** Once: the same setting is read again and again. */
  const onProblem = (text: string) => {
    if (!told.has(text)) log.error(text);
    told.add(text);
  };
  const vault = new KeyVault({ secrets: context.secrets, platform, onChange: changed, onProblem });
  const endpoints = new Endpoints(vault, platform);
  const state = stateIn(context.globalState, log);
  const languageModels = new LanguageModels({ lm, state, extensions: () => extensions.all });
  const demo = demoConnection(platform.environment('PARLEY_DEMO_URL'));
  const connections = () => connectionsFrom(readSettings().connections, { demo, onProblem });
  const usable = () => usableOf(connections(), endpoints);
  const offer = (label: string, run: (ways: Setup) => Promise<void>): Offer => ({
    label,
    run: () => void attempt(async () => run(await setup())),
  });
  const offers = (): readonly Offer[] => [
    offer('$(key) Add a key…', ({ keys }) => keys.add()),
    offer('$(plug) Add a connection…', ({ adding }) => adding.start()),
    ...(languageModels.isOffered
      ? [offer('$(vscode) Use the models of VS Code', ({ setups }) => setups.useLanguageModels())]
      : []),
  ];
  const models: Models = new Models({
    state,
    usable: async () => [...(await usable()), ...(languageModels.isChosen ? [languageModelSource] : [])],
    list: (source) => (isConnection(source) ? endpoints.list(source) : languageModels.list()),
    catalogue: catalogueIn(context.extensionUri, onProblem),
    describe,
    offers,
    helpWith: (source) =>
      isConnection(source) ? offer('find out what helps', ({ tests }) => tests.run(source)) : undefined,
    onChoose: () => void refresh(),
  });
  const respondOf = ({ connection: source, info }: Model): Respond => {
    const plain = isConnection(source) ? endpoints.respond(source) : languageModels.respond;
    const respond = logged(plain, `${source.label}, ${info.id}`, log);
    return (request, signal) => respond(withOptions(request, readSettings(), info), signal);
  };
  const preview = async ({ connection: source, info }: Model, plain: Request): Promise<string> => {
    const { endpointJson, languageModelJson } = await import('./host/preview.ts');
    const request = withOptions(plain, readSettings(), info);
    if (!isConnection(source)) return languageModelJson(request);
    return vault.redact(await endpointJson(await endpoints.shown(source), request));
  };
  const answerers = new Answerers({ models, respondOf, onProblem });
  context.subscriptions.push(vault);
  return { state, vault, endpoints, connections, usable, demo, models, languageModels, answerers, preview, changed };
}

const isConnection = (source: Source): source is Connection => 'baseUrl' in source;

/** The connections that have the key they need, or need none. */
async function usableOf(connections: readonly Connection[], endpoints: Endpoints): Promise<readonly Connection[]> {
  const answers = await Promise.all(connections.map((connection) => endpoints.isUsable(connection)));
  return connections.filter((_, index) => answers[index]);
}

import { Uri, window, workspace, type ExtensionContext } from 'vscode';
import { platform } from '#platform';
import { systemPrompt } from './chat/prompt.ts';
import type { Answerer } from './chat/session.ts';
import { ChatStore } from './chat/store.ts';
import { addEndpoint } from './host/addEndpoint.ts';
import { askSelection } from './host/askSelection.ts';
import { chatFiles } from './host/chatFiles.ts';
import { showChats } from './host/chatList.ts';
import { ChatView } from './host/chatView.ts';
import type { CommandName, Commands } from './host/commands.ts';
import { Conversations } from './host/conversations.ts';
import { describe, Endpoints } from './host/endpoints.ts';
import { InlineEdits } from './host/inlineEdit.ts';
import { insertAtCursor } from './host/insert.ts';
import { Keys } from './host/keys.ts';
import { KeyVault } from './host/keyVault.ts';
import { localServers } from './host/localServers.ts';
import { attempts, createLog, logged, type Log } from './host/log.ts';
import { labelOf, Models, type Model } from './host/models.ts';
import { Panel } from './host/panel.ts';
import { recentsIn } from './host/recents.ts';
import { readSettings } from './host/settings.ts';
import { Setups } from './host/setups.ts';
import { stateIn } from './host/state.ts';
import { summaryAgain, summaryOf, targetsOf } from './host/summarizeFile.ts';
import { systemClock } from './llm/clock.ts';
import type { ErrorKind, ResponseError } from './model/error.ts';
import type { Respond } from './model/message.ts';
import { connectionsFrom, demoConnection, type Connection } from './providers/connections.ts';

/** What the entry needs of everything else. */
export interface App {
  /** Runs a command; what goes wrong with it is told, and never thrown. */
  run(command: CommandName, args: readonly unknown[]): Promise<void>;
  readonly view: ChatView;
}

/** Makes everything and wires it. The only place where objects are made. */
export function createApp(context: ExtensionContext): App {
  const { extensionUri, globalState, globalStorageUri, secrets, subscriptions, workspaceState } = context;

  const log: Log = createLog((text) => vault.redact(text));
  const attempt = attempts(log);
  const vault = new KeyVault({
    secrets,
    platform,
    onChange: () => void refresh(),
    onProblem: (text) => log.error(text),
  });
  const ownState = stateIn(globalState, log);
  const windowState = stateIn(workspaceState, log);
  const endpoints = new Endpoints(vault, platform);
  const demo = demoConnection(platform.environment('PARLEY_DEMO_URL'));
  const connections = () => connectionsFrom(readSettings().connections, demo);
  const models = new Models({
    state: ownState,
    usable: () => usable(connections(), endpoints),
    list: (connection) => endpoints.list(connection),
    describe,
    addKey: () => void attempt(() => keys.add()),
    onChoose: () => void attempt(() => view.refresh()),
  });
  const keys: Keys = new Keys({
    vault,
    connections,
    check: (connection, key, signal) => endpoints.check(connection, key, signal),
    onReady: (connection) => setups.begin(connection),
    onChange: () => void refresh(),
  });
  const setups: Setups = new Setups({
    keys,
    models,
    connections,
    demo,
    localServers: () => localServers(connections(), (connection, signal) => endpoints.list(connection, signal)),
    describe,
  });

  const respondOf = ({ connection, info }: Model): Respond =>
    logged(endpoints.respond(connection), `${connection.label}, ${info.id}`, log);
  const answerer = (model: Model, respond: Respond = respondOf(model)): Answerer => {
    const { instructions, maxOutputTokens } = readSettings();
    return {
      model: { connection: model.connection.id, model: model.info.id },
      label: labelOf(model),
      respond,
      system: systemPrompt(instructions),
      ...(maxOutputTokens === null ? {} : { maxOutputTokens }),
    };
  };

  const store = new ChatStore(chatFiles(Uri.joinPath(globalStorageUri, 'chats'), platform));
  const conversations = new Conversations({
    store,
    clock: systemClock,
    state: windowState,
    listener: {
      onEvent: (event) => view.events(conversations.current.id, [event]),
      onUnsaved: (reason) => {
        if (reason === undefined) return void attempt(() => view.refresh());
        log.error(`A chat could not be written: ${reason}`);
        view.changed({ unsaved: reason });
      },
    },
    onSwitch: () => {
      panel.endEdit();
      void attempt(() => view.refresh());
    },
    onNotice: (text) => void window.showWarningMessage(text),
  });
  const panel = new Panel({
    state: windowState,
    conversations,
    models,
    setups,
    answerer,
    insert: insertAtCursor,
    summaryAgain: async (files, model) => (await summaryAgain(files, model))?.(respondOf(model)),
  });
  const view = new ChatView({
    extension: extensionUri,
    prepare: () => attempt(() => panel.prepare()),
    snapshot: () => panel.snapshot(),
    onStart: () => panel.endEdit(),
    onMessage: (message) => attempt(() => panel.receive(message)),
    onInvalid: (problem) => log.error(`The panel sent something unexpected: ${problem}`),
  });
  panel.attachView(view);

  let edits: InlineEdits | undefined;
  const inlineEdits = () => (edits ??= new InlineEdits(editDeps()));
  const recents = (name: string) => recentsIn(ownState, name);
  const editDeps = () => ({
    respond: async () => {
      const model = await neededModel();
      return model === undefined ? undefined : { respond: respondOf(model), model: model.info.id };
    },
    recents: recents('recentInstructions'),
    help: ({ kind }: ResponseError) => wayOut[kind],
    maxOutputTokens: () => readSettings().maxOutputTokens ?? undefined,
  });

  const addKey = { label: 'Add a Key…', run: () => keys.add() };
  const pickModel = { label: 'Pick Another Model…', run: () => models.pick() };
  /** What helps better than to try again, by what went wrong. */
  const wayOut: Partial<Record<ErrorKind, { label: string; run(): unknown }>> = {
    'no-key': addKey,
    unauthorized: addKey,
    forbidden: pickModel,
    'not-found': pickModel,
    quota: pickModel,
    'too-long': pickModel,
  };

  function refresh(): Promise<void> {
    models.refresh();
    return attempt(() => view.refresh());
  }

  /** The model to ask; without one, the panel with its ways in is shown. */
  async function neededModel(): Promise<Model | undefined> {
    const model = await models.current();
    if (model !== undefined) return model;
    void window.showInformationMessage('No model is set up yet. Take one of the ways in the panel, then try again.');
    await panel.reveal();
    return undefined;
  }

  async function summarizeFile(args: readonly unknown[]): Promise<void> {
    const targets = targetsOf(args);
    if (targets.length === 0)
      return void window.showInformationMessage('Open the file to summarize, or pick it in the Explorer.');
    const model = await neededModel();
    const job = model === undefined ? undefined : await summaryOf(targets, model);
    if (model !== undefined && job !== undefined) await panel.ask(job.question, model, job.respond?.(respondOf(model)));
  }

  async function addServer(): Promise<void> {
    const added = await addEndpoint(connections().map(({ id }) => id));
    const connection = connections().find(({ id }) => id === added?.id);
    if (added === undefined || connection === undefined) return;
    if (added.key !== undefined) await vault.store(connection, added.key);
    await setups.begin(connection);
  }

  subscriptions.push(
    vault,
    log,
    view,
    conversations,
    { dispose: () => edits?.dispose() },
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('parley.connections')) void refresh();
    }),
  );

  const commands: Commands = {
    askSelection: async () => {
      const question = await askSelection(window.activeTextEditor, recents('recentQuestions'));
      if (question !== undefined) await panel.ask(question);
    },
    editSelection: () => inlineEdits().start(),
    summarizeFile: (...args) => summarizeFile(args),
    newChat: () => {
      conversations.create();
      return panel.reveal();
    },
    showChats: () => showChats({ store, conversations, attempt }),
    pickModel: () => models.pick(),
    addKey: () => keys.add(),
    manageKeys: () => keys.manage(),
    addEndpoint: addServer,
    stop: () => conversations.stop(),
    showLog: () => log.show(),
    'edit.accept': (uri) => inlineEdits().accept(uri),
    'edit.reject': (uri) => inlineEdits().reject(uri),
    'edit.retry': (uri) => inlineEdits().retry(uri),
    'edit.diff': (uri) => inlineEdits().diff(uri),
    'edit.stop': (uri) => inlineEdits().stop(uri),
  };

  return { view, run: (command, args) => attempt(() => commands[command](...args)) };
}

/** The connections that have the key they need, or need none. */
async function usable(connections: readonly Connection[], endpoints: Endpoints): Promise<readonly Connection[]> {
  const answers = await Promise.all(connections.map((connection) => endpoints.isUsable(connection)));
  return connections.filter((_, index) => answers[index]);
}

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
import { attempts, createLog, logged, type Attempt, type Log } from './host/log.ts';
import { Models, type Model } from './host/models.ts';
import { Panel } from './host/panel.ts';
import { recentsIn } from './host/recents.ts';
import { readSettings } from './host/settings.ts';
import { Setups } from './host/setups.ts';
import { stateIn } from './host/state.ts';
import { summaryAgain, summaryOf, targetsOf } from './host/summarizeFile.ts';
import { systemClock } from './llm/clock.ts';
import type { ErrorKind } from './model/error.ts';
import type { Respond } from './model/message.ts';
import { connectionsFrom, demoConnection, type Connection } from './providers/connections.ts';

/** What the entry needs of everything else. */
export interface App {
  /** Runs a command; what goes wrong with it is told, and never thrown. */
  run(command: CommandName, args: readonly unknown[]): Promise<void>;
  readonly view: ChatView;
  /** Resolves when what was being answered is on disk as far as it came. */
  dispose(): Promise<void>;
}

/** Makes everything and wires it. The only place where objects are made. */
export function createApp(context: ExtensionContext): App {
  const log: Log = createLog((text) => providing.vault.redact(text));
  const attempt = attempts(log);
  const refresh = () => attempt(() => chat.view.refresh());
  const providing = createProviding(context, { log, attempt, refresh });
  const chat: Chat = createChat(context, providing, { log, attempt, refresh });
  const editing = createEditing(context, providing, chat.neededModel);
  const commands = createCommands({ providing, chat, editing, attempt, log });
  context.subscriptions.push(
    log,
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('parley.connections')) providing.changed();
    }),
  );
  return {
    view: chat.view,
    run: (command, args) => attempt(() => commands[command](...args)),
    dispose: () => chat.conversations.dispose(),
  };
}

/** What everything may use: the log, the way to run what nobody waits for, and to draw the panel anew. */
interface Surroundings {
  readonly log: Log;
  readonly attempt: Attempt;
  refresh(): Promise<void>;
}

type Providing = ReturnType<typeof createProviding>;

/** Who can be asked: keys, servers and models. */
function createProviding(context: ExtensionContext, { log, attempt, refresh }: Surroundings) {
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
  const demo = demoConnection(platform.environment('PARLEY_DEMO_URL'));
  const connections = () => connectionsFrom(readSettings().connections, { demo, onProblem });
  const state = stateIn(context.globalState, log);
  const models: Models = new Models({
    state,
    usable: () => usable(connections(), endpoints),
    list: (connection) => endpoints.list(connection),
    describe,
    addKey: () => void attempt(() => keys.add()),
    onChoose: () => void refresh(),
  });
  const keys: Keys = new Keys({
    vault,
    connections,
    check: (connection, key, signal) => endpoints.check(connection, key, signal),
    onReady: (connection) => setups.begin(connection),
    onChange: changed,
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
  context.subscriptions.push(vault);
  return { state, vault, connections, models, keys, setups, respondOf, changed };
}

type Chat = ReturnType<typeof createChat>;

/** Conversations, and the panel that shows them. */
function createChat(context: ExtensionContext, { models, setups, respondOf }: Providing, surroundings: Surroundings) {
  const { log, attempt, refresh } = surroundings;
  const state = stateIn(context.workspaceState, log);
  const store = new ChatStore(chatFiles(Uri.joinPath(context.globalStorageUri, 'chats'), platform));
  const conversations = new Conversations({
    store,
    clock: systemClock,
    state,
    listener: {
      onEvent: (event) => view.events(conversations.current.id, [event]),
      onUnsaved: (reason) => {
        if (reason === undefined) return void refresh();
        log.error(`A chat could not be written: ${reason}`);
        view.changed({ unsaved: reason });
      },
    },
    onSwitch: () => {
      panel.endEdit();
      void refresh();
    },
    onNotice: (text) => void window.showWarningMessage(text),
  });
  const panel = new Panel({
    state,
    conversations,
    models,
    setups,
    answerer: (model, respond = respondOf(model)) => answererOf(model, respond),
    insert: insertAtCursor,
    summaryAgain: async (files, model) => (await summaryAgain(files, model))?.(respondOf(model)),
  });
  const view = new ChatView({
    extension: context.extensionUri,
    prepare: () => attempt(() => panel.prepare()),
    snapshot: () => panel.snapshot(),
    onStart: () => panel.endEdit(),
    onMessage: (message) => attempt(() => panel.receive(message)),
    onInvalid: (problem) => log.error(`The panel sent something unexpected: ${problem}`),
  });
  panel.attachView(view);
  context.subscriptions.push(view);

  /** The model to ask; without one, the panel with its ways in is shown. */
  async function neededModel(): Promise<Model | undefined> {
    const model = await models.current();
    if (model !== undefined) return model;
    void window.showInformationMessage('No model is set up yet. Take one of the ways in the panel, then try again.');
    await panel.reveal();
    return undefined;
  }
  return { store, conversations, panel, view, neededModel };
}

/** A model ready to be asked in a conversation, with the instructions and limits of the settings. */
function answererOf({ connection, info }: Model, respond: Respond): Answerer {
  const { instructions, maxOutputTokens } = readSettings();
  return {
    model: { connection: connection.id, model: info.id },
    label: info.label ?? info.id,
    respond,
    system: systemPrompt(instructions),
    ...(maxOutputTokens === null ? {} : { maxOutputTokens }),
  };
}

/** Inline edits; what they listen to is listened to from the first edit on. */
function createEditing(context: ExtensionContext, providing: Providing, neededModel: Chat['neededModel']) {
  const { keys, models, respondOf } = providing;
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
  let edits: InlineEdits | undefined;
  context.subscriptions.push({ dispose: () => edits?.dispose() });
  return () =>
    (edits ??= new InlineEdits({
      respond: async () => {
        const model = await neededModel();
        return model === undefined ? undefined : { respond: respondOf(model), model: model.info.id };
      },
      recents: recentsIn(providing.state, 'recentInstructions'),
      help: ({ kind }) => wayOut[kind],
      maxOutputTokens: () => readSettings().maxOutputTokens ?? undefined,
    }));
}

interface CommandParts {
  readonly providing: Providing;
  readonly chat: Chat;
  readonly editing: () => InlineEdits;
  readonly attempt: Attempt;
  readonly log: Log;
}

function createCommands({ providing, chat, editing, attempt, log }: CommandParts): Commands {
  const { keys, models } = providing;
  const { conversations, panel, store } = chat;
  return {
    askSelection: async () => {
      const question = await askSelection(window.activeTextEditor, recentsIn(providing.state, 'recentQuestions'));
      if (question !== undefined) await panel.ask(question);
    },
    editSelection: () => editing().start(),
    summarizeFile: (...args) => summarizeFile(targetsOf(args), providing, chat),
    newChat: () => {
      conversations.create();
      return panel.reveal();
    },
    showChats: () => showChats({ store, conversations, attempt }),
    pickModel: () => models.pick(),
    addKey: () => keys.add(),
    manageKeys: () => keys.manage(),
    addEndpoint: () => addServer(providing),
    stop: () => conversations.stop(),
    showLog: () => log.show(),
    'edit.accept': (uri) => editing().accept(uri),
    'edit.reject': (uri) => editing().reject(uri),
    'edit.retry': (uri) => editing().retry(uri),
    'edit.diff': (uri) => editing().diff(uri),
    'edit.stop': (uri) => editing().stop(uri),
  };
}

async function summarizeFile(files: readonly Uri[], { respondOf }: Providing, { neededModel, panel }: Chat) {
  if (files.length === 0)
    return void window.showInformationMessage('Open the file to summarize, or pick it in the Explorer.');
  const model = await neededModel();
  const job = model === undefined ? undefined : await summaryOf(files, model);
  if (model !== undefined && job !== undefined) await panel.ask(job.question, model, job.respond?.(respondOf(model)));
}

async function addServer({ connections, vault, setups }: Providing): Promise<void> {
  const added = await addEndpoint(connections().map(({ id }) => id));
  const connection = connections().find(({ id }) => id === added?.id);
  if (added === undefined || connection === undefined) return;
  if (added.key !== undefined) await vault.store(connection, added.key);
  await setups.begin(connection);
}

/** The connections that have the key they need, or need none. */
async function usable(connections: readonly Connection[], endpoints: Endpoints): Promise<readonly Connection[]> {
  const answers = await Promise.all(connections.map((connection) => endpoints.isUsable(connection)));
  return connections.filter((_, index) => answers[index]);
}

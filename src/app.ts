import { Uri, window, workspace, type Disposable, type ExtensionContext } from 'vscode';
import { platform } from '#platform';
import { ChatStore } from './chat/store.ts';
import { chatFiles } from './host/chatFiles.ts';
import { ChatView } from './host/chatView.ts';
import type { CommandName, Commands } from './host/commands.ts';
import { Conversations } from './host/conversations.ts';
import type { InlineEdits } from './host/inlineEdit.ts';
import { insertAtCursor } from './host/insert.ts';
import { attempts, createLog, type Attempt, type Log } from './host/log.ts';
import type { Model } from './host/models.ts';
import { Panel } from './host/panel.ts';
import { recentsIn } from './host/recents.ts';
import { readSettings } from './host/settings.ts';
import { stateIn } from './host/state.ts';
import { systemClock } from './llm/clock.ts';
import type { ErrorKind } from './model/error.ts';
import { createProviding, type Providing, type Surroundings, type WithSetup } from './providing.ts';

/** What the entry needs of everything else. */
export interface App {
  /** Runs a command; what goes wrong with it is told, and never thrown. */
  run(command: CommandName, args: readonly unknown[]): Promise<void>;
  readonly view: ChatView;
  /** Resolves when what was being answered is on disk as far as it came. */
  dispose(): Promise<void>;
}

/** Makes everything and wires it: here, in `providing.ts` and in `setup.ts`, and nowhere else. */
export function createApp(context: ExtensionContext): App {
  const log: Log = createLog((text) => providing.vault.redact(text));
  const attempt = attempts(log);
  const refresh = () => attempt(() => chat.view.refresh());
  const providing = createProviding(context, { log, attempt, refresh, setup: () => setup() });
  // Read at first use: most days begin with a question and not with a key.
  const setup = once(async () => (await import('./setup.ts')).createSetup(providing, { log, attempt }));
  const chat: Chat = createChat(context, { ...providing, setup }, { log, attempt, refresh });
  const editing = createEditing(context, { ...providing, setup }, chat.neededModel);
  const commands = createCommands({ providing, setup, chat, editing, attempt, log });
  context.subscriptions.push(
    log,
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('parley.connections')) providing.changed();
      if (!change.affectsConfiguration('parley.fallbacks')) return;
      providing.answerers.check();
      void refresh();
    }),
  );
  return {
    view: chat.view,
    run: (command, args) => attempt(() => commands[command](...args)),
    dispose: () => chat.conversations.dispose(),
  };
}

/** Makes something at its first use and gives the same ever after. */
function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

type Chat = ReturnType<typeof createChat>;

/** Conversations, and the panel that shows them. */
function createChat(
  context: ExtensionContext,
  { models, setup, answerers }: Providing & WithSetup,
  surroundings: Surroundings,
) {
  const { log, attempt, refresh } = surroundings;
  const state = stateIn(context.workspaceState, log);
  const store = new ChatStore(chatFiles(Uri.joinPath(context.globalStorageUri, 'chats'), platform));
  const conversations = new Conversations({
    store,
    clock: systemClock,
    state,
    listener: {
      onEvent: (event) => {
        view.events(conversations.current.id, [event]);
        if (event.type === 'stream' && event.event.type === 'error') panel.failed();
      },
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
    ...(platform.unsafeTogether === undefined ? {} : { unsafeTogether: platform.unsafeTogether }),
  });
  const panel = new Panel({
    state,
    conversations,
    models,
    setups: async () => (await setup()).setups,
    answerer: (model, respond) => answerers.of(model, respond),
    others: (model, chosen) => answerers.others(model, chosen),
    insert: insertAtCursor,
    code: once(async () => {
      const { CodeColours } = await import('./host/codeColours.ts');
      const colours = new CodeColours((message) => view.colours(message));
      context.subscriptions.push(colours);
      return colours;
    }),
    summaryAgain: async (files, model) => {
      const { summaryAgain } = await import('./host/summarizeFile.ts');
      return (await summaryAgain(files, model))?.(respondInChat(model));
    },
  });
  /** For an answer in the current conversation that takes many requests. */
  const respondInChat = (model: Model) => {
    const { current } = conversations;
    return answerers.respond(model, () => current.transcript.fallbacks);
  };
  const view = new ChatView({
    extension: context.extensionUri,
    prepare: () => attempt(() => panel.prepare()),
    snapshot: () => panel.snapshot(),
    onStart: () => panel.endEdit(),
    onMessage: (message) => attempt(() => panel.receive(message)),
    onInvalid: (problem) => log.error(`The panel sent something unexpected: ${problem}`),
  });
  panel.attachView(view);
  context.subscriptions.push(view, lookingAtFocus(conversations, attempt));
  return { store, conversations, panel, view, neededModel: () => neededModel(models, panel), respondInChat };
}

/** Someone who comes from another window may have gone on with the chat there. */
function lookingAtFocus(conversations: Conversations, attempt: Attempt): Disposable {
  return window.onDidChangeWindowState(({ focused }) => {
    if (focused) void attempt(() => conversations.look());
  });
}

/** The model to ask; without one, the panel with its ways in is shown. */
async function neededModel(models: Providing['models'], panel: Panel): Promise<Model | undefined> {
  const model = await models.current();
  if (model !== undefined) return model;
  void window.showInformationMessage('No model is set up yet. Take one of the ways in the panel, then try again.');
  await panel.reveal();
  return undefined;
}

/** Inline edits. They are read, and what they listen to is listened to, from the first edit on. */
function createEditing(context: ExtensionContext, providing: Providing & WithSetup, neededModel: Chat['neededModel']) {
  const { setup, models, answerers } = providing;
  const addKey = { label: 'Add a Key…', run: async () => (await setup()).keys.add() };
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
  const create = async () => {
    const { InlineEdits: Edits } = await import('./host/inlineEdit.ts');
    const edits = new Edits({
      respond: async () => {
        const model = await neededModel();
        return model === undefined ? undefined : { respond: answerers.respond(model), model: model.info.id };
      },
      recents: recentsIn(providing.state, 'recentInstructions'),
      help: ({ kind }) => wayOut[kind],
      maxOutputTokens: () => readSettings().maxOutputTokens ?? undefined,
    });
    context.subscriptions.push(edits);
    return edits;
  };
  return once<InlineEdits>(create);
}

interface CommandParts {
  readonly providing: Providing;
  readonly setup: WithSetup['setup'];
  readonly chat: Chat;
  readonly editing: () => Promise<InlineEdits>;
  readonly attempt: Attempt;
  readonly log: Log;
}

function createCommands({ providing, setup, chat, editing, attempt, log }: CommandParts): Commands {
  const { models } = providing;
  const { conversations, panel, store } = chat;
  const home = platform.environment('HOME') ?? platform.environment('USERPROFILE');
  const chats = once(async () =>
    (await import('./host/chatCommands.ts')).createChatCommands({
      store,
      conversations,
      attempt,
      reveal: () => panel.reveal(),
      home: home === undefined ? undefined : Uri.file(home),
    }),
  );
  return {
    askSelection: async () => {
      const { askSelection } = await import('./host/askSelection.ts');
      const question = await askSelection(window.activeTextEditor, recentsIn(providing.state, 'recentQuestions'));
      if (question !== undefined) await panel.ask(question);
    },
    editSelection: async () => (await editing()).start(),
    summarizeFile: (...args) => summarizeFile(args, chat),
    newChat: () => {
      conversations.create();
      return panel.reveal();
    },
    showChats: async () => (await chats()).show(),
    searchChats: async () => (await chats()).show(),
    renameChat: async () => (await chats()).rename(),
    exportChat: async () => (await chats()).save(),
    copyChat: async () => (await chats()).copy(),
    importChat: async () => (await chats()).import(),
    pickModel: () => models.pick(),
    toggleFavourite: () => models.toggleFavourite(),
    chooseFallbacks: async () => {
      await conversations.restore();
      const { chooseFallbacks } = await import('./host/chooseFallbacks.ts');
      await chooseFallbacks({ models, session: conversations.current });
      await chat.view.refresh();
    },
    addKey: async () => (await setup()).keys.add(),
    addConnection: async () => (await setup()).adding.start(),
    testConnection: async () => (await setup()).managing.test(),
    manageConnections: async () => (await setup()).managing.show(),
    stop: () => conversations.stop(),
    showLog: () => log.show(),
    'edit.accept': async (uri) => (await editing()).accept(uri),
    'edit.reject': async (uri) => (await editing()).reject(uri),
    'edit.retry': async (uri) => (await editing()).retry(uri),
    'edit.diff': async (uri) => (await editing()).diff(uri),
    'edit.stop': async (uri) => (await editing()).stop(uri),
  };
}

async function summarizeFile(args: readonly unknown[], { neededModel, panel, respondInChat }: Chat) {
  const { summaryOf, targetsOf } = await import('./host/summarizeFile.ts');
  const files = targetsOf(args);
  if (files.length === 0)
    return void window.showInformationMessage('Open the file to summarize, or pick it in the Explorer.');
  const model = await neededModel();
  const job = model === undefined ? undefined : await summaryOf(files, model);
  if (model !== undefined && job !== undefined)
    await panel.ask(job.question, model, job.respond?.(respondInChat(model)));
}

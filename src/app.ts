import { Uri, window, workspace, type Disposable, type ExtensionContext } from 'vscode';
import { platform } from '#platform';
import { stopwatch } from './chat/stopwatch.ts';
import { ChatStore } from './chat/store.ts';
import { ChatView } from './host/chatView.ts';
import type { CommandName } from './host/commands.ts';
import { Conversations } from './host/conversations.ts';
import { attempts, createLog, type Attempt, type Log } from './host/log.ts';
import type { Model } from './host/models.ts';
import { once } from './host/once.ts';
import { Panel, type PanelOptions } from './host/panel.ts';
import { stateIn } from './host/state.ts';
import { systemClock } from './llm/clock.ts';
import type { Took } from './model/transcript.ts';
import { createProviding, type Providing, type Surroundings, type WithSetup } from './providing.ts';
import type { Resuming } from './running.ts';

/** What the entry needs of everything else. */
export interface App {
  /** Runs a command, or what nobody asks for; what goes wrong with it is told, and never thrown. */
  run(command: CommandName | keyof Resuming, args: readonly unknown[]): Promise<void>;
  readonly view: ChatView;
  /** Resolves when what was being answered is on disk as far as it came. */
  dispose(): Promise<void>;
}

/** Makes everything and wires it: here, in `providing.ts`, in `setup.ts` and in `running.ts`, and nowhere else. */
export function createApp(context: ExtensionContext): App {
  const log: Log = createLog((text) => providing.vault.redact(text));
  const attempt = attempts(log);
  const refresh = () => attempt(() => chat.view.refresh());
  const providing = createProviding(context, { log, attempt, refresh, setup: () => setup() });
  // Read at first use: most days begin with a question and not with a key.
  const setup = once(async () => (await import('./setup.ts')).createSetup(providing, { log, attempt }));
  const chat: Chat = createChat(
    context,
    { ...providing, setup, apply: async (asked) => (await commands()).applyCode(asked) },
    { log, attempt, refresh },
  );
  // Read at the first command: a question that is asked in the panel is none.
  const commands = once(async () => {
    const { createCommands } = await import('./running.ts');
    const prompts = Uri.joinPath(context.globalStorageUri, 'prompts');
    const keep = (one: Disposable) => context.subscriptions.push(one);
    return createCommands({ providing, setup, chat, attempt, log, prompts, keep });
  });
  context.subscriptions.push(
    log,
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('parley.connections')) providing.changed();
      else if (change.affectsConfiguration('parley')) chat.recount();
      if (!change.affectsConfiguration('parley.fallbacks')) return;
      providing.answerers.check();
      void refresh();
    }),
  );
  return {
    view: chat.view,
    run: (command, args) => attempt(async () => (await commands())[command](...args)),
    dispose: () => chat.conversations.dispose(),
  };
}

/** Conversations, the panel that shows them, and who answers in them. */
export type Chat = ReturnType<typeof createChat>;

/** Conversations, and the panel that shows them. */
function createChat(
  context: ExtensionContext,
  { models, setup, answerers, preview, apply }: Providing & WithSetup & Pick<PanelOptions, 'apply'>,
  surroundings: Surroundings,
) {
  const { log, attempt, refresh } = surroundings;
  const state = stateIn(context.workspaceState, log);
  const store = new ChatStore(platform.chatFiles(Uri.joinPath(context.globalStorageUri, 'chats')));
  const conversations = new Conversations({
    store,
    clock: systemClock,
    state,
    listener: {
      onEvent: (event) => {
        view.events(conversations.current.id, [event]);
        if (event.type === 'stream' && event.event.type === 'error') panel.failed();
        if (event.type !== 'stream' || event.took !== undefined) recount();
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
    pasted: Uri.joinPath(context.globalStorageUri, 'pasted'),
    prompts: Uri.joinPath(context.globalStorageUri, 'prompts'),
    conversations,
    models,
    setups: async () => (await setup()).setups,
    answerer: (model, respond) => answerers.of(model, respond),
    others: (model, chosen) => answerers.others(model, chosen),
    preview,
    apply,
    code: once(async () => {
      const { CodeColours } = await import('./host/codeColours.ts');
      const colours = new CodeColours((message) => view.tell(message));
      context.subscriptions.push(colours);
      return colours;
    }),
    recount: () => recount(),
    summaryAgain: async (files, model) => {
      const { summaryAgain } = await import('./host/summarizeFile.ts');
      return (await summaryAgain(files, model))?.(await respondInChat(model));
    },
  });
  // Read once the panel is there: what a question costs is told, and not waited for.
  const meter = once(async () => {
    const { ContextMeter } = await import('./host/contextMeter.ts');
    const parts = {
      models,
      conversations,
      answerer: (model: Model) => answerers.of(model),
      editing: () => panel.editing,
      isShown: () => view.isLive,
    };
    return new ContextMeter({ ...parts, tell: (context) => view.changed({ context }), attempt });
  });
  const recount = () => void attempt(async () => (await meter()).plan());
  /** For an answer in the current conversation that takes many requests. */
  const respondInChat = async (model: Model) => {
    await conversations.restore();
    const { current } = conversations;
    return answerers.respond(model, () => current.transcript.fallbacks);
  };
  const view = new ChatView({
    extension: context.extensionUri,
    prepare: () => attempt(() => panel.prepare()),
    snapshot: () => {
      recount();
      return panel.snapshot();
    },
    onStart: () => panel.endEdit(),
    onMessage: (message) => attempt(() => panel.receive(message)),
    onInvalid: (problem) => log.error(`The panel sent something unexpected: ${problem}`),
  });
  panel.attachView(view);
  context.subscriptions.push(view, lookingAtFocus(conversations, attempt));
  const measure = (before: Took | undefined) => stopwatch(systemClock, before);
  return { state, store, conversations, panel, view, respondInChat, recount, measure };
}

/** Someone who comes from another window may have gone on with the chat there. */
function lookingAtFocus(conversations: Conversations, attempt: Attempt): Disposable {
  return window.onDidChangeWindowState(({ focused }) => {
    if (focused) void attempt(() => conversations.look());
  });
}

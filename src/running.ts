import { l10n, Uri, window, type Disposable } from 'vscode';
import { platform } from '#platform';
import type { Chat } from './app.ts';
import type { Question } from './chat/session.ts';
import type { SetToApply } from './host/applySet.ts';
import type { ChatCommands } from './host/chatCommands.ts';
import type { Commands } from './host/commands.ts';
import type { InlineEdits } from './host/inlineEdit.ts';
import type { EditModel } from './host/inlineEditStream.ts';
import type { Attempt, Log } from './host/log.ts';
import { labelOf, refOf, type Model } from './host/models.ts';
import { once } from './host/once.ts';
import type { Panel } from './host/panel.ts';
import { recentsIn } from './host/recents.ts';
import { readSettings } from './host/settings.ts';
import type { ErrorKind } from './model/error.ts';
import type { Destination } from './protocol.ts';
import type { Providing, WithSetup } from './providing.ts';

/** Inline edits. They are read, and what they listen to is listened to, from the first edit on. */
function createEditing(
  { providing, setup, chat, keep }: CommandParts,
  chats: () => Promise<ChatCommands>,
): () => Promise<InlineEdits> {
  const { models, answerers } = providing;
  const addKey = { label: l10n.t('Add a Key…'), run: async () => (await setup()).keys.add() };
  const pickModel = { label: l10n.t('Pick Another Model…'), run: () => models.pick() };
  /** What helps better than to try again, by what went wrong. */
  const wayOut: Partial<Record<ErrorKind, { label: string; run(): Promise<unknown> }>> = {
    'no-key': addKey,
    unauthorized: addKey,
    forbidden: pickModel,
    'not-found': pickModel,
    quota: pickModel,
    'too-long': pickModel,
  };
  const editModel = (model: Model): EditModel => ({
    respond: answerers.respond(model),
    model: refOf(model),
    label: labelOf(model),
    provider: model.connection.label,
  });
  const create = async () => {
    const { InlineEdits: Edits } = await import('./host/inlineEdit.ts');
    const edits = new Edits({
      respond: async (wanted) => {
        const [found] = await models.find(wanted === undefined ? [] : [wanted]);
        const model = found ?? (await neededModel(models, chat.panel));
        return model && editModel(model);
      },
      pickModel: async () => {
        const picked = await models.pickFor(l10n.t('Edit again with'));
        const [model] = await models.find(picked === undefined ? [] : [refOf(picked)]);
        return model && editModel(model);
      },
      openChat: async (events, known) => (await chats()).openEdit(events, known),
      measure: (before) => chat.measure(before),
      recents: recentsIn(providing.state, 'recentInstructions'),
      help: ({ kind }) => wayOut[kind],
      state: chat.state,
      maxOutputTokens: () => readSettings().maxOutputTokens ?? undefined,
    });
    keep(edits);
    return edits;
  };
  return once(create);
}

/** What the commands work with. */
export interface CommandParts {
  readonly providing: Providing;
  readonly setup: WithSetup['setup'];
  readonly chat: Chat;
  readonly attempt: Attempt;
  readonly log: Log;
  /** Where the user's own prompt files are. */
  readonly prompts: Uri;
  /** Disposes it with the extension. */
  keep(one: Disposable): void;
}

/** What the panel asks for that is done with the means of the commands. */
interface Applying {
  applyCode(asked: SetToApply): Promise<void>;
}

/** What the entry asks for by itself. */
export interface Resuming {
  /** Brings back edits that were under way when the window was closed. */
  resumeEdits(): Promise<void>;
}

/** What each command does. */
export function createCommands(parts: CommandParts): Commands & Applying & Resuming {
  const { providing, setup, chat, attempt, log } = parts;
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
  const editing = createEditing(parts, chats);
  const codeTasks = () => import('./host/codeTasks.ts');
  const ask = async (asked: Promise<Question | undefined>) => {
    const question = await asked;
    if (question !== undefined) await panel.ask(question);
  };
  /** A page that is not there has no turns to go through, but a question to write. */
  const go = (to: Destination) => (chat.view.isLive ? chat.view.tell({ type: 'go', to }) : panel.reveal());
  return {
    askSelection: async () => {
      const { askSelection } = await import('./host/askSelection.ts');
      const question = await askSelection(window.activeTextEditor, recentsIn(providing.state, 'recentQuestions'));
      if (question !== undefined) await panel.ask(question);
    },
    editSelection: async () => (await editing()).start(),
    documentThis: async () => (await codeTasks()).documentThis(await editing()),
    writeTests: async () => ask((await codeTasks()).writeTests(parts)),
    fixProblem: async (...args) => (await codeTasks()).fixProblem(args, await editing()),
    explainProblem: async (...args) => ask((await codeTasks()).explainProblem(args, parts)),
    summarizeFile: (...args) => summarizeFile(args, parts),
    addTerminalSelection: async () => {
      const { terminalSelection } = await import('./host/terminalSelection.ts');
      const selected = await terminalSelection();
      if ('problem' in selected) return void window.showWarningMessage(selected.problem);
      await panel.ask({ text: '', attachments: [selected] });
    },
    newChat: () => {
      conversations.create();
      return panel.reveal();
    },
    openInEditor: async () => (await import('./host/chatTab.ts')).openInEditor(chat.view),
    openInWindow: async () => (await import('./host/chatTab.ts')).openInWindow(chat.view),
    openInSidebar: async () => (await import('./host/chatTab.ts')).openInSidebar(chat.view),
    showChats: async () => (await chats()).show(),
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
    showRequest: () => panel.askWhatIsSent(),
    focusChat: () => panel.reveal(),
    previousTurn: () => go('previous-turn'),
    nextTurn: () => go('next-turn'),
    previousCodeBlock: () => go('previous-code'),
    nextCodeBlock: () => go('next-code'),
    jumpToLatest: () => go('latest'),
    copyAnswer: () => go('copy-answer'),
    openSettings: async () => (await import('./host/openSettings.ts')).openSettings(),
    keyboardShortcuts: async () => (await import('./host/keyboardShortcuts.ts')).showKeyboardShortcuts(),
    askSeveral: () => panel.askSeveral(),
    newPromptFile: async () => {
      const { newPromptFile } = await import('./host/newPromptFile.ts');
      await newPromptFile(parts.prompts);
    },
    applyCode: async (asked) => (await import('./host/applyCode.ts')).applyCode(asked, await editing()),
    resumeEdits: async () => (await editing()).resume(),
    stop: () => conversations.stop(),
    showLog: () => log.show(),
    'edit.accept': async (id) => (await editing()).accept(id),
    'edit.reject': async (id) => (await editing()).reject(id),
    'edit.retry': async (id) => (await editing()).retry(id),
    'edit.diff': async (id) => (await editing()).diff(id),
    'edit.stop': async (id) => (await editing()).stop(id),
    'edit.acceptHunk': async (...args) => (await editing()).acceptHunk(...args),
    'edit.rejectHunk': async (...args) => (await editing()).rejectHunk(...args),
    'edit.nextHunk': async () => (await editing()).nextHunk(),
    'edit.previousHunk': async () => (await editing()).previousHunk(),
    'edit.acceptAll': async () => (await editing()).acceptAll(),
    'edit.rejectAll': async () => (await editing()).rejectAll(),
    'edit.refine': async (id) => (await editing()).refine(id),
    'edit.otherModel': async (id) => (await editing()).otherModel(id),
    'edit.continue': async (id) => (await editing()).goOn(id),
    'edit.openInChat': async (id) => (await editing()).openInChat(id),
    'edit.showRemoved': async (...args) => (await editing()).showRemoved(...args),
    'edit.more': async (id) => (await editing()).more(id),
  };
}

async function summarizeFile(args: readonly unknown[], { providing, chat: { panel, respondInChat } }: CommandParts) {
  const { summaryOf, targetsOf } = await import('./host/summarizeFile.ts');
  const files = targetsOf(args);
  if (files.length === 0)
    return void window.showInformationMessage(l10n.t('Open the file to summarize, or pick it in the Explorer.'));
  const model = await neededModel(providing.models, panel);
  const job = model === undefined ? undefined : await summaryOf(files, model);
  if (model !== undefined && job !== undefined)
    await panel.ask(job.question, model, job.respond?.(await respondInChat(model)));
}

/** The model to ask; without one, the panel with its ways in is shown. */
async function neededModel(models: Providing['models'], panel: Panel): Promise<Model | undefined> {
  const model = await models.current();
  if (model !== undefined) return model;
  void window.showInformationMessage(
    l10n.t('No model is set up yet. Take one of the ways in the panel, then try again.'),
  );
  await panel.reveal();
  return undefined;
}

import { commands, env, window } from 'vscode';
import { keptAttachments, readKeptAttachments } from '../chat/keptAttachments.ts';
import { hiddenCharacters } from '../chat/prompt.ts';
import type { Answerer, Question } from '../chat/session.ts';
import { hasContent, type Attachment } from '../model/attachment.ts';
import type { Respond } from '../model/message.ts';
import type { Action, PanelState, Setup, ViewToHost } from '../protocol.ts';
import { chooseAttachments, chooseMedia } from './askSelection.ts';
import { withContents } from './attachmentContents.ts';
import { openAttachment } from './attachments.ts';
import type { ChatView } from './chatView.ts';
import { openAsNewFile, pasteIntoTerminal } from './codeActions.ts';
import type { CodeColours } from './codeColours.ts';
import type { Conversations } from './conversations.ts';
import { labelOf, type Model, type Models } from './models.ts';
import { openLink } from './openLink.ts';
import type { Setups } from './setups.ts';
import type { State } from './state.ts';

export interface PanelOptions {
  readonly state: State;
  readonly conversations: Conversations;
  readonly models: Models;
  /** The ways in, read only when they are needed. */
  setups(): Promise<Setups>;
  /** Who answers, given the model: with the instructions and limits of the settings. */
  answerer(model: Model, respond?: Respond): Answerer;
  insert(text: string): Promise<void>;
  /** What needs to know the languages of the editor; read when there is code. */
  code(): Promise<CodeColours>;
  /** Who gives a long summary once more, since its files are not in the conversation. */
  summaryAgain(files: readonly Attachment[], model: Model): Promise<Respond | undefined>;
}

/** More would make the editor's own small storage slow: the rest of such a draft lives in the page only. */
const longestDraft = 100_000;

const ready: Setup = { ready: true, local: [], environment: [], demo: false };

/** What the panel does: takes the messages of the view, and asks on behalf of the commands. */
export class Panel {
  readonly #options: PanelOptions;
  #view: ChatView | undefined;
  /** Attachments of the question being written, and those put aside while an earlier question is edited. */
  #attachments: readonly Attachment[] = [];
  #aside: readonly Attachment[] | undefined;
  #setup: Setup = { ...ready, ready: false };
  #model: Model | undefined;
  #looks = 0;

  constructor(options: PanelOptions) {
    this.#options = options;
    this.#attachments = readKeptAttachments(options.state.get('attachments'));
  }

  attachView(view: ChatView): void {
    this.#view = view;
  }

  /** See {@link ChatView}: looks up what the snapshot tells. */
  async prepare(): Promise<void> {
    const { conversations, models, setups } = this.#options;
    await conversations.restore();
    const look = ++this.#looks;
    const model = await models.current();
    const setup = model === undefined ? await (await setups()).look() : ready;
    // A later look may be done first, and knows better.
    if (look !== this.#looks) return;
    this.#model = model;
    this.#setup = setup;
  }

  snapshot(): PanelState {
    const { current } = this.#options.conversations;
    const draft = this.#options.state.get('draft');
    return {
      chat: current.id,
      transcript: current.transcript,
      attachments: this.#attachments,
      setup: this.#setup,
      draft: typeof draft === 'string' ? draft : '',
      ...this.#shownModel(),
      ...(current.isRunning ? { quietMs: current.quietMs } : {}),
      ...(current.unsaved === undefined ? {} : { unsaved: current.unsaved }),
      ...(current.readOnly === undefined ? {} : { readOnly: current.readOnly }),
    };
  }

  /** Shows the panel with the caret in the composer, and adds a text to it. */
  async reveal(text = ''): Promise<void> {
    await commands.executeCommand('parley.chat.focus');
    this.#view?.focus(text);
  }

  /** Asks in the current conversation and shows it. A question that cannot be asked now waits in the composer. */
  async ask(question: Question, model?: Model, respond?: Respond): Promise<void> {
    const { conversations, models, answerer } = this.#options;
    await conversations.restore();
    const asked = model ?? (await models.current());
    const isAsked =
      question.text !== '' &&
      asked !== undefined &&
      (await this.#makeRoom()) &&
      conversations.current.ask(question, answerer(asked, respond));
    if (isAsked) {
      tellHidden(question.attachments);
      return this.reveal();
    }
    // The files of a long summary are not in its question, so there would be nothing to send later.
    if (respond !== undefined) return;
    this.#attach(question.attachments);
    await this.reveal(question.text);
  }

  async receive(message: Exclude<ViewToHost, { type: 'ready' }>): Promise<void> {
    const { conversations } = this.#options;
    switch (message.type) {
      case 'send':
        return this.#send(message.text);
      case 'edit':
        return this.#beginEdit(message.id);
      case 'edit-cancel':
        return this.endEdit();
      case 'edit-last':
        return this.#editLast(message.id, message.text);
      case 'stop':
        return conversations.stop();
      case 'ask-now':
        return conversations.current.askNow();
      case 'retry':
        return this.#again('retry');
      case 'continue':
        return this.#again('continueLast');
      case 'draft':
        return this.#options.state.update('draft', message.text.slice(0, longestDraft));
      case 'attach':
        return this.#attachFromEditor();
      case 'detach':
        return this.#setAttachments(this.#attachments.filter(({ id }) => id !== message.id));
      case 'open-attachment':
        return this.#openAttachment(message.id);
      case 'copy':
        return env.clipboard.writeText(message.text);
      case 'insert':
        return this.#options.insert(message.text);
      case 'new-file':
        return openAsNewFile(message.text, (await this.#options.code()).languageId(message.language));
      case 'to-terminal':
        return pasteIntoTerminal(message.text);
      case 'colours':
        return (await this.#options.code()).send(message.languages);
      case 'open-link':
        return openLink(message.url);
      case 'pick-model':
        return void (await this.#options.models.pick());
      case 'action':
        return this.#act(message.action, message.value);
    }
  }

  async #send(text: string): Promise<void> {
    const model = await this.#options.models.current();
    const attachments = await withContents(this.#attachments);
    if ('missing' in attachments) {
      void window.showWarningMessage(`${attachments.missing} cannot be read any more. Take it off, then ask again.`);
      return this.#view?.refresh();
    }
    const { current } = this.#options.conversations;
    const question = { text, attachments };
    // Not accepted: the snapshot gives the text back to the composer.
    if (model === undefined || !current.ask(question, this.#options.answerer(model))) return this.#view?.refresh();
    tellHidden(question.attachments);
    this.#setAttachments([]);
  }

  #beginEdit(id: string): void {
    const turn = this.#options.conversations.current.transcript.turns.find((other) => other.id === id);
    if (turn?.role !== 'user') return;
    this.#aside ??= this.#attachments;
    this.#setAttachments(turn.attachments);
  }

  /** Gives the composer back the attachments it had before an earlier question was edited. */
  endEdit(): void {
    if (this.#aside === undefined) return;
    const aside = this.#aside;
    this.#aside = undefined;
    this.#setAttachments(aside);
  }

  async #editLast(id: string, text: string): Promise<void> {
    const model = await this.#options.models.current();
    const { current } = this.#options.conversations;
    const question = { text, attachments: this.#attachments };
    const isAsked = model !== undefined && current.editLast(id, question, this.#options.answerer(model));
    this.endEdit();
    if (isAsked) return tellHidden(question.attachments);
    // The snapshot gives the text back to the composer, and this its attachments.
    this.#attach(question.attachments);
    await this.#view?.refresh();
  }

  async #again(operation: 'retry' | 'continueLast'): Promise<void> {
    const { conversations, models, answerer } = this.#options;
    const model = (await models.current()) ?? (await models.pick());
    if (model === undefined) return;
    const { current } = conversations;
    const question = current.transcript.turns.findLast((turn) => turn.role === 'user');
    const files = question?.role === 'user' ? question.attachments.filter((one) => !hasContent(one)) : [];
    if (operation === 'continueLast' || files.length === 0) return void current[operation](answerer(model));
    const respond = await this.#options.summaryAgain(files, model);
    if (respond !== undefined) current.retry(answerer(model, respond));
  }

  /** False when the user wants to leave the answer that is being given alone. */
  async #makeRoom(): Promise<boolean> {
    const { conversations } = this.#options;
    const { current } = conversations;
    if (!current.isRunning) return true;
    const [stop, fresh] = ['Stop and Ask', 'Ask in a New Chat'];
    const choice = await window.showWarningMessage('An answer is still being written in this chat.', stop, fresh);
    if (choice === stop) {
      current.stop();
      await current.whenIdle();
    }
    if (choice === fresh) conversations.create();
    return choice !== undefined;
  }

  async #attachFromEditor(): Promise<void> {
    const editor = window.activeTextEditor ?? window.visibleTextEditors[0];
    this.#attach(editor === undefined ? await chooseMedia() : ((await chooseAttachments(editor, this.#isNew)) ?? []));
  }

  #attach(more: readonly Attachment[]): void {
    this.#setAttachments([...this.#attachments, ...more.filter(this.#isNew)]);
  }

  readonly #isNew = (one: Attachment): boolean =>
    !this.#attachments.some(({ uri, lines }) => uri === one.uri && sameLines(lines, one.lines));

  #setAttachments(attachments: readonly Attachment[]): void {
    this.#attachments = attachments;
    this.#options.state.update('attachments', keptAttachments(this.#aside ?? attachments));
    this.#view?.changed({ attachments });
  }

  async #openAttachment(id: string): Promise<void> {
    const { turns } = this.#options.conversations.current.transcript;
    const sent = turns.flatMap((turn) => (turn.role === 'user' ? turn.attachments : []));
    const attachment = [...this.#attachments, ...sent].find((one) => one.id === id);
    if (attachment !== undefined) await openAttachment(attachment);
  }

  async #act(action: Action, value: string | undefined): Promise<void> {
    const { conversations, models, setups } = this.#options;
    switch (action) {
      case 'add-key':
        return (await setups()).addKey();
      case 'add-connection':
        return (await setups()).addConnection();
      case 'use-language-models':
        return (await setups()).useLanguageModels();
      case 'use-demo':
        return (await setups()).useDemo();
      case 'use-local':
        return (await setups()).useConnection(value);
      case 'use-environment':
        return (await setups()).useEnvironment(value);
      case 'pick-model':
        return void (await models.pick());
      case 'new-chat':
        return conversations.create();
      case 'take-over':
        return conversations.takeOver();
    }
  }

  #shownModel(): Pick<PanelState, 'model'> {
    const model = this.#model;
    return model === undefined ? {} : { model: { label: labelOf(model), provider: model.connection.label } };
  }
}

/** Invisible characters can carry instructions that nobody sees; that they were there is worth knowing. */
function tellHidden(attachments: readonly Attachment[]): void {
  const count = hiddenCharacters(attachments);
  if (count === 0) return;
  const what = count === 1 ? 'One invisible character' : `${count} invisible characters`;
  void window.showInformationMessage(`${what} in what you attached ${count === 1 ? 'was' : 'were'} not sent.`);
}

function sameLines(a: Attachment['lines'], b: Attachment['lines']): boolean {
  return a?.start === b?.start && a?.end === b?.end;
}

import { commands, env, type Uri } from 'vscode';
import type { Answerer } from '../chat/answerer.ts';
import { repeatedIn } from '../chat/repeats.ts';
import type { Answerers, Question } from '../chat/session.ts';
import type { Attachment } from '../model/attachment.ts';
import type { Request, Respond } from '../model/message.ts';
import { isSameModel, type ModelRef } from '../model/transcript.ts';
import type { NamedModel, PanelState, Setup, ViewToHost } from '../protocol.ts';
import type { CodeToApply } from './applyCode.ts';
import { focusContext, type ChatView } from './chatView.ts';
import type { CodeColours } from './codeColours.ts';
import { ComposerAttachments } from './composerAttachments.ts';
import type { Conversations } from './conversations.ts';
import type { Click } from './panelClicks.ts';
import { labelOf, refOf, type Model, type Models } from './models.ts';
import { placesIn, type Places } from './places.ts';
import { recentsIn } from './recents.ts';
import type { Setups } from './setups.ts';
import type { State } from './state.ts';

export interface PanelOptions {
  readonly state: State;
  /** Where pasted images are kept. */
  readonly pasted: Uri;
  /** Where the user's own prompt files are, beside those of a workspace. */
  readonly prompts: Uri;
  readonly conversations: Conversations;
  readonly models: Models;
  /** The ways in, read only when they are needed. */
  setups(): Promise<Setups>;
  /** Who answers, given the model: with the instructions and limits of the settings. */
  answerer(model: Model, respond?: Respond): Answerer;
  /** What the model would be sent, as JSON without secrets. */
  preview(model: Model, request: Request): Promise<string>;
  /** Who may be asked instead of it; `chosen` is the conversation's own list. */
  others(model: Model, chosen: readonly ModelRef[] | undefined): Promise<readonly Model[]>;
  /** What needs to know the languages of the editor; read when there is code. */
  code(): Promise<CodeColours>;
  /** What the next question would send has changed: the view is told, soon. */
  recount(): void;
  /** Shows code of an answer for review in the file it is for. */
  apply(code: CodeToApply): Promise<void>;
  /** Who gives a long summary once more, since its files are not in the conversation. */
  summaryAgain(files: readonly Attachment[], model: Model): Promise<Respond | undefined>;
}

/** More would make the editor's own small storage slow: the rest of such a draft lives in the page only. */
const longestDraft = 100_000;

/** Longer questions are not offered again in other chats. */
const longestRecent = 4_000;

const ready: Setup = { ready: true, local: [], environment: [], demo: false };

/** What the panel does: takes the messages of the view, and asks on behalf of the commands. */
export class Panel {
  readonly #options: PanelOptions;
  readonly #attachments: ComposerAttachments;
  readonly #places: Places;
  #view: ChatView | undefined;
  #setup: Setup = { ...ready, ready: false };
  #model: Model | undefined;
  #others: readonly Model[] = [];
  #looks = 0;
  #editing: string | undefined;

  constructor(options: PanelOptions) {
    this.#options = options;
    this.#places = placesIn(options.state);
    this.#attachments = new ComposerAttachments({
      state: options.state,
      pasted: options.pasted,
      onSuggest: (message) => this.#view?.tell(message),
      onChange: () => {
        this.#view?.changed({ attachments: this.#waiting });
        options.recount();
      },
    });
  }

  attachView(view: ChatView): void {
    this.#view = view;
  }

  /** See {@link ChatView}: looks up what the snapshot tells. */
  async prepare(): Promise<void> {
    const { conversations, models, setups, others } = this.#options;
    await conversations.restore();
    await this.#attachments.open(this.#pinsOf);
    const look = ++this.#looks;
    const model = await models.current();
    const instead = model === undefined ? [] : await others(model, conversations.current.transcript.fallbacks);
    const setup = model === undefined ? await (await setups()).look() : ready;
    // A later look may be done first, and knows better.
    if (look !== this.#looks) return;
    this.#model = model;
    this.#others = instead;
    this.#setup = setup;
  }

  snapshot(): PanelState {
    const { current } = this.#options.conversations;
    const place = this.#places.of(current.id);
    return {
      chat: current.id,
      transcript: current.transcript,
      attachments: this.#waiting,
      setup: this.#setup,
      draft: this.#draft,
      draftRevision: this.#draftRevision,
      recent: recentsIn(this.#options.state, 'asked').list(),
      ...(place === undefined ? {} : { place }),
      ...(this.#model === undefined ? {} : { model: shown(this.#model) }),
      fallbacks: this.#fallbacks(),
      ...(current.isRunning ? { quietMs: current.quietMs } : {}),
      ...(current.unsaved === undefined ? {} : { unsaved: current.unsaved }),
      ...(current.readOnly === undefined ? {} : { readOnly: current.readOnly }),
    };
  }

  /** What waits in the composer, with a mark at what the model has already. */
  get #waiting(): readonly Attachment[] {
    return repeatedIn(this.#options.conversations.current.transcript, this.#attachments.all, this.#editing);
  }

  /** Whose pins are shown: a chat without a question has no file, and another id after the next start. */
  get #pinsOf(): string {
    const { id, transcript } = this.#options.conversations.current;
    return transcript.turns.length === 0 && transcript.links === undefined ? '' : id;
  }

  /** An answer failed: who may be asked instead depends on how long the conversation is by now. */
  failed(): void {
    this.#view?.changed({ fallbacks: this.#fallbacks() });
  }

  #fallbacks(): readonly NamedModel[] {
    return this.#others.filter((one) => this.#canRead(one)).map((one) => ({ ...refOf(one), ...shown(one) }));
  }

  #canRead(model: Model): boolean {
    const { conversations, answerer } = this.#options;
    return conversations.current.isReadableBy(answerer(model));
  }

  /** Shows the panel with the caret in the composer, and adds a text to it. */
  async reveal(text = ''): Promise<void> {
    await this.#view?.reveal();
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
      (await hasRoom(conversations)) &&
      conversations.current.ask(await this.#withPinned(question, respond), answerer(asked, respond));
    if (isAsked) {
      this.#attachments.pins?.begun(conversations.current.id);
      await tellHidden(question.attachments);
      return this.reveal();
    }
    // The files of a long summary are not in its question, so there would be nothing to send later.
    if (respond !== undefined) return;
    this.#attachments.add(question.attachments);
    await this.reveal(question.text);
  }

  /** What is pinned goes along with every question, but one that has its own way to be answered. */
  async #withPinned(question: Question, respond: Respond | undefined): Promise<Question> {
    await this.#attachments.open(this.#pinsOf);
    const { pins } = this.#attachments;
    return respond === undefined && pins !== undefined ? pins.with(question) : question;
  }

  async receive(message: Exclude<ViewToHost, { type: 'ready' }>): Promise<void> {
    const { conversations } = this.#options;
    switch (message.type) {
      case 'focus':
        return void commands.executeCommand('setContext', focusContext, message.inside);
      case 'send':
        return this.#send(message);
      case 'edit':
        return this.#beginEdit(message.id);
      case 'edit-cancel':
        return this.endEdit();
      case 'edit-send':
        return this.#edit(message);
      case 'switch':
      case 'delete':
      case 'restore':
        conversations.current.change(message);
        // The model may no longer have what it had, or have it again.
        if (this.#attachments.all.length > 0) this.#view?.changed({ attachments: this.#waiting });
        return;
      case 'keep':
        return void conversations.current.keep(message.id);
      case 'stop':
        return void conversations.current.stop(message.id);
      case 'ask-now':
        return conversations.current.askNow(message.id);
      case 'retry':
        return this.#retry(message);
      case 'continue':
        return (await import('./askAgain.ts')).goOn(await this.#modelFor(message.model), this.#options);
      case 'draft':
        this.#keepDraft(message.text, message.revision);
        // What is about to be sent is shown with its cost, and a pinned file may have grown since.
        return this.#attachments.open(this.#pinsOf);
      case 'place':
        return this.#places.keep(message.chat, message.place);
      case 'suggest':
      case 'take':
      case 'attach-files':
      case 'attach-media':
        return this.#attachments.receive(message);
      case 'attach':
        return this.#attachments.addFromEditor();
      case 'detach':
        return this.#attachments.remove(message.id);
      case 'pin':
      case 'unpin':
        return this.#attachments.pin(message, this.#pinsOf);
      case 'copy':
        return env.clipboard.writeText(message.text);
      case 'colours':
        return (await this.#options.code()).send(message.languages);
      case 'pick-model':
        return void (await this.#options.models.pick());
      case 'ask-others':
      case 'suggest-commands':
      case 'show-request':
      case 'open-attachment':
      case 'apply':
      case 'insert':
      case 'new-file':
      case 'to-terminal':
      case 'open-link':
      case 'action':
        return this.#click(message);
    }
  }

  /** Shows what the composer would send now. Only the page knows its text to the letter; without one it is the draft. */
  async askWhatIsSent(): Promise<void> {
    if (this.#view?.isLive === true) return this.#view.tell({ type: 'tell-question' });
    await this.#click({ type: 'show-request', text: this.#draft });
  }

  get #draft(): string {
    const draft = this.#options.state.get('draft');
    return typeof draft === 'string' ? draft : '';
  }

  get #draftRevision(): number {
    return Number(this.#options.state.get('draftRevision') ?? 0);
  }

  #keepDraft(text: string, revision: number): void {
    this.#options.state.update('draft', text.slice(0, longestDraft));
    this.#options.state.update('draftRevision', revision);
  }

  /** Sends what the composer holds to several models; without a page, its text has to be looked at first. */
  async askSeveral(): Promise<void> {
    if (this.#view?.isLive === true) return this.#view.tell({ type: 'send-several' });
    await this.reveal();
  }

  async #click(message: Click): Promise<void> {
    const { click } = await import('./panelClicks.ts');
    const tell: ChatView['tell'] = (told) => this.#view?.tell(told);
    await click(message, { options: this.#options, attachments: this.#attachments, tell });
    if (message.type === 'ask-others') await this.reveal();
  }

  async #send(message: Extract<ViewToHost, { type: 'send' }>): Promise<void> {
    const attachments = await this.#attachments.readable();
    const asked = attachments && (await this.#asked(message, attachments));
    const { current } = this.#options.conversations;
    // Not accepted: the snapshot gives the text back to the composer.
    if (asked === undefined || !current.ask(asked.question, ...asked.answerers)) return this.#view?.refresh();
    // At once: the page may be gone before it knows, and would come back with what was sent.
    this.#keepDraft('', this.#draftRevision + 1);
    this.#attachments.pins?.begun(current.id);
    this.#attachments.clear();
    await tellHidden(asked.question.attachments);
  }

  /** What is sent for what the user wrote, and to whom; undefined when it cannot be. */
  async #asked({ text, several }: Written, attachments: readonly Attachment[]): Promise<Asked | undefined> {
    const { models, answerer, prompts, state } = this.#options;
    if (text.length <= longestRecent) recentsIn(state, 'asked').add(text);
    const model = await models.current();
    const question = { text, attachments };
    if (model === undefined) return undefined;
    if (!several && !text.startsWith('/')) return { question, answerers: [answerer(model)] };
    const { asked } = await import('./asked.ts');
    const found = await asked(question, { model, several: several === true, models, prompts, answerer });
    // What was asked for at the top of the window took the keyboard with it.
    await this.reveal();
    return found;
  }

  #beginEdit(id: string): void {
    const turn = this.#options.conversations.current.transcript.turns.find((other) => other.id === id);
    if (turn?.role !== 'user') return;
    this.#editing = id;
    this.#attachments.beginEdit(turn.attachments);
  }

  /** The question in whose place the next one is asked. */
  get editing(): string | undefined {
    return this.#editing;
  }

  /** Gives the composer back the attachments it had before an earlier question was edited. */
  endEdit(): void {
    this.#editing = undefined;
    this.#attachments.endEdit();
  }

  async #edit(message: Extract<ViewToHost, { type: 'edit-send' }>): Promise<void> {
    const attachments = this.#attachments.all;
    const asked = await this.#asked(message, attachments);
    const { current } = this.#options.conversations;
    const isAsked = asked !== undefined && current.edit(message.id, asked.question, ...asked.answerers);
    this.endEdit();
    if (isAsked) return tellHidden(asked.question.attachments);
    // The snapshot gives the text back to the composer, and this its attachments.
    this.#attachments.add(attachments);
    await this.#view?.refresh();
  }

  async #retry({ model, ...again }: Extract<ViewToHost, { type: 'retry' }>): Promise<void> {
    const { askAgain } = await import('./askAgain.ts');
    await askAgain({ ...again, model: () => this.#modelFor(model) }, this.#options);
  }

  async #modelFor(instead: ModelRef | undefined): Promise<Model | undefined> {
    const { models } = this.#options;
    if (instead === undefined) return (await models.current()) ?? (await models.pick());
    return this.#others.find((one) => isSameModel(refOf(one), instead) && this.#canRead(one));
  }
}

type Written = Pick<Extract<ViewToHost, { type: 'send' }>, 'text' | 'several'>;

interface Asked {
  readonly question: Question;
  readonly answerers: Answerers;
}

async function tellHidden(attachments: readonly Attachment[]): Promise<void> {
  (await import('./tellHidden.ts')).tellHidden(attachments);
}

async function hasRoom(conversations: Conversations): Promise<boolean> {
  return !conversations.current.isRunning || (await import('./makeRoom.ts')).makeRoom(conversations);
}

const shown = (model: Model) => ({ label: labelOf(model), provider: model.connection.label });

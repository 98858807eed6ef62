import { env, type Uri } from 'vscode';
import type { Answerer } from '../chat/answerer.ts';
import { repeatedIn } from '../chat/repeats.ts';
import type { Question } from '../chat/session.ts';
import type { Attachment } from '../model/attachment.ts';
import type { Request, Respond } from '../model/message.ts';
import type { ModelRef } from '../model/transcript.ts';
import type { PanelState, ViewToHost } from '../protocol.ts';
import type { SetToApply } from './applySet.ts';
import type { ChatView, PanelMessage } from './chatView.ts';
import type { CodeColours } from './codeColours.ts';
import { ComposerAttachments } from './composerAttachments.ts';
import type { Conversations } from './conversations.ts';
import { draftIn, type Draft } from './draft.ts';
import type { Model, Models } from './models.ts';
import type { Click } from './panelClicks.ts';
import { PanelModels } from './panelModels.ts';
import { placesIn, type Places } from './places.ts';
import { recentsIn } from './recents.ts';
import { Sending, type QuestionParts } from './sending.ts';
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
  /** Shows code of an answer for review, in the file or the files it is for. */
  apply(asked: SetToApply): Promise<void>;
  /** Who gives a long summary once more, since its files are not in the conversation. */
  summaryAgain(files: readonly Attachment[], model: Model): Promise<Respond | undefined>;
}

/** What the panel does: takes the messages of the view, and asks on behalf of the commands. */
export class Panel {
  readonly #options: PanelOptions;
  readonly #attachments: ComposerAttachments;
  readonly #places: Places;
  readonly #draft: Draft;
  readonly #models: PanelModels;
  readonly #parts: QuestionParts;
  readonly #sending: Sending;
  #view: ChatView | undefined;

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
    this.#draft = draftIn(options.state);
    this.#models = new PanelModels(options);
    this.#parts = {
      options,
      attachments: this.#attachments,
      draft: this.#draft,
      openPins: () => this.#attachments.open(this.#pinsOf),
      reveal: (text) => this.reveal(text),
      refresh: async () => this.#view?.refresh(),
    };
    this.#sending = new Sending(this.#parts);
  }

  attachView(view: ChatView): void {
    this.#view = view;
  }

  /** See {@link ChatView}: looks up what the snapshot tells. */
  async prepare(): Promise<void> {
    await this.#options.conversations.restore();
    await this.#attachments.open(this.#pinsOf);
    await this.#models.look();
  }

  snapshot(): PanelState {
    const { current } = this.#options.conversations;
    const place = this.#places.of(current.id);
    return {
      chat: current.id,
      transcript: current.transcript,
      attachments: this.#waiting,
      ...this.#models.shown(),
      draft: this.#draft.text,
      draftRevision: this.#draft.revision,
      recent: recentsIn(this.#options.state, 'asked').list(),
      ...(place === undefined ? {} : { place }),
      ...(current.isRunning ? { quietMs: current.quietMs } : {}),
      ...(current.unsaved === undefined ? {} : { unsaved: current.unsaved }),
      ...(current.readOnly === undefined ? {} : { readOnly: current.readOnly }),
    };
  }

  /** What waits in the composer, with a mark at what the model has already. */
  get #waiting(): readonly Attachment[] {
    return repeatedIn(this.#options.conversations.current.transcript, this.#attachments.all, this.editing);
  }

  /** Whose pins are shown: a chat without a question has no file, and another id after the next start. */
  get #pinsOf(): string {
    const { id, transcript } = this.#options.conversations.current;
    return transcript.turns.length === 0 && transcript.links === undefined ? '' : id;
  }

  /** An answer failed: who may be asked instead depends on how long the conversation is by now. */
  failed(): void {
    this.#view?.changed({ fallbacks: this.#models.fallbacks() });
  }

  /** Shows the panel with the caret in the composer, and adds a text to it. */
  async reveal(text = ''): Promise<void> {
    await this.#view?.reveal();
    this.#view?.focus(text);
  }

  /** Asks on behalf of a command. */
  async ask(question: Question, model?: Model, respond?: Respond): Promise<void> {
    const { askInChat } = await import('./askInChat.ts');
    await askInChat({ question, model, respond }, this.#parts);
  }

  /** See {@link Sending.editing}. */
  get editing(): string | undefined {
    return this.#sending.editing;
  }

  /** See {@link Sending.endEdit}. */
  endEdit(): void {
    this.#sending.endEdit();
  }

  async receive(message: PanelMessage): Promise<void> {
    const { conversations } = this.#options;
    // The page may tell of its draft before it was shown anything, and there is to be no other chat because of that.
    await conversations.restore();
    switch (message.type) {
      case 'send':
        return this.#sending.send(message);
      case 'edit':
        return this.#sending.beginEdit(message.id);
      case 'edit-cancel':
        return this.endEdit();
      case 'edit-send':
        return this.#sending.edit(message);
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
        return (await import('./askAgain.ts')).goOn(await this.#models.find(message.model), this.#options);
      case 'draft':
        this.#draft.keep(message.text, message.revision);
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
      default:
        return this.#click(message);
    }
  }

  /** Shows what the composer would send now. Only the page knows its text to the letter; without one it is the draft. */
  async askWhatIsSent(): Promise<void> {
    if (this.#view?.isLive === true) return this.#view.tell({ type: 'tell-question' });
    await this.#click({ type: 'show-request', text: this.#draft.text });
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

  async #retry({ model, ...again }: Extract<ViewToHost, { type: 'retry' }>): Promise<void> {
    const { askAgain } = await import('./askAgain.ts');
    await askAgain({ ...again, model: () => this.#models.find(model) }, this.#options);
  }
}

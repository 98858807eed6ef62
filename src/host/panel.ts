import { commands, env, type Uri } from 'vscode';
import type { Answerer } from '../chat/answerer.ts';
import type { Question } from '../chat/session.ts';
import type { Attachment } from '../model/attachment.ts';
import type { Request, Respond } from '../model/message.ts';
import { isSameModel, type ModelRef } from '../model/transcript.ts';
import type { NamedModel, PanelState, Setup, ViewToHost } from '../protocol.ts';
import type { ChatView } from './chatView.ts';
import type { CodeColours } from './codeColours.ts';
import { ComposerAttachments, tellHidden } from './composerAttachments.ts';
import type { Conversations } from './conversations.ts';
import type { Click } from './panelClicks.ts';
import { labelOf, refOf, type Model, type Models } from './models.ts';
import { placesIn, type Places } from './places.ts';
import type { Setups } from './setups.ts';
import type { State } from './state.ts';

export interface PanelOptions {
  readonly state: State;
  /** Where pasted images are kept. */
  readonly pasted: Uri;
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
  /** Who gives a long summary once more, since its files are not in the conversation. */
  summaryAgain(files: readonly Attachment[], model: Model): Promise<Respond | undefined>;
}

/** More would make the editor's own small storage slow: the rest of such a draft lives in the page only. */
const longestDraft = 100_000;

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

  constructor(options: PanelOptions) {
    this.#options = options;
    this.#places = placesIn(options.state);
    this.#attachments = new ComposerAttachments({
      state: options.state,
      pasted: options.pasted,
      onSuggest: (message) => this.#view?.tell(message),
      onChange: (attachments) => this.#view?.changed({ attachments }),
    });
  }

  attachView(view: ChatView): void {
    this.#view = view;
  }

  /** See {@link ChatView}: looks up what the snapshot tells. */
  async prepare(): Promise<void> {
    const { conversations, models, setups, others } = this.#options;
    await conversations.restore();
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
    const draft = this.#options.state.get('draft');
    const place = this.#places.of(current.id);
    return {
      chat: current.id,
      transcript: current.transcript,
      attachments: this.#attachments.all,
      setup: this.#setup,
      draft: typeof draft === 'string' ? draft : '',
      ...(place === undefined ? {} : { place }),
      ...(this.#model === undefined ? {} : { model: shown(this.#model) }),
      fallbacks: this.#fallbacks(),
      ...(current.isRunning ? { quietMs: current.quietMs } : {}),
      ...(current.unsaved === undefined ? {} : { unsaved: current.unsaved }),
      ...(current.readOnly === undefined ? {} : { readOnly: current.readOnly }),
    };
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
      (await hasRoom(conversations)) &&
      conversations.current.ask(question, answerer(asked, respond));
    if (isAsked) {
      tellHidden(question.attachments);
      return this.reveal();
    }
    // The files of a long summary are not in its question, so there would be nothing to send later.
    if (respond !== undefined) return;
    this.#attachments.add(question.attachments);
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
      case 'edit-send':
        return this.#edit(message.id, message.text);
      case 'switch':
      case 'delete':
      case 'restore':
        return void conversations.current.change(message);
      case 'stop':
        return conversations.stop();
      case 'ask-now':
        return conversations.current.askNow();
      case 'retry':
        return this.#retry(message);
      case 'continue':
        return this.#continue(message.model);
      case 'draft':
        return this.#options.state.update('draft', message.text.slice(0, longestDraft));
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
      case 'copy':
        return env.clipboard.writeText(message.text);
      case 'colours':
        return (await this.#options.code()).send(message.languages);
      case 'pick-model':
        return void (await this.#options.models.pick());
      case 'show-request':
      case 'open-attachment':
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
    const draft = this.#options.state.get('draft');
    await this.#click({ type: 'show-request', text: typeof draft === 'string' ? draft : '' });
  }

  async #click(message: Click): Promise<void> {
    const { click } = await import('./panelClicks.ts');
    await click(message, { options: this.#options, attachments: this.#attachments });
  }

  async #send(text: string): Promise<void> {
    const model = await this.#options.models.current();
    const attachments = await this.#attachments.readable();
    if (attachments === undefined) return this.#view?.refresh();
    const { current } = this.#options.conversations;
    const question = { text, attachments };
    // Not accepted: the snapshot gives the text back to the composer.
    if (model === undefined || !current.ask(question, this.#options.answerer(model))) return this.#view?.refresh();
    tellHidden(question.attachments);
    this.#attachments.clear();
  }

  #beginEdit(id: string): void {
    const turn = this.#options.conversations.current.transcript.turns.find((other) => other.id === id);
    if (turn?.role === 'user') this.#attachments.beginEdit(turn.attachments);
  }

  /** Gives the composer back the attachments it had before an earlier question was edited. */
  endEdit(): void {
    this.#attachments.endEdit();
  }

  async #edit(id: string, text: string): Promise<void> {
    const model = await this.#options.models.current();
    const { current } = this.#options.conversations;
    const question = { text, attachments: this.#attachments.all };
    const isAsked = model !== undefined && current.edit(id, question, this.#options.answerer(model));
    this.endEdit();
    if (isAsked) return tellHidden(question.attachments);
    // The snapshot gives the text back to the composer, and this its attachments.
    this.#attachments.add(question.attachments);
    await this.#view?.refresh();
  }

  async #continue(instead?: ModelRef): Promise<void> {
    const model = await this.#modelFor(instead);
    if (model !== undefined) this.#options.conversations.current.continueLast(this.#options.answerer(model));
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

async function hasRoom(conversations: Conversations): Promise<boolean> {
  return !conversations.current.isRunning || (await import('./makeRoom.ts')).makeRoom(conversations);
}

const shown = (model: Model) => ({ label: labelOf(model), provider: model.connection.label });

import { commands, env, window } from 'vscode';
import type { Answerer } from '../chat/answerer.ts';
import type { Question } from '../chat/session.ts';
import { hasContent, type Attachment } from '../model/attachment.ts';
import type { Respond } from '../model/message.ts';
import { isSameModel, type ModelRef } from '../model/transcript.ts';
import type { NamedModel, PanelState, Setup, ViewToHost } from '../protocol.ts';
import type { ChatView } from './chatView.ts';
import { openAsNewFile, pasteIntoTerminal } from './codeActions.ts';
import type { CodeColours } from './codeColours.ts';
import { ComposerAttachments, tellHidden } from './composerAttachments.ts';
import type { Conversations } from './conversations.ts';
import { makeRoom } from './makeRoom.ts';
import { labelOf, refOf, type Model, type Models } from './models.ts';
import { openLink } from './openLink.ts';
import { panelActions } from './panelActions.ts';
import { placesIn, type Places } from './places.ts';
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
  /** Who may be asked instead of it; `chosen` is the conversation's own list. */
  others(model: Model, chosen: readonly ModelRef[] | undefined): Promise<readonly Model[]>;
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
      (await makeRoom(conversations)) &&
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
      case 'edit-last':
        return this.#editLast(message.id, message.text);
      case 'stop':
        return conversations.stop();
      case 'ask-now':
        return conversations.current.askNow();
      case 'retry':
        return this.#again('retry', message.model);
      case 'continue':
        return this.#again('continueLast', message.model);
      case 'draft':
        return this.#options.state.update('draft', message.text.slice(0, longestDraft));
      case 'place':
        return this.#places.keep(message.chat, message.place);
      case 'attach':
        return this.#attachments.addFromEditor();
      case 'detach':
        return this.#attachments.remove(message.id);
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
        return void (await panelActions[message.action](this.#options, message.value));
    }
  }

  async #send(text: string): Promise<void> {
    const model = await this.#options.models.current();
    const attachments = await this.#attachments.withContents();
    if ('missing' in attachments) {
      void window.showWarningMessage(`${attachments.missing} cannot be read any more. Take it off, then ask again.`);
      return this.#view?.refresh();
    }
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

  async #editLast(id: string, text: string): Promise<void> {
    const model = await this.#options.models.current();
    const { current } = this.#options.conversations;
    const question = { text, attachments: this.#attachments.all };
    const isAsked = model !== undefined && current.editLast(id, question, this.#options.answerer(model));
    this.endEdit();
    if (isAsked) return tellHidden(question.attachments);
    // The snapshot gives the text back to the composer, and this its attachments.
    this.#attachments.add(question.attachments);
    await this.#view?.refresh();
  }

  async #again(operation: 'retry' | 'continueLast', instead?: ModelRef): Promise<void> {
    const { conversations, models, answerer } = this.#options;
    const model =
      instead === undefined
        ? ((await models.current()) ?? (await models.pick()))
        : this.#others.find((one) => isSameModel(refOf(one), instead) && this.#canRead(one));
    if (model === undefined) return;
    const { current } = conversations;
    const question = current.transcript.turns.findLast((turn) => turn.role === 'user');
    const files = question?.role === 'user' ? question.attachments.filter((one) => !hasContent(one)) : [];
    if (operation === 'continueLast' || files.length === 0) return void current[operation](answerer(model));
    const respond = await this.#options.summaryAgain(files, model);
    if (respond !== undefined) current.retry(answerer(model, respond));
  }

  async #openAttachment(id: string): Promise<void> {
    const { turns } = this.#options.conversations.current.transcript;
    const sent = turns.flatMap((turn) => (turn.role === 'user' ? turn.attachments : []));
    const attachment = [...this.#attachments.all, ...sent].find((one) => one.id === id);
    if (attachment === undefined) return;
    const { openAttachment } = await import('./attachments.ts');
    await openAttachment(attachment);
  }
}

const shown = (model: Model) => ({ label: labelOf(model), provider: model.connection.label });

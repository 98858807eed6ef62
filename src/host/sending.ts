import type { Answerers, Question } from '../chat/session.ts';
import type { Attachment } from '../model/attachment.ts';
import type { Respond } from '../model/message.ts';
import type { ViewToHost } from '../protocol.ts';
import type { ComposerAttachments } from './composerAttachments.ts';
import type { Conversations } from './conversations.ts';
import type { Draft } from './draft.ts';
import type { Model } from './models.ts';
import type { PanelOptions } from './panel.ts';
import { recentsIn } from './recents.ts';

interface Surroundings {
  readonly options: PanelOptions;
  readonly attachments: ComposerAttachments;
  readonly draft: Draft;
  /** Has what is pinned for the conversation that is shown. */
  openPins(): Promise<void>;
  /** Shows the panel with the caret in the composer, and adds a text to it. */
  reveal(text?: string): Promise<void>;
  /** Shows the conversation anew: what was not asked goes back into the composer. */
  refresh(): Promise<void>;
}

/** Longer questions are not offered again in other chats. */
const longestRecent = 4_000;

/** The way of a question to who answers it: asked by a command, sent from the composer, or sent in the place of another. */
export class Sending {
  readonly #surroundings: Surroundings;
  #editing: string | undefined;

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** Asks in the current conversation and shows it. A question that cannot be asked now waits in the composer. */
  async ask(question: Question, model?: Model, respond?: Respond): Promise<void> {
    const { options, attachments, reveal } = this.#surroundings;
    const { conversations, models, answerer } = options;
    await conversations.restore();
    const asked = model ?? (await models.current());
    const isAsked =
      question.text !== '' &&
      asked !== undefined &&
      (await hasRoom(conversations)) &&
      conversations.current.ask(await this.#withPinned(question, respond), answerer(asked, respond));
    if (isAsked) {
      attachments.pins?.begun(conversations.current.id);
      await tellHidden(question.attachments);
      return reveal();
    }
    // The files of a long summary are not in its question, so there would be nothing to send later.
    if (respond !== undefined) return;
    attachments.add(question.attachments);
    await reveal(question.text);
  }

  /** What is pinned goes along with every question, but one that has its own way to be answered. */
  async #withPinned(question: Question, respond: Respond | undefined): Promise<Question> {
    const { attachments, openPins } = this.#surroundings;
    await openPins();
    const { pins } = attachments;
    return respond === undefined && pins !== undefined ? pins.with(question) : question;
  }

  async send(message: Written): Promise<void> {
    const { options, attachments, draft, refresh } = this.#surroundings;
    const contents = await attachments.readable();
    const asked = contents && (await this.#asked(message, contents));
    const { current } = options.conversations;
    if (asked === undefined || !current.ask(asked.question, ...asked.answerers)) return refresh();
    // At once: the page may be gone before it knows, and would come back with what was sent.
    draft.clear();
    attachments.pins?.begun(current.id);
    attachments.clear();
    await tellHidden(asked.question.attachments);
  }

  /** What is sent for what the user wrote, and to whom; undefined when it cannot be. */
  async #asked({ text, several }: Written, attachments: readonly Attachment[]): Promise<Asked | undefined> {
    const { options, reveal } = this.#surroundings;
    const { models, answerer, prompts, state } = options;
    if (text.length <= longestRecent) recentsIn(state, 'asked').add(text);
    const model = await models.current();
    const question = { text, attachments };
    if (model === undefined) return undefined;
    if (!several && !text.startsWith('/')) return { question, answerers: [answerer(model)] };
    const { asked } = await import('./asked.ts');
    const found = await asked(question, { model, several: several === true, models, prompts, answerer });
    // What was asked for at the top of the window took the keyboard with it.
    await reveal();
    return found;
  }

  /** The question in whose place the next one is asked. */
  get editing(): string | undefined {
    return this.#editing;
  }

  beginEdit(id: string): void {
    const { options, attachments } = this.#surroundings;
    const turn = options.conversations.current.transcript.turns.find((other) => other.id === id);
    if (turn?.role !== 'user') return;
    this.#editing = id;
    attachments.beginEdit(turn.attachments);
  }

  /** Gives the composer back the attachments it had before an earlier question was edited. */
  endEdit(): void {
    this.#editing = undefined;
    this.#surroundings.attachments.endEdit();
  }

  async edit(message: Written & { readonly id: string }): Promise<void> {
    const { options, attachments, refresh } = this.#surroundings;
    const contents = attachments.all;
    const asked = await this.#asked(message, contents);
    const { current } = options.conversations;
    const isAsked = asked !== undefined && current.edit(message.id, asked.question, ...asked.answerers);
    this.endEdit();
    if (isAsked) return tellHidden(asked.question.attachments);
    // The snapshot gives the text back to the composer, and this its attachments.
    attachments.add(contents);
    await refresh();
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

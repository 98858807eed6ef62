import type { Answerers, Question } from '../chat/session.ts';
import type { Attachment } from '../model/attachment.ts';
import type { ViewToHost } from '../protocol.ts';
import type { ComposerAttachments } from './composerAttachments.ts';
import type { Draft } from './draft.ts';
import type { PanelOptions } from './panel.ts';
import { recentsIn } from './recents.ts';

/** What a question comes from, and what it leaves behind. */
export interface QuestionParts {
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

/** The way of a question from the composer to who answers it, also in the place of an earlier one. */
export class Sending {
  readonly #parts: QuestionParts;
  #editing: string | undefined;

  constructor(parts: QuestionParts) {
    this.#parts = parts;
  }

  async send(message: Written): Promise<void> {
    const { options, attachments, draft, refresh } = this.#parts;
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
    const { options, reveal } = this.#parts;
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
    const { options, attachments } = this.#parts;
    const turn = options.conversations.current.transcript.turns.find((other) => other.id === id);
    if (turn?.role !== 'user') return;
    this.#editing = id;
    attachments.beginEdit(turn.attachments);
  }

  /** Gives the composer back the attachments it had before an earlier question was edited. */
  endEdit(): void {
    this.#editing = undefined;
    this.#parts.attachments.endEdit();
  }

  async edit(message: Written & { readonly id: string }): Promise<void> {
    const { options, attachments, refresh } = this.#parts;
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

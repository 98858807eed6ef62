import * as z from 'zod/mini';
import { orElse } from '../chat/orElse.ts';
import { attachmentSchema } from '../chat/savedEvent.ts';
import type { Question } from '../chat/session.ts';
import { hasContent, type Attachment } from '../model/attachment.ts';
import type { ViewToHost } from '../protocol.ts';
import { readAgain } from './attachmentContents.ts';
import type { State } from './state.ts';

export type PinMessage = Extract<ViewToHost, { type: 'pin' | 'unpin' }>;

/** What waits in the composer, pinned or not. */
interface Waiting {
  all(): readonly Attachment[];
  /** Those of the question being written, also while an earlier one is edited. */
  own(): readonly Attachment[];
  set(attachments: readonly Attachment[]): void;
}

/** More chats than anybody goes back to. */
const mostChats = 50;

/** The one changed last at the end. */
const schema = orElse(z.array(z.object({ chat: z.string(), pinned: z.array(attachmentSchema) })), []);

/**
 * What goes along with every question of a chat. It is kept with the workspace, whose things it consists of, and not with
 * the chat, which any workspace may go on with. Read once something is pinned.
 */
export class Pinning {
  readonly #state: State;
  readonly #waiting: Waiting;
  #chat: string | undefined;

  constructor(state: State, waiting: Waiting) {
    this.#state = state;
    this.#waiting = waiting;
  }

  /** Shows those of a chat instead of those of another, and as they are by now. */
  async open(chat: string): Promise<void> {
    if (this.#chat !== chat) {
      this.#chat = chat;
      const pinned = this.#kept().find((one) => one.chat === chat)?.pinned ?? [];
      this.#waiting.set([
        ...pinned.map((one) => ({ ...one, pinned: true as const })),
        ...this.#waiting.all().filter((one) => !isPinned(one)),
      ]);
    }
    await this.#freshen();
  }

  /** The chat without a name, which had no question, goes by this one from now on. */
  begun(chat: string): void {
    if (this.#chat !== '') return;
    this.#keep([]);
    this.#chat = chat;
    this.keep();
  }

  async pin({ type, id }: PinMessage, chat: string): Promise<void> {
    await this.open(chat);
    const changed = ({ pinned: _pinned, ...one }: Attachment): Attachment =>
      type === 'pin' ? { ...one, pinned: true } : one;
    this.#waiting.set(this.#waiting.all().map((one) => (one.id === id ? changed(one) : one)));
  }

  /** Writes down which are pinned. */
  keep(): void {
    this.#keep(this.#waiting.own());
  }

  #keep(all: readonly Attachment[]): void {
    if (this.#chat === undefined) return;
    const pinned = all.filter(isPinned).map(unread);
    const others = this.#kept().filter(({ chat }) => chat !== this.#chat);
    const own = pinned.length === 0 ? [] : [{ chat: this.#chat, pinned }];
    this.#state.update('pins', [...others, ...own].slice(-mostChats));
  }

  /** All, as they go along with one question; what is gone has no content. */
  async asSent(): Promise<readonly Attachment[]> {
    await this.#freshen();
    return this.#waiting.all().map((one) => (isPinned(one) ? sent(one) : one));
  }

  /** A question that is not asked in the composer, with those that are still there. */
  async with(question: Question): Promise<Question> {
    const pinned = (await Promise.all(this.#waiting.own().filter(isPinned).map(fresh))).filter(hasContent);
    return { ...question, attachments: [...pinned.map(sent), ...question.attachments] };
  }

  #kept() {
    return schema.parse(this.#state.get('pins'));
  }

  async #freshen(): Promise<void> {
    const read = await Promise.all(this.#waiting.all().filter(isPinned).map(fresh));
    const byId = new Map(read.map((one) => [one.id, one]));
    const all = this.#waiting.all();
    const next = all.map((one) => (isPinned(one) ? (byId.get(one.id) ?? one) : one));
    if (next.some((one, index) => contentOf(one) !== contentOf(all[index]))) this.#waiting.set(next);
  }
}

const isPinned = ({ pinned }: Attachment): boolean => pinned === true;

const contentOf = (one: Attachment | undefined): string | undefined => one?.media?.data ?? one?.text;

async function fresh(one: Attachment): Promise<Attachment> {
  const bare = unread(one);
  return hasContent(bare) ? one : { ...((await readAgain(bare)) ?? bare), pinned: true };
}

/** Many questions may have it: each is a thing of its own. */
const sent = ({ pinned: _pinned, ...one }: Attachment): Attachment => ({ ...one, id: crypto.randomUUID() });

/** What was in a terminal is nowhere to be read again. */
function unread(attachment: Attachment): Attachment {
  if (attachment.kind === 'terminal') return attachment;
  const { text: _text, media: _media, ...rest } = attachment;
  return rest;
}

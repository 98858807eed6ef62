import * as z from 'zod/mini';
import type { FileEntry, Files } from './files.ts';
import { isId } from './ids.ts';

/** One line of the list of past chats. */
export interface ChatSummary {
  readonly id: string;
  /** Empty when nothing in the file can be read any more; it is listed all the same. */
  readonly title: string;
  /** When it was last asked something: a new title or list of models makes it no newer. */
  readonly changedAt: number;
  /** Questions and answers. */
  readonly messages: number;
}

/** What the file of a conversation tells; without a question in it, the disk says how old it is. */
export interface ChatContent extends Pick<ChatSummary, 'title' | 'messages'> {
  readonly askedAt?: number | undefined;
}

const indexName = 'index.json';

/** No replacing takes this long. */
const sweepAfterMs = 60 * 60 * 1000;

const cachedSchema = z.object({
  size: z.number(),
  modifiedAt: z.number(),
  title: z.string(),
  messages: z.number(),
  askedAt: z.optional(z.number()),
});
const indexSchema = z.object({ version: z.literal(2), chats: z.record(z.string(), cachedSchema) });

type Cached = z.infer<typeof cachedSchema>;

/**
 * The list of conversations. The folder says which there are; the index file is only a cache of what is in them,
 * valid for a file of the same size and time. Missing, damaged or wrong, it costs time and never a conversation.
 */
export class ChatIndex {
  readonly #files: Files;
  readonly #read: (bytes: Uint8Array) => ChatContent;
  #cached: ReadonlyMap<string, Cached> | undefined;

  constructor(files: Files, read: (bytes: Uint8Array) => ChatContent) {
    this.#files = files;
    this.#read = read;
  }

  async list(): Promise<readonly ChatSummary[]> {
    const known = (this.#cached ??= await this.#load());
    const current = new Map<string, Cached>();
    const files = await this.#files.list();
    await this.#sweep(files);
    for (const file of files) {
      const id = idOf(file);
      const cached = id === undefined ? undefined : (reuse(known.get(id), file) ?? (await this.#readFile(file)));
      if (id !== undefined && cached !== undefined) current.set(id, cached);
    }
    this.#cached = current;
    if (!isSame(known, current)) await this.#save(current);
    return Array.from(current, ([id, { title, messages, modifiedAt, askedAt }]) => ({
      id,
      title,
      messages,
      // A clock that was ahead once would keep its chats on top.
      changedAt: Math.min(askedAt ?? modifiedAt, modifiedAt),
    })).toSorted((a, b) => b.changedAt - a.changedAt || (a.id < b.id ? 1 : -1));
  }

  /** Removes what a crash left of a file that was just being replaced. */
  async #sweep(files: readonly FileEntry[]): Promise<void> {
    const newest = files.reduce((time, { modifiedAt }) => Math.max(time, modifiedAt), 0);
    const left = files.filter(({ name, modifiedAt }) => name.endsWith('.tmp') && newest - modifiedAt > sweepAfterMs);
    await Promise.all(left.map(({ name }) => this.#files.remove(name).catch(() => undefined)));
  }

  /** A file that cannot be read now is listed without a title and tried again; undefined when it is gone. */
  async #readFile({ name, size, modifiedAt }: FileEntry): Promise<Cached | undefined> {
    try {
      const bytes = await this.#files.read(name);
      return bytes === undefined ? undefined : { size, modifiedAt, ...this.#read(bytes) };
    } catch {
      return { size: -1, modifiedAt, title: '', messages: 0 };
    }
  }

  async #load(): Promise<ReadonlyMap<string, Cached>> {
    try {
      const bytes = await this.#files.read(indexName);
      const index = indexSchema.parse(JSON.parse(new TextDecoder().decode(bytes)));
      return new Map(Object.entries(index.chats));
    } catch {
      return new Map();
    }
  }

  async #save(current: ReadonlyMap<string, Cached>): Promise<void> {
    const text = JSON.stringify({ version: 2, chats: Object.fromEntries(current) });
    try {
      await this.#files.replace(indexName, new TextEncoder().encode(text));
    } catch {
      // It is only a cache; a disk that takes no more is reported where a conversation is written.
    }
  }
}

/** The conversation in this file; undefined for a file that is empty or not ours. */
function idOf({ name, size }: FileEntry): string | undefined {
  const id = name.endsWith('.jsonl') ? name.slice(0, -'.jsonl'.length) : '';
  return size > 0 && isId(id) ? id : undefined;
}

function reuse(cached: Cached | undefined, file: FileEntry): Cached | undefined {
  return cached?.size === file.size && cached.modifiedAt === file.modifiedAt ? cached : undefined;
}

/** Entries that were kept are the same objects. */
function isSame(known: ReadonlyMap<string, Cached>, current: ReadonlyMap<string, Cached>): boolean {
  return known.size === current.size && Array.from(current).every(([id, cached]) => known.get(id) === cached);
}

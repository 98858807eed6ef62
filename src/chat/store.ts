import { resumed } from '../model/branches.ts';
import { emptyTranscript, fold, titleOf, type ChatEvent, type Transcript } from '../model/transcript.ts';
import { ChatIndex, type ChatContent, type ChatSummary } from './chatIndex.ts';
import type { Files } from './files.ts';
import { isId } from './ids.ts';
import { Lease, type LeaseOptions } from './lease.ts';
import { interrupted } from './interrupted.ts';
import { decodeOutline, decodeRecords, encodeEntries, encodeHeader, recordVersion, type Entry } from './record.ts';

/** A conversation from disk. */
export interface SavedChat {
  readonly transcript: Transcript;
  /** What the transcript was folded from, in order. */
  readonly events: readonly ChatEvent[];
  /** Records that could not be read and are left out. */
  readonly damaged: number;
  /** Written by a later version of Parley: it can be read, but not gone on with. */
  readonly isNewer: boolean;
}

/**
 * The conversations on disk: one append-only file each, so that no window can overwrite what another one wrote and
 * a crash costs at most the last line.
 */
export class ChatStore {
  readonly #files: Files;
  readonly #index: ChatIndex;
  /** Files that have their header; what is not here is looked up before the first append. */
  readonly #headed = new Set<string>();

  constructor(files: Files) {
    this.#files = files;
    this.#index = new ChatIndex(files, (bytes) => summaryOf(bytes));
  }

  /** Every conversation that has a file, the one changed last first. Reads only files changed since the last time. */
  async list(): Promise<readonly ChatSummary[]> {
    return this.#index.list();
  }

  /** Undefined when there is no such conversation. */
  async load(id: string): Promise<SavedChat | undefined> {
    const bytes = await this.#files.read(nameOf(id));
    if (bytes === undefined) return undefined;
    const { version = 0, events, damaged } = decodeRecords(bytes);
    const isNewer = version > recordVersion;
    if (version > 0 && !isNewer) this.#headed.add(id);
    return { transcript: interrupted(resumed(events.reduce(fold, emptyTranscript))), events, damaged, isNewer };
  }

  /** Differs when the file does; undefined when there is none. */
  async stamp(id: string): Promise<string | undefined> {
    const found = await this.#files.stat(nameOf(id));
    return found === undefined ? undefined : `${found.size} ${found.modifiedAt}`;
  }

  /** The right to write a conversation, not taken yet. */
  lease(id: string, options: Omit<LeaseOptions, 'name' | 'files'>): Lease {
    return new Lease({ ...options, name: leaseNameOf(id), files: this.#files });
  }

  /** Rejects when the disk does; the same entries can then be given again. */
  async append(id: string, entries: readonly Entry[]): Promise<void> {
    const name = nameOf(id);
    const header = await this.#missingHeader(id);
    await this.#files.append(name, header + encodeEntries(entries));
    this.#headed.add(id);
  }

  /** Deletes a conversation and returns its bytes, for {@link restore}. */
  async remove(id: string): Promise<Uint8Array | undefined> {
    const bytes = await this.#files.read(nameOf(id));
    await this.#files.remove(nameOf(id));
    await this.#files.remove(leaseNameOf(id)).catch(() => undefined);
    this.#headed.delete(id);
    return bytes;
  }

  /** Undoes {@link remove}. What was written in the meantime stays, after it. */
  async restore(id: string, bytes: Uint8Array): Promise<void> {
    const since = await this.#files.read(nameOf(id));
    await this.#files.replace(nameOf(id), since === undefined ? bytes : concatenated(bytes, since));
  }

  async #missingHeader(id: string): Promise<string> {
    if (this.#headed.has(id)) return '';
    const bytes = await this.#files.read(nameOf(id));
    if (bytes === undefined) return encodeHeader(id);
    const { version } = decodeRecords(bytes);
    if (version === undefined) return encodeHeader(id);
    if (version > recordVersion) throw new Error('This chat was written by a newer version of Parley.');
    return '';
  }
}

/** Ids come from the view and from the disk, and a file name is made of them. */
function nameOf(id: string): string {
  return `${checked(id)}.jsonl`;
}

function leaseNameOf(id: string): string {
  return `${checked(id)}.lease`;
}

function checked(id: string): string {
  if (!isId(id)) throw new Error('Not the id of a chat.');
  return id;
}

function summaryOf(bytes: Uint8Array): ChatContent {
  const events = decodeOutline(bytes);
  const transcript = resumed(events.reduce(fold, emptyTranscript));
  const asked = events.findLast((event) => 'at' in event);
  return {
    title: titleOf(transcript) ?? '',
    messages: transcript.turns.length,
    ...(asked === undefined ? {} : { askedAt: asked.at }),
  };
}

function concatenated(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

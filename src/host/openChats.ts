import type { Clock } from '../chat/clock.ts';
import { newId } from '../chat/ids.ts';
import { chatDeleted, takenOver } from '../chat/interrupted.ts';
import type { Hold, Lease } from '../chat/lease.ts';
import { Session, type SessionOptions } from '../chat/session.ts';
import type { ChatStore } from '../chat/store.ts';
import { emptyTranscript, fold, isRunning } from '../model/transcript.ts';

/** How long a window that is taken over from may take to write what it still has, and how often to look for it. */
const takeOverMs = 3_000;
const takeOverLookMs = 200;

export interface OpenChatsOptions {
  readonly store: ChatStore;
  readonly clock: Clock;
  /** True for the one that is current: it stays open. */
  isCurrent(session: Session): boolean;
  /** A chat was read, with so many records that could not be. */
  onRead(id: string, damaged: number): void;
  /** What another window wrote was taken in. */
  onFollowed(session: Session): void;
  /** A chat was read anew, because another window begins or ends to write it; its earlier session is over. */
  onReplaced(earlier: Session, session: Session): void;
  /** A chat that was followed is not there any more. */
  onGone(session: Session): void;
}

/** What is said of a chat that somebody wanted something of. */
export const gone = 'This chat is not there any more. It may have been deleted in another window.';

interface Open {
  readonly session: Session;
  readonly lease: Lease;
  /** What the file looked like when it was last read. */
  stamp?: string | undefined;
}

/** The chats this window has open, each once. One that another window writes is only followed here. */
export class OpenChats {
  readonly #options: OpenChatsOptions;
  readonly #open = new Map<string, Open>();
  readonly #loading = new Map<string, Promise<Session | undefined>>();
  /** Until a chat is ended, its lease makes this window look like another one to whoever opens it again. */
  readonly #ending = new Map<string, Promise<void>>();

  constructor(options: OpenChatsOptions) {
    this.#options = options;
  }

  create(): Session {
    const id = newId(this.#options.clock.now());
    return this.#add({ id }, this.#lease(id)).session;
  }

  /** A chat that is open, or else from disk; undefined when it is not there. Rejects when it cannot be read. */
  async find(id: string): Promise<Session | undefined> {
    return this.#open.get(id)?.session ?? this.#load(id);
  }

  /** Goes on here with a chat that another window writes. */
  async takeOver(id: string): Promise<void> {
    const open = this.#open.get(id);
    if (open?.session.readOnly !== 'elsewhere') return;
    await open.lease.takeOver();
    // The other window learns of it when it writes next, and then ends its answer.
    for (let waitedMs = 0; waitedMs < takeOverMs && isRunning(open.session.transcript); waitedMs += takeOverLookMs) {
      await new Promise<void>((resolve) => void this.#options.clock.after(takeOverLookMs, resolve));
      await this.#follow(open);
    }
    await this.#reopen(open);
  }

  /** Looks whether another window has begun or ended to write what is open here. */
  async look(): Promise<void> {
    const begun = [...this.#open.values()].filter(({ session }) => session.transcript.turns.length > 0);
    await Promise.all(begun.map(({ lease }) => lease.check()));
  }

  /** Gives a chat a title; false when another window writes it. */
  async rename(id: string, title: string): Promise<boolean> {
    const session = this.#open.get(id)?.session;
    const event = { type: 'title', title } as const;
    // What a newer version wrote takes no title here; the store says so.
    if (session === undefined || session.readOnly === 'newer') {
      const { store, clock } = this.#options;
      const write = async () => {
        if ((await store.stamp(id)) === undefined) throw new Error(gone);
        await store.append(id, [{ by: newId(clock.now()), n: 0, event }]);
      };
      return (await this.alone(id, write)) !== 'elsewhere';
    }
    if (!session.rename(title)) return false;
    // The list reads the disk. While an answer is written, so is the title, within a second.
    if (!session.isRunning) await session.whenIdle();
    return true;
  }

  /** Does what must not meet another window's writing; does nothing while one writes. */
  async alone<T>(id: string, act: () => Promise<T>): Promise<{ readonly done: T } | 'elsewhere'> {
    await this.#ending.get(id);
    const readOnly = this.#open.get(id)?.session.readOnly;
    if (readOnly === 'elsewhere') return 'elsewhere';
    if (this.#open.has(id) && readOnly === undefined) return { done: await act() };
    const { store, clock } = this.#options;
    const lease = store.lease(id, { by: newId(clock.now()), clock, onLook: () => undefined });
    try {
      return (await lease.acquire()) === 'here' ? { done: await act() } : 'elsewhere';
    } finally {
      await lease.release();
    }
  }

  /** Ends a chat that was deleted. */
  async close(id: string): Promise<void> {
    const open = this.#open.get(id);
    if (open === undefined) return;
    await open.session.dispose(chatDeleted);
    await this.#end(open);
  }

  /** A chat left while it is answered, or while the disk refuses it, stays open until all is written. */
  async release(session: Session): Promise<void> {
    await session.whenIdle();
    const open = this.#open.get(session.id);
    if (this.#options.isCurrent(session) || session.unsaved !== undefined || open?.session !== session) return;
    await this.#end(open);
  }

  /** Ends what is being answered; the partial answers are written. */
  async dispose(): Promise<void> {
    await Promise.all([...this.#open.values()].map(end));
  }

  async #end(open: Open): Promise<void> {
    const { id } = open.session;
    this.#open.delete(id);
    const ending = end(open).finally(() => this.#ending.delete(id));
    this.#ending.set(id, ending);
    await ending;
  }

  #lease(id: string): Lease {
    const { store, clock } = this.#options;
    const onLook = (hold: Hold) => void this.#looked(id, hold);
    return store.lease(id, { by: newId(clock.now()), clock, onLook });
  }

  /** Whoever asks for it meanwhile gets the same: a chat has one session only. */
  #load(id: string, lease?: Lease): Promise<Session | undefined> {
    const loading = this.#loading.get(id) ?? this.#read(id, lease).finally(() => this.#loading.delete(id));
    this.#loading.set(id, loading);
    return loading;
  }

  async #read(id: string, given?: Lease): Promise<Session | undefined> {
    const { store } = this.#options;
    await this.#ending.get(id);
    const stamp = await store.stamp(id);
    if (stamp === undefined) return undefined;
    const lease = given ?? this.#lease(id);
    // First the lease, then the file: nothing is written in between that would be missing here.
    const hold = await lease.acquire();
    const saved = await store.load(id).catch(async (error: unknown) => {
      await lease.release();
      throw error;
    });
    if (saved === undefined || saved.isNewer) await lease.release();
    if (saved === undefined) return undefined;
    this.#options.onRead(id, saved.damaged);
    const { transcript, events, isNewer } = saved;
    if (isNewer) return this.#add({ id, transcript, readOnly: 'newer' }, lease).session;
    if (hold === 'here') return this.#add({ id, transcript }, lease).session;
    const open = this.#add({ id, transcript: events.reduce(fold, emptyTranscript), readOnly: 'elsewhere' }, lease);
    open.stamp = stamp;
    return open.session;
  }

  #add(what: Pick<SessionOptions, 'id' | 'transcript' | 'readOnly'>, lease: Lease): Open {
    const { clock, store } = this.#options;
    const append: SessionOptions['append'] = async (id, entries) => {
      // Also when another window has taken over: these are the user's words, and lines of two windows do not mix.
      await store.append(id, entries);
      void lease.check();
    };
    const open: Open = { session: new Session({ ...what, clock, append }), lease };
    this.#open.set(what.id, open);
    return open;
  }

  async #looked(id: string, hold: Hold): Promise<void> {
    const open = this.#open.get(id);
    if (open === undefined || open.session.readOnly === 'newer') return;
    const follows = open.session.readOnly === 'elsewhere';
    if (follows !== (hold === 'elsewhere')) return this.#reopen(open);
    if (follows) await this.#follow(open);
  }

  /** Shows what the other window wrote. */
  async #follow(open: Open): Promise<void> {
    const { store, onFollowed } = this.#options;
    const { session } = open;
    try {
      const stamp = await store.stamp(session.id);
      if (stamp === open.stamp) return;
      const saved = await store.load(session.id);
      open.stamp = stamp;
      if (saved === undefined) return;
      session.follow(saved.events.reduce(fold, emptyTranscript));
      onFollowed(session);
    } catch {
      // What cannot be read now is looked at again soon.
    }
  }

  /** Begins to follow a chat that was written here, or the other way round. */
  async #reopen(open: Open): Promise<void> {
    const { session, lease } = open;
    // What the disk does not take yet must not be dropped.
    if (this.#open.get(session.id) !== open || session.unsaved !== undefined) return;
    this.#open.delete(session.id);
    await session.dispose(takenOver);
    const next = await this.#load(session.id, lease).catch(() => 'unreadable' as const);
    if (next === 'unreadable') return void this.#open.set(session.id, open);
    if (next !== undefined) return this.#options.onReplaced(session, next);
    await lease.release();
    this.#options.onGone(session);
  }
}

async function end({ session, lease }: Open): Promise<void> {
  await session.dispose();
  await lease.release();
}

import type { Disposable } from 'vscode';
import { newId } from '../chat/ids.ts';
import { takenOver } from '../chat/interrupted.ts';
import type { Hold, Lease } from '../chat/lease.ts';
import { Session, type Listener, type SessionOptions } from '../chat/session.ts';
import type { ChatStore } from '../chat/store.ts';
import type { Clock } from '../chat/clock.ts';
import { emptyTranscript, fold, isRunning } from '../model/transcript.ts';
import type { State } from './state.ts';

/** How long a window that is taken over from may take to write what it still has, and how often to look for it. */
const handoverMs = 3_000;
const handoverLookMs = 200;

export interface ConversationsOptions {
  readonly store: ChatStore;
  readonly clock: Clock;
  /** The workspace's own storage: each workspace goes on with its own conversation. */
  readonly state: State;
  readonly listener: Listener;
  /** See `Platform.unsafeTogether`. */
  readonly unsafeTogether?: string;
  /** Another conversation is current now, or the current one was read anew. */
  onSwitch(): void;
  /** There is something about the conversation on disk that the user should know. */
  onNotice(text: string): void;
}

interface Open {
  readonly session: Session;
  readonly lease: Lease;
  /** What the file looked like when it was last read. */
  stamp?: string | undefined;
}

/**
 * Which conversation is current. An answer that is still being given in another one goes on and is written there. A
 * conversation that another window writes is only followed here.
 */
export class Conversations implements Disposable {
  readonly #options: ConversationsOptions;
  readonly #open = new Map<string, Open>();
  readonly #loading = new Map<string, Promise<Session | undefined>>();
  readonly #told = new Set<string>();
  #current: Session | undefined;
  #unlisten: (() => void) | undefined;

  constructor(options: ConversationsOptions) {
    this.#options = options;
  }

  /** The conversation the panel shows; after a start, the one it showed last. */
  get current(): Session {
    this.#current ??= this.#listenTo(this.#create());
    return this.#current;
  }

  /** Takes up the conversation of the last time; does nothing when one is current already. */
  async restore(): Promise<void> {
    const id = this.#options.state.get('chat');
    if (this.#current !== undefined || typeof id !== 'string') return;
    const session = await this.#find(id);
    // Another one may have become current while this one was read.
    if (this.#current !== undefined) return this.#release(session);
    if (session !== undefined) this.#current = this.#listenTo(session);
  }

  /** Begins a new conversation; an empty one is simply kept. */
  create(): void {
    if (this.#current?.transcript.turns.length === 0) return;
    this.#show(this.#create());
  }

  /** Shows a conversation from disk; stays with the current one when it cannot be read. */
  async open(id: string): Promise<void> {
    const session = await this.#find(
      id,
      'This chat is not there any more. It may have been deleted in another window.',
    );
    if (session !== undefined) this.#show(session);
  }

  /** Stops the answer that is being given in the current conversation. */
  stop(): void {
    this.#current?.stop();
  }

  /** Goes on here with the current conversation, which another window writes. */
  async takeOver(): Promise<void> {
    const open = this.#open.get(this.current.id);
    if (open?.session.readOnly !== 'elsewhere') return;
    await open.lease.takeOver();
    // The other window learns of it when it writes next, and then ends its answer.
    for (let waitedMs = 0; waitedMs < handoverMs && isRunning(open.session.transcript); waitedMs += handoverLookMs) {
      await new Promise<void>((resolve) => void this.#options.clock.after(handoverLookMs, resolve));
      await this.#follow(open);
    }
    await this.#reopen(open);
  }

  /** Looks whether another window has begun or ended to write what is open here. */
  async look(): Promise<void> {
    const begun = [...this.#open.values()].filter(({ session }) => session.transcript.turns.length > 0);
    await Promise.all(begun.map(({ lease }) => lease.check()));
  }

  /** Ends a conversation that was deleted. */
  async close(id: string): Promise<void> {
    const open = this.#open.get(id);
    if (open === undefined) return;
    this.#open.delete(id);
    if (open.session === this.#current) this.#show(this.#create());
    await end(open);
  }

  /** Ends what is being answered; the partial answers are written. */
  dispose(): Promise<void> {
    this.#unlisten?.();
    return Promise.all([...this.#open.values()].map(end)).then(() => undefined);
  }

  #create(): Session {
    const id = newId(this.#options.clock.now());
    return this.#add({ id }, this.#lease(id)).session;
  }

  #lease(id: string): Lease {
    const { store, clock } = this.#options;
    const onLook = (hold: Hold) => void this.#looked(id, hold);
    return store.lease(id, { by: newId(clock.now()), clock, onLook });
  }

  /** Says why when a conversation cannot be read, and when it is not there and `missing` says that it should be. */
  async #find(id: string, missing?: string): Promise<Session | undefined> {
    try {
      const session = this.#open.get(id)?.session ?? (await this.#load(id));
      if (session === undefined && missing !== undefined) this.#options.onNotice(missing);
      return session;
    } catch (error) {
      this.#options.onNotice(`The chat cannot be read: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  /** Whoever asks for it meanwhile gets the same: a conversation has one session only. */
  #load(id: string, lease?: Lease): Promise<Session | undefined> {
    const loading = this.#loading.get(id) ?? this.#read(id, lease).finally(() => this.#loading.delete(id));
    this.#loading.set(id, loading);
    return loading;
  }

  async #read(id: string, given?: Lease): Promise<Session | undefined> {
    const { store } = this.#options;
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
    this.#tell(id, saved.damaged);
    const { transcript, events, isNewer } = saved;
    if (isNewer) return this.#add({ id, transcript, readOnly: 'newer' }, lease).session;
    if (hold === 'here') return this.#add({ id, transcript }, lease).session;
    const open = this.#add({ id, transcript: events.reduce(fold, emptyTranscript), readOnly: 'elsewhere' }, lease);
    open.stamp = stamp;
    return open.session;
  }

  #tell(id: string, damaged: number): void {
    const { unsafeTogether } = this.#options;
    const records = damaged === 1 ? 'record' : 'records';
    if (damaged > 0)
      this.#tellOnce(id, `${damaged} damaged ${records} of this chat could not be read. The rest is shown.`);
    if (unsafeTogether !== undefined) this.#tellOnce('', unsafeTogether);
  }

  #tellOnce(about: string, text: string): void {
    const key = `${about} ${text}`;
    if (!this.#told.has(key)) this.#options.onNotice(text);
    this.#told.add(key);
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
    const { store, onSwitch } = this.#options;
    const { session } = open;
    try {
      const stamp = await store.stamp(session.id);
      if (stamp === open.stamp) return;
      const saved = await store.load(session.id);
      open.stamp = stamp;
      if (saved === undefined) return;
      session.follow(saved.events.reduce(fold, emptyTranscript));
      if (session === this.#current) onSwitch();
    } catch {
      // What cannot be read now is looked at again soon.
    }
  }

  /** Begins to follow a conversation that was written here, or the other way round. */
  async #reopen(open: Open): Promise<void> {
    const { session, lease } = open;
    // What the disk does not take yet must not be dropped.
    if (this.#open.get(session.id) !== open || session.unsaved !== undefined) return;
    this.#open.delete(session.id);
    await session.dispose(takenOver);
    const next = await this.#load(session.id, lease).catch(() => undefined);
    if (next === undefined) return void this.#open.set(session.id, open);
    if (session === this.#current) this.#show(next);
  }

  #show(session: Session): void {
    if (session === this.#current) return;
    this.#release(this.#current);
    this.#current = this.#listenTo(session);
    this.#options.onSwitch();
  }

  #listenTo(session: Session): Session {
    this.#unlisten?.();
    this.#unlisten = session.listen(this.#options.listener);
    this.#options.state.update('chat', session.id);
    return session;
  }

  /** A conversation left while it is answered, or while the disk refuses it, stays open until all is written. */
  #release(session: Session | undefined): void {
    if (session === undefined) return;
    void session.whenIdle().then(() => {
      const open = this.#open.get(session.id);
      if (session === this.#current || session.unsaved !== undefined || open?.session !== session) return;
      this.#open.delete(session.id);
      return end(open);
    });
  }
}

async function end({ session, lease }: Open): Promise<void> {
  await session.dispose();
  await lease.release();
}

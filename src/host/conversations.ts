import type { Disposable } from 'vscode';
import { newId } from '../chat/ids.ts';
import { Session, type Listener } from '../chat/session.ts';
import type { ChatStore } from '../chat/store.ts';
import type { Clock } from '../chat/clock.ts';
import type { State } from './state.ts';

export interface ConversationsOptions {
  readonly store: ChatStore;
  readonly clock: Clock;
  /** The workspace's own storage: each workspace goes on with its own conversation. */
  readonly state: State;
  readonly listener: Listener;
  /** Another conversation is current now. */
  onSwitch(): void;
  /** There is something about the conversation on disk that the user should know. */
  onNotice(text: string): void;
}

/** Which conversation is current. An answer that is still being given in another one goes on and is written there. */
export class Conversations implements Disposable {
  readonly #options: ConversationsOptions;
  readonly #open = new Map<string, Session>();
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

  /** Ends a conversation that was deleted. */
  async close(id: string): Promise<void> {
    const session = this.#open.get(id);
    if (session === undefined) return;
    this.#open.delete(id);
    if (session === this.#current) this.#show(this.#create());
    await session.dispose();
  }

  /** Ends what is being answered; the partial answers are written. */
  dispose(): Promise<void> {
    this.#unlisten?.();
    return Promise.all([...this.#open.values()].map((session) => session.dispose())).then(() => undefined);
  }

  #create(): Session {
    const { clock, store } = this.#options;
    return this.#add(
      new Session({ id: newId(clock.now()), clock, append: (id, entries) => store.append(id, entries) }),
    );
  }

  /** Says why when a conversation cannot be read, and when it is not there and `missing` says that it should be. */
  async #find(id: string, missing?: string): Promise<Session | undefined> {
    try {
      const session = this.#open.get(id) ?? (await this.#load(id));
      if (session === undefined && missing !== undefined) this.#options.onNotice(missing);
      return session;
    } catch (error) {
      this.#options.onNotice(`The chat cannot be read: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
  }

  async #load(id: string): Promise<Session | undefined> {
    const { clock, store, onNotice } = this.#options;
    const saved = await store.load(id);
    // Whoever else asked for it meanwhile has it open by now, and a conversation has one session only.
    const opened = this.#open.get(id);
    if (saved === undefined || opened !== undefined) return opened;
    const { transcript, damaged, isNewer } = saved;
    if (damaged > 0)
      onNotice(
        `${damaged} damaged ${damaged === 1 ? 'record' : 'records'} of this chat could not be read. The rest is shown.`,
      );
    if (isNewer)
      onNotice('This chat was written by a newer version of Parley. It can be read, but what you add is not saved.');
    return this.#add(new Session({ id, transcript, clock, append: (chat, entries) => store.append(chat, entries) }));
  }

  #add(session: Session): Session {
    this.#open.set(session.id, session);
    return session;
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
      if (session === this.#current || session.unsaved !== undefined) return;
      this.#open.delete(session.id);
      return session.dispose();
    });
  }
}

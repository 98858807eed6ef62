import type { Disposable } from 'vscode';
import type { Clock } from '../chat/clock.ts';
import type { Listener, Session } from '../chat/session.ts';
import type { ChatStore } from '../chat/store.ts';
import { gone, OpenChats } from './openChats.ts';
import type { State } from './state.ts';

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

/** Which conversation is current. An answer that is still being given in another one goes on and is written there. */
export class Conversations implements Disposable {
  readonly #options: ConversationsOptions;
  readonly #chats: OpenChats;
  readonly #told = new Set<string>();
  #current: Session | undefined;
  #unlisten: (() => void) | undefined;

  constructor(options: ConversationsOptions) {
    this.#options = options;
    this.#chats = new OpenChats({
      store: options.store,
      clock: options.clock,
      isCurrent: (session) => session === this.#current,
      onRead: (id, damaged) => this.#tell(id, damaged),
      onFollowed: (session) => {
        if (session === this.#current) options.onSwitch();
      },
      onReplaced: (earlier, session) => {
        if (earlier === this.#current) this.#show(session);
      },
      onGone: (session) => {
        if (session !== this.#current) return;
        this.#show(this.#chats.create());
        options.onNotice('This chat was deleted in another window.');
      },
    });
  }

  /** The conversation the panel shows; after a start, the one it showed last. */
  get current(): Session {
    this.#current ??= this.#listenTo(this.#chats.create());
    return this.#current;
  }

  /** Takes up the conversation of the last time; does nothing when one is current already. */
  async restore(): Promise<void> {
    const id = this.#options.state.get('chat');
    if (this.#current !== undefined || typeof id !== 'string') return;
    const session = await this.#find(id);
    if (session === undefined) return;
    // Another one may have become current while this one was read.
    if (this.#current !== undefined) return void this.#chats.release(session);
    this.#current = this.#listenTo(session);
  }

  /** Begins a new conversation; an empty one is simply kept. */
  create(): void {
    const shown = this.#current?.transcript;
    // One of which all is deleted is not empty.
    if (shown?.turns.length === 0 && shown.links === undefined) return;
    this.#show(this.#chats.create());
  }

  /** Shows a conversation from disk; stays with the current one when it cannot be read. */
  async open(id: string): Promise<void> {
    const session = await this.#find(id, gone);
    if (session !== undefined) this.#show(session);
  }

  /** Stops the answer that is being given in the current conversation. */
  stop(): void {
    this.#current?.stop();
  }

  /** Goes on here with the current conversation, which another window writes. */
  takeOver(): Promise<void> {
    return this.#chats.takeOver(this.current.id);
  }

  /** Looks whether another window has begun or ended to write what is open here. */
  look(): Promise<void> {
    return this.#chats.look();
  }

  /** Gives a conversation a title; false when another window writes it. */
  rename(id: string, title: string): Promise<boolean> {
    return this.#chats.rename(id, title);
  }

  /** Deletes a conversation and returns its bytes, for `ChatStore.restore`; not while another window writes it. */
  remove(id: string): Promise<{ readonly done: Uint8Array | undefined } | 'elsewhere'> {
    return this.#chats.alone(id, async () => {
      await this.close(id);
      return this.#options.store.remove(id);
    });
  }

  /** Ends a conversation that was deleted. */
  async close(id: string): Promise<void> {
    if (this.#current?.id === id) this.#show(this.#chats.create());
    await this.#chats.close(id);
  }

  /** Ends what is being answered; the partial answers are written. */
  dispose(): Promise<void> {
    this.#unlisten?.();
    return this.#chats.dispose();
  }

  /** Says why when a conversation cannot be read, and when it is not there and `missing` says that it should be. */
  async #find(id: string, missing?: string): Promise<Session | undefined> {
    try {
      const session = await this.#chats.find(id);
      if (session === undefined && missing !== undefined) this.#options.onNotice(missing);
      return session;
    } catch (error) {
      this.#options.onNotice(`The chat cannot be read: ${error instanceof Error ? error.message : String(error)}`);
      return undefined;
    }
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

  #show(session: Session): void {
    if (session === this.#current) return;
    const left = this.#current;
    this.#current = this.#listenTo(session);
    if (left !== undefined) void this.#chats.release(left);
    this.#options.onSwitch();
  }

  #listenTo(session: Session): Session {
    this.#unlisten?.();
    this.#unlisten = session.listen(this.#options.listener);
    this.#options.state.update('chat', session.id);
    return session;
  }
}

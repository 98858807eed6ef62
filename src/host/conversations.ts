import type { Disposable, Memento } from 'vscode';
import { newId } from '../chat/ids.ts';
import { Session, type Listener } from '../chat/session.ts';
import type { ChatStore } from '../chat/store.ts';
import type { Clock } from '../chat/clock.ts';

export interface ConversationsOptions {
  readonly store: ChatStore;
  readonly clock: Clock;
  /** The workspace's own storage: each workspace goes on with its own conversation. */
  readonly state: Memento;
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
    const id = this.#options.state.get<string>('chat');
    if (this.#current === undefined && id !== undefined) await this.open(id);
  }

  /** Begins a new conversation; an empty one is simply kept. */
  create(): void {
    if (this.#current?.transcript.turns.length === 0) return;
    this.#show(this.#create());
  }

  /** Shows a conversation from disk; stays with the current one when it cannot be read. */
  async open(id: string): Promise<void> {
    const session = this.#open.get(id) ?? (await this.#load(id));
    if (session !== undefined) this.#show(session);
  }

  /** Ends a conversation that was deleted. */
  async close(id: string): Promise<void> {
    const session = this.#open.get(id);
    this.#open.delete(id);
    if (session === this.#current) this.#show(this.#create());
    await session?.dispose();
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

  async #load(id: string): Promise<Session | undefined> {
    const { clock, store, onNotice } = this.#options;
    const saved = await store.load(id);
    if (saved === undefined) return undefined;
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
    void this.#options.state.update('chat', session.id);
    return session;
  }

  /** A conversation left while it is answered stays open until that is written. */
  #release(session: Session | undefined): void {
    if (session === undefined) return;
    void session.whenIdle().then(() => {
      if (session === this.#current) return;
      this.#open.delete(session.id);
      return session.dispose();
    });
  }
}

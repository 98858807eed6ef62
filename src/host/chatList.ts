import { ThemeIcon, window, type QuickInputButton } from 'vscode';
import type { ChatSummary } from '../chat/chatIndex.ts';
import { ContentSearch } from '../chat/contentSearch.ts';
import { matches, queryOf, type Query } from '../chat/search.ts';
import type { ChatStore } from '../chat/store.ts';
import { chatItems, deleteButton, exportButton, renameButton, shownTitle, type ChatItem } from './chatItems.ts';
import type { Conversations } from './conversations.ts';
import type { Attempt } from './log.ts';

export interface ChatListOptions {
  readonly store: ChatStore;
  readonly conversations: Conversations;
  readonly attempt: Attempt;
  /** Shows the panel. */
  reveal(): Promise<void>;
  /** Asks for another title; the list is shown again after that. */
  rename(chat: ChatSummary): Promise<void>;
  exportChat(chat: ChatSummary): Promise<void>;
}

/** Files are read only once the typing pauses. */
const pauseMs = 200;
/** Each drawing sends all rows, so it is not done for every match. */
const drawEveryMs = 150;

const stopButton: QuickInputButton = { iconPath: new ThemeIcon('debug-stop'), tooltip: 'Stop Searching' };

const nothingFound: ChatItem = { label: 'No chat has all of these words. Use fewer, or other ones.', alwaysShow: true };

/** The past chats of all workspaces: to be picked, searched, renamed, exported or deleted. */
export async function showChats(options: ChatListOptions, typed = ''): Promise<void> {
  await new ChatList(options).show(typed);
}

class ChatList {
  readonly #options: ChatListOptions;
  readonly #box = window.createQuickPick<ChatItem>();
  readonly #contents: ContentSearch;
  #chats: readonly ChatSummary[] = [];
  #excerpts = new Map<string, string>();
  #search = new AbortController();
  #pause: ReturnType<typeof setTimeout> | undefined;
  #isClosed = false;

  constructor(options: ChatListOptions) {
    this.#options = options;
    this.#contents = new ContentSearch(async (id) => (await options.store.load(id))?.transcript);
  }

  async show(typed: string): Promise<void> {
    const box = this.#box;
    const { store, conversations } = this.#options;
    box.title = title;
    box.placeholder = 'Search past chats by title and content';
    box.value = typed;
    box.matchOnDescription = true;
    box.keepScrollPosition = true;
    box.busy = true;
    this.#listen();
    box.show();
    try {
      // The check mark belongs to the chat of the last time, also before the panel was first shown.
      await conversations.restore();
      this.#chats = await store.list();
    } catch (failure) {
      box.hide();
      throw failure;
    }
    if (this.#isClosed) return;
    if (this.#chats.length === 0) box.placeholder = 'No chats yet';
    box.busy = false;
    this.#follow();
  }

  #listen(): void {
    const box = this.#box;
    const { attempt } = this.#options;
    box.onDidHide(() => {
      this.#isClosed = true;
      this.#stop();
      box.dispose();
    });
    box.onDidChangeValue(() => this.#follow());
    box.onDidTriggerButton(() => this.#stop());
    box.onDidAccept(() => {
      const chat = box.activeItems[0]?.chat;
      if (chat === undefined) return;
      box.hide();
      void attempt(() => this.#open(chat));
    });
    box.onDidTriggerItemButton(({ item: { chat }, button }) => {
      if (chat !== undefined) void attempt(() => this.#act(button, chat));
    });
  }

  /** Titles at once; contents when the typing pauses. */
  #follow(): void {
    this.#stop();
    const query = queryOf(this.#box.value);
    // What was found stays in sight where it still fits, until the texts are looked through again.
    const kept = [...this.#excerpts].filter(([, excerpt]) => query !== undefined && matches(excerpt, query));
    this.#excerpts = new Map(kept);
    this.#draw(query);
    if (query === undefined || this.#chats.length === 0) return;
    this.#pause = setTimeout(() => void this.#options.attempt(() => this.#lookThrough(query)), pauseMs);
  }

  async #lookThrough(query: Query): Promise<void> {
    const box = this.#box;
    const { signal } = (this.#search = new AbortController());
    const ids = this.#chats.map(({ id }) => id);
    box.busy = true;
    box.buttons = [stopButton];
    let searched = 0;
    let drawnAt = performance.now();
    for await (const { id, excerpt } of this.#contents.find(ids, query, signal)) {
      searched++;
      if (excerpt === undefined) this.#excerpts.delete(id);
      else this.#excerpts.set(id, excerpt);
      if (performance.now() - drawnAt < drawEveryMs) continue;
      box.title = `${title} (searched ${searched} of ${ids.length})`;
      this.#redraw(query);
      drawnAt = performance.now();
    }
    if (signal.aborted) return;
    this.#redraw(query);
    if (box.items.length === 0) box.items = [nothingFound];
    this.#stop();
  }

  #stop(): void {
    clearTimeout(this.#pause);
    this.#search.abort();
    this.#box.busy = false;
    this.#box.buttons = [];
    this.#box.title = title;
  }

  #draw(query: Query | undefined): void {
    this.#box.items = chatItems({
      chats: this.#chats,
      currentId: this.#options.conversations.current.id,
      nowMs: Date.now(),
      ...(query === undefined ? {} : { query }),
      excerpts: this.#excerpts,
    });
  }

  /** The row that the user has moved to stays the active one. */
  #redraw(query: Query | undefined): void {
    const id = this.#box.activeItems[0]?.chat?.id;
    this.#draw(query);
    const same = this.#box.items.filter(({ chat }) => chat !== undefined && chat.id === id);
    if (same.length > 0) this.#box.activeItems = same;
  }

  async #act(button: QuickInputButton, chat: ChatSummary): Promise<void> {
    if (button === deleteButton) return this.#delete(chat);
    const typed = this.#box.value;
    this.#box.hide();
    if (button === exportButton) return this.#options.exportChat(chat);
    if (button !== renameButton) return;
    await this.#options.rename(chat);
    await showChats(this.#options, typed);
  }

  async #open({ id }: ChatSummary): Promise<void> {
    await this.#options.conversations.open(id);
    await this.#options.reveal();
  }

  async #delete(chat: ChatSummary): Promise<void> {
    const { store, conversations } = this.#options;
    const removed = await conversations.remove(chat.id);
    if (removed === 'elsewhere') {
      const sentence = 'is open in another window. Close it there, then delete it.';
      return void window.showWarningMessage(`“${shownTitle(chat)}” ${sentence}`);
    }
    this.#chats = this.#chats.filter(({ id }) => id !== chat.id);
    this.#redraw(queryOf(this.#box.value));
    const undo = 'Undo';
    const choice = await window.showInformationMessage(`“${shownTitle(chat)}” was deleted.`, undo);
    if (choice !== undo || removed.done === undefined) return;
    await store.restore(chat.id, removed.done);
    await this.#open(chat);
  }
}

const title = 'Chats';

import { ThemeIcon, window, type QuickInputButton, type QuickPickItem } from 'vscode';
import type { ChatSummary } from '../chat/chatIndex.ts';
import type { ChatStore } from '../chat/store.ts';
import type { Conversations } from './conversations.ts';
import type { Attempt } from './log.ts';

type ChatItem = QuickPickItem & { readonly chat: ChatSummary };

const removeButton: QuickInputButton = { iconPath: new ThemeIcon('trash'), tooltip: 'Delete' };

export interface ChatListOptions {
  readonly store: ChatStore;
  readonly conversations: Conversations;
  readonly attempt: Attempt;
}

/** The past chats, to be picked, searched by title, or deleted. */
export async function showChats({ store, conversations, attempt }: ChatListOptions): Promise<void> {
  const box = window.createQuickPick<ChatItem>();
  box.title = 'Chats';
  box.placeholder = 'Search past chats';
  box.matchOnDescription = true;
  box.busy = true;
  box.onDidHide(() => box.dispose());
  box.onDidAccept(() => {
    const [picked] = box.activeItems;
    box.hide();
    if (picked !== undefined) void attempt(() => conversations.open(picked.chat.id));
  });
  box.onDidTriggerItemButton(({ item }) => {
    box.items = box.items.filter((other) => other !== item);
    void attempt(() => remove(item, store, conversations));
  });
  box.show();
  try {
    // The check mark belongs to the chat of the last time, also before the panel was first shown.
    await conversations.restore();
    const chats = await store.list();
    box.items = chats.map((chat) => itemOf(chat, conversations.current.id));
    if (chats.length === 0) box.placeholder = 'No chats yet';
    box.busy = false;
  } catch (failure) {
    box.hide();
    throw failure;
  }
}

function itemOf(chat: ChatSummary, currentId: string): ChatItem {
  return {
    label: chat.title || '(untitled)',
    description: `${ago(chat.changedAt)} · ${chat.messages} ${chat.messages === 1 ? 'message' : 'messages'}`,
    ...(chat.id === currentId ? { iconPath: new ThemeIcon('check') } : {}),
    buttons: [removeButton],
    chat,
  };
}

async function remove({ chat, label }: ChatItem, store: ChatStore, conversations: Conversations): Promise<void> {
  await conversations.close(chat.id);
  const bytes = await store.remove(chat.id);
  const undo = 'Undo';
  const choice = await window.showInformationMessage(`“${label}” was deleted.`, undo);
  if (choice === undo && bytes !== undefined) {
    await store.restore(chat.id, bytes);
    await conversations.open(chat.id);
  }
}

const minuteMs = 60_000;
const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['day', 24 * 60 * minuteMs],
  ['hour', 60 * minuteMs],
  ['minute', minuteMs],
];

/** How long ago in words, as the pickers of VS Code say it. */
function ago(at: number): string {
  const passedMs = Date.now() - at;
  const [unit, unitMs] = units.find(([, ms]) => passedMs >= ms) ?? ['minute', minuteMs];
  return new Intl.RelativeTimeFormat('en', { numeric: 'auto' }).format(-Math.floor(passedMs / unitMs), unit);
}

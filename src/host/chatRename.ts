import { window } from 'vscode';
import { newId } from '../chat/ids.ts';
import type { ChatStore } from '../chat/store.ts';
import type { Conversations } from './conversations.ts';

interface Parts {
  readonly store: ChatStore;
  readonly conversations: Conversations;
}

const longestTitle = 200;

/** Asks for a chat's title and writes it. Left with Escape, nothing changes. */
export async function renameChat(chat: { id: string; title: string }, parts: Parts): Promise<void> {
  const typed = await window.showInputBox({
    title: 'Rename Chat',
    value: chat.title,
    prompt: 'A title to find this chat by',
    validateInput: (text) => problemOf(text.trim()),
  });
  const title = typed?.trim();
  if (title === undefined || title === chat.title) return;
  await writeTitle(chat.id, title, parts);
}

function problemOf(title: string): string | undefined {
  if (title === '') return 'Type a title, or press Escape to keep the old one.';
  return title.length > longestTitle ? `Use at most ${longestTitle} characters.` : undefined;
}

async function writeTitle(id: string, title: string, { store, conversations }: Parts): Promise<void> {
  const { current } = conversations;
  // What a newer version wrote takes no title here; the store says so.
  if (current.id !== id || current.readOnly === 'newer') {
    await store.append(id, [{ by: newId(Date.now()), n: 0, event: { type: 'title', title } }]);
    return;
  }
  current.rename(title);
  // The list reads the disk. While an answer is written, so is the title, within a second.
  if (!current.isRunning) await current.whenIdle();
}

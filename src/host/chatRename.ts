import { window } from 'vscode';
import type { Conversations } from './conversations.ts';

const longestTitle = 200;

/** Asks for a chat's title and writes it. Left with Escape, nothing changes. */
export async function renameChat(
  chat: { id: string; title: string },
  conversations: Pick<Conversations, 'rename'>,
): Promise<void> {
  const typed = await window.showInputBox({
    title: 'Rename Chat',
    value: chat.title,
    prompt: 'A title to find this chat by',
    validateInput: (text) => problemOf(text.trim()),
  });
  const title = typed?.trim();
  if (title === undefined || title === chat.title) return;
  if (await conversations.rename(chat.id, title)) return;
  void window.showWarningMessage('This chat is open in another window. Rename it there, or close it there first.');
}

function problemOf(title: string): string | undefined {
  if (title === '') return 'Type a title, or press Escape to keep the old one.';
  return title.length > longestTitle ? `Use at most ${longestTitle} characters.` : undefined;
}

import { l10n, window } from 'vscode';
import type { Conversations } from './conversations.ts';

const longestTitle = 200;

/** Asks for a chat's title and writes it. Left with Escape, nothing changes. */
export async function renameChat(
  chat: { id: string; title: string },
  conversations: Pick<Conversations, 'rename'>,
): Promise<void> {
  const typed = await window.showInputBox({
    title: l10n.t('Rename Chat'),
    value: chat.title,
    prompt: l10n.t('A title to find this chat by'),
    validateInput: (text) => problemOf(text.trim()),
  });
  const title = typed?.trim();
  if (title === undefined || title === chat.title) return;
  if (await conversations.rename(chat.id, title)) return;
  void window.showWarningMessage(
    l10n.t('This chat is open in another window. Rename it there, or close it there first.'),
  );
}

function problemOf(title: string): string | undefined {
  if (title === '') return l10n.t('Type a title, or press Escape to keep the old one.');
  return title.length > longestTitle ? l10n.t('Use at most {0} characters.', longestTitle) : undefined;
}

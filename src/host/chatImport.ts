import { l10n, window, workspace, type Uri } from 'vscode';
import { importChat } from '../chat/importChat.ts';
import { newChat } from '../chat/newChat.ts';
import type { ChatStore } from '../chat/store.ts';

/** Far more than any chat; a file beyond it is something else, and reading it would stop the editor. */
const largestBytes = 200 * 1024 * 1024;

/** Makes a new chat of each file picked, as a whole or not at all. Returns the last one made, if any. */
export async function importChats(store: ChatStore): Promise<string | undefined> {
  const files = await window.showOpenDialog({
    title: l10n.t('Import Chats'),
    openLabel: l10n.t('Import'),
    canSelectMany: true,
    filters: { [l10n.t('Chats exported as JSON')]: ['json'] },
  });
  const imported: string[] = [];
  const problems: string[] = [];
  for (const file of files ?? []) {
    const result = await importFile(file, store);
    if ('id' in result) imported.push(result.id);
    else problems.push(l10n.t('{0} was not imported. {1}', workspace.asRelativePath(file), result.problem));
  }
  if (problems.length > 0) void window.showErrorMessage(problems.join(' '));
  if (imported.length > 1) void window.showInformationMessage(l10n.t('{0} chats were imported.', imported.length));
  return imported.at(-1);
}

async function importFile(
  file: Uri,
  store: ChatStore,
): Promise<{ readonly id: string } | { readonly problem: string }> {
  const text = await textOf(file);
  if (typeof text !== 'string') return text;
  const read = importChat(text);
  if ('problem' in read) return read;
  try {
    return { id: await newChat(store, read.events) };
  } catch (error) {
    return { problem: l10n.t('It could not be written: {0}', error instanceof Error ? error.message : String(error)) };
  }
}

async function textOf(file: Uri): Promise<string | { readonly problem: string }> {
  try {
    if ((await workspace.fs.stat(file)).size > largestBytes) return { problem: l10n.t('It is larger than any chat.') };
    return new TextDecoder().decode(await workspace.fs.readFile(file));
  } catch {
    return { problem: l10n.t('It cannot be read. It may have been moved or deleted.') };
  }
}

import { env, Uri, window, workspace } from 'vscode';
import { exportChat, exportName } from '../chat/exportChat.ts';
import { exportMarkdown } from '../chat/exportMarkdown.ts';
import type { ChatStore, SavedChat } from '../chat/store.ts';
import { titleOf, type Transcript } from '../model/transcript.ts';
import type { Conversations } from './conversations.ts';
import { gone } from './openChats.ts';

interface Parts {
  readonly store: ChatStore;
  readonly conversations: Conversations;
  /** Where to save when no folder is open. */
  readonly home: Uri | undefined;
}

interface Format {
  readonly label: string;
  readonly description: string;
  readonly extension: string;
  content(id: string, parts: Parts): Promise<string>;
}

const formats: readonly Format[] = [
  {
    label: 'Markdown',
    description: 'to read and to share',
    extension: 'md',
    content: async (id, parts) => exportMarkdown(await transcriptOf(id, parts)),
  },
  {
    label: 'JSON',
    description: 'to keep, and to import again',
    extension: 'json',
    content: async (id, parts) => exportChat((await completeFile(id, parts)).events),
  },
];

/** Saves a chat as a file of the user's choice, and offers to open it. */
export async function saveChat(id: string, parts: Parts): Promise<void> {
  const format = await window.showQuickPick(formats, { title: 'Export Chat', placeHolder: 'As what?' });
  if (format === undefined) return;
  // Before the dialog, so that what cannot be exported is told before a place is picked.
  const content = await format.content(id, parts);
  const name = exportName(titleOf(await transcriptOf(id, parts)) ?? '', format.extension);
  const folder = workspace.workspaceFolders?.[0]?.uri ?? parts.home;
  const file = await window.showSaveDialog({
    title: 'Export Chat',
    saveLabel: 'Export',
    filters: { [format.label]: [format.extension] },
    ...(folder === undefined ? {} : { defaultUri: Uri.joinPath(folder, name) }),
  });
  if (file === undefined) return;
  await workspace.fs.writeFile(file, new TextEncoder().encode(content));
  const open = 'Open';
  const choice = await window.showInformationMessage(
    `The chat was exported to ${workspace.asRelativePath(file)}.`,
    open,
  );
  if (choice === open) await window.showTextDocument(file);
}

/** Puts a chat into the clipboard, as Markdown. */
export async function copyChat(id: string, parts: Parts): Promise<void> {
  await env.clipboard.writeText(exportMarkdown(await transcriptOf(id, parts)));
  void window.showInformationMessage('The chat was copied as Markdown.');
}

/** What is open knows more than the disk: the answer that is being given, and what could not be written. */
async function transcriptOf(id: string, { store, conversations: { current } }: Parts): Promise<Transcript> {
  return current.id === id ? current.transcript : (await saved(id, store)).transcript;
}

async function completeFile(id: string, { store, conversations: { current } }: Parts): Promise<SavedChat> {
  if (current.id === id && current.isRunning)
    throw new Error('An answer is still being written. Wait for it to end, or stop it, then export the chat.');
  if (current.id === id) await current.whenIdle();
  if (current.id === id && current.unsaved !== undefined)
    throw new Error('This chat could not be saved yet, so not all of it can be exported as JSON. Markdown can.');
  const file = await saved(id, store);
  if (file.isNewer)
    throw new Error('This chat was written by a newer version of Parley. Update Parley to export it as JSON.');
  return file;
}

async function saved(id: string, store: ChatStore): Promise<SavedChat> {
  const chat = await store.load(id);
  if (chat === undefined) throw new Error(gone);
  return chat;
}

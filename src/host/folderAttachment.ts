import { Uri, workspace } from 'vscode';
import { folderText } from '../chat/prompt.ts';
import type { Attachment } from '../model/attachment.ts';
import { mediaTypeOf } from './mediaFile.ts';
import { filesIn } from './workspaceFiles.ts';

/** What fits into the windows of today's models with room to spare; further files are only named. */
const mostCharacters = 400_000;

/** A folder as an attachment: its text files, ignored ones left out; or the end of a sentence on why it cannot be one. */
export async function folderAttachment(folder: Uri): Promise<Attachment | { readonly problem: string }> {
  const text = await folderContent(folder);
  if (text === '') return { problem: 'holds no text files but ignored ones.' };
  return {
    id: crypto.randomUUID(),
    kind: 'folder',
    path: workspace.asRelativePath(folder),
    uri: folder.toString(),
    languageId: '',
    text,
  };
}

/** What its files hold now, in the order of their paths; empty when it has none. */
export async function folderContent(folder: Uri): Promise<string> {
  const uris = (await filesIn(folder)).filter((uri) => mediaTypeOf(uri) === undefined);
  const open = new Map(workspace.textDocuments.map((document) => [document.uri.toString(), document]));
  const files: { path: string; text: string }[] = [];
  const left: string[] = [];
  let room = mostCharacters;
  for (const uri of uris.toSorted((a, b) => (a.path < b.path ? -1 : 1))) {
    const text = open.get(uri.toString())?.getText() ?? (await textOf(uri, room));
    if (text === undefined) continue;
    const path = workspace.asRelativePath(uri);
    const fits = text !== tooLong && text.length <= room;
    if (fits) files.push({ path, text });
    else left.push(path);
    room -= fits ? text.length : 0;
  }
  const more = left.length === 0 ? [] : [`Left out, because it would be too much:\n${left.join('\n')}`];
  return files.length === 0 ? '' : [folderText(files), ...more].join('\n\n');
}

const tooLong = Symbol('too long');

/** Undefined for what is no text, or cannot be read. */
async function textOf(uri: Uri, room: number): Promise<string | typeof tooLong | undefined> {
  const mostBytesACharacter = 4;
  try {
    const { size } = await workspace.fs.stat(uri);
    if (size > room * mostBytesACharacter) return tooLong;
    const text = new TextDecoder().decode(await workspace.fs.readFile(uri));
    return text.includes('\0') ? undefined : text;
  } catch {
    return undefined;
  }
}

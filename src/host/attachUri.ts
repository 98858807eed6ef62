import { FileType, Uri, workspace } from 'vscode';
import type { Attachment } from '../model/attachment.ts';
import { fileOf } from './attachments.ts';
import { folderAttachment } from './folderAttachment.ts';
import { mediaTypeOf, readMedia } from './mediaFile.ts';

/** What can go along, or a sentence on why it cannot. */
export type Attached = Attachment | { readonly problem: string };

/** A file or folder as an attachment: what it holds now. */
export async function attachUri(uri: Uri): Promise<Attached> {
  const name = workspace.asRelativePath(uri);
  const read = await readUri(uri);
  return 'problem' in read ? { problem: `${name} ${read.problem}` } : read;
}

async function readUri(uri: Uri): Promise<Attached> {
  const type = await typeOf(uri);
  if (type !== undefined && (type & FileType.Directory) !== 0) return folderAttachment(uri);
  const mediaType = mediaTypeOf(uri);
  if (mediaType !== undefined) return readMedia(uri, mediaType);
  try {
    return fileOf(await workspace.openTextDocument(uri));
  } catch {
    return { problem: 'cannot be read as text. Attach a text file, an image or a PDF.' };
  }
}

/** Undefined where there is none, as with documents that are not saved yet. */
async function typeOf(uri: Uri): Promise<FileType | undefined> {
  try {
    return (await workspace.fs.stat(uri)).type;
  } catch {
    return undefined;
  }
}

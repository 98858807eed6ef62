import { FileType, l10n, Uri, window, workspace } from 'vscode';
import type { Attachment } from '../model/attachment.ts';
import { fileOf } from './attachments.ts';
import { folderAttachment } from './folderAttachment.ts';
import { mayHoldSecrets } from './secretFiles.ts';
import { mediaTypeOf, readMedia } from './mediaFile.ts';

/** What can go along, or a sentence on why it cannot. */
export type Attached = Attachment | { readonly problem: string };

/** A file or folder as an attachment: what it holds now. */
export async function attachUri(uri: Uri): Promise<Attached> {
  const name = workspace.asRelativePath(uri);
  if (mayHoldSecrets(uri) && !(await isMeant(name))) return { problem: l10n.t('{0} does not go along.', name) };
  return readUri(uri);
}

/** A file that is made to hold secrets was named or dropped: perhaps among others, so that nobody noticed. */
async function isMeant(name: string): Promise<boolean> {
  const attach = l10n.t('Attach');
  const detail = l10n.t('Whatever it holds is sent to the provider of the model with your next question.');
  const question = l10n.t('{0} may hold passwords or keys. Should it go along?', name);
  return (await window.showWarningMessage(question, { modal: true, detail }, attach)) === attach;
}

async function readUri(uri: Uri): Promise<Attached> {
  const type = await typeOf(uri);
  if (type !== undefined && (type & FileType.Directory) !== 0) return folderAttachment(uri);
  const mediaType = mediaTypeOf(uri);
  if (mediaType !== undefined) return readMedia(uri, mediaType);
  try {
    return fileOf(await workspace.openTextDocument(uri));
  } catch {
    return {
      problem: l10n.t(
        '{0} cannot be read as text. Attach a text file, an image or a PDF.',
        workspace.asRelativePath(uri),
      ),
    };
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

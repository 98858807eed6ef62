import { l10n, Range, Uri, window, workspace } from 'vscode';
import { hasContent, type Attachment, type LineRange } from '../model/attachment.ts';
import { symbolIn } from './attachments.ts';
import { folderContent } from './folderAttachment.ts';
import { diffAt } from './gitChanges.ts';
import { mediaTypeOf, readMedia } from './mediaFile.ts';
import { problemsAt } from './problems.ts';

/** Attachments with what their files hold now, where the contents were not kept; or the path of one that is gone. */
export async function withContents(
  attachments: readonly Attachment[],
): Promise<readonly Attachment[] | { readonly missing: string }> {
  const read = await Promise.all(attachments.map(async (one) => (hasContent(one) ? one : readAgain(one))));
  const missing = read.findIndex((one) => one === undefined);
  return missing === -1 ? read.filter((one) => one !== undefined) : { missing: attachments[missing]?.path ?? '' };
}

/** The same; one that is gone is said, and there is nothing. */
export async function readable(attachments: readonly Attachment[]): Promise<readonly Attachment[] | undefined> {
  const all = await withContents(attachments);
  if (!('missing' in all)) return all;
  void window.showWarningMessage(l10n.t('{0} cannot be read any more. Take it off, then ask again.', all.missing));
  return undefined;
}

/** An attachment with what is there by now; undefined when it is gone. */
export async function readAgain(attachment: Attachment): Promise<Attachment | undefined> {
  try {
    const uri = Uri.parse(attachment.uri, true);
    const text = await contents[attachment.kind]?.(uri);
    if (text !== undefined) return { ...attachment, text };
    const mediaType = attachment.kind === 'image' || attachment.kind === 'document' ? mediaTypeOf(uri) : undefined;
    if (mediaType !== undefined) {
      const read = await readMedia(uri, mediaType);
      return 'problem' in read ? undefined : { ...read, id: attachment.id };
    }
    const { lines, symbol } = attachment;
    if (symbol !== undefined) {
      const document = await workspace.openTextDocument(uri);
      const found = await symbolIn(document, symbol, new Range((lines?.start ?? 1) - 1, 0, (lines?.end ?? 1) - 1, 0));
      return { ...found, id: attachment.id };
    }
    const whole = await textAt(uri);
    return { ...attachment, text: lines === undefined ? whole : partOf(whole, lines) };
  } catch {
    return undefined;
  }
}

/** Of a file that nobody has changed in an editor, what is on the disk: the editor may hold an older text for a while. */
async function textAt(uri: Uri): Promise<string> {
  const open = workspace.textDocuments.find((document) => document.uri.toString() === uri.toString());
  const isOnDisk = open?.isDirty !== true && workspace.fs.isWritableFileSystem(uri.scheme) !== undefined;
  if (!isOnDisk) return (await workspace.openTextDocument(uri)).getText();
  if ((await workspace.fs.stat(uri)).size > mostBytes) throw new Error('Too large.');
  return workspace.decode(await workspace.fs.readFile(uri), { uri });
}

/** What the editor opens; what is pinned may have grown since, and is read again and again. */
const mostBytes = 50_000_000;

const partOf = (text: string, { start, end }: LineRange): string =>
  text
    .split('\n')
    .slice(start - 1, end)
    .join('\n')
    .replace(/\r$/, '');

/** How to read again what is no text of a document. */
const contents: Partial<Record<Attachment['kind'], (uri: Uri) => Promise<string | undefined>>> = {
  folder: folderContent,
  problems: async (uri) => problemsAt(uri.toString()),
  diff: (uri) => diffAt(uri.toString()),
};

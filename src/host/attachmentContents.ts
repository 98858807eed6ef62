import { Range, Uri, workspace } from 'vscode';
import { hasContent, type Attachment } from '../model/attachment.ts';
import { folderContent } from './folderAttachment.ts';
import { diffAt } from './gitChanges.ts';
import { mediaTypeOf, readMedia } from './mediaFile.ts';
import { problemsAt } from './problems.ts';

/** Attachments with what their files hold now, where the contents were not kept; or the path of one that is gone. */
export async function withContents(
  attachments: readonly Attachment[],
): Promise<readonly Attachment[] | { readonly missing: string }> {
  const read = await Promise.all(attachments.map(async (one) => (hasContent(one) ? one : withContent(one))));
  const missing = read.findIndex((one) => one === undefined);
  return missing === -1 ? read.filter((one) => one !== undefined) : { missing: attachments[missing]?.path ?? '' };
}

async function withContent(attachment: Attachment): Promise<Attachment | undefined> {
  try {
    const uri = Uri.parse(attachment.uri, true);
    const text = await contents[attachment.kind]?.(uri);
    if (text !== undefined) return { ...attachment, text };
    const mediaType = attachment.kind === 'image' || attachment.kind === 'document' ? mediaTypeOf(uri) : undefined;
    if (mediaType !== undefined) {
      const read = await readMedia(uri, mediaType);
      return 'problem' in read ? undefined : { ...read, id: attachment.id };
    }
    const document = await workspace.openTextDocument(uri);
    const { lines } = attachment;
    const range = lines && new Range(lines.start - 1, 0, lines.end - 1, Number.MAX_SAFE_INTEGER);
    return { ...attachment, text: document.getText(range && document.validateRange(range)) };
  } catch {
    return undefined;
  }
}

/** How to read again what is no text of a document. */
const contents: Partial<Record<Attachment['kind'], (uri: Uri) => Promise<string | undefined>>> = {
  folder: folderContent,
  problems: async (uri) => problemsAt(uri.toString()),
  diff: (uri) => diffAt(uri.toString()),
};

import { FileType, Uri, workspace } from 'vscode';
import { largestMediaBytes, type Attachment } from '../model/attachment.ts';

/** What models read beside text, by the end of the file's name. */
const mediaTypes: ReadonlyMap<string, string> = new Map([
  ['png', 'image/png'],
  ['jpg', 'image/jpeg'],
  ['jpeg', 'image/jpeg'],
  ['gif', 'image/gif'],
  ['webp', 'image/webp'],
  ['pdf', 'application/pdf'],
]);

export const mediaExtensions: readonly string[] = [...mediaTypes.keys()];

/** The ending of a file's name for a media type that models read; undefined for any other type. */
export function extensionFor(mediaType: string): string | undefined {
  return [...mediaTypes].find(([, type]) => type === mediaType)?.[0];
}

/** The media type of a file that is sent as it is, told by its name; undefined for one that is read as text. */
export function mediaTypeOf(uri: Uri): string | undefined {
  const extension = /\.([a-z]+)$/i.exec(uri.path)?.[1]?.toLowerCase();
  return extension === undefined ? undefined : mediaTypes.get(extension);
}

/** An image or document as an attachment, or the end of a sentence on why it cannot be one. */
export async function readMedia(uri: Uri, mediaType: string): Promise<Attachment | { readonly problem: string }> {
  try {
    const { type, size } = await workspace.fs.stat(uri);
    if ((type & FileType.Directory) !== 0) return { problem: 'is a folder. Pick the files in it.' };
    if (size > largestMediaBytes) return { problem: 'is larger than 5 MB, which providers do not take.' };
    if (size === 0) return { problem: 'is empty.' };
    return {
      id: crypto.randomUUID(),
      kind: mediaType.startsWith('image/') ? 'image' : 'document',
      path: workspace.asRelativePath(uri),
      uri: uri.toString(),
      languageId: '',
      media: { mediaType, data: base64(await workspace.fs.readFile(uri)) },
    };
  } catch {
    return { problem: 'cannot be read. It may have been moved or deleted.' };
  }
}

/** In pieces, because a call takes a limited number of arguments; the web host has no Buffer. */
function base64(bytes: Uint8Array): string {
  const pieces: string[] = [];
  for (let start = 0; start < bytes.length; start += pieceBytes)
    pieces.push(String.fromCharCode(...bytes.subarray(start, start + pieceBytes)));
  return btoa(pieces.join(''));
}

const pieceBytes = 8_192;

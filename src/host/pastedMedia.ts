import { Uri, workspace } from 'vscode';
import type { Attached } from './attachUri.ts';
import { extensionFor } from './mediaFile.ts';

interface Pasted {
  readonly name: string;
  readonly mediaType: string;
  /** In base64; absent when it is too large. */
  readonly data?: string | undefined;
}

/** The conversation has the content itself; the file only serves to look at it. */
const keptMs = 30 * 24 * 60 * 60 * 1_000;

/** An image or document from the clipboard, which is written into `folder`, so that it can be opened. */
export async function pastedMedia(folder: Uri, { name, mediaType, data }: Pasted): Promise<Attached> {
  const extension = extensionFor(mediaType);
  if (extension === undefined)
    return { problem: `${name} cannot go along. Models read PNG, JPEG, GIF and WebP images, and PDF.` };
  if (data === undefined) return { problem: `${name} is larger than 5 MB, which providers do not take.` };
  const id = crypto.randomUUID();
  const uri = Uri.joinPath(folder, `${id}.${extension}`);
  await forgetOld(folder);
  await workspace.fs.writeFile(
    uri,
    Uint8Array.from(atob(data), (character) => character.charCodeAt(0)),
  );
  return {
    id,
    kind: mediaType.startsWith('image/') ? 'image' : 'document',
    path: name,
    uri: uri.toString(),
    languageId: '',
    media: { mediaType, data },
  };
}

/** Another window may do the same at this moment. */
async function forgetOld(folder: Uri): Promise<void> {
  await workspace.fs.createDirectory(folder);
  for (const [name] of await workspace.fs.readDirectory(folder)) {
    const uri = Uri.joinPath(folder, name);
    try {
      if (Date.now() - (await workspace.fs.stat(uri)).mtime > keptMs) await workspace.fs.delete(uri);
    } catch {
      continue;
    }
  }
}

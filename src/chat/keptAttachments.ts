import * as z from 'zod/mini';
import type { Attachment } from '../model/attachment.ts';
import { attachmentSchema } from './savedEvent.ts';

/** The editor's own small storage is for small things: contents beyond this are read from their files again. */
const longestContents = 30_000;

/** What to keep of the attachments of a question that is not asked yet, so that a reload does not lose them. */
export function keptAttachments(attachments: readonly Attachment[]): readonly Attachment[] {
  let length = 0;
  return attachments.map((attachment) => {
    const { text, media, ...rest } = attachment;
    const own = (text ?? '').length + (media?.data ?? '').length;
    if (length + own > longestContents) return rest;
    length += own;
    return attachment;
  });
}

/** The same from the storage; some version of Parley wrote it, so what does not fit is none. */
export function readKeptAttachments(value: unknown): readonly Attachment[] {
  return z.array(attachmentSchema).safeParse(value).data ?? [];
}

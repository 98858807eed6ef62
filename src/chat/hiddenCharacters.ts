import type { Attachment } from '../model/attachment.ts';
import { withoutHiddenText } from './hiddenText.ts';

/** How many invisible characters `attachmentBlock` keeps from the model, to be told to the user. */
export function hiddenCharacters(attachments: readonly Attachment[]): number {
  return attachments.reduce((count, { text }) => count + withoutHiddenText(text ?? '').removed, 0);
}

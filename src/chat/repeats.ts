import type { Attachment } from '../model/attachment.ts';
import type { Transcript } from '../model/transcript.ts';

/** What is shorter is sent again: to say that it is the same would cost as much. */
const leastLength = 200;

/**
 * Goes through the attachments of a conversation in their order, and marks each whose content is still the same as when
 * it came along last: the model has it before its eyes, and to send it with every question would only cost.
 */
export function repeats(): (attachments: readonly Attachment[]) => readonly Attachment[] {
  const latest = new Map<string, string>();
  return (attachments) =>
    attachments.map((attachment) => {
      const content = contentOf(attachment);
      if (content === undefined) return attachment;
      const name = identityOf(attachment);
      if (content.length >= leastLength && latest.get(name) === content) return { ...attachment, repeated: true };
      latest.set(name, content);
      return attachment;
    });
}

/** The attachments of a question that comes next, or that takes the place of one, marked in this way. */
export function repeatedIn(
  { turns }: Transcript,
  next: readonly Attachment[],
  replaces?: string,
): readonly Attachment[] {
  const marked = repeats();
  const end = replaces === undefined ? -1 : turns.findIndex(({ id }) => id === replaces);
  for (const turn of end === -1 ? turns : turns.slice(0, end)) if (turn.role === 'user') marked(turn.attachments);
  return marked(next);
}

const contentOf = ({ text, media }: Attachment): string | undefined => media?.data ?? text;

/** Tells one thing that goes along from another, whatever it holds by now. */
export const identityOf = ({ kind, uri, lines, symbol }: Attachment): string =>
  JSON.stringify([kind, uri, lines?.start, lines?.end, symbol]);

import type { Attachment } from './attachment.ts';
import type { AssistantMessage, FilePart, Request } from './message.ts';
import { estimateTokens } from './tokens.ts';

/** About how many tokens a model reads of a request; see {@link estimateTokens}. */
export function requestTokens({ system = '', messages }: Request): number {
  return messages.reduce((sum, message) => {
    if (message.role === 'assistant') return sum + sumOf(message.parts, partTokens);
    const files = message.role === 'user' ? (message.files ?? []) : [];
    return sum + estimateTokens(message.text) + sumOf(files, mediaTokens);
  }, estimateTokens(system));
}

/** About how many tokens an attachment costs; undefined while its content is not read. */
export function attachmentTokens({ text, media }: Attachment): number | undefined {
  if (media !== undefined) return mediaTokens(media);
  return text === undefined ? undefined : estimateTokens(text);
}

/** Roughly: an image is about this much at every provider, and so is a page of a document. */
export function mediaTokens({ data }: Pick<FilePart, 'data'>): number {
  return 1_600 * Math.ceil(data.length / base64OfPage);
}

const base64OfPage = 200_000;

const partTokens = (part: AssistantMessage['parts'][number]): number =>
  estimateTokens(part.type === 'tool-call' ? part.name + part.arguments : part.text);

function sumOf<T>(items: readonly T[], tokensOf: (item: T) => number): number {
  return items.reduce((sum, item) => sum + tokensOf(item), 0);
}

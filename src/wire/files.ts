import type { FilePart } from '../model/message.ts';

export const isImage = ({ mediaType }: FilePart): boolean => mediaType.startsWith('image/');

export const isPdf = ({ mediaType }: FilePart): boolean => mediaType === 'application/pdf';

/** True for what is text, whatever its bytes are called. */
export const isTextFile = ({ mediaType }: FilePart): boolean =>
  /^(text\/|application\/([\w.-]+\+)?(json|xml|yaml|x-yaml|javascript|sql)\b)/.test(mediaType);

export const dataUrl = ({ mediaType, data }: FilePart): string => `data:${mediaType};base64,${data}`;

/** What a text file says. */
export function textOfFile({ data }: FilePart): string {
  return new TextDecoder().decode(Uint8Array.from(atob(data), (character) => character.charCodeAt(0)));
}

/** A text file as part of a question, for APIs that know no documents, in a fence that nothing inside it can close. */
export function fencedFile(file: FilePart): string {
  const text = textOfFile(file);
  const longest = (text.match(/`+/g) ?? []).reduce((length, run) => Math.max(length, run.length), 0);
  const fence = '`'.repeat(Math.max(3, longest + 1));
  return `File ${nameOf(file)}\n${fence}\n${text}\n${fence}`;
}

/** Stands for a file that the host cannot read, so that neither the model nor the user takes it for read. */
export const leftOut = (file: FilePart): string =>
  `[The file ${nameOf(file)} (${file.mediaType}) was left out, because this model does not take such files.]`;

const nameOf = ({ name }: FilePart): string => `“${(name ?? 'without a name').replace(/\s+/g, ' ')}”`;

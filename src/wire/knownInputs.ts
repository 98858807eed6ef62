import type { Input } from '../llm/provider.ts';
import type { FilePart, Message } from '../model/message.ts';
import { isImage, isTextFile, leftOut } from './files.ts';

/**
 * The messages without the files that the model is known not to take, of each of which a sentence tells. Where its
 * inputs are not known, all are sent.
 */
export function withKnownInputs(
  messages: readonly Message[],
  inputs: readonly Input[] | undefined,
): readonly Message[] {
  if (inputs === undefined) return messages;
  return messages.map((message) => {
    if (message.role !== 'user' || message.files === undefined) return message;
    const { files: all, text, ...rest } = message;
    const files = all.filter((file) => isTaken(file, inputs));
    const sentences = all.filter((file) => !isTaken(file, inputs)).map(leftOut);
    if (sentences.length === 0) return message;
    return { ...rest, text: [...sentences, text].join('\n\n'), ...(files.length === 0 ? {} : { files }) };
  });
}

function isTaken(file: FilePart, inputs: readonly Input[]): boolean {
  if (isTextFile(file)) return true;
  if (isImage(file)) return inputs.includes('image');
  if (file.mediaType.startsWith('audio/')) return inputs.includes('audio');
  // Models that see read documents as pictures of their pages, whether or not a list says so.
  return inputs.includes('document') || inputs.includes('image');
}

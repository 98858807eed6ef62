import type { Attachment } from '../model/attachment.ts';
import { attachmentBlock } from './prompt.ts';
import type { Piece } from './split.ts';
import { partWords } from './summaryPlan.ts';

/** A part of a file among the others. */
export interface Part {
  readonly file: Attachment;
  readonly piece: Piece;
  readonly number: number;
  readonly total: number;
}

/** Asks for a summary of files that are given whole. */
export function wholePrompt(files: readonly Attachment[]): string {
  const wish =
    files.length === 1
      ? 'Summarize this file: what it is for, how it is built, and what somebody who changes it should know.'
      : 'Summarize these files, each under a heading with its path: what it is for, how it is built, and what somebody who changes it should know. Say at the end how they belong together.';
  return [...files.map(attachmentBlock), wish].join('\n\n');
}

/** Asks for notes on one part of a file that is too long to be read at once. */
export function partPrompt({ file, piece, number, total }: Part): string {
  return [
    `This is part ${number} of ${total} of a long file.`,
    attachmentBlock({ ...file, lines: piece.lines, text: piece.text }),
    `Summarize this part in at most ${partWords} words: what is in it, by name, and what it does. Your notes and those on the other parts will be made into one summary of the file.`,
  ].join('\n\n');
}

/** Asks to make fewer notes out of many, which still do not fit together into one request. */
export function condensePrompt(path: string, notes: readonly string[]): string {
  return [
    `These are notes on consecutive parts of the file ${path}, in order.`,
    tagged(notes),
    `Make them into one shorter summary of at most ${partWords} words. Keep the names and the order.`,
  ].join('\n\n');
}

/** Asks for the summary of a file of which only notes can be given. */
export function combinePrompt(path: string, notes: readonly string[]): string {
  return [
    `These are notes on all parts of the file ${path}, in order.`,
    tagged(notes),
    'Write one summary of the whole file from them: what it is for, how it is built, and what somebody who changes it should know. Do not speak of parts or notes.',
  ].join('\n\n');
}

function tagged(notes: readonly string[]): string {
  return notes.map((note) => `<notes>\n${note}\n</notes>`).join('\n\n');
}

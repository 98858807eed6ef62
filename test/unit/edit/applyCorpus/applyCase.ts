import type { Refusal } from '../../../../src/edit/matchResult.ts';
import type { PlaceHint } from '../../../../src/edit/matchPlace.ts';

/** Something a model wrote for a file, and what must come of it. */
export interface ApplyCase {
  readonly name: string;
  readonly path?: string;
  /** Absent when there is no such file yet. */
  readonly file?: string;
  readonly block: string;
  readonly language?: string;
  readonly hint?: PlaceHint;
  /** The whole file afterwards, or why nothing may be written, with the 1-based lines that are named. */
  readonly result: string | { readonly reason: Refusal; readonly lines?: readonly number[] };
}

/** A text with one part, which it has once, in another way: what most results are. */
export function swapped(text: string, ...changes: readonly (readonly [from: string, to: string])[]): string {
  return changes.reduce((so, [from, to]) => {
    if (so.split(from).length !== 2) throw new Error(`Not once in the file: ${from}`);
    return so.replace(from, () => to);
  }, text);
}

/** A text with Windows line ends. */
export const withCarriageReturns = (text: string): string => text.replaceAll('\n', '\r\n');

import { sameLines } from './lines.ts';
import type { Region } from './region.ts';
import type { ReadLines } from './session.ts';

/** Where lines stand in a document, so that they are found again whatever has become of them by then. */
export interface Bookmark {
  /** How many lines stand above and below. */
  readonly start: number;
  readonly below: number;
  /** The nearest of them. */
  readonly before: readonly string[];
  readonly after: readonly string[];
}

/** As much of a document as is needed to find lines in it. */
export interface Lines {
  readonly lineCount: number;
  readonly read: ReadLines;
}

/** So many lines tell a place in nearly all documents. */
const neighbours = 3;

/** Marks where a region is. */
export function bookmark({ start, count }: Region, { lineCount, read }: Lines): Bookmark {
  const end = start + count;
  const above = Math.max(0, start - neighbours);
  return {
    start,
    below: lineCount - end,
    before: read({ start: above, count: start - above }),
    after: read({ start: end, count: Math.min(neighbours, lineCount - end) }),
  };
}

/** The lines between those that stood around them; undefined where that is not certain. */
export function findBookmark({ start, below, before, after }: Bookmark, document: Lines): Region | undefined {
  const { lineCount, read } = document;
  const isBelow = (line: number) => sameLines(before, read({ start: line - before.length, count: before.length }));
  const isAbove = (line: number) => sameLines(after, read({ start: line, count: after.length }));
  const end = lineCount - below;
  if (start <= end && isBelow(start) && isAbove(end)) return { start, count: end - start };
  // Lines came or went elsewhere: then only what stands there once tells the place.
  const [top, ...otherTops] = before.length === 0 ? [0] : placesIn(document, before.length, isBelow);
  const [bottom, ...otherBottoms] = after.length === 0 ? [lineCount] : placesIn(document, 0, isAbove);
  const isCertain = otherTops.length === 0 && otherBottoms.length === 0;
  if (!isCertain || top === undefined || bottom === undefined || top > bottom) return undefined;
  return { start: top, count: bottom - top };
}

function placesIn({ lineCount }: Lines, from: number, isOne: (line: number) => boolean): readonly number[] {
  return Array.from({ length: Math.max(0, lineCount - from + 1) }, (_none, index) => from + index).filter(isOne);
}

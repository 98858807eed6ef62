import type { Splice } from './lines.ts';
import { splitLines } from './lines.ts';

/** Whole lines of a document, 0-based. A count of 0 is the place between two lines. */
export interface Region {
  readonly start: number;
  readonly count: number;
}

/** One change of a document, positions as they were before it, 0-based; lines are the document's, not the region's. */
export interface Change {
  readonly startLine: number;
  readonly startCharacter: number;
  readonly endLine: number;
  readonly endCharacter: number;
  readonly text: string;
}

/** `across` changes lines on both sides of an end of the region, so that its place is a guess. */
export type Touch = 'none' | 'inside' | 'across';

export interface Followed {
  readonly region: Region;
  readonly touch: Touch;
}

/** Where the region is after a list of changes, in the order the editor reports them. */
export function follow(region: Region, changes: readonly Change[]): Followed {
  const order: readonly Touch[] = ['none', 'inside', 'across'];
  return changes.reduce<Followed>(
    (so, change) => {
      const next = followOne(so.region, change);
      return {
        region: next.region,
        touch: order.indexOf(next.touch) > order.indexOf(so.touch) ? next.touch : so.touch,
      };
    },
    { region, touch: 'none' },
  );
}

/** How many lines a change adds to the document, negative when it takes some away. */
export function lineDelta(change: Change): number {
  return splitLines(change.text).length - 1 - (change.endLine - change.startLine);
}

/** Whether what is put in right at an edge of a region belongs to it. Nobody can tell, so each may have to be tried. */
export interface Edges {
  readonly start: 'inside' | 'outside';
  readonly end: 'inside' | 'outside';
}

/**
 * Where the region begins after changes of which some are within it, and how many lines it has gained; undefined when
 * none is, or one reaches over an edge.
 */
export function shiftWithin(
  region: Region,
  changes: readonly Change[],
  edges: Edges,
): { readonly start: number; readonly delta: number } | undefined {
  let { start } = region;
  let delta = 0;
  let isWithin = false;
  for (const change of changes) {
    const side = sideOf({ start, count: region.count + delta }, change, edges);
    if (side === 'across') return undefined;
    if (side === 'inside') delta += lineDelta(change);
    isWithin ||= side === 'inside';
    if (side === 'above') start += lineDelta(change);
  }
  return isWithin ? { start, delta } : undefined;
}

function sideOf(region: Region, change: Change, edges: Edges): 'above' | 'inside' | 'below' | 'across' {
  const { startLine, endLine, endCharacter, text } = change;
  const end = region.start + region.count;
  const isAppended = endLine === region.start - 1 && startLine === endLine && /^[\r\n]/.test(text);
  const isAtStart = isAppended || (startLine === region.start && endLine === startLine && endCharacter === 0);
  if (isAtStart && region.count > 0) return edges.start === 'inside' ? 'inside' : 'above';
  if (startLine < region.start && !isAppended) return isBefore(region, change) ? 'above' : 'across';
  const isAtEnd = startLine === end && endLine === end && endCharacter === 0;
  if (isAtEnd) return edges.end === 'inside' ? 'inside' : 'below';
  if (startLine >= end && !isAppended) return 'below';
  return endLine < end || (endLine === end && endCharacter === 0) ? 'inside' : 'across';
}

function followOne(region: Region, change: Change): Followed {
  const delta = lineDelta(change);
  const end = region.start + region.count;
  if (mayHoldEmpty(region, change)) return { region, touch: 'across' };
  if (isBefore(region, change)) return { region: { ...region, start: region.start + delta }, touch: 'none' };
  if (change.startLine >= end) return { region, touch: 'none' };
  const last = change.endLine === end && endsBefore(change) ? end - 1 : change.endLine;
  if (change.startLine >= region.start && last < end) {
    return { region: { ...region, count: region.count + delta }, touch: 'inside' };
  }
  const start = Math.min(region.start, change.startLine);
  const stop = Math.max(end, change.endLine + 1) + delta;
  return { region: { start, count: stop - start }, touch: 'across' };
}

/** What takes the place of lines right beside a region without lines may hold some of it. */
function mayHoldEmpty({ start, count }: Region, change: Change): boolean {
  const isBeside = change.startLine === start || change.endLine === start;
  return count === 0 && isBeside && change.startLine < change.endLine && change.text !== '';
}

function isBefore(region: Region, change: Change): boolean {
  return change.endLine < region.start || (change.endLine === region.start && endsBefore(change));
}

/** A change that ends at the start of a line leaves that line alone only when a line break still stands before it. */
function endsBefore(change: Change): boolean {
  if (change.endCharacter !== 0) return false;
  return change.text === '' ? change.startCharacter === 0 : /[\r\n]$/.test(change.text);
}

/** As much of a document as is needed to turn lines into a change of it. */
export interface Extent {
  readonly lineCount: number;
  readonly eol: string;
  lengthOf(line: number): number;
}

/** The change that replaces whole lines; at the end of a document the line break before them goes or comes too. */
export function changeFor(splice: Splice, document: Extent): Change {
  const end = splice.start + splice.count;
  const whole = { startLine: splice.start, startCharacter: 0, endLine: end, endCharacter: 0 };
  if (end < document.lineCount) return { ...whole, text: splice.lines.map((line) => line + document.eol).join('') };
  const last = document.lineCount - 1;
  const tail = { ...whole, endLine: last, endCharacter: document.lengthOf(last) };
  const isInPlace = splice.count > 0 && (splice.lines.length > 0 || splice.start === 0);
  if (isInPlace) return { ...tail, text: splice.lines.join(document.eol) };
  const above = splice.start - 1;
  return {
    ...tail,
    startLine: above,
    startCharacter: document.lengthOf(above),
    text: splice.lines.map((line) => document.eol + line).join(''),
  };
}

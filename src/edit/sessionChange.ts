import { sameLines } from './lines.ts';
import { follow, lineDelta, shiftWithin, type Change, type Edges, type Followed, type Region } from './region.ts';
import { isOpen, isUnsettled, nextWrite, type Input, type ReadLines, type Session } from './session.ts';
import { endAt, givenUp, kept, remembered, underReview } from './sessionEnd.ts';

type Changed = Extract<Input, { readonly type: 'changed' }>;

/** The session after someone else, undo as a rule, has changed the document. */
export function changed(session: Session, input: Changed): Session {
  const { changes, read } = input;
  const refilled = refilledWith(session, changes, read);
  if (refilled !== undefined) return broughtBack(session, refilled);
  const followed = follow(session.region, changes);
  const region = placeOf(session, followed, input);
  if (region !== undefined) return beside({ ...session, region });
  const held = read(followed.region);
  const moved: Session = { ...remembered(session), region: followed.region, held, undo: 'closed' };
  if (!isOpen(session)) return kept(moved, session.phase === 'accepted' ? 'accepted' : 'interrupted');
  if (sameLines(held, session.base)) return kept(moved, endAt(session, held));
  if (isUnsettled(session)) return isOnlySpaced(held, session.held) ? moved : kept(moved, 'interrupted');
  return followed.touch === 'across' ? kept(moved, 'accepted') : { ...moved, target: held };
}

/** The change left the text of the region alone. Undoing it later leads to what the region holds now. */
function beside(session: Session): Session {
  const isSplit = session.isSplit || session.undo === 'open';
  if (!isSplit) return session;
  const isLate = session.phase === 'reviewing' && isUnsettled(session);
  return { ...remembered(session), undo: 'closed', isSplit, viaUnder: session.viaUnder || isLate };
}

interface Refilled {
  readonly start: number;
  readonly lines: readonly string[];
}

/** Undo or redo has brought a text of before back. Whoever undoes what is only half written wants none of it. */
function broughtBack(session: Session, { start, lines }: Refilled): Session {
  const region = { start, count: lines.length };
  const known = remembered(session);
  const back: Session = { ...known, region, held: lines, undo: 'closed', isSplit: false, viaUnder: false };
  if (!isOpen(session)) return nextWrite(session) === undefined ? kept(back, session.phase) : back;
  if (sameLines(lines, session.base) || sameLines(lines, session.original)) return kept(back, endAt(session, lines));
  if (sameLines(lines, session.under)) return underReview(back, lines);
  return isUnsettled(session) ? givenUp(back) : { ...back, target: lines };
}

/** A formatter, as a rule before a save, moves what was written so far; what comes next is written over it. */
function isOnlySpaced(held: readonly string[], before: readonly string[]): boolean {
  const bare = (lines: readonly string[]) => lines.join('').replaceAll(/\s/g, '');
  return bare(held) === bare(before);
}

/**
 * What of the texts before it the changes brought back, as undo does. Undo makes several changes, of which those at the
 * edges of the region look as if they were next to it, and others may be elsewhere.
 */
function refilledWith(session: Session, changes: readonly Change[], read: ReadLines): Refilled | undefined {
  const isHeeded = isOpen(session) || session.phase === 'failed' || nextWrite(session) !== undefined;
  if (!isHeeded) return undefined;
  const { held, region, under, base, original, seen } = session;
  for (const edges of waysToSeeEdges) {
    const shift = shiftWithin(region, changes, edges);
    if (shift === undefined) continue;
    const there = read({ start: shift.start, count: held.length + shift.delta });
    const lines = [under, base, original, ...seen].find((text) => sameLines(there, text));
    if (lines !== undefined && !sameLines(lines, held)) return { start: shift.start, lines };
  }
  return undefined;
}

const waysToSeeEdges: readonly Edges[] = [
  { start: 'inside', end: 'inside' },
  { start: 'inside', end: 'outside' },
  { start: 'outside', end: 'inside' },
  { start: 'outside', end: 'outside' },
];

/** Where the text of the region is now, if it is still whole: a format reaches over it, a new line is right below it. */
function placeOf(session: Session, { region, touch }: Followed, { changes, read }: Changed): Region | undefined {
  if (touch === 'none') return region;
  if (touch === 'across') return locate(region, session, { changes, read });
  if (changes.every((change) => isRightBelow(session, change))) return session.region;
  return sameLines(read(region), session.held) ? region : undefined;
}

function isRightBelow({ region, held }: Session, { startLine, startCharacter, endLine, text }: Change): boolean {
  const last = region.start + region.count - 1;
  return startLine === last && endLine === last && startCharacter === held.at(-1)?.length && /^[\r\n]/.test(text);
}

function locate(
  guess: Region,
  { held, region }: Session,
  { changes, read }: Pick<Changed, 'changes' | 'read'>,
): Region | undefined {
  const count = held.length;
  if (count === 0) return undefined;
  const delta = changes.reduce((sum, change) => sum + lineDelta(change), 0);
  const only = onlyPlace(held, read(guess));
  const places = only === undefined ? [guess.start, region.start, region.start + delta] : [guess.start + only];
  return places.map((start) => ({ start, count })).find((place) => place.start >= 0 && sameLines(read(place), held));
}

function onlyPlace(lines: readonly string[], all: readonly string[]): number | undefined {
  const isAt = (place: number): boolean => lines.every((line, index) => all[place + index] === line);
  const places = [...all.keys()].filter(isAt);
  return places.length === 1 ? places[0] : undefined;
}

import { isFormatted } from './formatted.ts';
import { sameLines } from './lines.ts';
import { follow, lineDelta, shiftWithin, type Change, type Edges, type Followed, type Region } from './region.ts';
import { isAsleep, isOpen, isUnsettled, nextWrite, type Input, type ReadLines, type Session } from './session.ts';
import { endAt, givenUp, kept, reviewedAgain } from './sessionEnd.ts';
import { isToJudge, remembered, seenAs, standsAgain } from './sessionSeen.ts';

type Changed = Extract<Input, { readonly type: 'changed' }>;

/** The session after someone else, undo as a rule, has changed the document. */
export function changed(session: Session, input: Changed): Session {
  const { changes, read, by } = input;
  if (isAsleep(session)) return awakened(session, input);
  const refilled = refilledWith(session, changes, read);
  if (refilled !== undefined) return broughtBack(session, refilled);
  const followed = follow(session.region, changes);
  const region = placeOf(session, followed, input);
  if (region !== undefined) return beside(session, region);
  const held = read(followed.region);
  const moved: Session = { ...remembered(session), region: followed.region, held, undo: 'closed' };
  const isWriting = isUnsettled(session) || nextWrite(session) !== undefined;
  const isLost = followed.touch === 'across';
  if (!isWriting && session.phase === 'failed') return kept({ ...moved, isLost }, 'interrupted');
  if (sameLines(held, session.base)) return kept(moved, endAt(session, held));
  if (isLost) return kept({ ...moved, isLost }, isWriting ? 'interrupted' : 'accepted');
  if (!isWriting) return { ...moved, target: held };
  if (by !== 'person' && isFormatted(session, { by, held })) return isWithinStep(session) ? split(moved) : moved;
  const isCertain = by === 'person' || changes.every((change) => isTyped(session, change));
  const isBegun = !sameLines(session.held, session.base);
  return isBegun && isCertain ? stopped(moved, session.held) : remembered(kept(moved, 'interrupted'));
}

/**
 * Whether only someone who types can have made a change within the region. A file that is read again changes whole lines,
 * and which of them are the region's is a guess then.
 */
function isTyped(
  { region, held }: Session,
  { startLine, startCharacter, endLine, endCharacter, text }: Change,
): boolean {
  const isEdge = (line: number, character: number): boolean =>
    character === 0 || character === held[line - region.start]?.length;
  return text === '' || startLine === endLine || !isEdge(startLine, startCharacter) || !isEdge(endLine, endCharacter);
}

/** Undo and redo lead back to what an edit that is over had written, and then it is to be judged once more. */
function awakened(session: Session, input: Changed): Session {
  const { changes, read, by } = input;
  const isTravel = by === 'history';
  const followed = follow(session.region, changes);
  const refilled = session.isLost ? undefined : refilledWith(session, changes, read);
  const back = refilled ?? (isTravel ? standsAgain(session, changes, read) : undefined);
  const region = session.isLost || refilled !== undefined ? undefined : placeOf(session, followed, input);
  // What looks as if it were only moved may be the end of a longer text that is back.
  const isMoved = region !== undefined && (back === undefined || back.lines.length <= session.held.length);
  if (isMoved) return { ...session, region };
  const isLost = session.isLost || followed.touch === 'across';
  const known = isTravel || (isLost && !session.isLost) ? remembered(session) : session;
  const ended = kept(known, session.phase);
  if (back === undefined) return { ...ended, region: followed.region, held: read(followed.region), isLost };
  const { start, lines } = back;
  const place = { start, count: lines.length };
  const here: Session = { ...ended, region: place, held: lines, undo: 'closed', isSplit: false, isLost: false };
  const seen = seenAs(here, lines);
  return isTravel && seen !== undefined && isToJudge(here, seen) ? reviewedAgain(here, seen) : here;
}

/** The change left the text of the region alone. Undoing it later leads to what the region holds now. */
function beside(session: Session, region: Region): Session {
  return isWithinStep(session) ? split(remembered({ ...remembered(session), region })) : { ...session, region };
}

/** Some of an answer is written that is to be one step of undo. */
const isWithinStep = ({ isSplit, undo }: Session): boolean => isSplit || undo === 'open';

/** Undo no longer leads through what is written by now in one step. */
function split(session: Session): Session {
  const isLate = session.phase === 'reviewing' && isUnsettled(session);
  return { ...session, undo: 'closed', isSplit: true, viaUnder: session.viaUnder || isLate };
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
  if (!isOpen(session) && nextWrite(session) !== undefined) return back;
  const isFailed = session.phase === 'failed';
  if (sameLines(lines, session.base) || sameLines(lines, session.original))
    return kept(back, isFailed ? 'failed' : endAt(session, lines));
  const seen = seenAs(back, lines);
  if (session.phase === 'streaming' && !sameLines(lines, session.under)) return givenUp(back);
  return reviewedAgain(back, seen ?? { lines, answer: session.answer, isUntouched: false });
}

/** What was written by then and what someone made of it is under review, so that all of it can still be taken back. */
function stopped(session: Session, before: readonly string[]): Session {
  const finish = seenAs(session, before)?.finish ?? 'aborted';
  const stop = { viaUnder: false, isSplit: false, buffering: false };
  return { ...session, ...stop, phase: 'reviewing', finish, target: session.held };
}

/**
 * What of the texts before it the changes brought back, as undo does. Undo makes several changes, of which those at the
 * edges of the region look as if they were next to it, and others may be elsewhere.
 */
function refilledWith(session: Session, changes: readonly Change[], read: ReadLines): Refilled | undefined {
  const { held, region, under, base, original, seen } = session;
  for (const edges of waysToSeeEdges) {
    const shift = shiftWithin(region, changes, edges);
    if (shift === undefined) continue;
    const there = read({ start: shift.start, count: region.count + shift.delta });
    const lines = [under, base, original, ...seen.map((one) => one.lines)].find((text) => sameLines(there, text));
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

import { sameLines } from './lines.ts';
import { areWithin, follow, lineDelta, type Change, type Region } from './region.ts';
import { isOpen, isUnsettled, type ReadLines, type Session } from './session.ts';
import { backToReview, endAt, kept } from './sessionEnd.ts';

/** The session after someone else, undo as a rule, has changed the document. */
export function changed(session: Session, changes: readonly Change[], read: ReadLines): Session {
  const refilled = refilledWith(session, changes, read);
  if (refilled !== undefined) return broughtBack(session, refilled);
  const followed = follow(session.region, changes);
  const region = followed.touch === 'none' ? followed.region : locate(followed.region, session, changes, read);
  const undo = session.undo === 'closed' ? 'closed' : 'split';
  if (region !== undefined) {
    const isSplit = session.phase === 'reviewing' && undo === 'split' && isUnsettled(session);
    return { ...session, region, undo, viaUnder: session.viaUnder || isSplit };
  }
  const held = read(followed.region);
  const moved: Session = { ...session, region: followed.region, held, undo };
  if (!isOpen(session)) return kept(moved, session.phase === 'accepted' ? 'accepted' : 'interrupted');
  if (sameLines(held, session.base)) return kept(moved, endAt(session, held));
  if (isUnsettled(session)) return isOnlySpaced(held, session.held) ? moved : kept(moved, 'interrupted');
  return followed.touch === 'across' ? kept(moved, 'accepted') : { ...moved, target: held };
}

/** Undo has brought an earlier text of the region back: with the original the edit is over, and with the base. */
function broughtBack(session: Session, lines: readonly string[]): Session {
  const back: Session = { ...session, region: { ...session.region, count: lines.length }, held: lines };
  if (sameLines(lines, session.base) || sameLines(lines, session.original)) return kept(back, endAt(session, lines));
  return { ...backToReview(back), undo: 'closed', viaUnder: false };
}

/** A formatter, as a rule before a save, moves what was written so far; what comes next is written over it. */
function isOnlySpaced(held: readonly string[], before: readonly string[]): boolean {
  const bare = (lines: readonly string[]) => lines.join('').replaceAll(/\s/g, '');
  return bare(held) === bare(before);
}

/**
 * What of the texts before it the changes brought back, as undo does. Undo makes several changes, of which those at the
 * edges of the region look as if they were next to it.
 */
function refilledWith(session: Session, changes: readonly Change[], read: ReadLines): readonly string[] | undefined {
  if (!isOpen(session) || !areWithin(session.region, changes)) return undefined;
  const delta = changes.reduce((sum, change) => sum + lineDelta(change), 0);
  const { held, region } = session;
  return [session.under, session.base, session.original].find(
    (lines) =>
      delta === lines.length - held.length &&
      !sameLines(held, lines) &&
      sameLines(read({ start: region.start, count: lines.length }), lines),
  );
}

/** The place of a region whose text is still whole, although a change reached over its lines (a format, a new line). */
function locate(guess: Region, session: Session, changes: readonly Change[], read: ReadLines): Region | undefined {
  const delta = changes.reduce((sum, change) => sum + lineDelta(change), 0);
  const count = session.held.length;
  if (count === 0) return undefined;
  return [guess.start, session.region.start, session.region.start + delta]
    .map((start) => ({ start, count }))
    .find((region) => region.start >= 0 && sameLines(read(region), session.held));
}

import { aligned } from './align.ts';
import { sameLines } from './lines.ts';
import type { Phase, Session } from './session.ts';

/** How an edit that leaves these lines has ended. */
export const endAt = ({ original }: Session, lines: readonly string[]): 'accepted' | 'rejected' =>
  sameLines(lines, original) ? 'rejected' : 'accepted';

/** True while something was under review before this answer was asked for, so that it is not lost with it. */
export const isFollowUp = ({ under, base, instead }: Session): boolean =>
  instead !== undefined || !sameLines(under, base);

/** Ends with the document as it is. */
export function kept(session: Session, phase: Phase): Session {
  const { target: _target, ...rest } = session;
  return { ...rest, phase };
}

/** Enough for what undo may bring back of one edit; more would be the texts of a very long quarrel. */
const mostSeen = 200;

/** Knows what the region holds, in case undo or redo brings it back. */
export function remembered(session: Session): Session {
  const { seen, held } = session;
  return seen.some((lines) => sameLines(lines, held))
    ? session
    : { ...session, seen: [...seen, held].slice(-mostSeen) };
}

/** Ends with the base, which is what was accepted so far. */
export function restored(session: Session): Session {
  const undo = session.phase === 'reviewing' ? 'closed' : session.undo;
  return { ...session, phase: endAt(session, session.base), undo, target: session.base, viaUnder: false };
}

/** A follow-up that came to nothing leaves what was under review. */
export function backToReview(session: Session): Session {
  const { lines, ...ending } = session.instead ?? { lines: session.under };
  return underReview({ ...session, ...ending }, lines);
}

/** These lines are all there is of an answer. */
export function underReview(session: Session, lines: readonly string[]): Session {
  const { instead: _instead, ...rest } = session;
  return {
    ...rest,
    phase: 'reviewing',
    under: lines,
    proposal: lines,
    alignment: aligned(lines),
    target: lines,
    viaUnder: false,
    buffering: false,
  };
}

/** A stream that came to nothing. */
export const givenUp = (session: Session): Session => (isFollowUp(session) ? backToReview(session) : restored(session));

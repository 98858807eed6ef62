import { aligned, unaligned } from './align.ts';
import { sameLines } from './lines.ts';
import type { Phase, Session, Standing } from './session.ts';
import { remembered, seenAs } from './sessionSeen.ts';

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

/** Ends with what is there, which undo and redo do not bring back for another look. */
export function accepted(session: Session): Session {
  const known = remembered(session);
  const seen = known.seen.map((one) => (sameLines(one.lines, session.held) ? { ...one, isAccepted: true } : one));
  return kept({ ...known, seen }, 'accepted');
}

/** Ends with the base, which is what was accepted so far. */
export function restored(session: Session): Session {
  const isReviewed = session.phase === 'reviewing';
  const known = isReviewed ? remembered(session) : session;
  const undo = isReviewed ? 'closed' : session.undo;
  return { ...known, phase: endAt(session, session.base), undo, target: session.base, viaUnder: false };
}

/** A follow-up that came to nothing leaves what was under review. */
export function backToReview(session: Session): Session {
  const { under, answer, instead } = session;
  const standing = instead ?? seenAs(session, under) ?? { lines: under, answer, isUntouched: false };
  return reviewedAgain(session, standing);
}

/** These lines are under review as they were before; only what nobody touched counts as an answer. */
export function reviewedAgain(session: Session, { lines, answer, finish, isUntouched }: Standing): Session {
  const { instead: _instead, ...before } = session;
  const written = isUntouched
    ? { under: lines, proposal: lines, alignment: aligned(lines) }
    : { under: session.base, proposal: [], alignment: unaligned };
  const ended = finish === undefined ? {} : { finish };
  const rest = { answer, target: lines, viaUnder: false, buffering: false };
  return { ...before, ...written, ...ended, ...rest, phase: 'reviewing' };
}

/** A stream that came to nothing. */
export const givenUp = (session: Session): Session => (isFollowUp(session) ? backToReview(session) : restored(session));

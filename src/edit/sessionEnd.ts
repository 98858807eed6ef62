import { sameLines } from './lines.ts';
import type { Phase, Session } from './session.ts';

/** How an edit that leaves these lines has ended. */
export const endAt = ({ original }: Session, lines: readonly string[]): 'accepted' | 'rejected' =>
  sameLines(lines, original) ? 'rejected' : 'accepted';

/** Ends with the document as it is. */
export function kept(session: Session, phase: Exclude<Phase, 'streaming' | 'reviewing'>): Session {
  const { target: _target, ...rest } = session;
  return { ...rest, phase };
}

/** A follow-up that came to nothing leaves what was under review. */
export function backToReview(session: Session): Session {
  return { ...session, phase: 'reviewing', proposal: session.under, target: session.under, buffering: false };
}

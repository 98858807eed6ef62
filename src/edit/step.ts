import type { ResponseError } from '../model/error.ts';
import type { FinishReason } from '../model/event.ts';
import { alignNext, unaligned } from './align.ts';
import { sameLines } from './lines.ts';
import { isOpen, isPartial, isReviewable, type Chosen, type Input, type Session, type Write } from './session.ts';
import { changed } from './sessionChange.ts';
import { backToReview, endAt, kept } from './sessionEnd.ts';

/** The session after one more thing has happened; inputs that mean nothing in its phase change nothing. */
export function step(session: Session, input: Input): Session {
  switch (input.type) {
    case 'proposal':
      return session.phase === 'streaming' ? proposed(session, input.lines) : session;
    case 'finish':
      return session.phase === 'streaming' ? finished(session, input.reason, input.lines) : session;
    case 'error':
      return session.phase === 'streaming' ? failed(session, input.error) : session;
    case 'wrote':
      return wrote(session, input.write);
    case 'changed':
      return changed(session, input.changes, input.read);
    case 'refused':
      return isOpen(session) ? { ...kept(session, 'failed'), error: input.error } : kept(session, 'interrupted');
    case 'saving':
      return session.phase === 'streaming' ? { ...session, buffering: true, target: session.under } : session;
    case 'accept':
      return isReviewable(session) ? kept(session, 'accepted') : session;
    case 'reject':
      return isOpen(session) ? restored(session) : session;
    case 'accept-hunk':
      return isReviewable(session) ? acceptedHunk(session, input.hunk) : session;
    case 'reject-hunk':
      return isReviewable(session) ? rejectedHunk(session, input.hunk) : session;
    case 'retry':
      return session.phase === 'reviewing' || session.phase === 'failed'
        ? again(session, input.over ?? session.base)
        : session;
    case 'refine':
      return isReviewable(session) ? again(session, session.held) : session;
    case 'continue':
      return isReviewable(session) && isPartial(session) ? continued(session) : session;
    case 'close':
      return isOpen(session) ? kept(session, 'rejected') : session;
  }
}

/** What the region shows while the answer arrives: what came, then what is under it from there on. */
function proposed(session: Session, lines: readonly string[]): Session {
  const goesOn = session.proposal.every((line, index) => line === lines[index]);
  const alignment = alignNext(goesOn ? session.alignment : unaligned, session.under, lines);
  const shown = session.buffering ? session.under : [...lines, ...session.under.slice(alignment.cursor)];
  return { ...session, proposal: lines, alignment, target: shown };
}

/** What was cut off leaves the rest as it is, as far as that can be told. */
function finished(session: Session, reason: FinishReason, lines: readonly string[]): Session {
  const come = proposed({ ...session, buffering: false }, lines);
  const proposal = reason === 'stop' ? lines : (come.target ?? lines);
  const done: Session = { ...come, finish: reason, target: proposal };
  if (sameLines(proposal, session.under)) return isFollowUp(session) ? backToReview(done) : restored(done);
  if (sameLines(proposal, session.base)) return restored(done);
  return { ...done, phase: 'reviewing', viaUnder: session.viaUnder || session.undo === 'split' };
}

const isFollowUp = ({ under, base }: Session): boolean => !sameLines(under, base);

function failed(session: Session, error: ResponseError): Session {
  if (isFollowUp(session)) return { ...backToReview(session), error };
  return { ...restored(session), phase: 'failed', error };
}

function wrote(session: Session, write: Write): Session {
  const detoured = sameLines(write.result, session.under) || sameLines(session.held, session.under);
  return {
    ...session,
    held: write.result,
    region: { ...session.region, count: write.result.length },
    viaUnder: session.viaUnder && !detoured,
    undo: write.undoStopAfter ? 'closed' : session.undo === 'split' ? 'split' : 'open',
  };
}

/** Ends with the base, which is what was accepted so far. */
function restored(session: Session): Session {
  const undo = session.phase === 'reviewing' ? 'closed' : session.undo;
  return { ...session, phase: endAt(session, session.base), undo, target: session.base, viaUnder: false };
}

function acceptedHunk(session: Session, { original, proposal }: Chosen): Session {
  const lines = session.held.slice(proposal.start, proposal.start + proposal.count);
  const base = session.base.toSpliced(original.start, original.count, ...lines);
  const next: Session = { ...session, base };
  return sameLines(base, session.held) ? kept(next, 'accepted') : next;
}

function rejectedHunk(session: Session, { original, proposal }: Chosen): Session {
  const lines = session.base.slice(original.start, original.start + original.count);
  const target = session.held.toSpliced(proposal.start, proposal.count, ...lines);
  const next: Session = { ...session, target, undo: 'closed', viaUnder: false };
  return sameLines(target, session.base) ? { ...next, phase: endAt(session, target) } : next;
}

/** Another answer is an undo step of its own. */
function again(session: Session, under: readonly string[]): Session {
  const { finish: _finish, error: _error, ...rest } = session;
  const viaUnder = !sameLines(session.held, under);
  return {
    ...rest,
    phase: 'streaming',
    under,
    proposal: [],
    alignment: unaligned,
    target: under,
    viaUnder,
    undo: 'closed',
  };
}

function continued(session: Session): Session {
  const { finish: _finish, error: _error, ...rest } = session;
  return { ...rest, phase: 'streaming', undo: 'closed' };
}

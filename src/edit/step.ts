import type { ResponseError } from '../model/error.ts';
import type { FinishReason } from '../model/event.ts';
import { aligned, alignNext, settle, unaligned, writtenOver } from './align.ts';
import { sameLines } from './lines.ts';
import { canContinue, isOpen, isReviewable, type Chosen, type Input, type Session, type Write } from './session.ts';
import { changed } from './sessionChange.ts';
import { accepted, backToReview, endAt, isFollowUp, kept, restored } from './sessionEnd.ts';
import { remembered, seenAs } from './sessionSeen.ts';

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
      return changed(session, input);
    case 'refused':
      return isOpen(session) ? { ...kept(session, 'failed'), error: input.error } : kept(session, 'interrupted');
    case 'saving':
      return session.phase === 'streaming' ? { ...session, buffering: true, target: session.under } : session;
    case 'accept':
      return isReviewable(session) ? accepted(session) : session;
    case 'reject':
      return isOpen(session) ? restored(session) : session;
    case 'accept-hunk':
      return isReviewable(session) ? acceptedHunk(session, input.hunk) : session;
    case 'reject-hunk':
      return isReviewable(session) ? rejectedHunk(session, input.hunk) : session;
    case 'retry':
      return session.phase === 'reviewing' || session.phase === 'failed'
        ? retried(session, input.over ?? session.base)
        : session;
    case 'refine':
      return isReviewable(session) ? again(session, session.held) : session;
    case 'continue':
      return canContinue(session) ? again(session, session.held) : session;
    case 'close':
      return kept(session, isOpen(session) ? 'rejected' : session.phase);
  }
}

/** What the region shows while the answer arrives: what came, then what is under it from there on. */
function proposed(session: Session, lines: readonly string[]): Session {
  const goesOn = session.proposal.every((line, index) => line === lines[index]);
  const alignment = alignNext(goesOn ? session.alignment : unaligned, session.under, lines);
  const target = session.buffering ? session.under : writtenOver(session.under, alignment, lines);
  return { ...session, proposal: lines, alignment, target };
}

/** What was cut off leaves the rest as it is, as far as that can be told. */
function finished(session: Session, reason: FinishReason, lines: readonly string[]): Session {
  const come = proposed(session, lines);
  const alignment = reason === 'stop' ? aligned(lines) : settle(come.alignment);
  const target = reason === 'stop' ? lines : writtenOver(session.under, alignment, lines);
  if (sameLines(target, session.under) && isFollowUp(session)) return backToReview(session);
  if (sameLines(target, session.base)) return restored({ ...come, finish: reason });
  const viaUnder = session.viaUnder || session.isSplit;
  return { ...come, phase: 'reviewing', finish: reason, alignment, target, viaUnder, buffering: false };
}

const failed = (session: Session, error: ResponseError): Session =>
  isFollowUp(session) ? { ...backToReview(session), error } : { ...restored(session), phase: 'failed', error };

function wrote(session: Session, write: Write): Session {
  const detoured = sameLines(write.result, session.under) || sameLines(session.held, session.under);
  return {
    ...(write.undoStopBefore ? remembered(session) : session),
    held: write.result,
    region: { ...session.region, count: write.result.length },
    viaUnder: session.viaUnder && !detoured,
    undo: write.undoStopAfter ? 'closed' : 'open',
    isSplit: session.isSplit && !write.undoStopAfter,
  };
}

function acceptedHunk(session: Session, { original, proposal }: Chosen): Session {
  const lines = session.held.slice(proposal.start, proposal.start + proposal.count);
  const base = session.base.toSpliced(original.start, original.count, ...lines);
  const next: Session = { ...session, base };
  return sameLines(base, session.held) ? accepted(next) : next;
}

function rejectedHunk(session: Session, { original, proposal }: Chosen): Session {
  const lines = session.base.slice(original.start, original.start + original.count);
  const target = session.held.toSpliced(proposal.start, proposal.count, ...lines);
  const next: Session = { ...remembered(session), target, undo: 'closed', isSplit: false, viaUnder: false };
  return sameLines(target, session.base) ? { ...next, phase: endAt(session, target) } : next;
}

/** Another answer is an undo step of its own. */
function again(session: Session, under: readonly string[]): Session {
  const { error: _error, instead: _instead, ...rest } = remembered(session);
  return {
    ...rest,
    phase: 'streaming',
    answer: 1 + rest.seen.reduce((last, { answer }) => Math.max(last, answer), rest.answer),
    under,
    proposal: [],
    alignment: unaligned,
    target: under,
    viaUnder: !sameLines(session.held, under),
    undo: 'closed',
    isSplit: false,
    buffering: false,
  };
}

/** The same question once more; what came of it before is under review again only if nothing comes of this. */
function retried(session: Session, over: readonly string[]): Session {
  const { finish, ...rest } = again(session, over);
  const lines = session.phase === 'reviewing' ? session.target : undefined;
  if (lines === undefined || sameLines(lines, over)) return rest;
  const { answer } = session;
  const known = seenAs(rest, lines) ?? { lines, answer, isUntouched: false, ...(finish && { finish }) };
  return { ...rest, instead: known };
}

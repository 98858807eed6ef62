import type { ResponseError } from '../model/error.ts';
import type { FinishReason } from '../model/event.ts';
import { unaligned, writtenOver, type Alignment } from './align.ts';
import type { Splice } from './lines.ts';
import { sameLines, spliceBetween } from './lines.ts';
import type { Change, Region } from './region.ts';

/**
 * Where an edit is. `interrupted`: someone else changed lines over its edges while it was being written, or its own before
 * that, so the document is left as it is. The last four are ends; only `failed` can be retried. `accepted`: something of it
 * was kept. Undo and redo may lead from an end back to a review.
 */
export type Phase = 'streaming' | 'reviewing' | 'accepted' | 'rejected' | 'failed' | 'interrupted';

/** One edit, as plain data. Only `step` makes the next one; the editor is a view of it. */
export interface Session {
  readonly phase: Phase;
  readonly region: Region;
  /** What the region held when the edit began. */
  readonly original: readonly string[];
  /** The original with the hunks that were accepted: what is reviewed is compared with it, and a rejection leads to it. */
  readonly base: readonly string[];
  /** What the answer is written over: the base, or for a follow-up what was under review. */
  readonly under: readonly string[];
  /** The replacement, as far as it has come. */
  readonly proposal: readonly string[];
  /** What was under review when the same was asked once more: an answer that comes to nothing leads back there. */
  readonly instead?: Standing;
  /** How far the replacement has come in what is under it. */
  readonly alignment: Alignment;
  /** What the region holds in the document, as far as we know. */
  readonly held: readonly string[];
  /** What the region held where an undo step of ours or of the user's began: undo and redo may lead there. */
  readonly seen: readonly Seen[];
  /** What the region should hold; absent when it belongs to the user. */
  readonly target?: readonly string[];
  /** Writing passes through what is under the answer first, so that one undo from the target leads there. */
  readonly viaUnder: boolean;
  /** Whether our last writing can go on in the same undo step; never in one of the user's. */
  readonly undo: 'closed' | 'open';
  /** Others changed the document since writing began, so that undo no longer leads through it in one step. */
  readonly isSplit: boolean;
  /** Since it has ended others changed lines over its edges, so that its place is a guess. */
  readonly isLost: boolean;
  /** The document was saved meanwhile: it keeps what is under the answer until the whole proposal is there. */
  readonly buffering: boolean;
  /** Which answer this is, counted from the first question. */
  readonly answer: number;
  /** How the answer under review ended; present from the first review on, until the next answer is under review. */
  readonly finish?: FinishReason;
  readonly error?: ResponseError;
}

/** A text of the region that undo and redo may lead to, and where it stood: it stands there again then. */
export interface Seen {
  readonly start: number;
  readonly lines: readonly string[];
  /** Which answer it is of, and how that had ended by then; what was only half written counts as `aborted`. */
  readonly answer: number;
  readonly finish: FinishReason;
  /** Nobody has changed or chosen anything in it, so that the answer can be gone on with. */
  readonly isUntouched: boolean;
  /** It was accepted as it is. */
  readonly isAccepted: boolean;
}

/** What is needed of a text to have it under review as it was. */
export type Standing = Pick<Seen, 'lines' | 'answer' | 'isUntouched'> & Partial<Pick<Seen, 'finish'>>;

/** Lines of the base, and the lines of the region that took their place; either may be none. */
export interface Chosen {
  readonly original: Region;
  readonly proposal: Region;
}

/** The lines of a document after a change. */
export type ReadLines = (region: Region) => readonly string[];

/** Who is certain to have changed a document: someone who typed or pasted, a program, or undo and redo. */
export type Author = 'person' | 'program' | 'history';

export type Input =
  /** The whole normalized answer so far: a later one may correct an earlier one. */
  | { readonly type: 'proposal'; readonly lines: readonly string[] }
  | { readonly type: 'finish'; readonly reason: FinishReason; readonly lines: readonly string[] }
  | { readonly type: 'error'; readonly error: ResponseError }
  /** Our write landed. */
  | { readonly type: 'wrote'; readonly write: Write }
  /** Someone else changed the document, or another edit of ours. */
  | { readonly type: 'changed'; readonly changes: readonly Change[]; readonly read: ReadLines; readonly by?: Author }
  /** The document took no write. */
  | { readonly type: 'refused'; readonly error: ResponseError }
  | { readonly type: 'saving' }
  | { readonly type: 'accept' }
  | { readonly type: 'reject' }
  /** One hunk of those between the base and what the region holds now. */
  | { readonly type: 'accept-hunk' | 'reject-hunk'; readonly hunk: Chosen }
  /** The same question once more: from the base, or a follow-up over what it was asked about. */
  | { readonly type: 'retry'; readonly over?: readonly string[] }
  /** A further instruction for what is under review. */
  | { readonly type: 'refine' }
  /** The rest of an answer that was cut off; its lines come with those before them. */
  | { readonly type: 'continue' }
  | { readonly type: 'close' };

/** A write to the document: lines relative to the document, and where undo stops. */
export interface Write extends Splice {
  readonly undoStopBefore: boolean;
  readonly undoStopAfter: boolean;
  /** What the region holds once this has landed. */
  readonly result: readonly string[];
}

/** A session for a region that now holds `original`. */
export function begin(region: Region, original: readonly string[]): Session {
  return {
    phase: 'streaming',
    region,
    original,
    base: original,
    under: original,
    proposal: [],
    alignment: unaligned,
    held: original,
    seen: [{ start: region.start, lines: original, answer: 1, finish: 'stop', isUntouched: false, isAccepted: false }],
    viaUnder: false,
    undo: 'closed',
    isSplit: false,
    isLost: false,
    buffering: false,
    answer: 1,
  };
}

/** True until the edit has ended, one way or the other. */
export function isOpen(session: Session): boolean {
  return session.phase === 'streaming' || session.phase === 'reviewing';
}

/** True while all of the proposal is there to be looked at, and nothing is about to be written. */
export function isReviewable(session: Session): boolean {
  return session.phase === 'reviewing' && !isUnsettled(session);
}

/** True while the region may hold something between the original and the proposal. */
export function isUnsettled(session: Session): boolean {
  return session.phase === 'streaming' || (session.phase === 'reviewing' && nextWrite(session) !== undefined);
}

/** True once it has ended and nothing is to be written for it: only undo and redo mean something to it then. */
export function isAsleep(session: Session): boolean {
  return !isOpen(session) && session.phase !== 'failed' && nextWrite(session) === undefined;
}

/** True when what is under review is not all the model would have written. */
export function isPartial({ phase, finish }: Session): boolean {
  return phase !== 'streaming' && finish !== undefined && finish !== 'stop';
}

/** True when the rest of a cut off answer can be written: whoever changed what came would lose the change by it. */
export function canContinue(session: Session): boolean {
  const { under, alignment, proposal, held } = session;
  return isReviewable(session) && isPartial(session) && sameLines(writtenOver(under, alignment, proposal), held);
}

/** The next write that brings the document closer to what the session wants; undefined when it is there. */
export function nextWrite(session: Session): Write | undefined {
  if (session.target === undefined) return undefined;
  const detour = session.viaUnder && !sameLines(session.held, session.under);
  const result = detour ? session.under : session.target;
  if (sameLines(session.held, result)) return undefined;
  const splice = spliceBetween(session.held, result);
  return {
    ...splice,
    start: session.region.start + splice.start,
    result,
    undoStopBefore: session.undo === 'closed' || (session.viaUnder && !detour),
    undoStopAfter: detour || session.phase !== 'streaming' || session.buffering,
  };
}

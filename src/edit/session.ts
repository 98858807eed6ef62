import type { ResponseError } from '../model/error.ts';
import type { FinishReason } from '../model/event.ts';
import { unaligned, writtenOver, type Alignment } from './align.ts';
import type { Splice } from './lines.ts';
import { sameLines, spliceBetween } from './lines.ts';
import type { Change, Region } from './region.ts';

/**
 * Where an edit is. `interrupted`: someone else changed the region while it was being written, so the document is
 * left as it is. The last four are ends; only `failed` can be retried. `accepted`: something of it was kept.
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
  readonly instead?: { readonly lines: readonly string[]; readonly finish?: FinishReason };
  /** How far the replacement has come in what is under it. */
  readonly alignment: Alignment;
  /** What the region holds in the document, as far as we know. */
  readonly held: readonly string[];
  /** What the region held where an undo step of ours or of the user's began: undo and redo may lead there. */
  readonly seen: readonly (readonly string[])[];
  /** What the region should hold; absent when it belongs to the user. */
  readonly target?: readonly string[];
  /** Writing passes through what is under the answer first, so that one undo from the target leads there. */
  readonly viaUnder: boolean;
  /** Whether our last writing can go on in the same undo step; never in one of the user's. */
  readonly undo: 'closed' | 'open';
  /** Others changed the document since writing began, so that undo no longer leads through it in one step. */
  readonly isSplit: boolean;
  /** The document was saved meanwhile: it keeps what is under the answer until the whole proposal is there. */
  readonly buffering: boolean;
  /** How the answer under review ended; present from the first review on, until the next answer is under review. */
  readonly finish?: FinishReason;
  readonly error?: ResponseError;
}

/** Lines of the base, and the lines of the region that took their place; either may be none. */
export interface Chosen {
  readonly original: Region;
  readonly proposal: Region;
}

/** The lines of a document after a change. */
export type ReadLines = (region: Region) => readonly string[];

export type Input =
  /** The whole normalized answer so far: a later one may correct an earlier one. */
  | { readonly type: 'proposal'; readonly lines: readonly string[] }
  | { readonly type: 'finish'; readonly reason: FinishReason; readonly lines: readonly string[] }
  | { readonly type: 'error'; readonly error: ResponseError }
  /** Our write landed. */
  | { readonly type: 'wrote'; readonly write: Write }
  /** Someone else changed the document, or another edit of ours. */
  | { readonly type: 'changed'; readonly changes: readonly Change[]; readonly read: ReadLines }
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
    seen: [],
    viaUnder: false,
    undo: 'closed',
    isSplit: false,
    buffering: false,
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

/** True when what is under review is not all the model would have written. */
export function isPartial({ phase, finish }: Session): boolean {
  return phase !== 'streaming' && finish !== undefined && finish !== 'stop';
}

/** True when nothing came of the last answer: what is under review was there before it. */
export function isUnchanged({ phase, target, under }: Session): boolean {
  return phase === 'reviewing' && target !== undefined && sameLines(target, under);
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

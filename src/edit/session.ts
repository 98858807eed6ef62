import type { ResponseError } from '../model/error.ts';
import type { FinishReason } from '../model/event.ts';
import type { Splice } from './lines.ts';
import { sameLines, spliceBetween } from './lines.ts';
import type { Change, Region } from './region.ts';
import { areWithin, follow, lineDelta } from './region.ts';

/**
 * Where an edit is. `interrupted`: someone else changed the region while it was being written, so the document is
 * left as it is. The last four are ends; only `failed` can be retried.
 */
export type Phase = 'streaming' | 'reviewing' | 'accepted' | 'rejected' | 'failed' | 'interrupted';

/** One edit, as plain data. Only {@link step} makes the next one; the editor is a view of it. */
export interface Session {
  readonly phase: Phase;
  readonly region: Region;
  readonly original: readonly string[];
  /** The replacement, as far as it has come. */
  readonly proposal: readonly string[];
  /** What the region holds in the document, as far as we know. */
  readonly held: readonly string[];
  /** What the region should hold; absent when it belongs to the user. */
  readonly target?: readonly string[];
  /** Writing passes through the original first, so that one undo from the target leads there. */
  readonly viaOriginal: boolean;
  /** Our writing since the last undo stop; someone else's change in between splits the undo step. */
  readonly undo: 'closed' | 'open' | 'split';
  /** The document was saved meanwhile: it keeps the original until the whole proposal is there. */
  readonly buffering: boolean;
  /** How the answer ended; present from `reviewing` on. */
  readonly finish?: FinishReason;
  readonly error?: ResponseError;
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
  /** Someone else changed the document. */
  | { readonly type: 'changed'; readonly changes: readonly Change[]; readonly read: ReadLines }
  /** The document took no write. */
  | { readonly type: 'refused'; readonly error: ResponseError }
  | { readonly type: 'saving' }
  | { readonly type: 'accept' }
  | { readonly type: 'reject' }
  | { readonly type: 'retry' }
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
    proposal: [],
    held: original,
    viaOriginal: false,
    undo: 'closed',
    buffering: false,
  };
}

/** The session after one more thing has happened; inputs that mean nothing in its phase change nothing. */
export function step(session: Session, input: Input): Session {
  switch (input.type) {
    case 'proposal':
      return session.phase === 'streaming' ? proposed(session, input.lines) : session;
    case 'finish':
      return session.phase === 'streaming' ? finished(session, input.reason, input.lines) : session;
    case 'error':
      return session.phase === 'streaming' ? restored(session, 'failed', input.error) : session;
    case 'wrote':
      return wrote(session, input.write);
    case 'changed':
      return changed(session, input.changes, input.read);
    case 'refused':
      return isOpen(session) ? { ...kept(session, 'failed'), error: input.error } : kept(session, 'interrupted');
    case 'saving':
      return session.phase === 'streaming' ? { ...session, buffering: true, target: session.original } : session;
    case 'accept':
      return session.phase === 'reviewing' && !isUnsettled(session) ? kept(session, 'accepted') : session;
    case 'reject':
      return isOpen(session) ? restored(session, 'rejected') : session;
    case 'retry':
      return retried(session);
    case 'close':
      return isOpen(session) ? kept(session, 'rejected') : session;
  }
}

/** True until the edit has ended, one way or the other. */
export function isOpen(session: Session): boolean {
  return session.phase === 'streaming' || session.phase === 'reviewing';
}

/** True while the region may hold something between the original and the proposal. */
export function isUnsettled(session: Session): boolean {
  return session.phase === 'streaming' || (session.phase === 'reviewing' && nextWrite(session) !== undefined);
}

/** True when the proposal is not all the model would have written. */
export function isPartial(session: Session): boolean {
  return session.finish !== undefined && session.finish !== 'stop';
}

/** The next write that brings the document closer to what the session wants; undefined when it is there. */
export function nextWrite(session: Session): Write | undefined {
  if (session.target === undefined) return undefined;
  const detour = session.viaOriginal && !sameLines(session.held, session.original);
  const result = detour ? session.original : session.target;
  if (sameLines(session.held, result)) return undefined;
  const splice = spliceBetween(session.held, result);
  return {
    ...splice,
    start: session.region.start + splice.start,
    result,
    undoStopBefore: session.undo === 'closed' || (session.viaOriginal && !detour),
    undoStopAfter: detour || session.phase !== 'streaming' || session.buffering,
  };
}

/** What the document shows while the answer arrives: what came, then the original's lines from there on. */
function proposed(session: Session, lines: readonly string[]): Session {
  const proposal = session.buffering ? session.original : [...lines, ...session.original.slice(lines.length)];
  return { ...session, proposal: lines, target: proposal };
}

function finished(session: Session, reason: FinishReason, lines: readonly string[]): Session {
  const done: Session = { ...session, proposal: lines, finish: reason };
  const nothing = reason === 'aborted' && lines.length === 0;
  if (nothing || sameLines(lines, session.original)) return restored(done, 'rejected');
  return {
    ...done,
    phase: 'reviewing',
    target: lines,
    viaOriginal: session.viaOriginal || session.undo === 'split',
    buffering: false,
  };
}

function wrote(session: Session, write: Write): Session {
  const detoured = sameLines(write.result, session.original) || sameLines(session.held, session.original);
  return {
    ...session,
    held: write.result,
    region: { ...session.region, count: write.result.length },
    viaOriginal: session.viaOriginal && !detoured,
    undo: write.undoStopAfter ? 'closed' : session.undo === 'split' ? 'split' : 'open',
  };
}

function restored(session: Session, phase: 'rejected' | 'failed', error?: ResponseError): Session {
  const undo = session.phase === 'reviewing' ? 'closed' : session.undo;
  const next: Session = { ...session, phase, undo, target: session.original, viaOriginal: false };
  return error === undefined ? next : { ...next, error };
}

/** Ends with the document as it is. */
function kept(session: Session, phase: Exclude<Phase, 'streaming' | 'reviewing'>): Session {
  const { target: _target, ...rest } = session;
  return { ...rest, phase };
}

/** A retry starts from the original, whatever the region holds, and that is an undo step of its own. */
function retried(session: Session): Session {
  if (session.phase !== 'reviewing' && session.phase !== 'failed') return session;
  const { finish: _finish, error: _error, ...rest } = session;
  const viaOriginal = !sameLines(session.held, session.original);
  return { ...rest, phase: 'streaming', proposal: [], target: session.original, viaOriginal, undo: 'closed' };
}

function changed(session: Session, changes: readonly Change[], read: ReadLines): Session {
  if (isRefilled(session, changes, read)) {
    const region = { ...session.region, count: session.original.length };
    return kept({ ...session, region, held: session.original }, 'rejected');
  }
  const followed = follow(session.region, changes);
  const region = followed.touch === 'none' ? followed.region : locate(followed.region, session, changes, read);
  const undo = session.undo === 'closed' ? 'closed' : 'split';
  if (region !== undefined) {
    const isSplit = session.phase === 'reviewing' && undo === 'split' && isUnsettled(session);
    return { ...session, region, undo, viaOriginal: session.viaOriginal || isSplit };
  }
  const held = read(followed.region);
  const moved: Session = { ...session, region: followed.region, held, undo };
  if (!isOpen(session)) return kept(moved, session.phase === 'accepted' ? 'accepted' : 'interrupted');
  if (sameLines(held, session.original)) return kept(moved, 'rejected');
  if (isUnsettled(session)) return kept(moved, 'interrupted');
  return followed.touch === 'across' ? kept(moved, 'accepted') : { ...moved, target: held };
}

/**
 * True when the changes brought the original back, as undo does. Undo makes several changes, of which those at the
 * edges of the region look as if they were next to it.
 */
function isRefilled(session: Session, changes: readonly Change[], read: ReadLines): boolean {
  if (!isOpen(session) || sameLines(session.held, session.original)) return false;
  const count = session.original.length;
  const delta = changes.reduce((sum, change) => sum + lineDelta(change), 0);
  return (
    delta === count - session.held.length &&
    areWithin(session.region, changes) &&
    sameLines(read({ start: session.region.start, count }), session.original)
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

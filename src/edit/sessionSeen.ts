import { writtenOver } from './align.ts';
import { sameLines } from './lines.ts';
import { lineDelta, type Change } from './region.ts';
import { isAsleep, type ReadLines, type Seen, type Session } from './session.ts';

/** Enough for what undo may bring back of one edit; more would be the texts of a very long quarrel. */
const mostSeen = 200;

/** Knows what the region holds, in case undo or redo brings it back. */
export function remembered(session: Session): Session {
  const { seen, held, region } = session;
  const isHere = ({ start, lines }: Seen) => start === region.start && sameLines(lines, held);
  if (isSettled(session)) {
    const text = { ...standing(session), start: region.start, lines: held };
    return { ...session, seen: [...seen.filter((one) => !isHere(one)), text].slice(-mostSeen) };
  }
  if (seen.some(isHere)) return session;
  const text = { ...(seenAs(session, held) ?? standing(session)), start: region.start, lines: held };
  return { ...session, seen: [...seen, text].slice(-mostSeen) };
}

/** What is known of a text that the region held before. */
export function seenAs({ seen }: Session, text: readonly string[]): Seen | undefined {
  return seen.findLast(({ lines }) => sameLines(lines, text));
}

/** True when undo and redo may lead to a text that is neither what it began with nor what was accepted. */
export function canComeBack(session: Session): boolean {
  return session.seen.some((one) => isToJudge(session, one));
}

/** Of no lines nobody could tell where they are back. */
export const isToJudge = ({ base, original }: Session, { lines, isAccepted }: Seen): boolean =>
  !isAccepted && lines.length > 0 && !sameLines(lines, base) && !sameLines(lines, original);

/** The longest text that stands again where it stood, once nothing else tells where the region is. */
export function standsAgain({ seen }: Session, changes: readonly Change[], read: ReadLines): Seen | undefined {
  const there = seen.filter((one) => {
    const { start, lines } = one;
    return isTouched(one, changes) && sameLines(read({ start, count: lines.length }), lines);
  });
  return there.toSorted((a, b) => a.lines.length - b.lines.length).at(-1);
}

const isSettled = ({ phase, held, target }: Session): boolean =>
  phase === 'reviewing' && target !== undefined && sameLines(held, target);

function standing(session: Session): Omit<Seen, 'start' | 'lines'> {
  const { answer, finish = 'stop', under, alignment, proposal, held } = session;
  const so = { answer, finish, isUntouched: false, isAccepted: isAsleep(session) };
  if (isSettled(session)) {
    const whole = finish === 'stop' ? proposal : writtenOver(under, alignment, proposal);
    return { ...so, isUntouched: sameLines(whole, held) };
  }
  return sameLines(held, under) ? so : { ...so, finish: 'aborted', isUntouched: true };
}

/** Somewhere between the first and the last line of the changes, or right beside them. */
function isTouched({ start, lines }: Seen, changes: readonly Change[]): boolean {
  const first = Math.min(...changes.map(({ startLine }) => startLine));
  const last = Math.max(...changes.map(({ endLine }) => endLine));
  const delta = changes.reduce((sum, change) => sum + lineDelta(change), 0);
  return first <= start + lines.length && last + delta >= start - 1;
}

import { hunksBetween, type Hunk } from '../../../src/edit/diff.ts';
import { sameLines } from '../../../src/edit/lines.ts';

export type Lines = readonly string[];

/** What an edit should be, told without the machine: from what was asked, answered and chosen alone. */
export interface Shadow {
  state: 'streaming' | 'reviewing' | 'failed' | 'over';
  readonly original: Lines;
  base: Lines;
  under: Lines;
  /** All that the model is going to say, and how many of its lines have come. */
  answer: Lines;
  arrived: number;
  answersUsed: number;
  isSaved: boolean;
  isCutOff: boolean;
  /** The region as it is in the document. */
  text: Lines;
  /** The region as it should be; while it is written, only its form is known. */
  expected: Lines | undefined;
  /** What was accepted of it, as it was then. */
  readonly accepted: Lines[];
  /** What was under review when the same was asked once more. */
  instead: Lines | undefined;
  /** What one undo from the review leads to, if that is certain. */
  before: Lines | undefined;
  /** Undo steps at the beginning, and how many are to come, while nobody else changes anything. */
  steps: { at: number; more: number } | undefined;
}

export function shadowOf(original: Lines, answer: Lines): Shadow {
  return {
    state: 'streaming',
    original,
    base: original,
    under: original,
    answer,
    arrived: 0,
    answersUsed: 1,
    isSaved: false,
    isCutOff: false,
    text: original,
    expected: undefined,
    accepted: [],
    instead: undefined,
    before: original,
    steps: { at: 0, more: 1 },
  };
}

/** True for a text that is on its way to another one, and is none that anyone began with or was shown as a whole. */
export function isHalfWritten({ text, original, base, under, expected }: Shadow): boolean {
  return text.length > 0 && ![original, base, under, expected].some((whole) => whole && sameLines(text, whole));
}

/** A text of both, of which each hunk says which of the two it takes. */
interface Piece {
  readonly base: Lines;
  readonly mine: Lines;
}

/** All that both texts are made of, in order; where they agree, base and mine are the same. */
function piecesOf(base: Lines, mine: Lines, hunks: readonly Hunk[]): readonly Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const { original, proposal } of hunks) {
    pieces.push(...base.slice(at, original.start).map((line) => ({ base: [line], mine: [line] })));
    at = original.start + original.count;
    const lines = mine.slice(proposal.start, proposal.start + proposal.count);
    pieces.push({ base: base.slice(original.start, at), mine: lines });
  }
  return [...pieces, ...base.slice(at).map((line) => ({ base: [line], mine: [line] }))];
}

/** Both texts after one hunk was chosen: accepted, the base takes it over; rejected, mine gives it up. */
export function choose(
  { base, expected }: Shadow,
  size: number,
  choice: 'accept' | 'reject',
): { hunk: Hunk; base: Lines; mine: Lines } | undefined {
  const mine = expected ?? [];
  const hunks = hunksBetween(base, mine);
  const hunk = hunks[size % hunks.length];
  if (hunk === undefined) return undefined;
  const pieces = piecesOf(base, mine, hunks);
  assertSame(pieces, base, mine);
  const place = pieces.filter((piece) => !sameLines(piece.base, piece.mine))[size % hunks.length];
  const chosen = pieces.map((piece) => {
    if (piece !== place) return piece;
    return choice === 'accept' ? { base: piece.mine, mine: piece.mine } : { base: piece.base, mine: piece.base };
  });
  return { hunk, base: chosen.flatMap((piece) => piece.base), mine: chosen.flatMap((piece) => piece.mine) };
}

function assertSame(pieces: readonly Piece[], base: Lines, mine: Lines): void {
  const isWhole =
    sameLines(
      pieces.flatMap((piece) => piece.base),
      base,
    ) &&
    sameLines(
      pieces.flatMap((piece) => piece.mine),
      mine,
    );
  if (!isWhole) throw new Error('The hunks do not make up the two texts.');
}

/**
 * True for what came, as far as it is shown, and then the rest of what is under it; lines that came and are not shown must
 * stand in that rest.
 */
export function isAnswerOverRest(text: Lines, { answer, arrived, under }: Shadow): boolean {
  const come = answer.slice(0, arrived);
  for (let shown = 0; shown <= come.length; shown += 1) {
    const rest = text.length - shown;
    if (rest < 0 || rest > under.length) continue;
    const isForm = sameLines(text, [...come.slice(0, shown), ...under.slice(under.length - rest)]);
    if (isForm && isWithin(come.slice(shown), under.slice(under.length - rest))) return true;
  }
  return false;
}

/** All of them, in this order, with others between them or not. */
function isWithin(lines: Lines, all: Lines): boolean {
  let found = 0;
  for (const line of all) if (line === lines[found]) found += 1;
  return found === lines.length;
}

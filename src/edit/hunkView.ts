import { hunksBetween, type Hunk, type Insertion, type Removal } from './diff.ts';
import { alikePairs, type Pair } from './likeness.ts';

/** Lines of the base that no line took the place of, told at a line of the region; -1 is the line before the region. */
export interface Gone {
  readonly line: number;
  readonly original: Hunk['original'];
}

/**
 * What there is to see of a hunk at its new lines, so that each shows the old text it took the place of. All lines are
 * those of the region, 0-based.
 */
export interface HunkView {
  /** Lines that took the place of no other. */
  readonly added: readonly number[];
  readonly changed: readonly number[];
  /** New characters in lines that are a new form of an old one. */
  readonly insertions: readonly Insertion[];
  /** Old characters in such lines, and where they were. */
  readonly removals: readonly Removal[];
  /** Lines that have nothing in common with the one whose place they took: its whole text. */
  readonly replaced: readonly { readonly line: number; readonly text: string }[];
  readonly gone: readonly Gone[];
}

/** More than this many pieces of old text in a line make it harder to read than old and new beside each other. */
const mostPieces = 4;
/** And so does less than this part of the line that stays. */
const leastKept = 0.4;

/** Old and new lines of a hunk told line by line. */
export function viewHunk({ original, proposal }: Hunk, base: readonly string[], held: readonly string[]): HunkView {
  const old = base.slice(original.start, original.start + original.count);
  const next = held.slice(proposal.start, proposal.start + proposal.count);
  const forms = alikePairs(old, next).flatMap((pair) => formsOf(pair, old, next));
  const gaps = gapsBetween(forms, { old: old.length, new: next.length }).map((gap) => viewGap(gap, old));
  const all = <Part>(part: (gap: ReturnType<typeof viewGap>) => readonly Part[]) => gaps.flatMap(part);
  const at = (line: number) => proposal.start + line;
  const changed = [...forms.map(({ pair }) => pair.new), ...all((gap) => gap.changed)];
  return {
    added: all((gap) => gap.added).map(at),
    changed: changed.toSorted((a, b) => a - b).map(at),
    insertions: forms.flatMap(({ pair, hunk }) => hunk.insertions.map((one) => ({ ...one, line: at(pair.new) }))),
    removals: forms.flatMap(({ pair, hunk }) => hunk.removals.map((one) => ({ ...one, line: at(pair.new) }))),
    replaced: all((gap) => gap.replaced).map(({ line, text }) => ({ line: at(line), text })),
    gone: all((gap) => gap.gone).map(({ line, start, count }) => ({
      line: at(line),
      original: { start: original.start + start, count },
    })),
  };
}

interface Form {
  readonly pair: Pair;
  readonly hunk: Pick<Hunk, 'insertions' | 'removals'>;
}

/** A pair with what differs in it; none when that would be confetti. */
function formsOf(pair: Pair, old: readonly string[], next: readonly string[]): readonly Form[] {
  const [before, after] = [old[pair.old] ?? '', next[pair.new] ?? ''];
  const hunk = differenceOf(before, after);
  const isWithin = hunk.removals.every(({ text }) => !text.includes('\n'));
  const removed = hunk.removals.reduce((sum, { text }) => sum + text.trim().length, 0);
  const kept = 1 - removed / Math.max(1, before.trim().length);
  return isWithin && hunk.removals.length <= mostPieces && kept >= leastKept ? [{ pair, hunk }] : [];
}

/** One piece that is only new or only gone, another indentation above all, is seen without a diff. */
function differenceOf(before: string, after: string): Form['hunk'] {
  const shorter = Math.min(before.length, after.length);
  let head = 0;
  while (head < shorter && before[head] === after[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail += 1;
  if (head + tail < shorter) return hunksBetween([before], [after])[0] ?? { insertions: [], removals: [] };
  const insertion = { line: 0, start: head, end: after.length - tail };
  const removal = { line: 0, character: head, text: before.slice(head, before.length - tail) };
  return {
    insertions: insertion.start < insertion.end ? [insertion] : [],
    removals: removal.text === '' ? [] : [removal],
  };
}

interface Gap {
  readonly old: { readonly start: number; readonly count: number };
  readonly new: { readonly start: number; readonly count: number };
}

function gapsBetween(forms: readonly Form[], end: { readonly old: number; readonly new: number }): readonly Gap[] {
  const gaps: Gap[] = [];
  let so = { old: 0, new: 0 };
  for (const pair of [...forms.map((form) => form.pair), end]) {
    gaps.push({
      old: { start: so.old, count: pair.old - so.old },
      new: { start: so.new, count: pair.new - so.new },
    });
    so = { old: pair.old + 1, new: pair.new + 1 };
  }
  return gaps;
}

/** Old lines stand behind the new ones in their order; when there are more of them, the last new line tells of the rest. */
function viewGap(gap: Gap, old: readonly string[]) {
  const lines = Array.from({ length: gap.new.count }, (_line, index) => gap.new.start + index);
  const isOver = gap.old.count > gap.new.count;
  const behind = isOver ? Math.max(0, gap.new.count - 1) : gap.old.count;
  const replaced = lines.slice(0, behind).map((line, index) => ({ line, text: old[gap.old.start + index] ?? '' }));
  const rest = { start: gap.old.start + behind, count: gap.old.count - behind };
  const gone = isOver ? [{ line: gap.new.start + gap.new.count - 1, ...rest }] : [];
  const changed = lines.slice(0, gap.old.count);
  return { changed, added: lines.slice(gap.old.count), replaced, gone };
}

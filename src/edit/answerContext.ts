import { indexOfAll, overlapOf } from './answerBorders.ts';
import { formsOf, isTelling, nearestLines, type AnswerShape, type Undone } from './answerShape.ts';
import { keyOf } from './matchItems.ts';
import { columnsOf, normal, openBrackets } from './matchLines.ts';

/** An answer and what is around its region, by the lines that are not blank. */
interface Compared {
  readonly lines: readonly string[];
  /** Where its filled lines are. */
  readonly filled: readonly number[];
  readonly head: readonly string[];
  readonly tail: readonly string[];
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** Those of the region, which are many at times and needed rarely. */
  region(): readonly string[];
}

/**
 * Without the lines around the region that a model repeated. A line that could be the region's own stays; lines that
 * repeat the surroundings and change them are a refusal.
 */
export function withoutContext(lines: readonly string[], shape: AnswerShape): Undone {
  const on = compared(lines, shape);
  const { head, tail } = chosen(on, shape);
  if (isOutside(on, { head, tail })) return { type: 'refusal', reason: 'outside' };
  return { type: 'lines', lines: between(on, head, tail) };
}

/** The same while lines still come: without those that may turn out to be repeated. */
export function contextHeldBack(lines: readonly string[], shape: AnswerShape): readonly string[] {
  const on = compared(lines, shape);
  const { lengths, longest } = overlapOf(on.head, on.before);
  const isAllContext = longest === on.filled.length && longest > 0;
  if (isAllContext && !on.head.every((form, at) => form === on.region()[at])) return [];
  const head = lengths.find((length) => isRepeated(on.head.slice(0, length), on)) ?? 0;
  if (head === 0 && isShown(on.head.slice(0, longest), on.before, on)) return [];
  const tail = tailsOf(on).find((length) => head > 0 || isRepeated(on.tail.slice(-length), on)) ?? 0;
  return between(on, head, Math.min(tail, on.filled.length - head));
}

function compared(lines: readonly string[], { before, after, original }: AnswerShape): Compared {
  let region: readonly string[] | undefined;
  const filled: number[] = [];
  for (const [at, line] of lines.entries()) if (line.trim() !== '') filled.push(at);
  const formAt = (at: number) => normal(lines[at] ?? '');
  return {
    lines,
    filled,
    head: filled.slice(0, nearestLines).map(formAt),
    tail: filled.slice(-nearestLines).map(formAt),
    before: formsOf(before.slice(-nearestLines)),
    after: formsOf(after.slice(0, nearestLines)),
    region: () => (region ??= formsOf(original)),
  };
}

/** How many lines at the end are the first ones after the region. */
function tailsOf({ tail, after }: Compared): readonly number[] {
  return overlapOf(after, tail).lengths;
}

/**
 * True for lines that tell their place, and that the region itself does not have. Where there is nothing yet, a line like
 * the one above may be just what was asked for, unless it begins something.
 */
function isRepeated(forms: readonly string[], { region }: Compared): boolean {
  const telling = forms.filter(isTelling);
  if (telling.length === 0 || indexOfAll(forms, region()) !== -1) return false;
  return (
    region().length > 0 || telling.length > 1 || telling.some((form) => isDefinition(form) || /[{([:]$/.test(form))
  );
}

interface Ends {
  readonly head: number;
  readonly tail: number;
}

/** The most lines at both ends that may be taken away. */
function chosen(on: Compared, shape: AnswerShape): Ends {
  const isOnce = (length: number) => length > 1 || countOf(on.head[0] ?? '', on) === 1;
  const heads = overlapOf(on.head, on.before).lengths.filter(
    (length) => isRepeated(on.head.slice(0, length), on) && isOnce(length),
  );
  const tails = tailsOf(on);
  if (heads.length === 0 && tails.length === 0) return { head: 0, tail: 0 };
  const fits = fitting(on, shape);
  for (const head of [...heads.slice(0, 4), 0])
    for (const tail of [...tails.slice(0, 4), 0]) if (mayGo(on, { head, tail }, fits)) return { head, tail };
  return { head: 0, tail: 0 };
}

function countOf(form: string, { lines }: Compared): number {
  return lines.filter((line) => line.includes(form.slice(0, 1)) && normal(line) === form).length;
}

type Fits = (ends: Ends) => boolean;

function mayGo(on: Compared, { head, tail }: Ends, fits: Fits): boolean {
  if (head === 0 && tail === 0) return true;
  if (head + tail > on.filled.length) return false;
  const isTellingTail = tail > 0 && isRepeated(on.tail.slice(-tail), on);
  if (head + tail === on.filled.length && (head === 0 || tail === 0 || !fits({ head, tail }))) return false;
  if (tail > 0 && !isTellingTail) {
    if (head === 0) return false;
    const isNeeded = fits({ head, tail }) && !fits({ head, tail: 0 });
    if (!isNeeded && !isShallower(on, { head, tail })) return false;
  }
  if (fits({ head, tail })) return true;
  const telling = [...on.head.slice(0, head), ...(tail === 0 ? [] : on.tail.slice(-tail))].filter(isTelling).length;
  return !fits({ head: 0, tail: 0 }) && telling > 1;
}

/** Whether the brackets that are left are those of the region: as many open, as many closed. */
function fitting(on: Compared, shape: AnswerShape): Fits {
  const steps = { taken: 0 };
  const wanted = openBrackets(shape.original, steps);
  const all = openBrackets(on.lines, steps);
  return ({ head, tail }) => {
    const [first, end] = edges(on, head, tail);
    const above = openBrackets(on.lines.slice(0, first), steps);
    const below = openBrackets(on.lines.slice(end), steps);
    return wanted.every((open, kind) => open === (all[kind] ?? 0) - (above[kind] ?? 0) - (below[kind] ?? 0));
  };
}

/** What ends something is less deep than what it ends: `end`, `</ul>`. */
function isShallower(on: Compared, { head, tail }: Ends): boolean {
  const [first, end] = edges(on, head, tail);
  const middle = on.lines.slice(first, end).filter((line) => line.trim() !== '');
  const closing = columnsOf(on.lines[on.filled.at(-tail) ?? 0] ?? '');
  return middle.length > 0 && middle.every((line) => columnsOf(line) > closing);
}

function edges({ lines, filled }: Compared, head: number, tail: number): readonly [number, number] {
  const first = head === 0 ? 0 : (filled[head - 1] ?? -1) + 1;
  return [first, tail === 0 ? lines.length : (filled.at(-tail) ?? lines.length)];
}

function between(on: Compared, head: number, tail: number): readonly string[] {
  return on.lines.slice(...edges(on, head, tail));
}

/**
 * True when lines next to the region are there and cannot be taken away: then the model wrote what is around them, too,
 * and changed it.
 */
function isOutside(on: Compared, { head, tail }: Ends): boolean {
  const { before, after } = on;
  const forms = formsOf(on.lines);
  const above = before.slice(before.length - overlapOf(before.toReversed(), forms.toReversed()).longest);
  const below = after.slice(0, overlapOf(after, forms).longest);
  if ((head === 0 && isShown(above, before, on)) || (tail === 0 && isShown(below, after, on))) return true;
  const start = on.head.slice(0, overlapOf(on.head, before).longest);
  const isNear = before
    .filter(isTelling)
    .slice(-2)
    .some((form) => forms.includes(form));
  return head === 0 && (tail > 0 || isNear) && isShown(start, before, on);
}

/** Code that is like what is around it has lines of that by right, but neither its definitions nor all of it. */
function isShown(run: readonly string[], side: readonly string[], { region }: Compared): boolean {
  if (run.filter(isTelling).length < 2 || indexOfAll(run, region()) !== -1) return false;
  return run.length === side.length || run.some(isDefinition);
}

function isDefinition(form: string): boolean {
  const key = keyOf(form);
  return (
    key.startsWith('import:') || (key.startsWith('def:') && !/^(export )?(const|let|var|val)\b(?!.*=>)/.test(form))
  );
}

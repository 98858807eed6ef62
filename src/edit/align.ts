/**
 * How far an answer has come in the text that it is written over. Plain data; {@link alignNext} makes the next one. What
 * looks passed, since a line is much like an old one or stands further down, stays in sight until lines after it agree: so
 * an old line that turns out to stay was never gone.
 */
export interface Alignment {
  /** Lines of the answer that were looked at. */
  readonly taken: number;
  /** How many of them are to be written; those after them stand in the old text, from `cursor` on, as they are. */
  readonly shown: number;
  /** The first line of the old text that the answer has not passed for certain. */
  readonly cursor: number;
  /** The line of the old text that it has come to if the guess is right; `cursor` without a guess. */
  readonly ahead: number;
  /** The line of the answer that the guess began with. */
  readonly since: number;
  /** Equal lines that are to come, one after the other, before the guess is certain. */
  readonly doubts: number;
  /** Which of the lines looked at the old text does not have, in order. */
  readonly added: readonly number[];
}

export const unaligned: Alignment = {
  taken: 0,
  shown: 0,
  cursor: 0,
  ahead: 0,
  since: 0,
  doubts: 0,
  added: [],
};

/** A line of which this much, at its two ends, is that of another one is a new form of it. */
const alikeEnough = 0.6;
/** Shorter lines, a bracket as a rule, stand in too many places to say where they are. */
const shortestTelling = 4;
/** Equal lines that make certain that the lines before them are new forms of old ones. */
const fewestDoubts = 2;
/** As many equal lines as were left out make certain that they are gone and not moved; no more than these. */
const mostDoubts = 40;
/** Old lines that stay in sight below their new forms where no line is equal. */
const mostPiled = 12;
/** Places of a line that is there again and again that are looked at. */
const mostPlaces = 16;

/** An answer that is the text itself. */
export function aligned({ length }: readonly string[]): Alignment {
  return { ...unaligned, taken: length, shown: length, cursor: length, ahead: length, since: length };
}

/** What stands in the document: the answer as far as it is to be shown, then what it has not passed. */
export function writtenOver(old: readonly string[], { shown, cursor }: Alignment, lines: readonly string[]): string[] {
  return lines.slice(0, shown).concat(old.slice(cursor));
}

/** Takes the likely guess for certain; for the end of an answer that was cut off. */
export function settle(so: Alignment): Alignment {
  return so.doubts > fewestDoubts ? so : { ...so, ...agreed(so, so.taken) };
}

/** Takes the lines that came since, one by one. Wrong guesses are put right by what comes, at the latest by the end. */
export function alignNext(so: Alignment, old: readonly string[], lines: readonly string[]): Alignment {
  const added = [...so.added];
  const next = { ...so, added };
  for (let index = so.taken; index < lines.length; index += 1) take(next, { old, lines, index });
  next.taken = lines.length;
  return next;
}

type Draft = { -readonly [key in keyof Omit<Alignment, 'added'>]: Alignment[key] } & { added: number[] };

interface Arrival {
  readonly old: readonly string[];
  readonly lines: readonly string[];
  readonly index: number;
}

function take(so: Draft, arrival: Arrival): void {
  const { old, lines, index } = arrival;
  const line = lines[index] ?? '';
  if (old[so.ahead] === line) return equal(so, line, index);
  const passed = placeOf(arrival, so.cursor, so.ahead);
  if (passed !== undefined) giveUp(so, index);
  const place = passed ?? placeOf(arrival, so.ahead, old.length) ?? placeBehind(so, arrival);
  if (place === undefined) return differs(so, arrival);
  if (so.ahead === so.cursor) so.since = index;
  so.doubts = Math.min(mostDoubts, Math.max(so.doubts, place - so.ahead, place > so.ahead ? fewestDoubts : 0));
  so.ahead = place;
  equal(so, line, index);
}

function equal(so: Draft, line: string, index: number): void {
  so.ahead += 1;
  if (isTelling(line)) so.doubts -= 1;
  if (so.doubts <= 0) Object.assign(so, agreed(so, index + 1));
}

function agreed({ ahead }: Pick<Alignment, 'ahead'>, taken: number) {
  return { cursor: ahead, shown: taken, since: taken, doubts: 0 };
}

/** The lines since the guess were put in, above the old ones that they look like. */
function giveUp(so: Draft, index: number): void {
  while ((so.added.at(-1) ?? -1) >= so.since) so.added.pop();
  for (let line = so.since; line < index; line += 1) so.added.push(line);
  Object.assign(so, { ahead: so.cursor, shown: index, since: index, doubts: 0 });
}

/** A line of its own is shown at once, and what came before it with it. */
function differs(so: Draft, { old, lines, index }: Arrival): void {
  so.shown = index + 1;
  so.added.push(index);
  if (so.ahead > so.cursor) so.doubts = Math.max(so.doubts, fewestDoubts);
  if (!isNewForm(lines[index] ?? '', old, so.ahead)) return;
  if (so.ahead === so.cursor) so.since = index;
  so.ahead += 1;
  so.doubts = Math.max(so.doubts, fewestDoubts);
  if (so.doubts === fewestDoubts) so.cursor = Math.max(so.cursor, so.ahead - mostPiled);
}

const isTelling = (line: string): boolean => line.trim().length >= shortestTelling;

/** Much like this old line, and like none beside it more. */
function isNewForm(line: string, old: readonly string[], place: number): boolean {
  const like = likeness(line, old[place] ?? '');
  return [place - 1, place + 1].every((beside) => likeness(line, old[beside] ?? '') <= like) && like >= alikeEnough;
}

/** How much of two lines, without the white space around them, is the same at their two ends. */
function likeness(one: string, other: string): number {
  const [a, b] = [one.trim(), other.trim()];
  const shorter = Math.min(a.length, b.length);
  if (shorter === 0) return 0;
  let head = 0;
  while (head < shorter && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  return (head + tail) / Math.max(a.length, b.length);
}

/** A line tells where it is when it is there once, or comes after the same line as in the answer. */
function placeOf({ old, lines, index }: Arrival, from: number, to: number): number | undefined {
  const line = lines[index] ?? '';
  const before = lines[index - 1] ?? '';
  if (from === to || !isTelling(line)) return undefined;
  const all = placesIn(old).get(line) ?? [];
  const first = firstFrom(all, from);
  const place = all[first];
  if (place === undefined || place >= to) return undefined;
  if (all.length === first + 1) return place;
  const near = isTelling(before) ? all.slice(first, first + mostPlaces) : [];
  return near.find((candidate) => candidate < to && old[candidate - 1] === before);
}

/** A line that is not alike took the place of the next old one, if it is followed by the same. */
function placeBehind({ ahead, added }: Draft, { old, lines, index }: Arrival): number | undefined {
  return added.at(-1) === index - 1 && old[ahead + 1] === lines[index] ? ahead + 1 : undefined;
}

function firstFrom(places: readonly number[], from: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((places[middle] ?? 0) < from) low = middle + 1;
    else high = middle;
  }
  return low;
}

const known = new WeakMap<readonly string[], ReadonlyMap<string, readonly number[]>>();

/** Where each line stands; looked up once for a text, since an answer asks at each of its lines. */
function placesIn(old: readonly string[]): ReadonlyMap<string, readonly number[]> {
  const before = known.get(old);
  if (before !== undefined) return before;
  const places = new Map<string, number[]>();
  for (const [place, line] of old.entries()) {
    const all = places.get(line);
    if (all === undefined) places.set(line, [place]);
    else all.push(place);
  }
  known.set(old, places);
  return places;
}

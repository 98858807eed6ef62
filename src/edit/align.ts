/** How far an answer has come in the text that it is written over. Plain data; {@link alignNext} makes the next one. */
export interface Alignment {
  /** Lines of the answer that were looked at. */
  readonly taken: number;
  /** The first line of the old text that the answer has not passed yet. */
  readonly cursor: number;
  /** Which of the lines looked at the old text does not have, in order. */
  readonly added: readonly number[];
}

export const unaligned: Alignment = { taken: 0, cursor: 0, added: [] };

/** A line of which this much, at its two ends, is that of another one is a new form of it. */
const alikeEnough = 0.6;
/** Shorter lines, a bracket as a rule, stand in too many places to say where they are. */
const shortestTelling = 4;

/**
 * Takes the lines that came since, one by one: an old line is passed when it comes again, when one comes that is much like
 * it, or when one behind it does. What is passed wrongly is put right when the answer has ended, so nothing depends on it
 * but how calm the text looks until then.
 */
export function alignNext(so: Alignment, old: readonly string[], lines: readonly string[]): Alignment {
  let { cursor } = so;
  const added = [...so.added];
  const places = placesIn(old);
  for (let index = so.taken; index < lines.length; index += 1) {
    const line = lines[index] ?? '';
    const found = old[cursor] === line ? cursor : placeOf(line, { places, cursor, before: lines[index - 1], old });
    if (found !== undefined) cursor = found + 1;
    else {
      added.push(index);
      if (isAlike(line, old[cursor] ?? '')) cursor += 1;
    }
  }
  return { taken: lines.length, cursor, added };
}

interface From {
  readonly places: ReadonlyMap<string, readonly number[]>;
  readonly cursor: number;
  /** The line of the answer before this one. */
  readonly before: string | undefined;
  readonly old: readonly string[];
}

/** Further down, only what is there once is certain, or what comes after the same line as in the answer. */
function placeOf(line: string, { places, cursor, before, old }: From): number | undefined {
  const ahead = (places.get(line) ?? []).filter((place) => place > cursor);
  const [first] = ahead;
  if (first === undefined || line.trim().length < shortestTelling) return undefined;
  return ahead.length === 1 ? first : ahead.find((place) => old[place - 1] === before);
}

function isAlike(line: string, old: string): boolean {
  const [a, b] = [line.trim(), old.trim()];
  const shorter = Math.min(a.length, b.length);
  let head = 0;
  while (head < shorter && a[head] === b[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && a[a.length - 1 - tail] === b[b.length - 1 - tail]) tail += 1;
  return shorter > 0 && head + tail >= alikeEnough * Math.max(a.length, b.length);
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

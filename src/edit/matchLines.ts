/** How much a match has cost. One step is one line looked at, or two lines compared. */
export interface Steps {
  taken: number;
}

/** A file as a match sees it, looked through once. */
export interface Indexed {
  readonly lines: readonly string[];
  /** The lines without what does not matter: {@link normal}. */
  readonly normal: readonly string[];
  /** Where lines are that are not blank. */
  readonly filled: readonly number[];
  /** For each form of a line, where it is among `filled`. */
  readonly places: ReadonlyMap<string, readonly number[]>;
}

/** A line without its indentation and without what models change by habit: width of white space, kind of quotes. */
export function normal(line: string): string {
  return line
    .normalize('NFC')
    .replace(/[\u2018\u2019]/g, "'")
    .replace(/[\u201C\u201D]/g, '"')
    .replace(/[\uFEFF\u200B]/g, '')
    .replace(/\s+/g, ' ')
    .trim();
}

/** Reads the lines of a file for matching. */
export function indexed(lines: readonly string[], steps: Steps): Indexed {
  const forms = lines.map(normal);
  const filled: number[] = [];
  const places = new Map<string, number[]>();
  for (const [index, form] of forms.entries()) {
    steps.taken += 1;
    if (form === '') continue;
    const list = places.get(form);
    if (list === undefined) places.set(form, [filled.length]);
    else list.push(filled.length);
    filled.push(index);
  }
  return { lines, normal: forms, filled, places };
}

/** More of a line does not tell more of how alike it is to another. */
const longestCompared = 300;

/** How alike two lines are, 0 to 1: the pairs of characters that both have, white space aside. */
export function similarity(a: string, b: string, steps: Steps): number {
  steps.taken += 1;
  if (a === b) return 1;
  const first = a.replaceAll(' ', '').slice(0, longestCompared);
  const second = b.replaceAll(' ', '').slice(0, longestCompared);
  if (first === second) return 1;
  if (Math.min(first.length, second.length) < 2) return 0;
  const pairs = new Map<string, number>();
  for (let at = 0; at < first.length - 1; at += 1) {
    const pair = first.slice(at, at + 2);
    pairs.set(pair, (pairs.get(pair) ?? 0) + 1);
  }
  let shared = 0;
  for (let at = 0; at < second.length - 1; at += 1) {
    const pair = second.slice(at, at + 2);
    const left = pairs.get(pair) ?? 0;
    if (left > 0) shared += 1;
    pairs.set(pair, left - 1);
  }
  return (2 * shared) / (first.length + second.length - 2);
}

/** How much of two texts is the same, 0 to 1, by their lines in any order; long lines count more. */
export function likeness(a: readonly string[], b: readonly string[], steps: Steps): number {
  steps.taken += a.length + b.length;
  const counts = new Map<string, number>();
  for (const line of a) counts.set(line, (counts.get(line) ?? 0) + 1);
  let shared = 0;
  for (const line of b) {
    const left = counts.get(line) ?? 0;
    if (left > 0) shared += 2 * weightOf(line);
    counts.set(line, left - 1);
  }
  const all = [...a, ...b].reduce((sum, line) => sum + weightOf(line), 0);
  return all === 0 ? 1 : shared / all;
}

/** What a line counts: a lone bracket tells little about a place. */
export function weightOf(line: string): number {
  return /[\p{L}\p{N}]/u.test(line) ? Math.min(line.length, 80) + 4 : line === '' ? 0 : 1;
}

/** How many brackets of each kind are left open; text in quotes does not count. Negative: too many are closed. */
export function openBrackets(lines: readonly string[], steps: Steps): readonly number[] {
  const open: [number, number, number] = [0, 0, 0];
  steps.taken += lines.length;
  for (const line of lines) {
    const bare = line
      .replace(/"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|`(?:[^`\\]|\\.)*`/g, '')
      .replace(/(^|\s)(\/\/|#\s).*$/, '');
    for (const character of bare) {
      const at = '()[]{}'.indexOf(character);
      if (at === 0 || at === 1) open[0] += at === 0 ? 1 : -1;
      else if (at === 2 || at === 3) open[1] += at === 2 ? 1 : -1;
      else if (at === 4 || at === 5) open[2] += at === 4 ? 1 : -1;
    }
  }
  return open;
}

/** The white space that a line begins with. */
export function indentOf(line: string): string {
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** How far in a line begins; a tab counts four columns, which is right wherever lines of one kind are compared. */
export function columnsOf(line: string): number {
  let columns = 0;
  for (const character of indentOf(line)) columns += character === '\t' ? 4 - (columns % 4) : 1;
  return columns;
}

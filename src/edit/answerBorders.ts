/** For each end of a list, how long the longest start of the list is that also ends there (Knuth, Morris, Pratt). */
function bordersOf(list: readonly string[]): readonly number[] {
  const borders: number[] = [0];
  for (let at = 1; at < list.length; at += 1) {
    let length = borders[at - 1] ?? 0;
    while (length > 0 && list[length] !== list[at]) length = borders[length - 1] ?? 0;
    borders.push(list[length] === list[at] ? length + 1 : length);
  }
  return borders;
}

/** What the start of one text has in common with another. */
export interface Overlap {
  /** How many lines of the start are the end of the other text: the longest, and all shorter ones. */
  readonly lengths: readonly number[];
  /** The most lines of the start that are anywhere in the other text, one after the other. */
  readonly longest: number;
}

/** Compares in the time that it takes to read both. No line may be a line break. */
export function overlapOf(start: readonly string[], other: readonly string[]): Overlap {
  const head = start.slice(0, other.length);
  if (head.length === 0) return { lengths: [], longest: 0 };
  const borders = bordersOf([...head, '\n', ...other]);
  const lengths: number[] = [];
  for (let length = borders.at(-1) ?? 0; length > 0; length = borders[length - 1] ?? 0) lengths.push(length);
  const longest = borders.slice(head.length + 1).reduce((most, length) => Math.max(most, length), 0);
  return { lengths, longest };
}

/** Where lines begin that are one after the other in a text, or -1. */
export function indexOfAll(lines: readonly string[], text: readonly string[]): number {
  if (lines.length === 0) return 0;
  const end = bordersOf([...lines, '\n', ...text]).indexOf(lines.length, lines.length);
  return end === -1 ? -1 : end - 2 * lines.length;
}

/** Two lines, by their places in two lists. */
export interface Pair {
  readonly old: number;
  readonly new: number;
}

/** Lines that have this much of their words in common are forms of one line. */
const alikeEnough = 0.6;
/** Comparing each line with each other one is worth it for a hunk that a person would read line by line. */
const mostComparisons = 10_000;
/** In longer ones, a line is looked for so far from where the last pair left off. */
const lookAhead = 4;

/** Which lines are forms of each other, in order and without crossing, so that most of the text is told by its likeness. */
export function alikePairs(old: readonly string[], next: readonly string[]): readonly Pair[] {
  const [oldWords, nextWords] = [old.map(wordsOf), next.map(wordsOf)];
  if (old.length * next.length > mostComparisons) return nearPairs(oldWords, nextWords);
  const scores = oldWords.map((a) => nextWords.map((b) => likeness(a, b)));
  const score = (row: number, column: number) => scores[row]?.[column] ?? 0;
  return bestPairs({ old: old.length, new: next.length }, score);
}

/** The pairs whose likeness adds up to the most. */
function bestPairs(length: Pair, score: (row: number, column: number) => number): readonly Pair[] {
  // What the best pairs of all lines from here on are worth.
  const best = Array.from({ length: length.old + 1 }, () => new Float64Array(length.new + 1));
  const from = (row: number, column: number) => best[row]?.[column] ?? 0;
  for (let row = length.old - 1; row >= 0; row -= 1) {
    for (let column = length.new - 1; column >= 0; column -= 1) {
      const taken = score(row, column) === 0 ? 0 : score(row, column) + from(row + 1, column + 1);
      const cells = best[row];
      if (cells !== undefined) cells[column] = Math.max(taken, from(row + 1, column), from(row, column + 1));
    }
  }
  const pairs: Pair[] = [];
  for (let row = 0, column = 0; row < length.old && column < length.new;) {
    if (score(row, column) > 0 && from(row, column) === score(row, column) + from(row + 1, column + 1))
      pairs.push({ old: row++, new: column++ });
    else if (from(row, column) === from(row + 1, column)) row += 1;
    else column += 1;
  }
  return pairs;
}

/** Good enough for a rewrite of hundreds of lines, such as another indentation of them, and linear. */
function nearPairs(old: readonly Words[], next: readonly Words[]): readonly Pair[] {
  const pairs: Pair[] = [];
  const isAlike = (row: number, column: number) => {
    const [a, b] = [old[row], next[column]];
    return a !== undefined && b !== undefined && likeness(a, b) > 0;
  };
  for (let row = 0, column = 0; row < old.length && column < next.length; row += 1, column += 1) {
    for (let ahead = 0; ahead <= lookAhead; ahead += 1) {
      const isInNew = isAlike(row, column + ahead);
      if (!isInNew && !isAlike(row + ahead, column)) continue;
      if (isInNew) column += ahead;
      else row += ahead;
      pairs.push({ old: row, new: column });
      break;
    }
  }
  return pairs;
}

interface Words {
  readonly counts: ReadonlyMap<string, number>;
  readonly length: number;
}

function wordsOf(line: string): Words {
  const counts = new Map<string, number>();
  const words = line.match(/[\p{L}\p{N}_$]+|[^\s\p{L}\p{N}_$]/gu) ?? [];
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return { counts, length: words.join('').length };
}

/** How much of both is in both, by characters; 0 when it is too little to say anything. */
function likeness(a: Words, b: Words): number {
  if (a.length === 0 || b.length === 0) return 0;
  let common = 0;
  for (const [word, count] of a.counts) common += word.length * Math.min(count, b.counts.get(word) ?? 0);
  const share = (2 * common) / (a.length + b.length);
  return share >= alikeEnough ? share : 0;
}

import type { Splice } from './lines.ts';
import { spliceBetween } from './lines.ts';

/**
 * The ranges of lines that differ, by the lines that both texts have exactly once, in the order they have in both. Not
 * the shortest list there could be, but a short one, in near-linear time whatever the texts are.
 */
export function rangesBetween(from: readonly string[], to: readonly string[]): readonly Splice[] {
  const result: Splice[] = [];
  let before: Pair = { from: -1, to: -1 };
  for (const pair of [...inOrder(uniquePairs(from, to)), { from: from.length, to: to.length }]) {
    const start = before.from + 1;
    const splice = spliceBetween(from.slice(start, pair.from), to.slice(before.to + 1, pair.to));
    if (splice.count > 0 || splice.lines.length > 0) result.push({ ...splice, start: start + splice.start });
    before = pair;
  }
  return result;
}

interface Pair {
  readonly from: number;
  readonly to: number;
}

function uniquePairs(from: readonly string[], to: readonly string[]): readonly Pair[] {
  const inFrom = uniqueLines(from);
  const inTo = uniqueLines(to);
  return [...inFrom].flatMap(([line, at]) => {
    const other = inTo.get(line);
    return at === undefined || other === undefined ? [] : [{ from: at, to: other }];
  });
}

function uniqueLines(lines: readonly string[]): ReadonlyMap<string, number | undefined> {
  const places = new Map<string, number | undefined>();
  for (const [index, line] of lines.entries()) places.set(line, places.has(line) ? undefined : index);
  return places;
}

/** The longest part of the pairs, which are in the order of `from`, that is in the order of `to` as well. */
export function inOrder<One extends Pair>(pairs: readonly One[]): readonly One[] {
  const ends: number[] = [];
  const previous: (number | undefined)[] = [];
  for (const [index, { to }] of pairs.entries()) {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((pairs[ends[middle] ?? 0]?.to ?? 0) < to) low = middle + 1;
      else high = middle;
    }
    previous[index] = ends[low - 1];
    ends[low] = index;
  }
  const chain: One[] = [];
  for (let index = ends.at(-1); index !== undefined; index = previous[index]) {
    const pair = pairs[index];
    if (pair !== undefined) chain.push(pair);
  }
  return chain.toReversed();
}

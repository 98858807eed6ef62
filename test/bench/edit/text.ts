/** A file of 20,000 lines, of which some in the middle are written anew, each of them. */
export const text: readonly string[] = Array.from(
  { length: 20_000 },
  (_line, index) => `  const value${index} = compute(items[${index}], 'of the ${index}th item');`,
);
export const region = { start: 9_000, count: Number(process.env['PARLEY_BENCH_LINES'] ?? 2_000) };
export const replacement: readonly string[] = text
  .slice(region.start, region.start + region.count)
  .map((line) => line.replace('value', 'result'));

/** Which lines of the replacement stand in a piece of text, counted from 0. */
export function replacedIn(piece: string): number[] {
  return [...piece.matchAll(/const result(\d+) =/g)].map(([, number]) => Number(number) - region.start);
}

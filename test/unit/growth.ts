/** What linear work may grow to when it is made eight times as large: machines that are busy take their share. */
export const linearGrowth = 40;

/** The shortest of some tries, since whatever else runs only makes them longer. */
export function shortestMs(work: () => void): number {
  const times = Array.from({ length: 5 }, () => {
    const startMs = performance.now();
    work();
    return performance.now() - startMs;
  });
  return Math.min(...times);
}

/** How many times as long work takes that is eight times as large; work with the square of its size takes 64 times. */
export function growth(size: number, make: (size: number) => () => void): number {
  const [small, large] = [make(size), make(size * 8)];
  small();
  return shortestMs(large) / shortestMs(small);
}

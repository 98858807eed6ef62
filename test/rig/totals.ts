/** How many tests ended how; what `npm test` adds up over all its steps. */
export type Totals = { passed: number; failed: number; skipped: number };

export function addTotals(sum: Totals, more: Totals): Totals {
  return {
    passed: sum.passed + more.passed,
    failed: sum.failed + more.failed,
    skipped: sum.skipped + more.skipped,
  };
}

export function formatTotals({ passed, failed, skipped }: Totals): string {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}

/** Finds the last line that `formatTotals` wrote; undefined when a run never came that far. */
export function parseTotals(output: string): Totals | undefined {
  const match = [...output.matchAll(/^(\d+) passed, (\d+) failed, (\d+) skipped$/gm)].at(-1);
  return match && { passed: Number(match[1]), failed: Number(match[2]), skipped: Number(match[3]) };
}

import type { TestEvent } from 'node:test/reporters';
import { formatTotals } from './totals.ts';

/** A node:test reporter that writes one line of totals, from the runner's own counts, for scripts/test.ts to read. */
export async function* totalsReporter(events: AsyncIterable<TestEvent>): AsyncGenerator<string> {
  for await (const event of events) {
    // A summary with a file is that file's alone.
    if (event.type !== 'test:summary' || event.data.file !== undefined) continue;
    const { tests, passed, skipped, todo } = event.data.counts;
    yield `${formatTotals({ passed, failed: tests - passed - skipped - todo, skipped: skipped + todo })}\n`;
  }
}

// oxlint-disable-next-line import/no-default-export -- node:test takes a reporter only as the default export
export default totalsReporter;

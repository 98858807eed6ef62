import assert from 'node:assert/strict';
import { test } from 'node:test';
import { retryAfterMs } from '../../../src/llm/retryAfter.ts';

const now = Date.UTC(2026, 9, 21, 7, 28, 0);

const cases: readonly (readonly [Record<string, string>, number | undefined])[] = [
  [{ 'retry-after': '45' }, 45_000],
  [{ 'retry-after': '2.5' }, 2_500],
  [{ 'retry-after': '0' }, 0],
  [{ 'retry-after': ' 7 ' }, 7_000],
  [{ 'retry-after': '1e9' }, 1e12],
  [{ 'retry-after': '-1' }, undefined],
  [{ 'retry-after': 'NaN' }, undefined],
  [{ 'retry-after': '' }, undefined],
  [{ 'retry-after': 'Wed, 21 Oct 2026 07:28:30 GMT' }, 30_000],
  [{ 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }, 0],
  // This machine's clock is wrong, or the server's: only the difference counts.
  [{ 'retry-after': 'Wed, 21 Oct 2026 09:00:30 GMT', date: 'Wed, 21 Oct 2026 09:00:20 GMT' }, 10_000],
  [{ 'retry-after': 'Wed, 21 Oct 2026 07:28:30 GMT', date: 'today' }, 30_000],
  [{ 'retry-after': 'soon' }, undefined],
  [{ 'retry-after-ms': '660', 'retry-after': '45' }, 660],
  [{ 'retry-after-ms': '0', 'retry-after': '45' }, 0],
  [{ 'retry-after-ms': 'x', 'retry-after': '45' }, 45_000],
  [{}, undefined],
];

for (const [headers, expected] of cases) {
  test(`a wait said as ${JSON.stringify(headers)}`, () => assert.equal(retryAfterMs(headers, now), expected));
}

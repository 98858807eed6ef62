import assert from 'node:assert/strict';
import { test } from 'node:test';
import { outcomeOf, type Extent } from '../../storage/row.ts';
import { rows } from '../../storage/rows.ts';

// What `npm run storage` does at length, briefly.
const extent: Extent = { seed: 20_260_101, kills: 20, chats: 100, chatBytes: 20_000 };

test('the storage suite has a row for each of S01 to S20', () => {
  const expected = Array.from({ length: 20 }, (_, n) => `S${String(n + 1).padStart(2, '0')}`);
  assert.deepEqual([...new Set(rows.map(({ id }) => id))], expected);
});

for (const row of rows) {
  test(`${row.id}: ${row.what}`, async (context) => {
    const { status, seen } = await outcomeOf(row, extent);
    if (status === 'skipped') return context.diagnostic(seen);
    assert.equal(status, 'passed', seen);
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { soak } from '../../faults/soak/soak.ts';
import { soakTurn } from '../../faults/soak/plan.ts';

const turns = 30;

/** A run with several faults in it, whatever else is changed about the plan. */
const seed = Array.from({ length: 500 }, (_, at) => at + 1).find(
  (one) =>
    Array.from({ length: turns }, (_, at) => soakTurn(one, at + 1)).filter(({ fault }) => fault !== 'none').length >= 5,
);

test('a short soak loses nothing and leaves nothing behind', async () => {
  assert.ok(seed !== undefined);
  const { faults, bytes, listeners, timers, connections, sockets } = await soak({ turns, seed });
  assert.ok([...faults].filter(([fault]) => fault !== 'none').length >= 3, `seed ${seed}`);
  assert.ok(bytes > 10_000);
  assert.deepEqual(
    { listeners, timers, connections, sockets },
    { listeners: 0, timers: 0, connections: 0, sockets: 0 },
    `seed ${seed}`,
  );
});

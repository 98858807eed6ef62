import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StreamEvent } from '../../../src/model/event.ts';
import type { Respond } from '../../../src/model/message.ts';
import type { Price, Usage } from '../../../src/model/usage.ts';
import { costOf, priced } from '../../../src/usage/price.ts';

const price: Price = { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 };
const free: Price = { input: 0, output: 0 };
const finish: StreamEvent = { type: 'finish', reason: 'stop' };
const text: StreamEvent = { type: 'text', delta: 'So.' };

const near = (actual: number | undefined, wanted: number) =>
  assert.ok(actual !== undefined && Math.abs(actual - wanted) < 1e-12, `${actual} is not ${wanted}`);

test('each kind of token has its own price, and no token is paid for twice', () => {
  near(costOf({ inputTokens: 1_000_000, outputTokens: 0 }, price), 3);
  near(costOf({ inputTokens: 0, outputTokens: 2_000_000, reasoningTokens: 1_000_000 }, price), 30);
  const usage = { inputTokens: 10_000, outputTokens: 100, cacheReadTokens: 8_000, cacheWriteTokens: 1_500 };
  near(costOf(usage, price), (500 * 3 + 8_000 * 0.3 + 1_500 * 3.75 + 100 * 15) / 1_000_000);
});

const unknowns: readonly (readonly [why: string, usage: Usage, price: Price])[] = [
  ['cache reads without a price', { inputTokens: 10, outputTokens: 1, cacheReadTokens: 5 }, { input: 3, output: 15 }],
  ['cache writes without a price', { inputTokens: 10, outputTokens: 1, cacheWriteTokens: 5 }, { input: 3, output: 15 }],
  ['more from the cache than was read', { inputTokens: 10, outputTokens: 1, cacheReadTokens: 11 }, price],
];
for (const [why, usage, of] of unknowns)
  test(`no price is told for ${why}`, () => assert.equal(costOf(usage, of), undefined));

test('a part that was not used needs no price, and what is free costs nothing whatever was used', () => {
  near(costOf({ inputTokens: 1_000_000, outputTokens: 0, cacheReadTokens: 0 }, { input: 3, output: 15 }), 3);
  assert.equal(costOf({ inputTokens: 10, outputTokens: 1, cacheReadTokens: 5 }, free), 0);
});

async function eventsOf(of: Price | undefined, ...events: StreamEvent[]): Promise<readonly StreamEvent[]> {
  const respond: Respond = async function* () {
    yield* events;
  };
  const all: StreamEvent[] = [];
  const request = { model: 'm', messages: [] };
  for await (const event of priced(respond, of)(request, new AbortController().signal)) all.push(event);
  return all;
}

test('an answer is passed on with what it cost', async () => {
  const usage = { inputTokens: 1_000, outputTokens: 200 };
  const told = await eventsOf(price, text, { type: 'usage', usage }, finish);
  assert.deepEqual(told, [text, { type: 'usage', usage: { ...usage, cost: 0.006 } }, finish]);
  assert.deepEqual(await eventsOf(undefined, { type: 'usage', usage }), [{ type: 'usage', usage }]);
  const cached = { ...usage, cacheReadTokens: 1 };
  assert.deepEqual(await eventsOf({ input: 3, output: 15 }, { type: 'usage', usage: cached }), [
    { type: 'usage', usage: cached },
  ]);
});

test('what nobody counted has no price, unless it is free', async () => {
  const stopped: StreamEvent = { type: 'finish', reason: 'aborted' };
  assert.deepEqual(await eventsOf(price, text, stopped), [text, stopped]);
  const nothing = { inputTokens: 0, outputTokens: 0, cost: 0 };
  assert.deepEqual(await eventsOf(free, text, stopped), [text, { type: 'usage', usage: nothing }, stopped]);
});

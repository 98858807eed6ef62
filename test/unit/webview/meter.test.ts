import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Attachment } from '../../../src/model/attachment.ts';
import type { ContextUse } from '../../../src/protocol.ts';
import { fillOf } from '../../../src/webview/meter.ts';
import { meterStrings } from '../../../src/webview/meterStrings.ts';
import { strings } from '../../../src/webview/strings.ts';

const context: ContextUse = {
  history: 800,
  instructions: 100,
  scale: 1,
  window: 10_000,
  answer: 2_000,
  price: 2,
  spent: { cost: 0, unpriced: 0 },
};
const file = (tokens?: number): Attachment => ({
  id: 'x',
  kind: 'file',
  path: 'a',
  uri: 'file:///a',
  languageId: 'c',
  ...(tokens === undefined ? {} : { tokens }),
});

test('everything that will be sent is counted, as the provider counts', () => {
  assert.equal(fillOf(context, [file(50), file()], 30).tokens, 980);
  assert.equal(fillOf({ ...context, scale: 1.5 }, [file(50)], 50).tokens, 1_500);
  assert.deepEqual(fillOf(context, [], 100), { tokens: 1_000, percent: 10, level: 'fine', over: 0, cost: 0.002 });
});

const levels: readonly (readonly [draftTokens: number, level: string, over: number])[] = [
  [5_899, 'fine', 0],
  [5_900, 'near', 0],
  [7_100, 'near', 0],
  [7_101, 'over', 1],
  [20_000, 'over', 12_900],
];
for (const [draftTokens, level, over] of levels)
  test(`${draftTokens} tokens of text are ${level}: room is left for the answer`, () => {
    const fill = fillOf(context, [], draftTokens);
    assert.deepEqual([fill.level, fill.over], [level, over]);
  });

test('of a model whose window is unknown the count alone is told, and of one without a price no price', () => {
  const { window: _window, answer: _answer, price: _price, ...rest } = context;
  assert.deepEqual(fillOf(rest, [], 1_000_000), { tokens: 1_000_900, level: 'fine', over: 0 });
  assert.equal(meterStrings.meter(fillOf(rest, [], 100), undefined), '1,000 tokens, price unknown to send');
});

test('what the meter says', () => {
  const fill = fillOf(context, [], 100);
  assert.equal(meterStrings.meter(fill, 10_000), '1,000 of 10,000 tokens, 10 %, about $0.002 to send');
  assert.equal(meterStrings.meter({ ...fill, cost: 0 }, 10_000), '1,000 of 10,000 tokens, 10 %, free to send');
});

test('prices are told to a hundredth of a cent, and never as nothing', () => {
  const told = [0, 0.00001, 0.0123, 0.5, 1.23456].map((cost) => strings.price(cost));
  assert.deepEqual(told, ['free', 'less than $0.0001', '$0.0123', '$0.50', '$1.2346']);
});

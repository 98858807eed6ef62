import assert from 'node:assert/strict';
import { test } from 'node:test';
import { budgetsIn, shownLimits } from '../../../src/llm/rateHeaders.ts';

const nowMs = Date.UTC(2026, 10, 20, 12);

const budgets = (headers: Record<string, string>) => [...budgetsIn(headers, nowMs).values()];

for (const [reset, ms] of [
  ['6m0s', 360_000],
  ['12ms', 12],
  ['7.66s', 7_660],
  ['1h2m3s', 3_723_000],
  ['1d', 86_400_000],
] as const) {
  test(`a reset in ${reset}`, () => {
    const headers = {
      'x-ratelimit-limit-requests': '60',
      'x-ratelimit-remaining-requests': '0',
      'x-ratelimit-reset-requests': reset,
    };
    assert.deepEqual(budgets(headers), [{ counts: 'requests', remaining: 0, limit: 60, resetAtMs: nowMs + ms }]);
  });
}

test('Anthropic’s times are read against its own clock, which this machine’s may not agree with', () => {
  const headers = {
    date: 'Fri, 20 Nov 2026 09:00:00 GMT',
    'anthropic-ratelimit-input-tokens-limit': '80000',
    'anthropic-ratelimit-input-tokens-remaining': '0',
    'anthropic-ratelimit-input-tokens-reset': '2026-11-20T09:00:30Z',
  };
  assert.deepEqual(budgets(headers), [{ counts: 'tokens', remaining: 0, limit: 80_000, resetAtMs: nowMs + 30_000 }]);
  const { date: _, ...undated } = headers;
  assert.equal(budgets(undated)[0]?.resetAtMs, nowMs, 'long over, as far as can be told');
});

test('Cerebras counts in seconds', () => {
  const headers = { 'x-ratelimit-remaining-tokens-minute': '0', 'x-ratelimit-reset-tokens-minute': '26.5' };
  assert.deepEqual(budgets(headers), [{ counts: 'tokens', remaining: 0, resetAtMs: nowMs + 26_500 }]);
});

for (const [name, headers] of [
  ['a bare reset', { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '1767225600' }],
  ['a number without a unit', { 'x-ratelimit-remaining-requests': '0', 'x-ratelimit-reset-requests': '1767225600000' }],
  ['words', { 'x-ratelimit-remaining-requests': 'none', 'x-ratelimit-reset-requests': '1s' }],
  [
    'no budget at Azure',
    {
      'x-ratelimit-limit-tokens': '-1',
      'x-ratelimit-remaining-tokens': '0',
      'x-ratelimit-reset-tokens': '1s',
    },
  ],
  ['no reset', { 'x-ratelimit-remaining-requests': '0' }],
  ['nothing', {}],
] as const) {
  test(`${name} is not gone by`, () => assert.deepEqual(budgets(headers), []));
}

test('all headers of limits are shown as they are, others are not', () => {
  const headers = {
    'x-ratelimit-reset': '1767225600',
    'anthropic-ratelimit-requests-remaining': '0',
    'ratelimit-policy': '"burst";q=100',
    'set-cookie': 'secret',
  };
  assert.deepEqual(shownLimits(headers), [
    'x-ratelimit-reset: 1767225600',
    'anthropic-ratelimit-requests-remaining: 0',
    'ratelimit-policy: "burst";q=100',
  ]);
});

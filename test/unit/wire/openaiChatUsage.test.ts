import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StreamEvent } from '../../../src/model/event.ts';
import { openaiCompatible as openai } from '../../../src/providers/openaiCompatible.ts';
import { decode } from '../llm/harness.ts';

const usageOf = async (...chunks: readonly object[]): Promise<readonly StreamEvent[]> => {
  const stream = [...chunks.map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`), 'data: [DONE]\n\n'].join('');
  return (await decode(openai, stream)).filter(({ type }) => type === 'usage');
};
const hi = { choices: [{ index: 0, delta: { content: 'Hi' }, finish_reason: 'stop' }] };

test('usage is counted once, however often it is said, and wherever', async () => {
  const usage = { prompt_tokens: 10, completion_tokens: 2, total_tokens: 12 };
  const expected = [{ type: 'usage', usage: { inputTokens: 10, outputTokens: 2 } }];
  assert.deepEqual(await usageOf(hi, { choices: [], usage }), expected);
  assert.deepEqual(
    await usageOf(
      { ...hi, usage: { ...usage, completion_tokens: 1, total_tokens: 11 } },
      { ...hi, usage },
      { choices: [], usage },
    ),
    expected,
  );
  assert.deepEqual(await usageOf({ ...hi, usage: null }, { choices: [], x_groq: { usage } }), expected);
  assert.deepEqual(await usageOf({ ...hi, x_groq: { id: 'r' } }, { choices: [], x_groq: { usage }, usage }), expected);
  assert.deepEqual(await usageOf(hi), []);
  assert.deepEqual(await usageOf({ ...hi, usage: { odd: 1 } }), []);
});

for (const [name, raw, expected] of [
  [
    'parts',
    {
      prompt_tokens: 100,
      completion_tokens: 30,
      total_tokens: 130,
      prompt_tokens_details: { cached_tokens: 64, cache_write_tokens: 10 },
      completion_tokens_details: { reasoning_tokens: 20 },
    },
    { inputTokens: 100, outputTokens: 30, cacheReadTokens: 64, cacheWriteTokens: 10, reasoningTokens: 20 },
  ],
  [
    'xAI, which leaves reasoning out of the completion',
    {
      prompt_tokens: 156,
      completion_tokens: 23,
      total_tokens: 656,
      completion_tokens_details: { reasoning_tokens: 477 },
    },
    { inputTokens: 156, outputTokens: 500, reasoningTokens: 477 },
  ],
  [
    'Google, where only the total knows',
    { prompt_tokens: 35, completion_tokens: 12, total_tokens: 109 },
    { inputTokens: 35, outputTokens: 74 },
  ],
  [
    'DeepSeek',
    {
      prompt_tokens: 10,
      completion_tokens: 5,
      total_tokens: 15,
      prompt_cache_hit_tokens: 8,
      prompt_cache_miss_tokens: 2,
    },
    { inputTokens: 10, outputTokens: 5, cacheReadTokens: 8 },
  ],
  [
    'Mistral',
    { prompt_tokens: 10, completion_tokens: 5, total_tokens: 15, num_cached_tokens: 4 },
    { inputTokens: 10, outputTokens: 5, cacheReadTokens: 4 },
  ],
  [
    'numbers written as 5.0, and nulls',
    { prompt_tokens: 10.0, completion_tokens: 5.0, prompt_tokens_details: null, completion_tokens_details: null },
    { inputTokens: 10, outputTokens: 5 },
  ],
  [
    'a part that claims more than the whole',
    { prompt_tokens: 43, completion_tokens: 10, total_tokens: 53, completion_tokens_details: { reasoning_tokens: 11 } },
    { inputTokens: 43, outputTokens: 10, reasoningTokens: 10 },
  ],
] as const) {
  test(`usage of ${name}`, async () =>
    assert.deepEqual(await usageOf({ ...hi, usage: raw }), [{ type: 'usage', usage: expected }]));
}

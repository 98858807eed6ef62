import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';
import { defaultRecordings } from '../../scripts/replay.ts';
import { exchange, expectedAnswer } from '../../scripts/replay/exchange.ts';
import { readers } from '../../scripts/replay/kinds.ts';
import { play } from '../../scripts/replay/play.ts';
import { usageFromRaw, usageShape } from '../../scripts/replay/rawUsage.ts';
import type { Usage } from '../../src/model/usage.ts';

/** Numbers as each API reports them, and what they come to, worked out by hand. */
const examples: readonly (readonly [shape: string, raw: Readonly<Record<string, unknown>>, usage: Usage])[] = [
  [
    'chat completions',
    {
      prompt_tokens: 100,
      completion_tokens: 40,
      total_tokens: 140,
      prompt_tokens_details: { cached_tokens: 80, cache_write_tokens: 5 },
      completion_tokens_details: { reasoning_tokens: 30 },
    },
    { inputTokens: 100, outputTokens: 40, cacheReadTokens: 80, cacheWriteTokens: 5, reasoningTokens: 30 },
  ],
  [
    'chat completions',
    {
      prompt_tokens: 10,
      completion_tokens: 3,
      total_tokens: 20,
      completion_tokens_details: { reasoning_tokens: 7 },
      prompt_cache_hit_tokens: 12,
    },
    { inputTokens: 10, outputTokens: 10, cacheReadTokens: 10, reasoningTokens: 7 },
  ],
  [
    'Responses',
    {
      input_tokens: 100,
      input_tokens_details: { cached_tokens: 64, cache_write_tokens: 8 },
      output_tokens: 50,
      output_tokens_details: { reasoning_tokens: 32 },
      total_tokens: 150,
    },
    { inputTokens: 100, outputTokens: 50, cacheReadTokens: 64, cacheWriteTokens: 8, reasoningTokens: 32 },
  ],
  [
    'Anthropic',
    {
      input_tokens: 4,
      cache_read_input_tokens: 2_000,
      cache_creation_input_tokens: 300,
      output_tokens: 20,
      output_tokens_details: { thinking_tokens: 11 },
    },
    { inputTokens: 2_304, outputTokens: 20, cacheReadTokens: 2_000, cacheWriteTokens: 300, reasoningTokens: 11 },
  ],
  ['Anthropic', { input_tokens: 4, cache_read_input_tokens: null }, { inputTokens: 4, outputTokens: 0 }],
  [
    'Gemini',
    {
      promptTokenCount: 19,
      candidatesTokenCount: 53,
      thoughtsTokenCount: 86,
      toolUsePromptTokenCount: 69,
      cachedContentTokenCount: 8,
      totalTokenCount: 227,
    },
    { inputTokens: 88, outputTokens: 139, cacheReadTokens: 8, reasoningTokens: 86 },
  ],
  [
    'Bedrock Converse',
    { inputTokens: 10, outputTokens: 5, totalTokens: 1_115, cacheReadInputTokens: 1_000, cacheWriteInputTokens: 100 },
    { inputTokens: 1_110, outputTokens: 5, cacheReadTokens: 1_000, cacheWriteTokens: 100 },
  ],
  ['Ollama', { prompt_eval_count: 26, eval_count: 298 }, { inputTokens: 26, outputTokens: 298 }],
  ['Ollama', { eval_count: 298, total_duration: 1 }, { inputTokens: 0, outputTokens: 298 }],
  [
    'Cohere',
    {
      billed_units: { input_tokens: 12, output_tokens: 49 },
      tokens: { input_tokens: 220, output_tokens: 51, reasoning_tokens: 20 },
      cached_tokens: 208,
    },
    { inputTokens: 220, outputTokens: 51, cacheReadTokens: 208, reasoningTokens: 20 },
  ],
  [
    'Cohere, billed units only',
    { billed_units: { input_tokens: 12, output_tokens: 49 } },
    { inputTokens: 12, outputTokens: 49 },
  ],
];

for (const [index, [shape, raw, usage]] of examples.entries()) {
  test(`what ${shape} reports is calculated as its documentation says (${index + 1})`, () => {
    assert.equal(usageShape(raw), shape);
    assert.deepEqual(usageFromRaw(raw), usage);
  });
}

test('no numbers are no usage', () => {
  for (const raw of [undefined, null, {}, { prompt_tokens: null }, { tokens: 7 }])
    assert.equal(usageFromRaw(raw), undefined);
});

interface Counted {
  readonly id: string;
  readonly raw: Readonly<Record<string, unknown>>;
  readonly got: Usage | undefined;
}

/** Every recorded exchange of a kind we read that tells what it used, and what Parley counted. */
async function counted(folder: string): Promise<readonly Counted[]> {
  const found: Counted[] = [];
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.jsonl'))) {
    for (const line of (await readFile(join(folder, file), 'utf8')).split('\n').filter((text) => text !== '')) {
      const recorded = exchange.parse(JSON.parse(line));
      const reader = readers[recorded.endpoint_kind];
      const raw = expectedAnswer.safeParse(recorded.expected).data?.usage;
      if (reader === undefined || !raw) continue;
      found.push({ id: recorded.id, raw, got: (await play(recorded, reader, 4_096)).usage });
    }
  }
  return found;
}

test(
  'the usage of every recorded exchange equals a second calculation from its raw numbers',
  { skip: !existsSync(defaultRecordings) && 'there are no recordings beside this project' },
  async (context) => {
    const all = await counted(defaultRecordings);
    const wrong = all.filter(({ raw, got }) => !isDeepStrictEqual(usageFromRaw(raw), got));
    assert.deepEqual(
      wrong.map(({ id, raw, got }) => ({ id, raw, calculated: usageFromRaw(raw), got })),
      [],
    );
    const shapes = Map.groupBy(all, ({ raw }) => usageShape(raw) ?? 'no counts');
    assert.deepEqual(shapes.get('no counts')?.filter(({ raw }) => /\d/.test(JSON.stringify(raw))) ?? [], []);
    for (const [shape, ones] of shapes) context.diagnostic(`${shape}: ${ones.length} exchanges`);
    assert.ok(all.length > 0);
  },
);

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { preferredModel, standings } from '../../../src/providers/modelChoice.ts';
import { versionOf } from '../../../src/providers/modelNames.ts';

for (const [id, of, date] of [
  ['gpt-5.4-2026-03-05', 'gpt-5.4', '20260305'],
  ['claude-sonnet-4-5-20250929', 'claude-sonnet-4-5', '20250929'],
  ['claude-sonnet-4-5@20250929', 'claude-sonnet-4-5', '20250929'],
  ['anthropic.claude-haiku-4-5-20251001-v1:0', 'anthropic.claude-haiku-4-5-v1:0', '20251001'],
  ['mistral-medium-2508', 'mistral-medium', '202508'],
  ['gpt-5.4', undefined, undefined],
  ['command-r-08-2024', undefined, undefined],
  ['gpt-4-0613', undefined, undefined],
  ['model-20259999', undefined, undefined],
  ['phi-3-medium-128k', undefined, undefined],
  ['llama-4-8b-2048', undefined, undefined],
] as const) {
  test(`the date of ${id}`, () => {
    const version = versionOf(id);
    assert.deepEqual([version?.of, version?.date], [of, date]);
  });
}

test('what is pinned and what moves', () => {
  const ids = [
    'gpt-5.4',
    'gpt-5.4-2026-03-05',
    'gpt-5.4-mini',
    'mistral-large-latest',
    'mistral-large-2512',
    'mistral-medium',
    'mistral-medium-2508',
    '~openai/gpt-latest',
    'claude-opus-5',
    'qwen3:latest',
  ];
  const standing = standings(ids);
  assert.deepEqual(
    ids.map((id) => standing(id)),
    ['moving', 'pinned', undefined, 'moving', 'pinned', undefined, 'pinned', 'moving', undefined, undefined],
  );
});

const cases: readonly [
  why: string,
  list: readonly string[],
  starts: readonly string[],
  expected: string | undefined,
][] = [
  ['nothing is listed', [], ['gpt'], undefined],
  ['nothing is preferred', ['one', 'two'], [], 'one'],
  ['what is preferred is not listed', ['one', 'two'], ['gpt'], 'one'],
  ['the order of the preference counts', ['gpt-4o', 'gpt-5-mini'], ['gpt-5', 'gpt-4o'], 'gpt-5-mini'],
  ['exactly the id before one that begins with it', ['gpt-5-mini', 'gpt-5'], ['gpt-5'], 'gpt-5'],
  [
    'the newest dated version before the alias',
    ['gpt-5', 'gpt-5-2025-08-07', 'gpt-5-2026-01-15', 'gpt-5-mini-2026-02-01'],
    ['gpt-5'],
    'gpt-5-2026-01-15',
  ],
  ['only dated ones', ['claude-s-20250514', 'claude-s-20250929'], ['claude-s'], 'claude-s-20250929'],
  [
    'a moving name gives way to its newest version',
    ['mistral-m-latest', 'mistral-m-2505', 'mistral-m-2508'],
    ['mistral-m-latest'],
    'mistral-m-2508',
  ],
  ['a month alone does not make an open model a version of another', ['qwen', 'qwen-2507'], ['qwen'], 'qwen'],
];
for (const [why, list, starts, expected] of cases)
  test(`the model to begin with: ${why}`, () =>
    assert.equal(
      preferredModel(
        list.map((id) => ({ id })),
        starts,
      )?.id,
      expected,
    ));

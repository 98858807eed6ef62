import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ModelInfo } from '../../../src/llm/provider.ts';
import { catalogueOf, emptyCatalogue, type CatalogueFile } from '../../../src/providers/catalogue.ts';

const file: CatalogueFile = {
  source: 'a test',
  license: 'MIT',
  models: {
    openai: [
      ['gpt-a', 'GPT A', 400_000, 128_000, 'ir', 1.25, 10, 0.125],
      ['gpt-b', 'GPT B', 128_000, 16_384, 'i', 2.5, 10],
      ['gpt-b-2024-05-13', 'GPT B (May)', 128_000, 4_096, 'i', 5, 15],
    ],
    anthropic: [
      ['claude-x-4', 'Claude X 4', 200_000, 64_000, 'ir', 3, 15, 0.3, 3.75],
      ['claude-y-4-20250805', 'Claude Y 4', 200_000, 32_000, 'irt', 15, 75, 1.5, 18.75],
      ['claude-z-20240101', 'Z 1', 100_000, 4_096, '', 1, 2],
      ['claude-z-20250101', 'Z 2', 200_000, 8_192, '', 1, 2],
    ],
    bedrock: [
      ['anthropic.claude-x-4-20250514-v1:0', 'X', 200_000, 64_000, 'ir', 3, 15],
      ['eu.anthropic.claude-x-4-20250514-v1:0', 'X (EU)', 200_000, 64_000, 'ir', 3.3, 16.5],
    ],
    openrouter: [
      ['meta/llama:free', 'Llama (free)', 8_192, 0, '', 0, 0],
      ['meta/llama', 'Llama', 131_072, 8_192, '', 0.1, 0.2],
      ['auto', '', 2_000_000, 0, 'ir'],
    ],
    gemini: [['gemini-q', 'Gemini Q', 1_048_576, 65_536, 'ir', 0.3, 2.5]],
    mistral: [['mistral-m-2505', 'M', 131_072, 0, '', 0.4, 2]],
  },
};
const catalogue = catalogueOf(file);
const a: Partial<ModelInfo> = { contextWindow: 400_000, maxOutputTokens: 128_000, inputs: ['image'], reasoning: true };
const x: Partial<ModelInfo> = { contextWindow: 200_000, maxOutputTokens: 64_000, inputs: ['image'], reasoning: true };
const llama: Partial<ModelInfo> = { contextWindow: 131_072, maxOutputTokens: 8_192, inputs: [], reasoning: false };

const cases: readonly [why: string, provider: string, listed: ModelInfo, added: Partial<ModelInfo>][] = [
  [
    'the same id',
    'openai',
    { id: 'gpt-a' },
    { ...a, label: 'GPT A', price: { input: 1.25, output: 10, cacheRead: 0.125 } },
  ],
  [
    'the case of an id says nothing',
    'openai',
    { id: 'GPT-A' },
    { ...a, label: 'GPT A', price: { input: 1.25, output: 10, cacheRead: 0.125 } },
  ],
  [
    'a dated version of a known model',
    'openai',
    { id: 'gpt-a-2026-03-05' },
    { ...a, price: { input: 1.25, output: 10, cacheRead: 0.125 } },
  ],
  [
    'a version that is known by itself',
    'openai',
    { id: 'gpt-b-2024-05-13' },
    {
      label: 'GPT B (May)',
      contextWindow: 128_000,
      maxOutputTokens: 4_096,
      inputs: ['image'],
      reasoning: false,
      price: { input: 5, output: 15 },
    },
  ],
  ['a fine-tuned model costs something else', 'openai', { id: 'ft:gpt-a-2026-03-05:me::1' }, a],
  ['another model with the same beginning', 'openai', { id: 'gpt-a-mini' }, {}],
  ['a model nobody knows', 'openai', { id: 'whatever:7b' }, {}],
  ['a provider nobody knows', 'toString', { id: 'gpt-a' }, {}],
  [
    'Anthropic’s dates',
    'anthropic',
    { id: 'claude-x-4-20250514' },
    { ...x, price: { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 } },
  ],
  [
    'Vertex’s dates',
    'anthropic',
    { id: 'claude-x-4@20250514' },
    { ...x, price: { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 } },
  ],
  [
    'an undated id of the only dated version',
    'anthropic',
    { id: 'claude-y-4' },
    {
      contextWindow: 200_000,
      maxOutputTokens: 32_000,
      inputs: ['image'],
      reasoning: true,
      temperature: false,
      price: { input: 15, output: 75, cacheRead: 1.5, cacheWrite: 18.75 },
    },
  ],
  ['an undated id of several dated versions', 'anthropic', { id: 'claude-z' }, {}],
  ['one date is not another', 'anthropic', { id: 'claude-y-4-20260101' }, {}],
  ['months tell models apart', 'mistral', { id: 'mistral-m' }, {}],
  ['nor is one month another', 'mistral', { id: 'mistral-m-2508' }, {}],
  [
    'a region of Bedrock that is known',
    'bedrock',
    { id: 'eu.anthropic.claude-x-4-20250514-v1:0' },
    { ...x, label: 'X (EU)', price: { input: 3.3, output: 16.5 } },
  ],
  ['one that is not may cost something else', 'bedrock', { id: 'apac.anthropic.claude-x-4-20250514-v1:0' }, x],
  [
    'an inference profile',
    'bedrock',
    { id: 'arn:aws:bedrock:eu-west-1:1:inference-profile/eu.anthropic.claude-x-4-20250514-v1:0' },
    { ...x, price: { input: 3.3, output: 16.5 } },
  ],
  ['a provisioned size', 'bedrock', { id: 'anthropic.claude-x-4-20250514-v1:0:200k' }, x],
  [
    'a variant that is known',
    'openrouter',
    { id: 'meta/llama:free' },
    { label: 'Llama (free)', contextWindow: 8_192, inputs: [], reasoning: false, price: { input: 0, output: 0 } },
  ],
  ['one that is not may cost something else', 'openrouter', { id: 'meta/llama:nitro' }, llama],
  [
    'no price is not a price of nothing',
    'openrouter',
    { id: 'auto' },
    { contextWindow: 2_000_000, inputs: ['image'], reasoning: true },
  ],
  [
    'a path before the id',
    'gemini',
    { id: 'publishers/google/models/gemini-q' },
    {
      contextWindow: 1_048_576,
      maxOutputTokens: 65_536,
      inputs: ['image'],
      reasoning: true,
      price: { input: 0.3, output: 2.5 },
    },
  ],
  [
    'what the list says wins',
    'openrouter',
    {
      id: 'meta/llama',
      label: 'Mine',
      contextWindow: 7,
      inputs: ['image'],
      reasoning: true,
      price: { input: 9, output: 9 },
    },
    { maxOutputTokens: 8_192 },
  ],
];

for (const [why, provider, listed, added] of cases)
  test(`${provider}, ${listed.id}: ${why}`, () =>
    assert.deepEqual(catalogue.complete(provider, listed), { ...added, ...listed }));

test('all models of a provider, for when it has no list', () => {
  assert.deepEqual(
    catalogue.models('anthropic').map(({ id }) => id),
    ['claude-x-4', 'claude-y-4-20250805', 'claude-z-20240101', 'claude-z-20250101'],
  );
  assert.deepEqual(catalogue.models('ollama'), []);
  assert.deepEqual(catalogue.models('constructor'), []);
});

test('the empty one knows nothing', () => {
  assert.deepEqual(emptyCatalogue.models('openai'), []);
  assert.deepEqual(emptyCatalogue.complete('openai', { id: 'gpt-a' }), { id: 'gpt-a' });
});

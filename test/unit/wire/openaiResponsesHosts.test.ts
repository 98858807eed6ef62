import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Request } from '../../../src/model/message.ts';
import { deepseek } from '../../../src/providers/deepseek.ts';
import { openai } from '../../../src/providers/openai.ts';
import { openrouter } from '../../../src/providers/openrouter.ts';
import { xai } from '../../../src/providers/xai.ts';

const streaming = { stream: true, cachePrompt: true };

for (const [model, effort, expected] of [
  ['gpt-5.6-terra', undefined, { include: ['reasoning.encrypted_content'] }],
  ['o4-mini', undefined, { include: ['reasoning.encrypted_content'] }],
  ['ft:gpt-5:me', undefined, { include: ['reasoning.encrypted_content'] }],
  ['gpt-4o', undefined, { temperature: 1 }],
  ['gpt-4.1-mini', 'high', { temperature: 1 }],
  ['gpt-5-chat-latest', 'high', { temperature: 1 }],
  ['gpt-5.6-terra', 'none', { include: ['reasoning.encrypted_content'], reasoning: { effort: 'none' } }],
  [
    'gpt-5.6-terra',
    'minimal',
    { include: ['reasoning.encrypted_content'], reasoning: { effort: 'low', summary: 'auto' } },
  ],
  [
    'gpt-5-mini-2025-08-07',
    'minimal',
    { include: ['reasoning.encrypted_content'], reasoning: { effort: 'minimal', summary: 'auto' } },
  ],
  ['gpt-5', 'none', { include: ['reasoning.encrypted_content'], reasoning: { effort: 'minimal' } }],
  ['o3', 'minimal', { include: ['reasoning.encrypted_content'], reasoning: { effort: 'low', summary: 'auto' } }],
  ['gpt-5-codex', 'none', { include: ['reasoning.encrypted_content'], reasoning: { effort: 'low' } }],
  ['gpt-5-pro', 'low', { include: ['reasoning.encrypted_content'] }],
  ['gpt-5-pro', 'high', { include: ['reasoning.encrypted_content'], reasoning: { effort: 'high', summary: 'auto' } }],
] as const) {
  test(`OpenAI: ${model} is sent nothing it refuses (effort ${effort ?? 'unset'})`, () => {
    const request: Request = {
      model,
      messages: [],
      temperature: 1,
      ...(effort === undefined ? {} : { reasoningEffort: effort }),
    };
    assert.deepEqual(openai.dialect.encode(request, streaming).body, {
      model,
      input: [],
      stream: true,
      store: false,
      ...expected,
    });
  });
}

test('OpenAI: what only chat completions serve is asked there', () => {
  const pathOf = (model: string) =>
    (openai.dialectFor(model) ?? openai.dialect).encode({ model, messages: [] }, streaming).path;
  assert.equal(pathOf('gpt-5.5'), '/responses');
  assert.equal(pathOf('gpt-4o-search-preview'), '/chat/completions');
  assert.equal(pathOf('gpt-audio'), '/chat/completions');
});

test('OpenAI: models that only its Responses API serves are listed for that', () => {
  const data = ['gpt-5.5', 'gpt-5-codex', 'o3-pro', 'o4-mini-deep-research', 'text-embedding-3-small'].map((id) => ({
    id,
  }));
  const idsOf = (models: readonly { readonly id: string }[]) => models.map(({ id }) => id);
  assert.deepEqual(idsOf(openai.apis.responses.models({ data })), ['gpt-5.5', 'gpt-5-codex', 'o3-pro']);
  assert.deepEqual(idsOf(openai.apis.chat.models({ data })), ['gpt-5.5']);
});

const encrypted = { include: ['reasoning.encrypted_content'] };
for (const [name, dialect, model, expected] of [
  ['xAI', xai.apis.responses, 'grok-4.5', { ...encrypted, temperature: 1, reasoning: { effort: 'high' } }],
  ['xAI', xai.apis.responses, 'grok-4-1-fast-reasoning', { ...encrypted, temperature: 1 }],
  ['xAI', xai.apis.responses, 'grok-4.20-0309-non-reasoning', { temperature: 1 }],
  [
    'OpenRouter',
    openrouter.apis.responses,
    'openai/gpt-5.5',
    { ...encrypted, temperature: 1, reasoning: { effort: 'high', summary: 'auto' } },
  ],
  [
    'OpenRouter',
    openrouter.apis.responses,
    'google/gemini-3-pro',
    { temperature: 1, reasoning: { effort: 'high', summary: 'auto' } },
  ],
  ['DeepSeek', deepseek.apis.responses, 'deepseek-flash', { temperature: 1, reasoning: { effort: 'high' } }],
] as const) {
  test(`${name}: ${model} is sent what it takes`, () => {
    const request: Request = { model, messages: [], temperature: 1, reasoningEffort: 'high' };
    const base = { model, input: [], stream: true, store: false };
    assert.deepEqual(dialect.encode(request, streaming).body, { ...base, ...expected });
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../../../src/llm/failure.ts';
import { modelList } from '../../../src/wire/modelList.ts';

test('OpenAI: what cannot chat is left out by its name', () => {
  const others = [
    'text-embedding-3-small',
    'whisper-1',
    'tts-1-hd',
    'dall-e-3',
    'gpt-image-1',
    'gpt-4o-audio-preview',
    'gpt-realtime',
    'gpt-4o-transcribe',
    'omni-moderation-latest',
    'davinci-002',
    'gpt-3.5-turbo-instruct',
    'sora-2',
    'o3-pro',
    'gpt-5-pro-2025-10-06',
    'gpt-5-codex',
    'o4-mini-deep-research',
  ];
  const chat = ['gpt-5.6-terra', 'gpt-4o', 'o4-mini', 'gpt-3.5-turbo', 'ft:gpt-4o:me'];
  const data = [...others, ...chat].map((id) => ({ id, object: 'model', created: 1, owned_by: 'openai' }));
  assert.deepEqual(
    modelList({ object: 'list', data }),
    chat.map((id) => ({ id })),
  );
});

test('Groq: its window, and nothing that is switched off', () => {
  const data = [
    { id: 'llama-3.3-70b-versatile', active: true, context_window: 131072 },
    { id: 'old', active: false, context_window: 8192 },
    { id: 'whisper-large-v3', active: true, context_window: 448 },
    { id: 'meta-llama/llama-guard-4-12b', active: true, context_window: 131072 },
    { id: 'canopylabs/orpheus-v1-english', active: true, context_window: 4000 },
  ];
  assert.deepEqual(modelList({ data }), [{ id: 'llama-3.3-70b-versatile', contextWindow: 131072 }]);
});

test('Mistral: by its capabilities, an alias listed twice once', () => {
  const entry = {
    id: 'mistral-small-latest',
    name: 'mistral-small-2506',
    max_context_length: 131072,
    capabilities: { completion_chat: true },
  };
  const data = [entry, entry, { id: 'mistral-embed', capabilities: { completion_chat: false } }];
  assert.deepEqual(modelList({ data }), [
    { id: 'mistral-small-latest', label: 'mistral-small-2506', contextWindow: 131072 },
  ]);
});

test('Together: a bare list, by type', () => {
  const entries = [
    {
      id: 'meta-llama/Llama-3.3-70B-Instruct-Turbo',
      type: 'chat',
      display_name: 'Llama 3.3 70B',
      context_length: 131072,
    },
    { id: 'black-forest-labs/FLUX.1', type: 'image', context_length: 0 },
    { id: 'meta-llama/Llama-2-70b', type: 'language', context_length: 4096 },
  ];
  assert.deepEqual(modelList(entries), [
    { id: 'meta-llama/Llama-3.3-70B-Instruct-Turbo', label: 'Llama 3.3 70B', contextWindow: 131072 },
  ]);
});

test('OpenRouter: by what comes out', () => {
  const data = [
    {
      id: 'openai/gpt-audio',
      name: 'Audio',
      context_length: 128000,
      architecture: { output_modalities: ['text', 'audio'] },
    },
    { id: 'x/painter', name: 'Painter', context_length: 32768, architecture: { output_modalities: ['image'] } },
  ];
  assert.deepEqual(modelList({ data }), [{ id: 'openai/gpt-audio', label: 'Audio', contextWindow: 128000 }]);
});

test('Anthropic: display names, and the window where it is said', () => {
  const data = [
    { type: 'model', id: 'claude-a', display_name: 'Claude A', max_input_tokens: 1000000 },
    { type: 'model', id: 'claude-b', display_name: 'Claude B' },
  ];
  assert.deepEqual(modelList({ data, has_more: false }), [
    { id: 'claude-a', label: 'Claude A', contextWindow: 1000000 },
    { id: 'claude-b', label: 'Claude B' },
  ]);
});

test('the Hugging Face router: what the smallest of the hosts can take', () => {
  const data = [
    {
      id: 'a/b',
      architecture: { output_modalities: ['text'] },
      providers: [{ context_length: 131072 }, { status: 'live' }, { context_length: 32768 }],
    },
  ];
  assert.deepEqual(modelList({ data }), [{ id: 'a/b', contextWindow: 32768 }]);
});

test('vLLM and llama.cpp', () => {
  assert.deepEqual(
    modelList({
      data: [
        { id: 'v', max_model_len: 4096 },
        { id: 'l', meta: { n_ctx: 8192, n_ctx_train: 131072 } },
      ],
    }),
    [
      { id: 'v', contextWindow: 4096 },
      { id: 'l', contextWindow: 8192 },
    ],
  );
});

test('LM Studio and Ollama: plain ids', () => {
  const data = [
    { id: 'qwen3:8b', object: 'model', owned_by: 'library' },
    { id: 'nomic-embed-text:latest' },
    { id: 'text-embedding-nomic' },
  ];
  assert.deepEqual(modelList({ object: 'list', data }), [{ id: 'qwen3:8b' }]);
});

test('entries of another shape are left out, answers of another shape refused', () => {
  assert.deepEqual(
    modelList({ data: [{ name: 'no id' }, null, 7, { id: '' }, { id: 'ok', context_length: 'many' }] }),
    [{ id: 'ok' }],
  );
  assert.deepEqual(modelList({ data: [] }), []);
  for (const odd of [null, 7, 'models', {}, { error: { message: 'no' } }, { data: null }])
    assert.throws(() => modelList(odd), Failure);
});

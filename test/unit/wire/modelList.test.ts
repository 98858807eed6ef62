import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../../../src/llm/failure.ts';
import { modelList, responsesModelList } from '../../../src/wire/modelList.ts';

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
    { id: 'openai/gpt-5-codex', architecture: { output_modalities: ['text'] } },
  ];
  assert.deepEqual(modelList({ data }), [
    { id: 'openai/gpt-audio', label: 'Audio', contextWindow: 128000 },
    { id: 'openai/gpt-5-codex' },
  ]);
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

test('OpenAI, Responses API: those that answer there alone stay', () => {
  const data = ['gpt-5-codex', 'gpt-5-pro-2025-10-06', 'o3-pro', 'gpt-5', 'o4-mini-deep-research', 'whisper-1'];
  assert.deepEqual(
    responsesModelList({ data: data.map((id) => ({ id })) }).map(({ id }) => id),
    ['gpt-5-codex', 'gpt-5-pro-2025-10-06', 'o3-pro', 'gpt-5'],
  );
});

test('OpenRouter: prices for a token, modalities, limits and parameters; what varies and what is for batches', () => {
  const entry = {
    id: 'anthropic/claude-x',
    name: 'Anthropic: Claude X',
    context_length: 200000,
    architecture: { input_modalities: ['text', 'image', 'file', 'video'], output_modalities: ['text'] },
    pricing: {
      prompt: '0.000003',
      completion: '0.000015',
      image: '0.0048',
      input_cache_read: '0.0000003',
      input_cache_write: '0.00000375',
    },
    top_provider: { context_length: 200000, max_completion_tokens: 64000 },
    supported_parameters: ['max_tokens', 'reasoning', 'include_reasoning'],
  };
  const data = [
    entry,
    { id: 'openrouter/auto', pricing: { prompt: '-1', completion: '-1' } },
    { id: 'meta/llama:free', pricing: { prompt: '0', completion: '0' }, supported_parameters: ['temperature'] },
    { id: 'odd/price', pricing: { prompt: 'NaN', completion: '' } },
    { ...entry, id: 'anthropic/claude-x:batch' },
  ];
  assert.deepEqual(modelList({ data }), [
    {
      id: 'anthropic/claude-x',
      label: 'Anthropic: Claude X',
      contextWindow: 200000,
      maxOutputTokens: 64000,
      inputs: ['image', 'document'],
      reasoning: true,
      temperature: false,
      price: { input: 3, output: 15, cacheRead: 0.3, cacheWrite: 3.75 },
    },
    { id: 'openrouter/auto' },
    { id: 'meta/llama:free', reasoning: false, price: { input: 0, output: 0 } },
    { id: 'odd/price' },
  ]);
});

test('Together: prices for a million tokens; 0 is none but for what is called free', () => {
  const pricing = { hourly: 0, base: 0, finetune: 0 };
  const entries = [
    { id: 'a/b', type: 'chat', pricing: { ...pricing, input: 0.88, output: 0.88 } },
    { id: 'a/dedicated', type: 'chat', pricing: { ...pricing, input: 0, output: 0 } },
    { id: 'a/b-Free', type: 'chat', pricing: { ...pricing, input: 0, output: 0 } },
  ];
  assert.deepEqual(modelList(entries), [
    { id: 'a/b', price: { input: 0.88, output: 0.88 } },
    { id: 'a/dedicated' },
    { id: 'a/b-Free', price: { input: 0, output: 0 } },
  ]);
});

test('xAI: prices in cents for a hundred million tokens', () => {
  const models = [
    {
      id: 'grok-x',
      input_modalities: ['text', 'image'],
      output_modalities: ['text'],
      prompt_text_token_price: 30000,
      cached_prompt_text_token_price: 7500,
      completion_text_token_price: 150000,
    },
    { id: 'grok-painter', input_modalities: ['text'], output_modalities: ['image'] },
  ];
  assert.deepEqual(modelList({ models }), [
    { id: 'grok-x', inputs: ['image'], price: { input: 3, output: 15, cacheRead: 0.75 } },
  ]);
});

test('Cohere: the name is the id', () => {
  const models = [
    { name: 'command-x', endpoints: ['chat', 'generate'], context_length: 256000 },
    { name: 'embed-x', endpoints: ['embed'], context_length: 512 },
  ];
  assert.deepEqual(modelList({ models }), [{ id: 'command-x', contextWindow: 256000 }]);
});

test('Fireworks, Groq, Mistral and Anthropic: what a model takes, and how much it writes', () => {
  const data = [
    { id: 'fireworks', supports_chat: true, supports_image_input: true, context_length: 131072 },
    { id: 'fireworks-vectors', supports_chat: false },
    { id: 'groq', context_window: 131072, max_completion_tokens: 32768 },
    {
      id: 'mistral',
      capabilities: { completion_chat: true, vision: false, reasoning: true },
      max_context_length: 1000,
    },
    {
      id: 'claude',
      max_input_tokens: 1000000,
      max_tokens: 128000,
      capabilities: {
        image_input: { supported: true },
        pdf_input: { supported: true },
        thinking: { supported: true, types: {} },
      },
    },
    { id: 'other', max_tokens: 8192 },
  ];
  assert.deepEqual(modelList({ data }), [
    { id: 'fireworks', contextWindow: 131072, inputs: ['image'] },
    { id: 'groq', contextWindow: 131072, maxOutputTokens: 32768 },
    { id: 'mistral', contextWindow: 1000, inputs: [], reasoning: true },
    {
      id: 'claude',
      contextWindow: 1000000,
      maxOutputTokens: 128000,
      inputs: ['image', 'document'],
      reasoning: true,
    },
    { id: 'other' },
  ]);
});

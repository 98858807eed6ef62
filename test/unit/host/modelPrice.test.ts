import assert from 'node:assert/strict';
import { test } from 'node:test';
import { priceOf } from '../../../src/host/modelPrice.ts';
import { connectionFrom } from '../../../src/providers/connections.ts';

function price(
  provider: string,
  id: string,
  more: { baseUrl?: string; price?: { input: number; output: number } } = {},
) {
  const { baseUrl, ...info } = more;
  const connection = connectionFrom('one', { provider, ...(baseUrl === undefined ? {} : { baseUrl }) });
  assert.ok(typeof connection !== 'string');
  return priceOf({ connection, info: { id, ...info } });
}

const free = { input: 0, output: 0 };

test('what is known of a model counts, wherever it runs', () => {
  const known = { input: 1, output: 2 };
  assert.deepEqual(price('openai', 'm', { price: known }), known);
  assert.deepEqual(price('ollama', 'm', { price: known }), known);
});

test('a model on this machine is free, and nothing else is taken to be', () => {
  assert.deepEqual(price('ollama', 'qwen3:8b'), free);
  assert.deepEqual(price('vllm', 'm', { baseUrl: 'http://localhost:9000/v1' }), free);
  assert.equal(price('vllm', 'm', { baseUrl: 'https://ai.example.com/v1' }), undefined, 'somebody runs it');
  assert.equal(price('ollama', 'gpt-oss:120b-cloud'), undefined, 'Ollama runs it');
  assert.equal(
    price('openai-compatible', 'm', { baseUrl: 'http://127.0.0.1:4000/v1' }),
    undefined,
    'it may be a gateway',
  );
  assert.equal(price('openai', 'm'), undefined);
});

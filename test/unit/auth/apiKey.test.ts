import assert from 'node:assert/strict';
import { test } from 'node:test';
import { apiKeyHeader, bearer, xApiKey } from '../../../src/auth/apiKey.ts';

const request = { method: 'POST', url: 'https://api.example/v1', headers: { accept: '*/*' }, body: '{}' } as const;

const context = {
  values: {},
  transport: () => Promise.reject(new Error('nothing is to be sent')),
  signal: new AbortController().signal,
  now: () => 0,
};

test('a bearer key is one header', async () => {
  assert.deepEqual(await bearer(request, 'k', context), {
    ...request,
    headers: { accept: '*/*', authorization: 'Bearer k' },
  });
});

test('so is an x-api-key', async () => {
  assert.deepEqual(await xApiKey(request, 'k', context), { ...request, headers: { accept: '*/*', 'x-api-key': 'k' } });
});

test('and an api-key', async () => {
  assert.deepEqual(await apiKeyHeader(request, 'k', context), {
    ...request,
    headers: { accept: '*/*', 'api-key': 'k' },
  });
});

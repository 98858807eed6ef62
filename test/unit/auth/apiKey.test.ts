import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bearer, xApiKey } from '../../../src/auth/apiKey.ts';

const request = { method: 'POST', url: 'https://api.example/v1', headers: { accept: '*/*' }, body: '{}' } as const;

test('a bearer key is one header', async () => {
  assert.deepEqual(await bearer(request, 'k'), { ...request, headers: { accept: '*/*', authorization: 'Bearer k' } });
});

test('so is an x-api-key', async () => {
  assert.deepEqual(await xApiKey(request, 'k'), { ...request, headers: { accept: '*/*', 'x-api-key': 'k' } });
});

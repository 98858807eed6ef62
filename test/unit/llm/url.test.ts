import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isLoopback, joinUrl } from '../../../src/llm/url.ts';

const cases: readonly (readonly [string, string, string])[] = [
  ['https://a.example/v1', '/chat/completions', 'https://a.example/v1/chat/completions'],
  ['https://a.example/v1/', '/chat/completions', 'https://a.example/v1/chat/completions'],
  ['https://a.example/v1//', '//chat/completions', 'https://a.example/v1/chat/completions'],
  ['https://a.example/v1/v1', '/chat/completions', 'https://a.example/v1/chat/completions'],
  ['https://a.example/v1/chat/completions', '/chat/completions', 'https://a.example/v1/chat/completions'],
  ['https://a.example/v1/chat/completions/', '/models', 'https://a.example/v1/models'],
  ['https://a.example', '/v1/messages', 'https://a.example/v1/messages'],
  ['https://a.example/v1', '/v1/messages', 'https://a.example/v1/messages'],
  ['https://a.example/proxy/v1', '/v1/messages', 'https://a.example/proxy/v1/messages'],
  ['https://a.example/v1/messages', '/v1/models?limit=1000', 'https://a.example/v1/models?limit=1000'],
  [
    'https://a.example/openai/deployments/d?api-version=1',
    '/chat/completions',
    'https://a.example/openai/deployments/d/chat/completions?api-version=1',
  ],
  ['http://127.0.0.1:8080/api', '/chat/completions', 'http://127.0.0.1:8080/api/chat/completions'],
];

for (const [base, path, expected] of cases) {
  test(`${base} and ${path}`, () => assert.equal(joinUrl(base, path), expected));
}

test('an address on this machine is told from look-alikes', () => {
  for (const url of ['http://localhost:1', 'http://127.0.0.1', 'http://127.9.9.9/v1', 'http://[::1]:1'])
    assert.equal(isLoopback(url), true, url);
  for (const url of [
    'http://127.0.0.1.evil.example',
    'http://localhost.evil.example',
    'http://10.0.0.1',
    'https://a.example/127.0.0.1',
  ]) {
    assert.equal(isLoopback(url), false, url);
  }
});

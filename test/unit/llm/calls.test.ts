import assert from 'node:assert/strict';
import { test } from 'node:test';
import { checkKey, listModels } from '../../../src/llm/calls.ts';
import { Failure } from '../../../src/llm/failure.ts';
import { anthropic } from '../../../src/providers/anthropic.ts';
import { openrouter } from '../../../src/providers/openrouter.ts';
import { answer, canary, endpoint, ManualClock, scripted } from './harness.ts';

const signal = new AbortController().signal;
const list = JSON.stringify({ data: [{ id: 'a' }, { id: 'text-embedding-x' }] });

test('the list of models is asked for with the key and read by the dialect', async () => {
  const { transport, requests } = scripted(answer(list));
  assert.deepEqual(await listModels(endpoint(transport), signal), [{ id: 'a' }]);
  assert.deepEqual(requests, [
    {
      method: 'GET',
      url: 'http://127.0.0.1/v1/models',
      headers: { accept: 'application/json', 'accept-encoding': 'identity', authorization: `Bearer ${canary}` },
    },
  ]);
});

test('a dialect’s own headers go along', async () => {
  const { transport, requests } = scripted(answer(list));
  await listModels(endpoint(transport, { provider: anthropic, baseUrl: 'https://api.anthropic.com' }), signal);
  assert.equal(requests[0]?.url, 'https://api.anthropic.com/v1/models?limit=1000');
  assert.equal(requests[0]?.headers['anthropic-version'], '2023-06-01');
});

test('a key is checked where a wrong one fails', async () => {
  const { transport, requests } = scripted(answer('{"data":{"label":"x"}}'));
  await checkKey(endpoint(transport, { provider: openrouter, baseUrl: 'https://openrouter.ai/api/v1' }), signal);
  assert.equal(requests[0]?.url, 'https://openrouter.ai/api/v1/key');
});

for (const [name, reply, kind] of [
  [
    'a wrong key',
    answer(JSON.stringify({ error: { message: `Incorrect API key ${canary}` } }), { status: 401 }),
    'unauthorized',
  ],
  ['a web page', answer('<html></html>'), 'bad-response'],
  ['an answer without a list', answer('{"ok":true}'), 'bad-response'],
  ['a redirect', answer('', { status: 302, headers: { location: 'https://evil.example/' } }), 'bad-response'],
] as const) {
  test(`${name} rejects with a failure that names the provider and holds no key`, async () => {
    const { transport, requests } = scripted(reply);
    await assert.rejects(listModels(endpoint(transport), signal), (failure) => {
      assert.ok(failure instanceof Failure);
      assert.equal(failure.error.kind, kind);
      assert.match(failure.message, /^OpenAI /);
      assert.equal(JSON.stringify(failure.error).includes(canary), false);
      return true;
    });
    assert.equal(requests.length, 1);
  });
}

test('a server of this machine that does not run is told as that', async () => {
  const transport = () => Promise.reject(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }));
  await assert.rejects(listModels(endpoint(transport), signal), /does not answer on this machine; start it/);
  await assert.rejects(
    listModels(endpoint(transport, { baseUrl: 'https://api.example' }), signal),
    /nothing answers at that address/,
  );
});

test('a list that does not come is given up, also on this machine', async () => {
  const clock = new ManualClock();
  const listing = listModels(
    endpoint(() => new Promise(() => undefined), { clock }),
    signal,
  );
  const rejected = assert.rejects(listing, /sent nothing for 30 seconds/);
  await new Promise((resolve) => setImmediate(resolve));
  clock.advance(30_000);
  await rejected;
});

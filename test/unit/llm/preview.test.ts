import assert from 'node:assert/strict';
import { test } from 'node:test';
import { preview } from '../../../src/llm/preview.ts';
import { stream } from '../../../src/llm/stream.ts';
import type { HttpRequest } from '../../../src/model/http.ts';
import type { Request } from '../../../src/model/message.ts';
import { providers } from '../../../src/providers/lookup.ts';
import { answer, canary, endpoint, scripted, sleeplessClock } from './harness.ts';

const request: Request = { model: 'm', system: 'Be brief.', messages: [{ role: 'user', text: 'Why?' }] };
const signal = new AbortController().signal;
const nothing = scripted(() => assert.fail('A preview must not send anything.'));

/** What changes from one request to the next, and all that a key could be in. */
const withoutSecrets = ({ url, method, body, headers }: HttpRequest, names: readonly string[]) => ({
  url,
  method,
  body,
  headers: Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name))),
});

for (const provider of providers) {
  const values = Object.fromEntries((provider.fields ?? []).map(({ id, initial = 'x' }) => [id, initial]));
  const baseUrl = provider.baseUrl ?? 'https://host.example/v1';

  test(`${provider.label}: a preview holds no key`, async () => {
    const shown = await preview(endpoint(nothing.transport, { provider, baseUrl, values }), request);
    assert.ok(!JSON.stringify(shown).includes(canary));
    assert.deepEqual(nothing.requests, []);
  });
}

test('a preview is what is sent, to the byte, but for what proves who asks', async () => {
  const { transport, requests } = scripted(answer('data: [DONE]\n\n'));
  const { clock } = sleeplessClock();
  for await (const _ of stream(endpoint(transport, { clock }), request, signal));
  const [sent] = requests;
  assert.ok(sent !== undefined);
  const shown = await preview(endpoint(transport), request);
  const secret = ['authorization', 'idempotency-key'];
  assert.deepEqual(withoutSecrets(shown, secret), withoutSecrets(sent, secret));
  assert.deepEqual(Object.keys(shown.headers).toSorted(), Object.keys(sent.headers).toSorted());
  assert.equal(sent.headers['authorization'], `Bearer ${canary}`);
  assert.equal(shown.headers['authorization'], 'Bearer <concealed>');
});

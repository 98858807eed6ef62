import assert from 'node:assert/strict';
import { test } from 'node:test';
import { dialectOf } from '../../../src/llm/send.ts';
import { isLoopback } from '../../../src/llm/url.ts';
import { providerById, providerForKey, providers } from '../../../src/providers/lookup.ts';
import * as registry from '../../../src/providers/registry.ts';
import { answer, ask, canary, endpoint, joined, scripted } from '../llm/harness.ts';
import { cannedAnswer } from './cannedAnswers.ts';

for (const provider of providers) {
  const { id, label, baseUrl, key, local, dialect } = provider;

  test(`${id}: its addresses are safe to send a key to`, () => {
    if (baseUrl !== undefined) {
      assert.ok(baseUrl.startsWith('https://') || isLoopback(baseUrl));
      assert.equal(local === true, isLoopback(baseUrl));
      assert.equal(baseUrl.endsWith('/'), false);
    }
    if (key !== undefined) assert.equal(new URL(key.page).protocol, 'https:');
  });

  test(`${id}: its data is complete`, () => {
    assert.match(id, /^[a-z][a-z-]*$/);
    assert.notEqual(label, '');
    assert.ok(provider.contextWindow >= 4_096);
    assert.equal(provider.sign !== undefined, true);
    assert.match(dialect.modelsPath, /^\//);
    for (const name of key?.environment ?? []) assert.match(name, /^[A-Z][A-Z0-9_]+$/);
  });

  test(`${id}: a key is in exactly one header and nowhere else`, async () => {
    const { transport, requests } = scripted(answer(cannedAnswer(dialect).stream));
    await ask(endpoint(transport, { provider, baseUrl: baseUrl ?? 'https://api.example/v1' }));
    const [request] = requests;
    assert.ok(request);
    const holding = Object.entries(request.headers).filter(([, value]) => value.includes(canary));
    assert.equal(holding.length, 1);
    assert.equal(JSON.stringify(request).split(canary).length - 1, 1);
    for (const name of Object.keys(request.headers)) assert.equal(name, name.toLowerCase());
  });

  test(`${id}: a model of any name is asked for at the same host`, async () => {
    for (const model of [
      'é😀',
      '\ud800',
      '../..',
      '//evil.example/x',
      'https://evil.example',
      '@evil.example',
      'x?y#z',
      'a\\b',
    ]) {
      const { transport, requests } = scripted(answer('{}'));
      await ask(endpoint(transport, { provider, baseUrl: 'https://api.example/v1' }), new AbortController().signal, {
        model,
        messages: [{ role: 'user', text: 'hello' }],
      });
      const [request] = requests;
      assert.ok(request, model);
      const { host, search, hash } = new URL(request.url);
      assert.equal(host, 'api.example');
      assert.doesNotMatch(search + hash, /z/);
    }
  });

  const apis: readonly (string | undefined)[] = [undefined, ...Object.keys(provider.apis ?? {})];
  for (const api of apis) {
    test(`${id}${api === undefined ? '' : `, ${api}`}: a question and a canned answer`, async () => {
      const to = api === undefined ? { provider } : { provider, api };
      const { stream, raw } = cannedAnswer(dialectOf(endpoint(scripted().transport, to)));
      const { transport, requests } = scripted(answer(stream, { size: 5 }));
      const events = joined(await ask(endpoint(transport, to)));
      assert.deepEqual(events, [
        { type: 'text', delta: 'Hello' },
        { type: 'usage', usage: { inputTokens: 1, outputTokens: 2 } },
        { type: 'finish', reason: 'stop', raw },
      ]);
      const body: unknown = JSON.parse(requests[0]?.body ?? '');
      // Some take the model in the address instead.
      assert.match((body as { model?: string }).model ?? requests[0]?.url ?? '', /(^|\/)m($|[/:?])/);
      assert.ok(JSON.stringify(body).includes('hello'));
    });
  }
}

test('each provider of the registry can be looked up, by an id of its own', () => {
  assert.equal(providers.length, Object.keys(registry).length);
  assert.equal(new Set(providers.map(({ id }) => id)).size, providers.length);
  for (const provider of providers) assert.equal(providerById(provider.id), provider);
  assert.equal(providerById('nobody'), undefined);
  assert.equal(providerById('__proto__'), undefined);
});

for (const [key, id] of [
  ['sk-ant-api03-abc', 'anthropic'],
  ['sk-proj-abc', 'openai'],
  ['sk-svcacct-abc', 'openai'],
  [`sk-${'a1'.repeat(10)}T3BlbkFJ${'b2'.repeat(10)}`, 'openai'],
  ['sk-or-v1-abc', 'openrouter'],
  ['gsk_abc', 'groq'],
  ['xai-abc', 'xai'],
  ['AIzaSyabc', 'gemini'],
  ['AQ.Ab8abc', 'gemini'],
  ['hf_abc', 'huggingface'],
  ['tgp_v1_abc', 'together'],
  ['pplx-abc', 'perplexity'],
  ['fw_abc', 'fireworks'],
  ['csk-abc', 'cerebras'],
  ['ABSKQmVkcm9ja0FQSUtleS1hYmM=', 'bedrock'],
  ['bedrock-api-key-abc', 'bedrock'],
  [`sk-${'0123456789abcdef'.repeat(2)}`, undefined],
  ['0123456789abcdef', undefined],
  ['', undefined],
] as const) {
  test(`the key ${key} is ${id ?? 'nobody’s for sure'}`, () => assert.equal(providerForKey(key)?.id, id));
}

test('no pattern takes the keys of another provider', () => {
  const samples = [
    'sk-ant-x',
    'sk-proj-x',
    'sk-or-x',
    'gsk_x',
    'xai-x',
    'AIzaSyx',
    'AQ.x',
    'hf_x',
    'tgp_v1_x',
    'pplx-x',
    'fw_x',
    'csk-x',
  ];
  for (const sample of samples)
    assert.ok(providers.filter(({ key }) => key?.pattern?.test(sample)).length === 1, sample);
});

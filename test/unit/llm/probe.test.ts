import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { failed, fieldsIn, probe } from '../../../src/llm/probe.ts';
import { Failure } from '../../../src/llm/failure.ts';
import type { Field, Provider } from '../../../src/llm/provider.ts';
import { openai } from '../../../src/providers/openai.ts';
import { openaiCompatible } from '../../../src/providers/openaiCompatible.ts';
import { openrouter } from '../../../src/providers/openrouter.ts';
import { answer, canary, endpoint, ManualClock, refused, scripted } from './harness.ts';

const signal = new AbortController().signal;
const list = JSON.stringify({ data: [{ id: 'a' }, { id: 'b' }] });

const region: Field = { id: 'region', label: 'Region', placeholder: 'eu-1', description: 'Where.', pattern: /^.+$/ };
const models: Field = { ...region, id: 'models', label: 'Models' };

/** A host without a list, whose models a field names. */
const listless: Provider = {
  id: 'listless',
  label: 'Listless',
  dialect: openaiCompatible.dialect,
  fields: [region, models],
  modelsField: 'models',
  baseUrlFrom: (values) => `https://${values['region']}.example`,
  requestUrl: ({ baseUrl, path, model }) => `${baseUrl}/deployments/${model}${path}?version=1&key=secret`,
  key: openai.key,
  sign: openai.sign,
  contextWindow: 4_096,
};
const values = { region: 'eu-1', models: 'large, small' };

describe('probe', () => {
  test('tells where it asked, how long that took, and which models there are', async () => {
    const clock = new ManualClock();
    const { transport, requests } = scripted((request, aborted) => {
      clock.advance(132);
      return answer(list)(request, aborted);
    });
    assert.deepEqual(await probe(endpoint(transport, { clock }), signal), {
      outcome: 'works',
      url: 'http://127.0.0.1/v1/models',
      latencyMs: 132,
      models: [{ id: 'a' }, { id: 'b' }],
    });
    assert.equal(requests.length, 1);
  });

  test('asks where a wrong key fails when the list is public, and takes the time of that', async () => {
    const clock = new ManualClock();
    const { transport, requests } = scripted(
      (request, aborted) => {
        clock.advance(40);
        return answer('{}')(request, aborted);
      },
      (request, aborted) => {
        clock.advance(1_000);
        return answer(list)(request, aborted);
      },
    );
    const outcome = await probe(
      endpoint(transport, { clock, provider: openrouter, baseUrl: openrouter.baseUrl }),
      signal,
    );
    assert.deepEqual(
      requests.map(({ url }) => url),
      ['https://openrouter.ai/api/v1/key', 'https://openrouter.ai/api/v1/models'],
    );
    assert.equal(outcome.outcome === 'works' && outcome.latencyMs, 40);
    assert.equal(outcome.url, 'https://openrouter.ai/api/v1/key');
  });

  test('asks nothing where only a model could be asked, and says where that would be', async () => {
    const { transport, requests } = scripted();
    assert.deepEqual(
      await probe(endpoint(transport, { provider: listless, baseUrl: 'https://eu-1.example', values }), signal),
      {
        outcome: 'untested',
        url: 'https://eu-1.example/deployments/large/chat/completions',
        models: [{ id: 'large' }, { id: 'small' }],
      },
    );
    assert.deepEqual(requests, []);
  });

  test('tries the key of such a host where that is possible', async () => {
    const checked = { ...listless, checkPath: '/account' };
    const { transport, requests } = scripted(answer('{"ok":true}'));
    const outcome = await probe(
      endpoint(transport, { provider: checked, baseUrl: 'https://eu-1.example', values }),
      signal,
    );
    assert.deepEqual(
      requests.map(({ url }) => url),
      ['https://eu-1.example/account'],
    );
    assert.deepEqual(outcome.outcome === 'works' && outcome.models.map(({ id }) => id), ['large', 'small']);
  });

  for (const [name, reply, kind, detail] of [
    ['a host that does not exist', refused('ENOTFOUND'), 'network', 'ENOTFOUND'],
    ['a certificate of nobody’s', refused('DEPTH_ZERO_SELF_SIGNED_CERT'), 'network', 'DEPTH_ZERO_SELF_SIGNED_CERT'],
    ['a wrong key', answer(`{"error":{"message":"no ${canary}"}}`, { status: 401 }), 'unauthorized', 'no [key]'],
    ['a wrong address', answer('Not Found', { status: 404 }), 'not-found', 'Not Found'],
    ['a proxy that wants to know who asks', answer('', { status: 407 }), 'network', undefined],
  ] as const) {
    test(`tells of ${name}, and never of the key`, async () => {
      const outcome = await probe(endpoint(scripted(reply).transport, { baseUrl: 'https://a.example/v1' }), signal);
      assert.ok(outcome.outcome === 'fails');
      assert.deepEqual(
        [outcome.url, outcome.error.kind, outcome.error.detail],
        ['https://a.example/v1/models', kind, detail],
      );
      assert.doesNotMatch(JSON.stringify(outcome), new RegExp(canary));
    });
  }

  test('a failure before any request says where would have been asked', () => {
    const { transport } = scripted();
    const outcome = failed(
      endpoint(transport, { label: 'Mine' }),
      new Failure({ kind: 'unauthorized', reason: '{0} is logged out' }),
    );
    assert.deepEqual(outcome, {
      outcome: 'fails',
      url: 'http://127.0.0.1/v1/models',
      error: { kind: 'unauthorized', message: 'Mine is logged out.' },
    });
  });
});

test('the fields that make up an address are told from those that do not', () => {
  const labels = (url: string) => fieldsIn(url, { provider: listless, values }).map(({ label }) => label);
  assert.deepEqual(labels('https://api.eu-1.example/v1/models'), ['Region']);
  assert.deepEqual(labels('https://api.example/v1?region=eu-1'), []);
  assert.deepEqual(fieldsIn('https://api.example', { provider: openai }), []);
});

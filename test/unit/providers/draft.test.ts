import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Field, Provider } from '../../../src/llm/provider.ts';
import { connectionFrom } from '../../../src/providers/connections.ts';
import {
  addressNeed,
  fieldsToAsk,
  freeId,
  freeName,
  needsOf,
  ownersOf,
  readAddress,
  readAny,
  readKey,
  specOf,
} from '../../../src/providers/draft.ts';
import { providers } from '../../../src/providers/lookup.ts';
import { azureOpenai, bedrock, ollama, openai, openaiCompatible, vertex } from '../../../src/providers/registry.ts';

const portal = 'https://my-res.openai.azure.com/openai/deployments/gpt-x/chat/completions?api-version=2024-10-21';

describe('an address', () => {
  for (const [provider, need] of [
    [openai, 'none'],
    [bedrock, 'none'],
    [ollama, 'optional'],
    [azureOpenai, 'optional'],
    [openaiCompatible, 'required'],
  ] as const) {
    test(`is ${need} for ${provider.label}`, () => assert.equal(addressNeed(provider), need));
  }

  test('is tidied', () => {
    assert.deepEqual(readAddress(openaiCompatible, 'localhost:8080/v1/chat/completions'), {
      baseUrl: 'http://localhost:8080/v1',
      values: {},
    });
  });

  test('of the portal is taken apart, and its fields are not asked for again', () => {
    const draft = { provider: azureOpenai, address: portal, values: {} };
    assert.deepEqual(specOf(draft), {
      provider: 'azure-openai',
      fields: { resource: 'my-res', deployments: 'gpt-x', apiVersion: '2024-10-21' },
    });
    assert.deepEqual(fieldsToAsk(draft), []);
    assert.deepEqual(
      fieldsToAsk({ ...draft, address: '' }).map(({ id }) => id),
      ['resource', 'deployments', 'apiVersion'],
    );
  });

  for (const [provider, text, problem] of [
    [openaiCompatible, '', /missing/],
    [openaiCompatible, 'http://ai.example.com', /Use https/],
    [azureOpenai, 'http://my-gateway.example.com/v1', /Use https/],
  ] as const) {
    test(`“${text}” is refused for ${provider.label}`, () => {
      const read = readAddress(provider, text);
      assert.match('problem' in read ? read.problem : '', problem);
    });
  }

  test('that is the usual one needs no setting', () => {
    assert.deepEqual(
      specOf({ provider: ollama, address: 'localhost:11434', values: {} }).baseUrl,
      'http://localhost:11434',
    );
    assert.deepEqual(specOf({ provider: ollama, address: ollama.baseUrl, values: {} }), { provider: 'ollama' });
  });
});

test('a field for a login is asked for with that login only', () => {
  const [login] = bedrock.logins;
  assert.ok(login);
  const ids = (fields: readonly Field[]) => fields.map(({ id }) => id);
  assert.deepEqual(ids(fieldsToAsk({ provider: bedrock, values: {} })), ['region']);
  assert.deepEqual(ids(fieldsToAsk({ provider: bedrock, values: {}, proof: { by: 'login', login } })), [
    'region',
    'profile',
  ]);
});

test('a finished draft is a connection', () => {
  const [login] = bedrock.logins;
  assert.ok(login);
  const values = { region: 'eu-central-1', profile: '' };
  const spec = specOf({ provider: bedrock, values, proof: { by: 'login', login }, name: 'Work' });
  assert.deepEqual(spec, { provider: 'bedrock', fields: { region: 'eu-central-1' }, login: 'aws', label: 'Work' });
  const connection = connectionFrom('work', spec);
  assert.ok(typeof connection === 'object');
  assert.match(connection.baseUrl, /eu-central-1/);
  assert.equal(connection.login?.id, 'aws');
});

describe('keys', () => {
  test('are read as their provider reads them', () => {
    assert.deepEqual(readKey(openai, ' "sk-proj-abc" '), { key: 'sk-proj-abc' });
    assert.ok('problem' in readKey(openai, 'AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'));
    assert.ok('key' in readKey(bedrock, 'AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'));
  });

  test('whose owner is not known are read by whoever can', () => {
    const pair = 'AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
    assert.ok('key' in readAny(pair));
    assert.ok(ownersOf(pair).includes(bedrock));
    assert.ok(!ownersOf(pair).includes(vertex));
    assert.deepEqual(
      ownersOf('sk-ant-x').map(({ id }) => id),
      ['anthropic'],
    );
    assert.deepEqual(ownersOf('0123456789abcdef'), []);
    assert.ok('problem' in readAny('two words'));
  });
});

test('each provider says in one line what it needs', () => {
  const lines = providers.map((provider) => [provider.label, needsOf(provider)] as const);
  for (const [label, line] of lines) assert.match(line, /^[A-Z].{2,100}$/, label);
  const of = (provider: Provider) => needsOf(provider);
  assert.equal(of(openai), 'Key');
  assert.equal(of(ollama), 'On this machine');
  assert.equal(of(openaiCompatible), 'Address, key if it wants one');
  assert.match(of(bedrock), /region, key or AWS login/);
});

test('names and ids are free, and readable', () => {
  assert.equal(freeName('OpenAI', []), 'OpenAI');
  assert.equal(freeName('OpenAI', ['OpenAI', 'OpenAI 2']), 'OpenAI 3');
  assert.equal(freeId('Größe & Co. (EU)', []), 'gr-e-co-eu');
  assert.equal(freeId('OpenAI', ['openai']), 'openai-2');
  assert.equal(freeId('日本', []), 'connection');
  assert.ok(freeId('x'.repeat(99), []).length <= 40);
});

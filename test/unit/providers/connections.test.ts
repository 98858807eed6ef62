import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  connectionFrom,
  connectionsFrom,
  demoConnection,
  originOf,
  urlProblem,
} from '../../../src/providers/connections.ts';
import { providers } from '../../../src/providers/lookup.ts';

describe('a login', () => {
  const fields = { resource: 'my-res', deployments: 'gpt-5', project: 'p' };
  for (const [provider, login, baseUrl, isOwn] of [
    ['azure-openai', 'microsoft', undefined, true],
    ['azure-openai', 'microsoft', 'https://my-res.openai.azure.com', true],
    ['azure-openai', 'microsoft', 'https://my-res.cognitiveservices.azure.us', true],
    ['azure-openai', 'microsoft', 'https://my-res.openai.azure.com.evil.example', false],
    ['azure-openai', 'microsoft', 'https://evil.example/my-res.openai.azure.com', false],
    ['azure-foundry', 'microsoft', 'https://my-res.eastus.cloudapp.azure.com', false],
    ['bedrock', 'aws', 'https://vpce-1-a.bedrock-runtime.us-east-1.vpce.amazonaws.com', true],
    ['bedrock', 'aws', 'https://bedrock-runtime.us-east-1.amazonaws.com.evil.example', false],
    ['bedrock', 'aws', 'https://ec2-1-2-3-4.us-east-1.amazonaws.com', false],
    ['bedrock-mantle', 'aws', 'https://gateway.example/v1', false],
    ['vertex', 'google', 'https://aiplatform.googleapis.com/v1', true],
    ['vertex', 'google', 'https://aiplatform.googleapis.com:444/v1', false],
    ['vertex', 'google', 'http://127.0.0.1:8080', false],
  ] as const) {
    test(`${isOwn ? 'is used' : 'is not used'} with ${provider} at ${baseUrl ?? 'its own address'}`, () => {
      const found = connectionFrom('it', { provider, login, fields, ...(baseUrl === undefined ? {} : { baseUrl }) });
      if (isOwn) return assert.equal(typeof found, 'object');
      assert.ok(typeof found === 'string');
      assert.match(found, /used at addresses of .* itself only\. Remove the baseUrl, or use a key\.$/);
    });
  }
});

describe('connectionsFrom', () => {
  test('has one for each provider with an address of its own', () => {
    const own = providers.filter(({ baseUrl }) => baseUrl !== undefined);
    assert.ok(own.length > 5);
    assert.deepEqual(
      connectionsFrom({}).map(({ id, label, baseUrl }) => ({ id, label, baseUrl })),
      own.map(({ id, label, baseUrl }) => ({ id, label, baseUrl })),
    );
  });

  const baseUrl = 'https://ai.example.com/v1';
  for (const [name, id, spec, expected] of [
    ['a server of the user', 'work', { provider: 'openai-compatible', baseUrl }, { label: 'work', baseUrl }],
    ['a label', 'work', { provider: 'openai-compatible', baseUrl, label: ' Work ' }, { label: 'Work', baseUrl }],
    ['a blank label', 'work', { provider: 'openai-compatible', baseUrl, label: ' ' }, { label: 'work', baseUrl }],
    ['a known provider elsewhere', 'openai', { provider: 'openai', baseUrl }, { label: 'OpenAI', baseUrl }],
    [
      'a second account',
      'second',
      { provider: 'groq' },
      { label: 'second', baseUrl: 'https://api.groq.com/openai/v1' },
    ],
    [
      'a name of the language itself',
      '__proto__',
      { provider: 'openai-compatible', baseUrl },
      { label: '__proto__', baseUrl },
    ],
  ] as const) {
    test(`takes ${name}`, () => {
      const specs = Object.fromEntries([[id, spec]]);
      const found = connectionsFrom(specs).filter((connection) => connection.id === id);
      assert.deepEqual(
        found.map(({ label, baseUrl: url }) => ({ label, baseUrl: url })),
        [expected],
      );
    });
  }

  for (const [name, spec] of [
    ['an unknown provider', { provider: 'nobody', baseUrl }],
    ['a provider that is a name of the language', { provider: 'constructor', baseUrl }],
    ['no address where one is needed', { provider: 'openai-compatible' }],
    ['an address without encryption', { provider: 'openai', baseUrl: 'http://ai.example.com/v1' }],
    ['an address that runs something', { provider: 'openai', baseUrl: 'javascript:alert(1)' }],
    ['nothing', undefined],
  ] as const) {
    test(`leaves out ${name}, and keeps the others`, () => {
      const found = connectionsFrom({ bad: spec, good: { provider: 'openai-compatible', baseUrl } });
      assert.deepEqual(
        found.map(({ id }) => id).filter((id) => id === 'bad' || id === 'good'),
        ['good'],
      );
    });
  }

  test('takes an address from the provider’s pages apart; a field beside it counts more', () => {
    const portal = 'https://my-res.openai.azure.com/openai/deployments/gpt-x/chat/completions?api-version=2024-10-21';
    const of = (fields: Readonly<Record<string, string>>) =>
      connectionFrom('az', { provider: 'azure-openai', baseUrl: portal, fields });
    const found = of({});
    assert.ok(typeof found === 'object');
    assert.equal(found.baseUrl, 'https://my-res.openai.azure.com');
    assert.deepEqual(found.values, { resource: 'my-res', deployments: 'gpt-x', apiVersion: '2024-10-21' });
    const other = of({ deployments: 'gpt-y' });
    assert.equal(typeof other === 'object' && other.values?.['deployments'], 'gpt-y');
  });

  test('an address that is taken apart is none the less looked at', () => {
    const spec = { provider: 'ollama', baseUrl: 'http://192.168.0.9:11434/v1' };
    const problem = connectionFrom('lan', spec);
    assert.match(typeof problem === 'string' ? problem : '', /Use https/);
  });

  test('says which setting is not used, and why', () => {
    const said: string[] = [];
    const lan = { provider: 'ollama', baseUrl: 'http://192.168.0.9:11434/v1' };
    connectionsFrom({ lan, gone: { provider: 'nobody' } }, { onProblem: (sentence) => said.push(sentence) });
    assert.deepEqual(said, [
      `The connection “lan” of the settings is not used. ${urlProblem(lan.baseUrl)}`,
      'The connection “gone” of the settings is not used. There is no provider “nobody”.',
    ]);
  });

  test('an address that cannot be used does not replace a provider by its own', () => {
    const [openai] = connectionsFrom({ openai: { provider: 'openai', baseUrl: 'http://evil.example' } }).filter(
      ({ id }) => id === 'openai',
    );
    assert.equal(openai?.baseUrl, 'https://api.openai.com/v1');
  });

  test('the demo is one of them, whatever the user calls theirs', () => {
    const demo = demoConnection('http://127.0.0.1:4321');
    const found = connectionsFrom({ demo: { provider: 'openai-compatible', baseUrl } }, { demo });
    assert.deepEqual(
      found.filter(({ id }) => id === 'demo'),
      [demo],
    );
  });
});

for (const [text, allowed] of [
  ['https://api.example.com/v1', true],
  ['https://api.example.com:8443', true],
  ['http://localhost:11434/v1', true],
  ['http://127.0.0.1:1234', true],
  ['http://127.8.9.1:1234', true],
  ['http://[::1]:8080/v1', true],
  ['HTTP://LOCALHOST/v1', true],
  ['http://api.example.com/v1', false],
  ['http://192.168.1.5:11434/v1', false],
  ['http://localhost.example.com/v1', false],
  ['http://127.0.0.1.example.com/v1', false],
  ['http://0.0.0.0:8080', false],
  ['https://user:secret@api.example.com', false],
  ['https://user@api.example.com', false],
  ['https://api.example.com/v1?key=secret', false],
  ['https://api.example.com/v1#part', false],
  ['ftp://api.example.com', false],
  ['file:///etc/passwd', false],
  ['command:workbench.action.quit', false],
  ['api.example.com/v1', false],
  ['', false],
] as const) {
  test(`urlProblem: ${text === '' ? 'nothing' : text} is ${allowed ? 'fine' : 'refused'}`, () => {
    const problem = urlProblem(text);
    assert.equal(problem === undefined, allowed, problem);
    // It is shown on screens that others may see.
    assert.doesNotMatch(problem ?? '', /secret/);
  });
}

test('a key belongs to scheme, host and port', () => {
  const origin = (baseUrl: string) => {
    const [found] = connectionsFrom({ it: { provider: 'openai-compatible', baseUrl } }).filter(({ id }) => id === 'it');
    return found && originOf(found);
  };
  assert.equal(origin('https://AI.example.com/v1'), 'https://ai.example.com');
  assert.equal(origin('https://ai.example.com:443/other'), 'https://ai.example.com');
  assert.equal(origin('https://ai.example.com:8443/v1'), 'https://ai.example.com:8443');
  assert.equal(origin('http://localhost:1/v1'), 'http://localhost:1');
});

for (const [url, baseUrl] of [
  ['http://127.0.0.1:4321', 'http://127.0.0.1:4321/v1'],
  ['http://localhost:4321', 'http://localhost:4321/v1'],
  [undefined, undefined],
  ['', undefined],
  ['https://demo.example.com', undefined],
  ['http://demo.example.com', undefined],
  ['http://127.0.0.1:4321/?to=https://evil.example', undefined],
] as const) {
  test(`demoConnection: ${url ?? 'none'} ${baseUrl === undefined ? 'is no demo' : 'is the demo'}`, () => {
    assert.equal(demoConnection(url)?.baseUrl, baseUrl);
  });
}

test('a connection’s own time limits become those of its requests', () => {
  const timeoutSeconds = { firstByte: 900, idle: 0 };
  const connection = connectionFrom('slow', { provider: 'openai', timeoutSeconds });
  assert.deepEqual(typeof connection === 'object' && connection.timeoutSeconds, timeoutSeconds);
});

test('a connection’s own limits become those of its requests', () => {
  const limits = { requestsPerMinute: 5, tokensPerMinute: 30_000 };
  const connection = connectionFrom('free', { provider: 'openai', ...limits });
  assert.ok(typeof connection === 'object');
  const { requestsPerMinute, tokensPerMinute } = connection;
  assert.deepEqual({ requestsPerMinute, tokensPerMinute }, limits);
});

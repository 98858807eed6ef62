import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkKey, listModels } from '../../../src/llm/calls.ts';
import type { Provider } from '../../../src/llm/provider.ts';
import { azureFoundry } from '../../../src/providers/azureFoundry.ts';
import { azureOpenai } from '../../../src/providers/azureOpenai.ts';
import { type ConnectionSpec, connectionFrom } from '../../../src/providers/connections.ts';
import { answer, ask, canary, endpoint, question, scripted } from '../llm/harness.ts';

const signal = new AbortController().signal;

/** An endpoint of a connection as the settings describe it, and what is asked of it. */
function connected(provider: Provider, spec: Omit<ConnectionSpec, 'provider'>, response = answer('{}')) {
  const connection = connectionFrom('it', { provider: provider.id, ...spec });
  if (typeof connection === 'string') return assert.fail(connection);
  const { transport, requests } = scripted(response);
  return { to: endpoint(transport, { ...connection, key: canary }), requests };
}

async function askedUrl(provider: Provider, spec: Omit<ConnectionSpec, 'provider'>, model = 'gpt-5'): Promise<string> {
  const { to, requests } = connected(provider, spec);
  await ask(to, signal, { ...question, model });
  return requests[0]?.url ?? '';
}

const named = { resource: 'my-res', deployments: 'gpt-5, other.one' };

describe('where is asked', () => {
  for (const [name, spec, url] of [
    ['the API without versions', { fields: named }, 'https://my-res.openai.azure.com/openai/v1/chat/completions'],
    ['its other half', { fields: named, api: 'responses' }, 'https://my-res.openai.azure.com/openai/v1/responses'],
    [
      'the API with versions',
      { fields: { ...named, apiVersion: '2024-10-21' } },
      'https://my-res.openai.azure.com/openai/deployments/gpt-5/chat/completions?api-version=2024-10-21',
    ],
    [
      'its other half',
      { fields: { ...named, apiVersion: '2025-04-01-preview' }, api: 'responses' },
      'https://my-res.openai.azure.com/openai/responses?api-version=2025-04-01-preview',
    ],
    [
      'a pasted address of a deployment',
      {
        baseUrl: 'https://my-res.openai.azure.com/openai/deployments/gpt-5/chat/completions?api-version=2024-10-21',
        fields: {},
      },
      'https://my-res.openai.azure.com/openai/deployments/gpt-5/chat/completions?api-version=2024-10-21',
    ],
    [
      'a pasted address in another cloud',
      { baseUrl: 'https://my-res.openai.azure.us/openai/v1/chat/completions', fields: { deployments: 'gpt-5' } },
      'https://my-res.openai.azure.us/openai/v1/chat/completions',
    ],
    [
      'a gateway of one’s own',
      { baseUrl: 'https://gateway.example/ai', fields: named },
      'https://gateway.example/ai/openai/v1/chat/completions',
    ],
  ] as const) {
    test(`Azure OpenAI, ${name}`, async () => assert.equal(await askedUrl(azureOpenai, spec), url));
  }

  for (const [name, spec, model, url] of [
    ['any model', { fields: named }, 'grok-4', 'https://my-res.services.ai.azure.com/openai/v1/chat/completions'],
    [
      'the older inference API',
      { fields: { ...named, apiVersion: '2024-05-01-preview' } },
      'grok-4',
      'https://my-res.services.ai.azure.com/models/chat/completions?api-version=2024-05-01-preview',
    ],
    [
      'a pasted address of it',
      {
        baseUrl: 'https://my-res.services.ai.azure.com/models/chat/completions?api-version=2024-05-01-preview',
        fields: { deployments: 'grok-4' },
      },
      'grok-4',
      'https://my-res.services.ai.azure.com/models/chat/completions?api-version=2024-05-01-preview',
    ],
    [
      'a pasted address of another API',
      {
        baseUrl:
          'https://my-res.cognitiveservices.azure.com/openai/deployments/grok-4/chat/completions?api-version=2024-10-21',
      },
      'grok-4',
      'https://my-res.services.ai.azure.com/openai/v1/chat/completions',
    ],
    ['Claude', { fields: named }, 'claude-sonnet-5', 'https://my-res.services.ai.azure.com/anthropic/v1/messages'],
    [
      'Claude under another name',
      { fields: named, api: 'messages' },
      'writer',
      'https://my-res.services.ai.azure.com/anthropic/v1/messages',
    ],
  ] as const) {
    test(`Azure AI Foundry, ${name}`, async () => assert.equal(await askedUrl(azureFoundry, spec, model), url));
  }
});

for (const [address, values, baseUrl] of [
  ['https://x1.openai.azure.com/', { resource: 'x1' }, undefined],
  ['https://x1.openai.azure.com/openai/v1/', { resource: 'x1' }, undefined],
  [
    'https://portal.azure.com/#@c.onmicrosoft.com/resource/subscriptions/s/resourceGroups/g/providers/Microsoft.CognitiveServices/accounts/x1/overview',
    { resource: 'x1' },
    undefined,
  ],
  [
    'https://ai.azure.com/resource/deployments?wsid=%2Fsubscriptions%2Fs%2FresourceGroups%2Fg%2Fproviders%2FMicrosoft.CognitiveServices%2Faccounts%2Fx1&tid=t',
    { resource: 'x1' },
    undefined,
  ],
  ['https://x1.openai.azure.com/openai/v1/responses?api-version=preview', { resource: 'x1' }, undefined],
  [
    'https://x1.openai.azure.com/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21',
    { resource: 'x1', deployments: 'gpt-4o', apiVersion: '2024-10-21' },
    undefined,
  ],
  [
    'https://x1.openai.azure.com/openai/responses?api-version=2025-04-01-preview',
    { resource: 'x1', apiVersion: '2025-04-01-preview' },
    undefined,
  ],
  [
    'https://x1.cognitiveservices.azure.com/openai/deployments/d/chat/completions?api-version=2025-01-01-preview',
    { resource: 'x1', deployments: 'd', apiVersion: '2025-01-01-preview' },
    'https://x1.cognitiveservices.azure.com',
  ],
  ['https://x1.services.ai.azure.com/api/projects/p', { resource: 'x1' }, 'https://x1.services.ai.azure.com'],
  ['https://x1.openai.azure.us/', { resource: 'x1' }, 'https://x1.openai.azure.us'],
  ['https://x1.openai.azure.cn/', { resource: 'x1' }, 'https://x1.openai.azure.cn'],
] as const) {
  test(`Azure OpenAI takes apart ${address}`, () =>
    assert.deepEqual(azureOpenai.readAddress(new URL(address)), { values, ...(baseUrl && { baseUrl }) }));
}

for (const address of [
  'https://api.openai.com/v1',
  'https://openai.azure.com',
  'https://x1.openai.azure.com.evil.example',
  'https://evil.example/x1.openai.azure.com',
  'https://a.b.openai.azure.com',
]) {
  test(`no address of Azure: ${address}`, () => {
    assert.equal(azureOpenai.readAddress(new URL(address)), undefined);
    assert.equal(azureFoundry.readAddress(new URL(address)), undefined);
  });
}

for (const [field, value] of [
  ['resource', 'evil.example/'],
  ['resource', 'evil.example#'],
  ['resource', '-x'],
  ['deployments', 'a/../b'],
  ['apiVersion', 'latest&x=1'],
] as const) {
  test(`${field} must not be ${value}`, () => {
    const fields = { ...named, [field]: value };
    assert.equal(typeof connectionFrom('it', { provider: azureOpenai.id, fields }), 'string');
  });
}

for (const provider of [azureOpenai, azureFoundry]) {
  test(`${provider.id}: the models are the deployments, and the key is tried without them`, async () => {
    const { to, requests } = connected(provider, { fields: named });
    assert.deepEqual(await listModels(to, signal), [{ id: 'gpt-5' }, { id: 'other.one' }]);
    await checkKey(to, signal);
    const [request] = requests;
    assert.equal(requests.length, 1);
    assert.match(request?.url ?? '', /^https:\/\/my-res\..*\/openai\/models\?api-version=2024-10-21$/);
    assert.equal(request?.headers['api-key'], canary);
  });

  test(`${provider.id}: an account proves itself with a token instead`, async () => {
    const { to, requests } = connected(provider, { fields: named, login: 'microsoft' });
    await ask(to, signal);
    assert.equal(requests[0]?.headers['authorization'], `Bearer ${canary}`);
    assert.equal(requests[0]?.headers['api-key'], undefined);
  });

  for (const [status, error, kind, words] of [
    [
      400,
      {
        code: 'content_filter',
        message: "The response was filtered due to the prompt triggering Azure OpenAI's content management policy.",
        innererror: { code: 'ResponsibleAIPolicyViolation', content_filter_result: { hate: { filtered: true } } },
      },
      'bad-request',
      /content filter/,
    ],
    [
      404,
      { code: 'DeploymentNotFound', message: 'The API deployment does not exist.' },
      'not-found',
      /no such deployment/,
    ],
    [404, { code: '404', message: 'Resource not found' }, 'not-found', /API version/],
    [400, { code: 'unknown_model', message: 'Unknown model: x' }, 'not-found', /no such deployment/],
    [
      401,
      { code: '401', message: 'Access denied due to invalid subscription key or wrong API endpoint.' },
      'unauthorized',
      /belongs to this resource/,
    ],
    [401, { code: 'PermissionDenied', message: 'The principal lacks the data action.' }, 'forbidden', /roles/],
    [
      400,
      { code: 'context_length_exceeded', message: "This model's maximum context length is 8192 tokens." },
      'too-long',
      /shorten/,
    ],
    [429, { code: 'RateLimitReached', message: 'Your requests have exceeded rate limit.' }, 'rate-limited', /again/],
  ] as const) {
    test(`${provider.id}: ${status} ${error.code}`, async () => {
      const { to } = connected(provider, { fields: named }, answer(JSON.stringify({ error }), { status }));
      const last = (await ask(to, signal)).at(-1);
      assert.ok(last?.type === 'error');
      assert.equal(last.error.kind, kind);
      assert.match(last.error.message, words);
      assert.equal(last.error.detail, error.message);
    });
  }
}

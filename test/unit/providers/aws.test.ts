import assert from 'node:assert/strict';
import { test } from 'node:test';
import { awsSecretText } from '../../../src/auth/awsSecret.ts';
import { bedrock } from '../../../src/providers/bedrock.ts';
import { bedrockMantle } from '../../../src/providers/bedrockMantle.ts';
import { connectionFrom } from '../../../src/providers/connections.ts';
import { sagemaker } from '../../../src/providers/sagemaker.ts';
import { answer, ask, endpoint, ManualClock, question, scripted } from '../llm/harness.ts';
import { cannedAnswer } from './cannedAnswers.ts';

const baseUrlOf = (provider: string, fields: Record<string, string>): string => {
  const found = connectionFrom('x', { provider, fields });
  return typeof found === 'string' ? found : found.baseUrl;
};

test('addresses follow the region', () => {
  assert.equal(baseUrlOf('bedrock', {}), 'https://bedrock-runtime.us-east-1.amazonaws.com');
  assert.equal(
    baseUrlOf('bedrock', { region: 'us-gov-west-1' }),
    'https://bedrock-runtime.us-gov-west-1.amazonaws.com',
  );
  assert.equal(baseUrlOf('bedrock', { region: 'cn-north-1' }), 'https://bedrock-runtime.cn-north-1.amazonaws.com.cn');
  assert.equal(baseUrlOf('bedrock-mantle', { region: 'eu-west-1' }), 'https://bedrock-mantle.eu-west-1.api.aws/v1');
  assert.equal(
    baseUrlOf('sagemaker', { region: 'ap-southeast-2', endpoints: 'a, b-2' }),
    'https://runtime.sagemaker.ap-southeast-2.amazonaws.com',
  );
});

test('what is no region or endpoint becomes no part of an address', () => {
  for (const region of ['evil.example/', 'us-east-1.evil', 'US-EAST-1', 'us-east', '../x'])
    assert.match(baseUrlOf('bedrock', { region }), /^This is no AWS region/);
  for (const endpoints of ['a/b', 'a b', ',', ''])
    assert.match(baseUrlOf('sagemaker', { endpoints }), /^(This is no Endpoint names|Endpoint names is missing)/);
});

const keys = awsSecretText({ accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG' });

for (const [provider, service] of [
  [bedrock, 'bedrock'],
  [bedrockMantle, 'bedrock-mantle'],
  [sagemaker, 'sagemaker'],
] as const) {
  test(`${provider.id}: access keys and the login sign for the service in the connection’s region`, async () => {
    for (const login of [undefined, provider.logins[0]]) {
      const { transport, requests } = scripted(answer(cannedAnswer(provider.dialect).stream));
      const values = { region: 'eu-central-1' };
      const to = { provider, baseUrl: provider.baseUrlFrom(values), values, key: keys, clock: new ManualClock() };
      const events = await ask(endpoint(transport, login === undefined ? to : { ...to, login }));
      assert.deepEqual(events[0], { type: 'text', delta: 'Hello' });
      const [request] = requests;
      assert.match(
        request?.headers['authorization'] ?? '',
        new RegExp(`Credential=AKIAIOSFODNN7EXAMPLE/19700101/eu-central-1/${service}/aws4_request, `),
      );
      assert.equal(JSON.stringify(request).includes('wJalrXUtnFEMI'), false);
    }
  });
}

for (const [model, url] of [
  ['openai.gpt-oss-120b', 'https://bedrock-mantle.us-east-1.api.aws/v1/chat/completions'],
  ['qwen.qwen3-32b', 'https://bedrock-mantle.us-east-1.api.aws/v1/chat/completions'],
  ['openai.gpt-5.6-sol', 'https://bedrock-mantle.us-east-1.api.aws/openai/v1/chat/completions'],
] as const) {
  test(`${model} is asked below the path it is served at`, async () => {
    const { transport, requests } = scripted(answer(cannedAnswer(bedrockMantle.dialect).stream));
    const baseUrl = bedrockMantle.baseUrlFrom({});
    const to = endpoint(transport, { provider: bedrockMantle, baseUrl, clock: new ManualClock() });
    await ask(to, new AbortController().signal, { ...question, model });
    assert.equal(requests[0]?.url, url);
  });
}

for (const [address, expected] of [
  ['https://bedrock-runtime.eu-west-3.amazonaws.com/model/x/converse', { values: { region: 'eu-west-3' } }],
  [
    'https://vpce-0a1b-2c3d.bedrock-runtime.us-east-1.vpce.amazonaws.com',
    { values: { region: 'us-east-1' }, baseUrl: 'https://vpce-0a1b-2c3d.bedrock-runtime.us-east-1.vpce.amazonaws.com' },
  ],
  [
    'https://bedrock-runtime-fips.us-east-1.amazonaws.com',
    { values: { region: 'us-east-1' }, baseUrl: 'https://bedrock-runtime-fips.us-east-1.amazonaws.com' },
  ],
  [
    'https://us-west-2.console.aws.amazon.com/bedrock/home?region=us-west-2#/models',
    { values: { region: 'us-west-2' } },
  ],
  ['https://us-west-2.console.aws.amazon.com/sagemaker/home', undefined],
  ['https://bedrock-runtime.us-east-1.amazonaws.com.evil.example', undefined],
  ['https://evil.example/bedrock-runtime.us-east-1.amazonaws.com', undefined],
] as const) {
  test(`${address} as an address of Bedrock`, () => assert.deepEqual(bedrock.readAddress(new URL(address)), expected));
}

test('the address of an endpoint tells region and endpoint', () =>
  assert.deepEqual(
    sagemaker.readAddress(
      new URL('https://runtime.sagemaker.us-east-1.amazonaws.com/endpoints/my-endpoint/invocations'),
    ),
    { values: { region: 'us-east-1', endpoints: 'my-endpoint' } },
  ));

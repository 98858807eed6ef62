import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listModels } from '../../../src/llm/calls.ts';
import { Failure } from '../../../src/llm/failure.ts';
import type { Transport } from '../../../src/model/http.ts';
import { bedrock } from '../../../src/providers/bedrock.ts';
import { bedrockModelList } from '../../../src/wire/bedrockModelList.ts';
import { answer, endpoint, ManualClock, refused, scripted } from '../llm/harness.ts';

const model = (modelId: string, more: object = {}) => ({
  modelId,
  modelName: `Name of ${modelId}`,
  inputModalities: ['TEXT'],
  outputModalities: ['TEXT'],
  inferenceTypesSupported: ['ON_DEMAND'],
  ...more,
});

const models = {
  modelSummaries: [
    model('openai.gpt-oss-120b-1:0'),
    model('amazon.nova-pro-v1:0', { inputModalities: ['TEXT', 'IMAGE', 'VIDEO'] }),
    model('anthropic.claude-new', { inferenceTypesSupported: ['INFERENCE_PROFILE'] }),
    model('amazon.titan-embed-text-v2:0', { outputModalities: ['EMBEDDING'] }),
    model('amazon.rerank-v1:0'),
    { modelId: 'sparse' },
    { nothing: 1 },
  ],
};

const profile = (inferenceProfileId: string, more: object = {}) => ({
  inferenceProfileId,
  inferenceProfileName: `Name of ${inferenceProfileId}`,
  inferenceProfileArn: `arn:aws:bedrock:us-east-1:123456789012:inference-profile/${inferenceProfileId}`,
  status: 'ACTIVE',
  type: 'SYSTEM_DEFINED',
  ...more,
});

const profiles = {
  inferenceProfileSummaries: [
    profile('us.anthropic.claude-new'),
    profile('a1b2c3', {
      type: 'APPLICATION',
      models: [{ modelArn: 'arn:aws:bedrock::foundation-model/amazon.nova-pro-v1:0' }],
    }),
    profile('d4e5f6', {
      type: 'APPLICATION',
      models: [{ modelArn: 'arn:aws:bedrock::foundation-model/cohere.embed-v4:0' }],
    }),
    profile('us.stability.upscale'),
  ],
};

const ownModels = [
  { id: 'openai.gpt-oss-120b-1:0', label: 'Name of openai.gpt-oss-120b-1:0' },
  { id: 'amazon.nova-pro-v1:0', label: 'Name of amazon.nova-pro-v1:0', inputs: ['image'] },
  { id: 'sparse' },
];
const profiled = [
  { id: 'us.anthropic.claude-new', label: 'Name of us.anthropic.claude-new' },
  { id: 'arn:aws:bedrock:us-east-1:123456789012:inference-profile/a1b2c3', label: 'Name of a1b2c3' },
];

test('of the models those that chat and can be asked by their own id', () =>
  assert.deepEqual(bedrockModelList(models), ownModels));

test('of the profiles those whose models chat, the user’s own by their ARN', () =>
  assert.deepEqual(bedrockModelList(profiles), profiled));

test('what is no list', () => {
  for (const json of [{ message: 'no' }, [], null, 'x']) assert.throws(() => bedrockModelList(json), Failure);
});

const signal = new AbortController().signal;
const values = { region: 'eu-west-1' };

const connected = (transport: Transport) =>
  endpoint(transport, { provider: bedrock, baseUrl: bedrock.baseUrlFrom(values), values, clock: new ManualClock() });

test('both lists are asked for in the connection’s region', async () => {
  const { transport, requests } = scripted((request) =>
    (request.url.includes('foundation') ? answer(JSON.stringify(models)) : answer(JSON.stringify(profiles)))(
      request,
      signal,
    ),
  );
  assert.deepEqual(await listModels(connected(transport), signal), [...ownModels, ...profiled]);
  assert.deepEqual(requests.map(({ url }) => url).toSorted(), [
    'https://bedrock.eu-west-1.amazonaws.com/foundation-models?byOutputModality=TEXT&byInferenceType=ON_DEMAND',
    'https://bedrock.eu-west-1.amazonaws.com/inference-profiles?maxResults=1000',
  ]);
});

test('one may do without the profiles, but not without the models', async () => {
  const without = (part: string) =>
    scripted((request) =>
      (request.url.includes(part)
        ? refused('ENOTFOUND')
        : answer(JSON.stringify(request.url.includes('foundation') ? models : profiles)))(request, signal),
    ).transport;
  assert.deepEqual(await listModels(connected(without('profiles')), signal), ownModels);
  await assert.rejects(listModels(connected(without('foundation')), signal), Failure);
});

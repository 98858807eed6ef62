import assert from 'node:assert/strict';
import { test } from 'node:test';
import { listModels } from '../../../src/llm/calls.ts';
import type { StreamEvent } from '../../../src/model/event.ts';
import type { Request } from '../../../src/model/message.ts';
import { connectionFrom } from '../../../src/providers/connections.ts';
import { vertex as provider } from '../../../src/providers/vertex.ts';
import { serviceAccountFile } from '../auth/googleKeys.ts';
import { answer, ask, canary, chatStream, endpoint, ManualClock, says, scripted, stops } from '../llm/harness.ts';

const values = { project: 'my-project', location: 'europe-west4' };
const baseUrl = 'https://europe-west4-aiplatform.googleapis.com/v1beta1';
const inProject = `${baseUrl}/projects/my-project/locations/europe-west4`;

const geminiAnswer = `data: ${JSON.stringify({ candidates: [{ content: { parts: [{ text: 'Hi' }] }, finishReason: 'STOP' }] })}\n\n`;

/** What is sent to a model, with a canned answer in any of the dialects. */
async function asked(
  model: string,
  text: string,
  stream = true,
): Promise<{ url: string; body: Record<string, unknown> }> {
  const { transport, requests } = scripted(answer(text));
  const request: Request = { model, messages: [{ role: 'user', text: 'hello' }] };
  const events = await ask(endpoint(transport, { provider, baseUrl, values, stream }), undefined, request);
  assert.equal(events.at(-1)?.type, 'finish');
  const [sent] = requests;
  return { url: sent?.url ?? '', body: JSON.parse(sent?.body ?? '') as Record<string, unknown> };
}

for (const [model, path] of [
  ['gemini-2.5-pro', 'publishers/google/models/gemini-2.5-pro'],
  ['google/gemini-2.5-pro', 'publishers/google/models/gemini-2.5-pro'],
  ['publishers/google/models/gemini-2.5-pro', 'publishers/google/models/gemini-2.5-pro'],
  ['endpoints/123', 'endpoints/123'],
  ['projects/p/locations/l/endpoints/123', 'endpoints/123'],
] as const) {
  test(`${model} is asked as Gemini`, async () => {
    const { url, body } = await asked(model, geminiAnswer);
    assert.equal(url, `${inProject}/${path}:streamGenerateContent?alt=sse`);
    assert.deepEqual(body, { contents: [{ role: 'user', parts: [{ text: 'hello' }] }] });
  });
}

const claudeEvents = [
  { type: 'message_start', message: { usage: { input_tokens: 1 } } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hi' } },
  { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 2 } },
  { type: 'message_stop' },
];
const claudeAnswer = claudeEvents.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');

test('Claude is asked as Claude, with the version in the body and the model in the address', async () => {
  const { url, body } = await asked('claude-sonnet-4-5@20250929', claudeAnswer);
  assert.equal(url, `${inProject}/publishers/anthropic/models/claude-sonnet-4-5@20250929:streamRawPredict`);
  assert.equal(body['anthropic_version'], 'vertex-2023-10-16');
  assert.equal(body['stream'], true);
  assert.equal('model' in body, false);
  const whole = { type: 'message', content: [{ type: 'text', text: 'Hi' }], stop_reason: 'end_turn' };
  const plain = await asked('publishers/anthropic/models/claude-opus-4-6', JSON.stringify(whole), false);
  assert.equal(plain.url, `${inProject}/publishers/anthropic/models/claude-opus-4-6:rawPredict`);
  assert.equal('stream' in plain.body, false);
});

const chatAnswer = chatStream(says('Hi'), stops('stop'));

test('Mistral’s models are asked by Mistral’s own API', async () => {
  const { url, body } = await asked('mistralai/mistral-medium-3', chatAnswer);
  assert.equal(url, `${inProject}/publishers/mistralai/models/mistral-medium-3:streamRawPredict`);
  assert.equal(body['model'], 'mistral-medium-3');
});

for (const model of ['meta/llama-3.3-70b-instruct-maas', 'publishers/meta/models/llama-3.3-70b-instruct-maas']) {
  test(`${model} is asked by OpenAI’s API`, async () => {
    const { url, body } = await asked(model, chatAnswer);
    assert.equal(url, `${inProject}/endpoints/openapi/chat/completions`);
    assert.equal(body['model'], 'meta/llama-3.3-70b-instruct-maas');
  });
}

test('an API key of the express mode is sent to the address without a project', async () => {
  const { transport, requests } = scripted(answer(geminiAnswer));
  const to = endpoint(transport, { provider, baseUrl: 'https://aiplatform.googleapis.com/v1beta1', values: {} });
  await ask(to, undefined, { model: 'gemini-2.5-flash', messages: [] });
  assert.equal(
    requests[0]?.url,
    'https://aiplatform.googleapis.com/v1beta1/publishers/google/models/gemini-2.5-flash:streamGenerateContent?alt=sse',
  );
  assert.equal(requests[0]?.headers['x-goog-api-key'], canary);
});

test('the list of models belongs to no project', async () => {
  const list = { publisherModels: [{ name: 'publishers/google/models/gemini-2.5-pro' }] };
  const { transport, requests } = scripted(answer(JSON.stringify(list)));
  const models = await listModels(endpoint(transport, { provider, baseUrl, values }), new AbortController().signal);
  assert.deepEqual(models, [{ id: 'gemini-2.5-pro' }]);
  assert.equal(requests[0]?.url, `${baseUrl}/publishers/google/models?pageSize=100`);
});

for (const [location, host] of [
  ['', 'aiplatform.googleapis.com'],
  ['global', 'aiplatform.googleapis.com'],
  ['us', 'aiplatform.us.rep.googleapis.com'],
  ['eu', 'aiplatform.eu.rep.googleapis.com'],
  ['us-central1', 'us-central1-aiplatform.googleapis.com'],
  ['northamerica-northeast1', 'northamerica-northeast1-aiplatform.googleapis.com'],
] as const) {
  test(`the location “${location}” is at ${host}`, () => {
    const connection = connectionFrom('vertex', { provider: 'vertex', fields: { project: 'p1', location } });
    assert.equal(typeof connection === 'string' ? connection : connection.baseUrl, `https://${host}/v1beta1`);
  });
}

test('a location that would lead elsewhere is refused', () => {
  for (const location of ['evil.example/', 'us-central1.evil.example#', 'a@b', '../..', 'us central1']) {
    const connection = connectionFrom('vertex', { provider: 'vertex', fields: { project: 'p1', location } });
    assert.equal(typeof connection, 'string', location);
  }
  const wrongProject = { provider: 'vertex', fields: { project: 'a/../b', location: 'us' } };
  assert.equal(typeof connectionFrom('vertex', wrongProject), 'string');
});

test('stopping while the login is exchanged for a token ends the answer at once', async () => {
  const controller = new AbortController();
  const { file } = await serviceAccountFile();
  const asking = new Promise<void>((resolve) => {
    const never = () => {
      resolve();
      return new Promise<never>(() => undefined);
    };
    const to = endpoint(never, { provider, baseUrl, values, key: JSON.stringify(file), clock: new ManualClock() });
    void ask(to, controller.signal).then((found) => events.push(...found));
  });
  const events: StreamEvent[] = [];
  await asking;
  controller.abort();
  await new Promise(setImmediate);
  assert.deepEqual(events, [{ type: 'finish', reason: 'aborted' }]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Request } from '../../../src/model/message.ts';
import { sagemaker } from '../../../src/providers/sagemaker.ts';
import { sagemakerChat, sagemakerTgi } from '../../../src/wire/sagemaker.ts';
import { answer, ask, chatStream, chunkSizes, endpoint, joined, says, scripted, stops } from '../llm/harness.ts';
import { awsException, payloadStream } from './awsFrames.ts';

const request: Request = {
  model: 'my-endpoint',
  system: 'Be brief.',
  messages: [
    { role: 'user', text: 'hello' },
    {
      role: 'assistant',
      parts: [
        { type: 'reasoning', text: 'Hm.' },
        { type: 'text', text: 'Hi.' },
      ],
    },
    { role: 'user', text: 'and?' },
  ],
  maxOutputTokens: 9,
  temperature: 0.5,
};

test('chat completions go to the endpoint that the model names', () => {
  const { path, body } = sagemakerChat().encode(request, { stream: true, cachePrompt: true });
  assert.equal(path, '/endpoints/my-endpoint/invocations-response-stream');
  assert.equal((body as { stream: unknown }).stream, true);
  assert.equal('model' in (body as object), false);
  assert.equal(
    sagemakerChat().encode(request, { stream: false, cachePrompt: true }).path,
    '/endpoints/my-endpoint/invocations',
  );
});

test('TGI goes on with the text of the chat', () => {
  const { path, body } = sagemakerTgi().encode(request, { stream: false, cachePrompt: true });
  assert.equal(path, '/endpoints/my-endpoint/invocations');
  assert.deepEqual(body, {
    inputs: 'Be brief.\n\nUser: hello\n\nAssistant: Hi.\n\nUser: and?\n\nAssistant:',
    parameters: { max_new_tokens: 9, temperature: 0.5, stop: ['\n\nUser:'], return_full_text: false, details: true },
  });
});

const read = async (api: string, bytes: string | Uint8Array, size = 4_096) =>
  joined(await ask(endpoint(scripted(answer(bytes, { size })).transport, { provider: sagemaker, api })));

const token = (text: string, more: object = {}) =>
  `data:${JSON.stringify({ index: 1, token: { id: 1, text, special: false }, generated_text: null, details: null, ...more })}\n\n`;
const last = (finish_reason: string) => ({
  generated_text: 'x',
  details: { finish_reason, generated_tokens: 3, input_length: 12 },
});
const usage = { type: 'usage', usage: { inputTokens: 12, outputTokens: 3 } };

for (const size of chunkSizes) {
  test(`TGI’s tokens in chunks of ${size}`, async () => {
    const text = `${token('Grüß')}${token(' 日本')}${token('!', last('length'))}`;
    const bytes = Buffer.from(text);
    assert.deepEqual(
      await read('tgi', payloadStream(bytes.subarray(0, 45), bytes.subarray(45, 48), bytes.subarray(48)), size),
      [{ type: 'text', delta: 'Grüß 日本!' }, usage, { type: 'finish', reason: 'length', raw: 'length' }],
    );
  });

  test(`chat completions in chunks of ${size}`, async () => {
    const text = chatStream(says('Hel'), says('lo'), stops('stop'));
    assert.deepEqual(await read('chat', payloadStream(text.slice(0, 30), text.slice(30)), size), [
      { type: 'text', delta: 'Hello' },
      { type: 'finish', reason: 'stop', raw: 'stop' },
    ]);
  });
}

test('TGI’s special tokens are not text', async () => {
  const bytes = payloadStream(
    token('a'),
    token('</s>', { ...last('eos_token'), token: { text: '</s>', special: true } }),
  );
  assert.deepEqual(await read('tgi', bytes), [
    { type: 'text', delta: 'a' },
    usage,
    { type: 'finish', reason: 'stop', raw: 'eos_token' },
  ]);
});

for (const [name, body] of [
  ['in a list', [{ generated_text: 'Hi.', details: last('stop_sequence').details }]],
  ['alone', { generated_text: 'Hi.', details: last('stop_sequence').details }],
] as const) {
  test(`TGI’s whole answer ${name}`, async () =>
    assert.deepEqual(await read('tgi', JSON.stringify(body)), [
      { type: 'text', delta: 'Hi.' },
      usage,
      { type: 'finish', reason: 'stop', raw: 'stop_sequence' },
    ]));
}

test('TGI’s answer is complete without details, and interrupted without its end', async () => {
  assert.deepEqual(await read('tgi', '[{"generated_text":"Hi."}]'), [
    { type: 'text', delta: 'Hi.' },
    { type: 'finish', reason: 'stop' },
  ]);
  const end = (await read('tgi', payloadStream(token('a')))).at(-1);
  assert.ok(end?.type === 'error');
  assert.equal(end.error.kind, 'interrupted');
});

for (const api of ['tgi', 'chat']) {
  test(`failures inside and around a stream of ${api}`, async () => {
    const inside = (
      await read(api, payloadStream('data:{"error":"CUDA out of memory","error_type":"generation"}\n\n'))
    ).at(-1);
    assert.ok(inside?.type === 'error');
    assert.equal(inside.error.detail, 'CUDA out of memory');
    const around = (
      await read(api, awsException('ModelStreamError', { Message: 'broke', ErrorCode: 'StreamBroken' }))
    ).at(-1);
    assert.ok(around?.type === 'error');
    assert.deepEqual([around.error.kind, around.error.detail], ['overloaded', 'broke']);
  });
}

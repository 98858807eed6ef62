import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bedrock } from '../../../src/providers/bedrock.ts';
import { bedrockInvoke } from '../../../src/wire/bedrockInvoke.ts';
import { answer, ask, chunkSizes, endpoint, joined, scripted } from '../llm/harness.ts';
import { awsException, invokeStream } from './awsFrames.ts';

const model = 'us.anthropic.claude-3-5-haiku-20241022-v1:0';

test('the body is Claude’s own, without what the address says', () => {
  const request = { model, messages: [{ role: 'user', text: 'hello' } as const], maxOutputTokens: 9 };
  const streamed = bedrockInvoke().encode(request, { stream: true, cachePrompt: false });
  assert.equal(streamed.path, '/model/us.anthropic.claude-3-5-haiku-20241022-v1%3A0/invoke-with-response-stream');
  assert.deepEqual(streamed.body, {
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 9,
    messages: [{ role: 'user', content: [{ type: 'text', text: 'hello' }] }],
  });
  const whole = bedrockInvoke().encode(request, { stream: false, cachePrompt: false });
  assert.deepEqual(whole, {
    path: '/model/us.anthropic.claude-3-5-haiku-20241022-v1%3A0/invoke',
    headers: { accept: 'application/json' },
    body: streamed.body,
  });
});

const said = [
  { type: 'message_start', message: { usage: { input_tokens: 3, output_tokens: 1 } } },
  { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Grüß Gott' } },
  { type: 'content_block_stop', index: 0 },
  { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 2 } },
  { type: 'message_stop', 'amazon-bedrock-invocationMetrics': { inputTokenCount: 3 } },
] as const;

const read = async (bytes: Uint8Array, size: number) =>
  joined(await ask(endpoint(scripted(answer(bytes, { size })).transport, { provider: bedrock, api: 'invoke' })));

for (const size of chunkSizes) {
  test(`an answer in chunks of ${size}`, async () =>
    assert.deepEqual(await read(invokeStream(...said), size), [
      { type: 'text', delta: 'Grüß Gott' },
      { type: 'usage', usage: { inputTokens: 3, outputTokens: 2 } },
      { type: 'finish', reason: 'stop', raw: 'end_turn' },
    ]));
}

test('an exception in the middle', async () => {
  const bytes = Buffer.concat([
    invokeStream(...said.slice(0, 3)),
    awsException('modelStreamErrorException', { message: 'broke' }),
  ]);
  const [text, , error] = await read(bytes, 50);
  assert.deepEqual(text, { type: 'text', delta: 'Grüß Gott' });
  assert.ok(error?.type === 'error');
  assert.deepEqual([error.error.kind, error.error.detail], ['overloaded', 'broke']);
});

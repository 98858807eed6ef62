import assert from 'node:assert/strict';
import { test } from 'node:test';
import { continueRequest } from '../../../src/chat/history.ts';
import type { Request } from '../../../src/model/message.ts';
import type { Transcript } from '../../../src/model/transcript.ts';
import { encodeAnthropic } from '../../../src/wire/anthropicEncode.ts';

const cutOff = (text: string): Transcript => ({
  turns: [
    { role: 'user', id: 'q', at: 1, text: 'Why?', attachments: [] },
    {
      role: 'assistant',
      id: 'a',
      at: 2,
      model: { connection: 'c', model: 'm' },
      label: 'M',
      parts: [{ type: 'text', text }],
      error: { kind: 'interrupted', message: 'Broke off.' },
    },
  ],
});

interface Sent {
  readonly role: string;
  readonly content: readonly { readonly type: string; readonly text: string }[];
}

/** The last message that a model is sent to go on with a text. */
function lastSent(model: string, text = 'Because it', more: Partial<Request> = {}): Sent | undefined {
  const messages = continueRequest(cutOff(text), { connection: 'c', model: 'm' });
  const body = encodeAnthropic({ model, messages, ...more }, {}, { stream: true, cachePrompt: false });
  return (body['messages'] as readonly Sent[]).at(-1);
}

for (const model of [
  'claude-3-haiku-20240307',
  'claude-3-7-sonnet-latest',
  'claude-opus-4-1',
  'claude-haiku-4-5',
  'anthropic.claude-sonnet-4-5-v1:0',
]) {
  test(`${model} goes on with its own words`, () => {
    assert.deepEqual(lastSent(model), { role: 'assistant', content: [{ type: 'text', text: 'Because it' }] });
  });
}

// "This model does not support assistant message prefill. The conversation must end with a user message."
for (const model of [
  'claude-opus-4-6',
  'claude-sonnet-4-6',
  'claude-sonnet-5',
  'claude-fable-5',
  'claude-latest',
  'kimi-k2',
]) {
  test(`${model} is asked in words to go on`, () => {
    const last = lastSent(model);
    assert.equal(last?.role, 'user');
    assert.match(last?.content[0]?.text ?? '', /^Your answer above was cut off/);
  });
}

test('words are needed where thinking is on, and after a space, with which nothing may end', () => {
  assert.equal(lastSent('claude-haiku-4-5', 'Because it', { reasoningEffort: 'high' })?.role, 'user');
  assert.equal(lastSent('claude-haiku-4-5', 'Because it', { reasoningEffort: 'none' })?.role, 'assistant');
  assert.equal(lastSent('claude-haiku-4-5', 'Because ')?.role, 'user');
  assert.equal(lastSent('claude-haiku-4-5', 'Because\n')?.role, 'user');
});

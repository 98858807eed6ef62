import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Request } from '../../../src/model/message.ts';
import { anthropic } from '../../../src/wire/anthropic.ts';
import { bedrockConverse } from '../../../src/wire/bedrockConverse.ts';

const long = 'All work and no play. '.repeat(200);
const chat: Request = { model: 'anthropic.claude-sonnet-4-5', messages: [{ role: 'user', text: long }] };
const options = { stream: true, cachePrompt: true };

for (const [name, dialect, mark] of [
  ['anthropic', anthropic(), /cache_control/],
  ['bedrock', bedrockConverse(), /cachePoint/],
] as const) {
  const marks = (request: Request, asked = options) => mark.test(JSON.stringify(dialect.encode(request, asked).body));

  test(`${name}: the beginning of a chat is kept for its next question`, () => assert.equal(marks(chat), true));

  test(`${name}: nothing is kept where no other question follows, or the user does not want it`, () => {
    assert.equal(marks({ ...chat, isLast: true }), false);
    assert.equal(marks(chat, { stream: true, cachePrompt: false }), false);
  });

  test(`${name}: a prompt too short to be kept has no marks`, () => {
    assert.equal(marks({ ...chat, messages: [{ role: 'user', text: 'Hi' }] }), false);
  });
}

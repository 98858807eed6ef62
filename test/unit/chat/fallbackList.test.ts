import assert from 'node:assert/strict';
import { test } from 'node:test';
import { othersThan, readFallbacks } from '../../../src/chat/fallbackList.ts';

test('models are named in two ways, and the first slash parts the connection from the model', () => {
  const problems: string[] = [];
  const named = ['openai/gpt-5', { connection: 'my/gateway', model: 'm' }, 'openrouter/anthropic/claude-sonnet-5:free'];
  assert.deepEqual(
    readFallbacks(named, (sentence) => problems.push(sentence)),
    [
      { connection: 'openai', model: 'gpt-5' },
      { connection: 'my/gateway', model: 'm' },
      { connection: 'openrouter', model: 'anthropic/claude-sonnet-5:free' },
    ],
  );
  assert.deepEqual(problems, []);
});

test('what is no model is told of and left out', () => {
  const odd = [
    'gpt-5',
    '',
    '/',
    '/m',
    'c/',
    7,
    null,
    {},
    { connection: 'c' },
    { connection: 'c', model: 'm', key: 'k' },
    ['c/m'],
  ];
  const problems: string[] = [];
  assert.deepEqual(
    readFallbacks([...odd, 'c/m'], (sentence) => problems.push(sentence)),
    [{ connection: 'c', model: 'm' }],
  );
  assert.equal(problems.length, odd.length);
  assert.match(problems[0] ?? '', /“?"gpt-5".* not used\. Write it like/);
});

test('a model does not take over for itself, nor twice', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((model) => ({ connection: 'x', model }));
  assert.ok(a && b && c);
  const elsewhere = { connection: 'y', model: 'a' };
  assert.deepEqual(othersThan(a, [b, { ...a }, c, { ...b }, elsewhere]), [b, c, elsewhere]);
});

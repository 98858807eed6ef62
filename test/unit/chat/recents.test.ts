import assert from 'node:assert/strict';
import { test } from 'node:test';
import { remember } from '../../../src/chat/recents.ts';

test('the newest comes first, none comes twice, twenty are kept', () => {
  assert.deepEqual(remember([], ' Why? '), ['Why?']);
  assert.deepEqual(remember(['a', 'b', 'c'], 'b'), ['b', 'a', 'c']);
  assert.deepEqual(remember(['a'], '  '), ['a']);
  const many = Array.from({ length: 25 }, (_, at) => `q${at}`).reduce(remember, [] as readonly string[]);
  assert.equal(many.length, 20);
  assert.equal(many[0], 'q24');
  assert.equal(many.at(-1), 'q5');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { lineReader, spliceBetween, splitLines } from '../../../src/edit/lines.ts';

const texts = ['', 'a', 'a\n', 'a\nb', '\n', '\n\na', 'a\r\nb\r\n', 'a\rb', 'a\r\n\r\nb', '\r', 'a\r', 'ä\u2028ö\n😀'];

test('a reader gives the same lines whatever the size of the deltas', () => {
  for (const text of texts) {
    const expected = splitLines(text);
    if (expected.at(-1) === '') expected.pop();
    for (const size of [1, 2, 3, 1000]) {
      const reader = lineReader();
      for (let at = 0; at < text.length; at += size) reader.push(text.slice(at, at + size));
      reader.end();
      assert.deepEqual(reader.lines, expected, JSON.stringify({ text, size }));
    }
  }
});

test('a reader tells of a line only when it is complete', () => {
  const reader = lineReader();
  assert.equal(reader.push('one'), false);
  assert.equal(reader.push('\r'), false);
  assert.deepEqual(reader.lines, []);
  assert.equal(reader.push('\ntwo'), true);
  assert.deepEqual(reader.lines, ['one']);
  reader.end();
  assert.deepEqual(reader.lines, ['one', 'two']);
});

test('a splice touches only what differs', () => {
  assert.deepEqual(spliceBetween(['a', 'b', 'c'], ['a', 'x', 'c']), { start: 1, count: 1, lines: ['x'] });
  assert.deepEqual(spliceBetween(['a', 'a'], ['a', 'a', 'a']), { start: 2, count: 0, lines: ['a'] });
  assert.deepEqual(spliceBetween(['a', 'a', 'a'], ['a']), { start: 1, count: 2, lines: [] });
  assert.deepEqual(spliceBetween([], ['a']), { start: 0, count: 0, lines: ['a'] });
  assert.deepEqual(spliceBetween(['a'], ['a']), { start: 1, count: 0, lines: [] });
});

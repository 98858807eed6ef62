import assert from 'node:assert/strict';
import { test } from 'node:test';
import { split } from '../../../src/chat/split.ts';
import { estimateTokens } from '../../../src/model/tokens.ts';
import { growth, linearGrowth } from '../growth.ts';
import { randomNumbers } from './random.ts';

const joined = (pieces: ReturnType<typeof split>) => pieces.map(({ text }) => text).join('');

test('a text that fits is one piece', () => {
  assert.deepEqual(split('a\nb\n', 100), [{ text: 'a\nb\n', lines: { start: 1, end: 2 } }]);
  assert.deepEqual(split('', 100), []);
});

test('functions stay whole where they can', () => {
  const functions = Array.from({ length: 12 }, (_, at) => `function part${at}() {\n  first();\n\n  second();\n}\n\n`);
  const pieces = split(functions.join(''), 100);
  assert.ok(pieces.length > 2);
  for (const { text } of pieces) assert.match(text, /^function part/);
  assert.equal(joined(pieces), functions.join(''));
});

test('without a blank line it is cut before a top-level line, not before a closing bracket', () => {
  const text = Array.from({ length: 12 }, (_, at) => `if (${at}) {\n  first();\n  second();\n}\n`).join('');
  for (const piece of split(text, 60)) assert.match(piece.text, /^if \(/);
});

test('the pieces are the text, each within the limit, with the right lines', () => {
  const random = randomNumbers(11);
  const bits = ['word ', '  ', '\n', '\n', '\n\n', '\r\n', '}', '字', '😀', 'x'.repeat(50), ';', 'é'];
  for (let round = 0; round < 150; round++) {
    const text = Array.from({ length: random(400) }, () => bits[random(bits.length)] ?? '').join('');
    const limit = 20 + random(60);
    const pieces = split(text, limit);
    assert.equal(joined(pieces), text);
    let line = 1;
    for (const piece of pieces) {
      assert.ok(estimateTokens(piece.text) <= limit, `${estimateTokens(piece.text)} of ${limit}`);
      assert.ok(piece.text !== '' && piece.text.isWellFormed());
      const breaks = piece.text.match(/\n/g)?.length ?? 0;
      assert.equal(piece.lines.start, line);
      assert.equal(piece.lines.end, line + breaks - (piece.text.endsWith('\n') ? 1 : 0));
      line += breaks;
    }
  }
});

test('a character of two units is not cut in half', () => {
  for (let limit = 20; limit < 40; limit++) {
    for (const text of ['😀'.repeat(500), `a${'😀'.repeat(500)}`]) {
      const pieces = split(text, limit);
      assert.equal(joined(pieces), text);
      assert.ok(pieces.every((piece) => piece.text.isWellFormed()));
    }
  }
});

test('one line as long as a book is cut between characters', () => {
  const text = '😀abc,def;'.repeat(100_000);
  const pieces = split(text, 10_000);
  assert.equal(joined(pieces), text);
  for (const piece of pieces) {
    assert.ok(estimateTokens(piece.text) <= 10_000);
    assert.ok(piece.text.isWellFormed());
    assert.deepEqual(piece.lines, { start: 1, end: 1 });
  }
});

test('it is cut in linear time', () => {
  const cut = (size: number) => {
    const text = '😀abc,def;'.repeat(size);
    return () => assert.ok(split(text, 1_000).length > 1);
  };
  const times = growth(5_000, cut);
  assert.ok(times < linearGrowth, `took ${times.toFixed(1)} times as long`);
});

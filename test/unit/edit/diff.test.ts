import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hunksBetween } from '../../../src/edit/diff.ts';
import { growth, linearGrowth } from '../growth.ts';

const hunk = (original: string, proposal: string) => hunksBetween(original.split('\n'), proposal.split('\n'));

test('what changed within a line is told by characters', () => {
  assert.deepEqual(hunk('a\nreturn total;\nb', 'a\nreturn Math.round(total);\nb'), [
    {
      original: { start: 1, count: 1 },
      proposal: { start: 1, count: 1 },
      insertions: [
        { line: 1, start: 7, end: 18 },
        { line: 1, start: 23, end: 24 },
      ],
      removals: [],
    },
  ]);
});

test('a removed word is told with the place where it was', () => {
  const [only] = hunk('const a = old;', 'const a = ;');
  assert.deepEqual(only?.removals, [{ line: 0, character: 10, text: 'old' }]);
});

test('removed lines are told with their line breaks', () => {
  const [only] = hunk('a\nb\nc', 'a\nc');
  assert.deepEqual(only?.original, { start: 1, count: 1 });
  assert.deepEqual(only?.proposal, { start: 1, count: 0 });
  assert.deepEqual(only?.removals, [{ line: 1, character: 0, text: 'b\n' }]);
});

test('everything can be removed or new', () => {
  assert.deepEqual(hunksBetween(['a', 'b'], []), [
    {
      original: { start: 0, count: 2 },
      proposal: { start: 0, count: 0 },
      insertions: [],
      removals: [{ line: 0, character: 0, text: 'a\nb\n' }],
    },
  ]);
  assert.equal(hunksBetween([], ['a'])[0]?.proposal.count, 1);
  assert.deepEqual(hunksBetween([], []), []);
  assert.deepEqual(hunksBetween(['a'], ['a']), []);
});

test('a rewrite of thousands of lines costs what it is long', () => {
  const lines = (word: string, length: number) =>
    Array.from({ length }, (_line, index) => `${word} ${index * 7919} ${index}`);
  const ratio = growth(500, (length) => {
    const [old, next] = [lines('old', length), lines('new', length)];
    return () => assert.ok(hunksBetween(old, next).length > 0);
  });
  assert.ok(ratio < linearGrowth, `eight times the lines took ${ratio.toFixed(1)} times as long`);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { longestRegion, statementLines, type Span } from '../../../src/edit/statement.ts';

/** The spans around `^` as a language would tell of them: pieces of the text, smallest first, and then all of it. */
function found(text: string, pieces: readonly string[]): string | undefined {
  const lines = text.split('\n');
  const at = (offset: number) => {
    const before = text.slice(0, offset).split('\n');
    return { line: before.length - 1, character: before.at(-1)?.length ?? 0 };
  };
  const spans = [...pieces, text].map((piece): Span => {
    const from = text.indexOf(piece);
    assert.ok(from >= 0, piece);
    const [start, end] = [at(from), at(from + piece.length)];
    return { startLine: start.line, startCharacter: start.character, endLine: end.line, endCharacter: end.character };
  });
  const region = statementLines(spans, { count: lines.length, of: (line) => lines[line] ?? '' });
  return region && lines.slice(region.start, region.start + region.count).join('\n');
}

test('a word or an expression is less than its line', () => {
  const text = 'import a;\n\nconst total = sum(1);\nlast();';
  assert.equal(found(text, ['sum', 'sum(1)', 'total = sum(1)', 'const total = sum(1);']), 'const total = sum(1);');
});

test('what a language leaves out at the end of a line belongs to it', () => {
  assert.equal(found('first();\nlet x = 1;\nlast();', ['x', 'let x = 1']), 'let x = 1;');
  assert.equal(found('{\n  "a": 1,\n  "b": 2\n}', ['"a": 1']), '  "a": 1,');
});

test('a range that ends at the start of a line does not mean that line', () => {
  assert.equal(found('one\ntwo\nthree', ['two\n']), 'two');
});

test('a head is no statement, nor what follows an operator, nor the first of a chain', () => {
  const branch = 'if (a) {\n  b();\n}';
  assert.equal(found(`first();\n${branch}\n`, ['if (a) {', branch]), branch);
  const sum = 'const sum =\n  a +\n  b;';
  assert.equal(found(`${sum}\nlast();`, ['a +\n  b', sum]), sum);
  const chain = 'promise\n  .then(x)\n  .catch(y);';
  assert.equal(found(`${chain}\nlast();`, ['promise', chain]), chain);
});

test('a line of a statement is none, when it opens or closes more than it has', () => {
  const call = 'call(\na,\n[b]);';
  assert.equal(found(`first();\n${call}\n`, ['[b]', '[b]);', call]), call);
  const branch = 'if (a) {\nb();\n} else {\nc();\n}';
  assert.equal(found(`first();\n${branch}\n`, ['else', '} else {', branch]), branch);
  assert.equal(found(`first();\n${branch}\n`, ['b', 'b();', branch]), 'b();');
});

test('a whole document is no statement', () => {
  assert.equal(found('def f():\n    pass\nf()', ['def f():']), 'def f():');
  assert.equal(found('one();\ntwo();', ['one']), undefined);
});

test('too long a range, and none, are no statement', () => {
  const long = Array.from({ length: longestRegion + 1 }, (_line, at) => `line ${at};`).join('\n');
  assert.equal(found(`${long}\nlast`, [long]), undefined);
  assert.equal(statementLines([], { count: 1, of: () => 'x' }), undefined);
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Grammar } from '../../../src/protocol.ts';
import { Highlighter, OutOfTime } from '../../../src/webview/highlighter.ts';

const toy: Grammar = {
  scopeName: 'source.toy',
  rules: {
    patterns: [
      { match: '\\b(?:if|else)\\b', name: 'keyword.toy' },
      { begin: '/\\*', end: '\\*/', name: 'comment.toy' },
      { include: 'source.inner' },
      { match: '(?<broken', name: 'never.toy' },
    ],
  },
};
const inner: Grammar = { scopeName: 'source.inner', rules: { patterns: [{ match: '\\d+', name: 'number.inner' }] } };
const rules = [
  { scope: 'keyword', settings: { foreground: '#ff0000', fontStyle: 'bold' } },
  { scope: ['comment'], settings: { foreground: '#00ff00', fontStyle: 'italic underline' } },
  { scope: 'number', settings: { foreground: 'var(--vscode-number)' } },
];
const inTime = { scope: 'source.toy', state: undefined, deadlineMs: Number.POSITIVE_INFINITY };

function toyHighlighter(): Highlighter {
  const highlighter = new Highlighter();
  highlighter.useTheme(rules);
  highlighter.addGrammars([toy, inner]);
  return highlighter;
}

describe('a highlighter', () => {
  test('gives pieces their looks, and what no rule names has none', () => {
    assert.deepEqual(toyHighlighter().line('if (x) 12', inTime).pieces, [
      { text: 'if', fontStyle: 2, colour: '#FF0000' },
      { text: ' (x) ', fontStyle: 0 },
      { text: '12', fontStyle: 0, colour: 'var(--vscode-number)' },
    ]);
  });

  test('goes on where the line before ended', () => {
    const highlighter = toyHighlighter();
    const { state } = highlighter.line('/* one', inTime);
    const { pieces } = highlighter.line('if */ if', { ...inTime, state });
    assert.deepEqual(
      pieces.map(({ text, fontStyle }) => [text, fontStyle]),
      [
        ['if */', 5],
        [' ', 0],
        ['if', 2],
      ],
    );
  });

  test('takes another theme, for lines that start anew', () => {
    const highlighter = toyHighlighter();
    highlighter.line('if', inTime);
    highlighter.useTheme([{ scope: 'keyword.toy', settings: { foreground: '#0000ff' } }]);
    assert.deepEqual(highlighter.line('if 1', inTime).pieces, [
      { text: 'if', fontStyle: 0, colour: '#0000FF' },
      { text: ' 1', fontStyle: 0 },
    ]);
  });

  test('stops in time, and comes further with each try', () => {
    const highlighter = toyHighlighter();
    const late = { ...inTime, deadlineMs: -1 };
    assert.throws(() => highlighter.line('if', late), OutOfTime);
    assert.equal(highlighter.line('if', inTime).pieces[0]?.colour, '#FF0000');
    assert.throws(
      () => highlighter.line('if', late),
      (error) => error instanceof OutOfTime && error.isSlow,
    );
  });

  test('a grammar is taken once, and one that is missing another works without it', () => {
    const highlighter = new Highlighter();
    highlighter.useTheme(rules);
    highlighter.addGrammars([toy]);
    highlighter.addGrammars([toy, { ...toy, rules: { patterns: [] } }]);
    assert.deepEqual(
      highlighter.line('if 12', inTime).pieces.map(({ text, colour }) => [text, colour]),
      [
        ['if', '#FF0000'],
        [' 12', undefined],
      ],
    );
  });
});

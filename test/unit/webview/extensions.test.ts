import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Token } from 'marked';
import { advance, emptySplit } from '../../../src/webview/markdown.ts';

/** The formulas and notes in a text, wherever they stand. */
function found(text: string): string[] {
  const all: string[] = [];
  const visit = (tokens: readonly Token[]) => {
    for (const token of tokens) {
      if (token.type === 'math') all.push(`${token['display'] === true ? 'display' : 'inline'}: ${token['text']}`);
      if (token.type === 'note') all.push(`note ${token['label']}`);
      if (token.type === 'note-mark') all.push(`mark ${token['label']}`);
      if ('tokens' in token && token.tokens !== undefined) visit(token.tokens);
      if (token.type === 'list') visit(token['items'] as Token[]);
    }
  };
  visit(advance(emptySplit, text).blocks);
  return all;
}

describe('formulas', () => {
  const cases: [text: string, expected: string[]][] = [
    ['Let $x_i$ be', ['inline: x_i']],
    ['Let \\(x_i\\) be', ['inline: x_i']],
    ['$$\nx = 1\n$$', ['display: x = 1']],
    ['\\[\nx = 1\n\\]', ['display: x = 1']],
    ['text\n$$x$$\nmore', ['display: x']],
    ['so $$x$$ is', ['display: x']],
    ['- item $a*b*c$', ['inline: a*b*c']],
    ['**bold $x$**', ['inline: x']],
    ['from $5 to $10', []],
    ['$HOME and $PATH', []],
    ['`$x$`', []],
    ['```\n$$x$$\n```', []],
    ['a $ b $ c', []],
    ['\\$x$', []],
  ];
  for (const [text, expected] of cases) it(JSON.stringify(text), () => assert.deepEqual(found(text), expected));
});

describe('notes', () => {
  const cases: [text: string, expected: string[]][] = [
    ['Text[^1].\n\n[^1]: A note.', ['mark 1', 'note 1']],
    ['Text[^a]: more\n\n[^a]: word\n[^b]: https://b.example', ['mark a', 'note a', 'note b']],
    ['[^x](https://a.example)', []],
    ['`[^1]`', []],
  ];
  for (const [text, expected] of cases) it(JSON.stringify(text), () => assert.deepEqual(found(text), expected));
});

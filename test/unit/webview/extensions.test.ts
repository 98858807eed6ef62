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
    ['\\[\na \\\\[2pt] b\n\\]', ['display: a \\\\[2pt] b']],
    ['so \\(f(x)\\) and \\(\\sin(y)\\)', ['inline: f(x)', 'inline: \\sin(y)']],
    ['\\[ no end\n\n\\[x\\]', ['display: x']],
    ['- item $a*b*c$', ['inline: a*b*c']],
    ['**bold $x$**', ['inline: x']],
    ['from $5 to $10', []],
    ['It costs 5$, not 6$.', []],
    ['5$. Not 6$', []],
    ['one $x$\n\ntwo **b** $y$\n\n$$z$$', ['inline: x', 'inline: y', 'display: z']],
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

describe('the cost of what has no end', () => {
  for (const unit of ['\\[', '\\(', '[^', '[a', '*a ', '\\[\n'] as const) {
    it(`is small for many ${JSON.stringify(unit)}`, () => {
      const text = `$ ${unit.repeat(Math.floor(60_000 / unit.length))}`;
      const startedMs = performance.now();
      advance(emptySplit, text);
      assert.ok(performance.now() - startedMs < 1_000, `${performance.now() - startedMs} ms`);
    });
  }

  it('does not read a long answer again for each of its paragraphs', () => {
    const read = (text: string) => {
      const startedMs = performance.now();
      advance(emptySplit, text);
      return performance.now() - startedMs;
    };
    const paragraphs = 'Some words.\n\n'.repeat(10_000);
    const plainMs = read(paragraphs);
    const withDollarMs = read(`A $ sign.\n\n${paragraphs}`);
    assert.ok(withDollarMs < plainMs * 4 + 200, `${withDollarMs} ms, ${plainMs} ms without`);
  });
});

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

/** Milliseconds of the processor, which others on the machine do not take; the least of some tries. */
function costOf(text: string): number {
  const tries = Array.from({ length: 3 }, () => {
    const before = process.cpuUsage();
    advance(emptySplit, text);
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1_000;
  });
  return Math.min(...tries);
}

describe('the cost of what has no end', () => {
  for (const unit of ['\\[', '\\(', '[^', '[a', '*a ', '\\[\n'] as const) {
    it(`grows with the length for many ${JSON.stringify(unit)}`, () => {
      const cost = (characters: number) => costOf(`$ ${unit.repeat(Math.floor(characters / unit.length))}`);
      cost(15_000);
      // Four times the text; reading all of it again at each mark would be 16 times the work.
      assert.ok(cost(60_000) < cost(15_000) * 10);
    });
  }

  it('does not read a long answer again for each of its paragraphs', () => {
    const paragraphs = 'Some words.\n\n'.repeat(10_000);
    const plain = costOf(paragraphs);
    assert.ok(costOf(`A $ sign.\n\n${paragraphs}`) < plain * 4);
  });
});

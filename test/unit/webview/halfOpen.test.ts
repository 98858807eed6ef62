import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { MarkedToken, Token } from 'marked';
import type { ExtraToken } from '../../../src/webview/extensions.ts';
import { halfOpen } from '../../../src/webview/halfOpen.ts';
import { advance, emptySplit, presentable, type Block, type Split } from '../../../src/webview/markdown.ts';
import { growth, linearGrowth } from '../growth.ts';

/** Answers as models write them, a construct at a time and mixed. */
const corpus: Record<string, string> = {
  emphasis:
    'Some **bold words** and *slanted* ones, ***both***, _under_ and ~~gone~~. Not 2 * 3 * 4 nor snake_case_name.',
  emphasisOverLines: 'It is **bold over\ntwo lines** and *so\nis* this.\n\nNext.',
  nestedEmphasis: 'A **bold *and slanted* part** and *slanted **and bold** part*.',
  code: 'Call `take(**n**)` or ``a ` b`` with `x[0]` and `$HOME`.',
  links:
    'See [the docs](https://a.example/x_(y)) and [more **bold**](https://b.example "title"), then array[0] and [x].',
  image: 'Look: ![a chart](https://a.example/c.png) done! And more.',
  autolink: 'At <https://a.example/x> or <me@a.example>, when a < b and c > d.',
  references: 'Tom &amp; Jerry &copy; 2026, R&D and AT&T.',
  escapes: 'Not \\*bold\\* nor \\[a link\\] at \\`all\\`.'.replace('\\[a link\\]', 'a link'),
  bullets: '- one\n- **two** is bold\n- three\n  - nested *a*\n  - nested `b`\n- four\n',
  looseList: '1. **First**: a thing.\n\n2. **Second**: another.\n\n3. Third.\n',
  tasks: 'To do:\n\n- [x] done\n- [ ] not **yet**\n',
  starBullets: '* one *slanted*\n* two **bold**\n',
  fences:
    'Do this:\n\n```ts\nconst a = b[0] ** 2; // **not** bold\n| x |\n- y\n$z\n```\n\nand ~~~ no.\n\n~~~\nraw [x](y\n~~~\n',
  fenceInList: '1. Run\n   ```sh\n   echo $HOME [x\n   ```\n2. Done **now**\n',
  table: 'Numbers:\n\n| Name | *Value* |\n|:--|--:|\n| `a` | **1** |\n| [b](https://b.example) | 2 |\n\nAfter.',
  quote: '> A **quoted** line\n> and *another*.\n\nAfter.',
  headings: '# One\n\nText.\n\n## Two **bold**\n\nText.\n',
  math: 'Let $x_i^2$ and \\(y\\) be, for $5 or $10.\n\n$$\n\\sum_{i} x_i\n$$\n\n\\[\na * b * c\n\\]\n\nDone.',
  notes: 'A claim[^1] and another[^long].\n\n[^1]: The **first** note.\n[^long]: The second.\n',
  definitions: 'See below.\n\n[docs]: https://a.example "Docs"\n\nEnd.',
  mixed:
    '## Plan\n\nThe limiter (see [RFC](https://rfc.example/2697)) refills **one token** every `intervalMs`:\n\n1. **Burst**: empties *at once*.\n   - `take(1)`\n   - [ ] tested\n2. Wait.\n\n```js\nlet x = [1, 2];\n```\n\n| a | b |\n|--|--|\n| 1 | **2** |\n\n> So $O(n)$.\n\nEnd.',
};

/** What a reader sees of blocks, without the space between words. */
function visible(blocks: readonly (Token | Block)[]): string {
  return blocks.map((one) => visibleOf(one as MarkedToken | ExtraToken)).join('');
}

function visibleOf(token: MarkedToken | ExtraToken): string {
  switch (token.type) {
    case 'list':
      return token.items.map(({ tokens }) => visible(tokens)).join('');
    case 'table':
      return [token.header, ...token.rows].flatMap((row) => row.map(({ tokens }) => visible(tokens))).join('');
    case 'space':
    case 'def':
    case 'checkbox':
      return '';
    case 'note-mark':
      return token.label;
    case 'note':
      return token.label + visible(token.tokens);
  }
  if ('tokens' in token && token.tokens !== undefined) return visible(token.tokens);
  return ('text' in token ? token.text : token.raw).replaceAll(/\s+/g, '');
}

/** What is on the screen after each character: types of the blocks, and the text in sight. */
function* screens(text: string): Generator<{ end: number; types: string[]; text: string; shown: string }> {
  let split: Split = emptySplit;
  let blocks: Block[] = [];
  for (let end = 1; end <= text.length; end += 1) {
    const { shown, closing } = presentable(split, text.slice(0, end));
    const step = advance(split, shown, closing);
    blocks = [...blocks.slice(0, step.from), ...step.blocks];
    split = step.split;
    yield { end, shown, types: blocks.map(({ type }) => type), text: visible(blocks) };
  }
}

describe('a growing answer', () => {
  for (const [name, source] of Object.entries(corpus)) {
    const whole = advance(emptySplit, source).blocks;
    const wholeTypes = whole.map(({ type }) => type);
    const wholeText = visible(whole);

    it(`${name}: what is shown is never taken back`, () => {
      let before = '';
      for (const { end, shown } of screens(source)) {
        assert.ok(shown.startsWith(before), `after ${JSON.stringify(source.slice(0, end))}`);
        before = shown;
      }
    });

    it(`${name}: a block keeps its kind from its first character on`, () => {
      for (const { end, types } of screens(source)) {
        assert.deepEqual(types, wholeTypes.slice(0, types.length), `after ${JSON.stringify(source.slice(0, end))}`);
      }
    });

    it(`${name}: no marker is seen that the whole answer does not show`, () => {
      for (const { end, text } of screens(source)) {
        assert.ok(wholeText.startsWith(text), `${JSON.stringify(text)} after ${JSON.stringify(source.slice(0, end))}`);
      }
    });

    it(`${name}: nothing is held back for good`, () => {
      const last = [...screens(`${source}\n\nThe end of it.`)].at(-1);
      assert.ok(last?.text.endsWith('Theendofit.'), last?.text);
    });
  }
});

describe('what a growing answer shows', () => {
  const cases: [source: string, shown: string, closing: string][] = [
    ['text\n-', 'text\n', ''],
    ['text\n- a', 'text\n- a', ''],
    ['text\n```t', 'text\n', ''],
    ['text\n\n12.', 'text\n\n', ''],
    ['text\n\n12 apples', 'text\n\n12 apples', ''],
    ['text\n\n| a | b', 'text\n\n', ''],
    ['text\n\n| a | b |\n|--', 'text\n\n', ''],
    ['text\n\n| a | b |\n|--|--|\n| 1', 'text\n\n| a | b |\n|--|--|\n| 1', ''],
    ['| a | b |\nno table', '| a | b |\nno table', ''],
    ['a **bo', 'a **bo', '**'],
    ['a **bold** b', 'a **bold** b', ''],
    ['a **', 'a ', ''],
    ['a **bold *both', 'a **bold *both', '***'],
    ['a **bold ', 'a **bold', '**'],
    ['a `co', 'a `co', '`'],
    ['a `**` b', 'a `**` b', ''],
    ['see [text](https://exa', 'see ', ''],
    ['see [text](https://example.org)', 'see [text](https://example.org)', ''],
    ['an array[0] of', 'an array[0] of', ''],
    ['earlier **x\n\nnow plain', 'earlier **x\n\nnow plain', ''],
    ['it costs $5 and', 'it costs $5 and', ''],
    ['so $x_1 + ', 'so ', ''],
  ];
  for (const [source, shown, closing] of cases) {
    it(JSON.stringify(source), () => assert.deepEqual(halfOpen(source), { shown, closing }));
  }

  it('waits for an end only so long', () => {
    const never = `see [${'a word '.repeat(100)}`;
    assert.equal(halfOpen(never).shown, never);
  });

  it('holds back only the end of a line of nothing but beginnings', () => {
    for (const opener of ['[', '$x', '<', '&', '**a ', '![', '\\(']) {
      const line = `x ${opener.repeat(3_000)}`;
      assert.ok(line.length - halfOpen(line).shown.length < 1_000, opener);
    }
  });

  it('takes code as it is', () => {
    assert.deepEqual(halfOpen('```\nlet a = b[0', 'in code'), { shown: '```\nlet a = b[0', closing: '' });
  });
});

it('passes over a long line that begins like markers', () => {
  for (const mark of [' ', '>', '> ']) {
    const ratio = growth(100_000, (count) => {
      const line = `${mark.repeat(count)}x`;
      return () => halfOpen(line);
    });
    assert.ok(ratio < linearGrowth, `eight times “${mark}” took ${ratio.toFixed(1)} times as long`);
  }
});

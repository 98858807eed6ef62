import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { advance, emptySplit, presentable, type Block, type Split } from '../../../src/webview/markdown.ts';

const corpus: Record<string, string> = {
  prose: '# Title\n\nFirst *line*\nsecond **line**.\n\nAnother `one`.\n\nSetext\n===\n\nmore\n---\nend',
  lists:
    '- a\n- b\n  - nested\n\n    with a paragraph\n  - more\n\n- loose\n\nText\n\n1. one\n2. two\n\n\n10. ten\n* star\n+ plus\n',
  lazy: '- a\n**bold** goes on\n- b\n*\n> quote\nlazy\n\n> other\n> - list\n> lazy too\n\nafter',
  tasks: '- [ ] open\n- [x] done\n\nSteps:\n1. [ ] a\n   ```js\n   code\n   ```\n2. b',
  fences:
    'Look:\n```ts\nconst a = `x`;\n\n- not a list\n```\nand\n````md\n```js\ninner\n```\n````\n~~~\ntilde\n~~~\ndone\n',
  openFence: 'Here\n\n```python\ndef f():\n    return "```"\n\n# comment\n',
  tables: 'Before\n\n| a | b |\n|---|:-:|\n| 1 | `x` |\n| 2 | **y** |\n\nafter\n| c |\n|---|\n| 3 |\nrest',
  html: '<div>\n**hi**\n\n</div>\n<script>alert(1)</script>\ntext <b>x</b>\n\n<!-- c -->\n\nend',
  definitions: 'See [one] and [two][2].\n\n[one]: https://a.example\n[2]: https://b.example "t"\n\nand [one] again',
  indented: 'Para\n\n    code\n\n    more code\n\nend\n\n    tail',
  rules: 'a\n\n---\n\n***\nb\n___\n- c\n---\nd',
  longList: Array.from({ length: 12 }, (_, at) => `${at + 1}. item **${at}**\n   - inner\n${at % 5 ? '' : '\n'}`).join(
    '',
  ),
  looseAtLast: '- a\n- b\n- c\n- d\n- e\n- f\n\n- g\n\n  more of g\n- h\n\nend',
  longTable: `| a | b |\n|--|--|\n${Array.from({ length: 12 }, (_, at) => `| ${at} | \`x\` |\n`).join('')}\nafter`,
  math: 'A formula $a_1 + b$ here, $5 to $10 there.\n\n$$\n\\sum_i x_i\n$$\n\nand \\(x\\) or\n\\[\ny = 1\n\\]\nend',
  notes: 'Text[^1] and more[^b].\n\n[^1]: The first note\n  goes on.\n[^b]: https://b.example\n\nend',
  breaks: 'line  \nnext\\\nlast\r\n\r\nwindows\r\n- list\r\n  more\r\n',
};

function drawn(blocks: readonly Block[]): string[] {
  return blocks.map((block) => `${block.type}:${block.raw.trimEnd()}`);
}

/** Feeds a text in the given pieces, as a stream does, and returns the blocks that end up drawn. */
function feed(pieces: readonly string[]): string[] {
  let split: Split = emptySplit;
  let source = '';
  let blocks: Block[] = [];
  for (const piece of pieces) {
    source += piece;
    const step = advance(split, source);
    blocks = [...blocks.slice(0, step.from), ...step.blocks];
    split = step.split;
  }
  return drawn(blocks);
}

describe('markdown read as it arrives', () => {
  for (const [name, text] of Object.entries(corpus)) {
    const whole = drawn(advance(emptySplit, text).blocks);

    it(`${name}: two pieces, split at every place, give the blocks of the whole`, () => {
      for (let at = 0; at <= text.length; at += 1) {
        assert.deepEqual(feed([text.slice(0, at), text.slice(at)]), whole, `split at ${at}`);
      }
    });

    it(`${name}: pieces of 1, 2, 3 and 7 characters give the blocks of the whole`, () => {
      for (const size of [1, 2, 3, 7]) {
        const pieces = Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
          text.slice(index * size, (index + 1) * size),
        );
        assert.deepEqual(feed(pieces), whole, `pieces of ${size}`);
      }
    });

    it(`${name}: drawing what is presentable, with closings, ends with the blocks of the whole`, () => {
      let split: Split = emptySplit;
      let shown = '';
      for (let end = 1; end <= text.length; end += 1) {
        const next = presentable(split, text.slice(0, end).replace(/\r\n?/g, '\n'));
        assert.ok(next.shown.startsWith(shown), `taken back at ${end}: ${JSON.stringify(shown)} -> ${next.shown}`);
        shown = next.shown;
        split = advance(split, shown, next.closing).split;
      }
      assert.deepEqual(drawn(advance(emptySplit, text).blocks), whole);
    });
  }

  it('reads only the tail: what is frozen is never handed out again', () => {
    const paragraph = 'Some **words** in a paragraph.\n\n```js\nlet a = 1;\n```\n\n';
    let split: Split = emptySplit;
    let source = '';
    for (let index = 0; index < 300; index += 1) {
      source += paragraph;
      const step = advance(split, source);
      assert.ok(step.blocks.length <= 4, `${step.blocks.length} blocks read again at ${index}`);
      assert.ok(source.length - step.split.tailStart <= paragraph.length, 'the tail stays short');
      split = step.split;
    }
    assert.equal(split.frozenCount, 599);
  });

  it('extends an open code block without reading it again', () => {
    const start = advance(emptySplit, '```js\nfirst\n');
    const next = advance(start.split, '```js\nfirst\nsecond `x` **y\nthi', '`');
    assert.equal(next.split.openFence?.block, start.split.openFence?.block);
    assert.deepEqual(
      next.blocks.map((block) => (block.type === 'code' ? block.text : block.type)),
      ['first\nsecond `x` **y\nthi'],
    );
  });

  for (const [name, head, item] of [
    ['list', 'Steps:\n\n', (at: number) => `${at + 1}. **Step** ${at}\n    - inner\n`],
    ['table', '| a | b |\n|--|--|\n', (at: number) => `| ${at} | \`x\` |\n`],
  ] as const) {
    it(`reads only the end of a long ${name} again`, () => {
      let split: Split = emptySplit;
      let source: string = head;
      let blocks: readonly Block[] = [];
      for (let index = 0; index < 300; index += 1) {
        source += item(index);
        ({ split, blocks } = advance(split, source));
        if (index > 10) assert.ok(source.length - (split.openBlock?.restStart ?? 0) <= 3 * item(300).length);
      }
      assert.deepEqual(blocks, advance(emptySplit, source).blocks.slice(-1));
    });
  }

  it('starts over when the text is not a continuation', () => {
    const step = advance(advance(emptySplit, 'one\n\ntwo\n\nthree').split, 'other\n\ntext');
    assert.deepEqual([step.from, drawn(step.blocks)], [0, ['paragraph:other', 'paragraph:text']]);
  });

  it('shows what is nested too deeply as plain text', () => {
    const deep = `${'- '.repeat(5_000)}a`;
    assert.deepEqual(advance(emptySplit, deep).blocks, [{ type: 'plain', raw: deep }]);
  });

  it('leaves a very long line unformatted', () => {
    const long = '**a '.repeat(50_000);
    const block = advance(emptySplit, long).blocks[0];
    assert.equal(block?.type === 'paragraph' && block.tokens.length, 1);
  });
});

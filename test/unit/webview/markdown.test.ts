import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { advance, closingOf, emptySplit, presentable, type Block, type Split } from '../../../src/webview/markdown.ts';

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
        const next = presentable(text.slice(0, end).replace(/\r\n?/g, '\n'));
        assert.ok(next.startsWith(shown), `taken back at ${end}: ${JSON.stringify(shown)} -> ${JSON.stringify(next)}`);
        shown = next;
        split = advance(split, next, closingOf(next)).split;
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

describe('the presentable part', () => {
  const cases: [string, string][] = [
    ['text\n-', 'text\n'],
    ['text\n- a', 'text\n- a'],
    ['text\n```t', 'text\n'],
    ['text\n```ts\nlet', 'text\n```ts\nlet'],
    ['```ts\nlet a;\n``', '```ts\nlet a;\n'],
    ['text\n\n12.', 'text\n\n'],
    ['text\n\n12 apples', 'text\n\n12 apples'],
    ['text\n\n| a | b', 'text\n\n'],
    ['text\n\n| a | b |\n|--', 'text\n\n'],
    ['text\n\n| a | b |\n|--|--|\n| 1', 'text\n\n| a | b |\n|--|--|\n| 1'],
    ['| a | b |\nno table', '| a | b |\nno table'],
  ];
  for (const [source, expected] of cases) {
    it(JSON.stringify(source), () => assert.equal(presentable(source), expected));
  }
});

describe('closings', () => {
  const cases: [string, string][] = [
    ['a **bo', '**'],
    ['a **bold** b', ''],
    ['a **', ''],
    ['a `co', '`'],
    ['a `co` **', ''],
    ['a `**` b', ''],
    ['see [text](https://exa', ')'],
    ['earlier **x\nnow plain', ''],
  ];
  for (const [source, expected] of cases) {
    it(JSON.stringify(source), () => assert.equal(closingOf(source), expected));
  }
});

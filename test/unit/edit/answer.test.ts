import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesSoFar, readAnswer } from '../../../src/edit/answer.ts';
import type { AnswerShape } from '../../../src/edit/answerShape.ts';
import { splitLines } from '../../../src/edit/lines.ts';

type Case = {
  readonly name: string;
  readonly original?: string;
  readonly language?: string;
  readonly tabs?: boolean;
  readonly tabSize?: number;
  readonly answer: string;
  readonly expected: string | undefined;
};

const body = '    const a = 1;\n    const b = 2;';
const method = '    def add(self):\n        return 1';

const cases: readonly Case[] = [
  { name: 'bare', original: 'a', answer: 'b', expected: 'b' },
  { name: 'bare with a final newline', original: 'a', answer: 'b\n', expected: 'b' },
  { name: 'bare with blank lines around', original: 'a', answer: '\n\nb\n\n\n', expected: 'b' },
  { name: 'blank lines within are kept', original: 'a', answer: 'b\n\n\nc', expected: 'b\n\n\nc' },
  { name: 'fenced', original: 'a', answer: '```\nb\n```', expected: 'b' },
  { name: 'fenced with a language', original: 'a', answer: '```ts\nb\nc\n```\n', expected: 'b\nc' },
  { name: 'fenced with a file name', original: 'a', answer: '```ts title="x.ts"\nb\n```', expected: 'b' },
  { name: 'fenced with tildes', original: 'a', answer: '~~~js\nb\n~~~', expected: 'b' },
  { name: 'fenced with four backticks', original: 'a', answer: '````ts\nb\n````', expected: 'b' },
  { name: 'Windows line breaks', original: 'a', answer: '```ts\r\nb\r\nc\r\n```\r\n', expected: 'b\nc' },
  { name: 'blank lines before the fence', original: 'a', answer: '\n\n```ts\nb\n```', expected: 'b' },
  { name: 'blank lines inside the fence', original: 'a', answer: '```ts\n\nb\n\n```', expected: 'b' },
  { name: 'preamble and fence', original: 'a', answer: 'Here is the code:\n\n```ts\nb\n```', expected: 'b' },
  {
    name: 'long preamble and fence',
    original: 'a',
    answer: 'Sure!\n\nI have changed the name.\nIt is better now:\n```ts\nb\n```',
    expected: 'b',
  },
  { name: 'fence and postscript', original: 'a', answer: '```ts\nb\n```\n\nI renamed it.', expected: 'b' },
  { name: 'preamble, fence and postscript', original: 'a', answer: 'Sure:\n```\nb\n```\nDone!', expected: 'b' },
  { name: 'fence never closed', original: 'a', answer: '```ts\nb\nc', expected: 'b\nc' },
  { name: 'fence closed but not opened', original: 'a', answer: 'b();\nc();\n```', expected: 'b();\nc();' },
  {
    name: 'fence closed but not opened, and a postscript',
    original: 'a',
    answer: 'b();\nc();\n```\nThis calls both.',
    expected: 'b();\nc();',
  },
  { name: 'closing fence indented by mistake', original: 'a', answer: '```ts\nb\n  ```', expected: 'b' },
  { name: 'empty block removes', original: 'a', answer: '```ts\n```', expected: '' },
  { name: 'block with a blank line removes', original: 'a', answer: '```ts\n\n```', expected: '' },
  { name: 'nothing at all', original: 'a', answer: '', expected: undefined },
  { name: 'only white space', original: 'a', answer: ' \n\n', expected: undefined },
  { name: 'an opening fence and nothing else', original: 'a', answer: '```ts\n', expected: undefined },
  { name: 'byte order mark', original: 'a', answer: '\uFEFFb', expected: 'b' },
  { name: 'a backtick string is no fence', original: 'a', answer: 'const s = ```;\nb', expected: 'const s = ```;\nb' },
  {
    name: 'a doc comment with a fence',
    original: 'f()',
    answer: '```ts\n/**\n * ```ts\n * f()\n * ```\n */\nf()\n```',
    expected: '/**\n * ```ts\n * f()\n * ```\n */\nf()',
  },
  {
    name: 'a docstring with an indented fence',
    language: 'python',
    original: 'def f():\n    pass',
    answer: '```python\ndef f():\n    """\n    ```\n    f()\n    ```\n    """\n```',
    expected: 'def f():\n    """\n    ```\n    f()\n    ```\n    """',
  },
  { name: 'the first of two blocks', original: 'a', answer: '```ts\nb\n```\nUse:\n```ts\nc\n```', expected: 'b' },
  { name: 'fence in a list', original: 'a', answer: '1. Do:\n   ```ts\n   b\n     c\n   ```', expected: 'b\n  c' },
  {
    name: 'Markdown bare',
    language: 'markdown',
    original: '# A',
    answer: '# B\n\n```sh\nx\n```',
    expected: '# B\n\n```sh\nx\n```',
  },
  {
    name: 'Markdown that says "like this:"',
    language: 'markdown',
    original: 'A',
    answer: 'Run it like this:\n\n```sh\nx\n```',
    expected: 'Run it like this:\n\n```sh\nx\n```',
  },
  {
    name: 'Markdown wrapped',
    language: 'markdown',
    original: '# A',
    answer: '```markdown\n# B\n\n```sh\nx\n```\n\nend\n```',
    expected: '# B\n\n```sh\nx\n```\n\nend',
  },
  {
    name: 'Markdown wrapped, inner block without a language',
    language: 'markdown',
    original: '# A',
    answer: '```md\n# B\n```\nx\n```\nend\n```',
    expected: '# B\n```\nx\n```\nend',
  },
  {
    name: 'Markdown wrapped with a preamble',
    language: 'markdown',
    original: '# A',
    answer: 'Here is the text:\n```markdown\n# B\n```\n',
    expected: '# B',
  },
  {
    name: 'a Markdown code block replaced',
    language: 'markdown',
    original: '```sh\nx\n```',
    answer: '```sh\ny\n```',
    expected: '```sh\ny\n```',
  },
  {
    name: 'a Markdown code block wrapped',
    language: 'markdown',
    original: '```sh\nx\n```',
    answer: '````\n```sh\ny\n```\n````',
    expected: '```sh\ny\n```',
  },
  { name: 'plain text in a bare fence', language: 'plaintext', original: 'a', answer: '```\nb\n```', expected: 'b' },
  {
    name: 'a fence of a language in a document that is not saved yet',
    language: 'plaintext',
    original: '',
    answer: '```js\nconst a = 1;\n```\n',
    expected: 'const a = 1;',
  },
  {
    name: 'a fence below a sentence, in a language that the editor does not know',
    language: 'plaintext',
    original: 'a = 1',
    answer: 'Here is the code:\n\n```zig\na = 2\n```',
    expected: 'a = 2',
  },
  { name: 'indentation kept', original: body, answer: '```ts\n    const a = 3;\n```', expected: '    const a = 3;' },
  {
    name: 'indentation of the first line lost',
    original: body,
    answer: 'const a = 3;\n    const b = 4;',
    expected: '    const a = 3;\n    const b = 4;',
  },
  {
    name: 'all dedented',
    original: body,
    answer: '```ts\nconst a = 3;\nconst b = 4;\n```',
    expected: '    const a = 3;\n    const b = 4;',
  },
  { name: 'all dedented, one line', original: body, answer: 'const a = 3;', expected: '    const a = 3;' },
  {
    name: 'all dedented, nested',
    language: 'python',
    original: method,
    answer: 'def add(self):\n    return 2',
    expected: '    def add(self):\n        return 2',
  },
  {
    name: 'first line lost, nested',
    language: 'python',
    original: method,
    answer: 'def add(self):\n        return 2',
    expected: '    def add(self):\n        return 2',
  },
  {
    name: 'all dedented, back at the margin',
    original: '  if (x) {\n    y();\n  }',
    tabSize: 2,
    answer: 'if (x) {\n  z();\n}',
    expected: '  if (x) {\n    z();\n  }',
  },
  {
    name: 'dedented in part',
    original: '        a();\n        b();',
    answer: '    a();\n    if (c) {\n        d();\n    }',
    expected: '        a();\n        if (c) {\n            d();\n        }',
  },
  { name: 'blank lines get no indentation', original: body, answer: 'a();\n\nb();', expected: '    a();\n\n    b();' },
  {
    name: 'a region that starts deeper than it goes on',
    original: '        a();\n    }',
    answer: 'b();\n    }',
    expected: '        b();\n    }',
  },
  {
    name: 'tabs kept',
    original: '\tif (x) {\n\t\ty();\n\t}',
    tabs: true,
    answer: '\tif (x) {\n\t\tz();\n\t}',
    expected: '\tif (x) {\n\t\tz();\n\t}',
  },
  {
    name: 'spaces where the region has tabs',
    original: '\tif (x) {\n\t\ty();\n\t}',
    tabs: true,
    answer: '    if (x) {\n        z();\n    }',
    expected: '\tif (x) {\n\t\tz();\n\t}',
  },
  {
    name: 'two spaces where the region has tabs',
    original: '\tif (x) {\n\t\ty();\n\t}',
    tabs: true,
    answer: 'if (x) {\n  z();\n}',
    expected: '\tif (x) {\n\t\tz();\n\t}',
  },
  { name: 'deep tabs', original: '\t\ty();', tabs: true, answer: '        z();', expected: '\t\tz();' },
  {
    name: 'a comment star keeps its one space',
    original: '\t/**\n\t * a\n\t */',
    tabs: true,
    answer: '    /**\n     * b\n     */',
    expected: '\t/**\n\t * b\n\t */',
  },
  {
    name: 'tabs where the region has spaces',
    original: '  if (x) {\n    y();\n  }',
    tabSize: 2,
    answer: '\tif (x) {\n\t\tz();\n\t}',
    expected: '  if (x) {\n    z();\n  }',
  },
  {
    name: 'a makefile keeps its tabs',
    language: 'makefile',
    original: 'all:',
    answer: 'all:\n\techo',
    expected: 'all:\n\techo',
  },
  { name: 'a blank region with indentation', original: '    ', answer: 'a();\nb();', expected: '    a();\n    b();' },
  {
    name: 'trailing white space is content',
    language: 'markdown',
    original: 'a',
    answer: 'b  \nc',
    expected: 'b  \nc',
  },
  {
    name: 'a label that looks like a sentence',
    original: 'a',
    language: 'python',
    answer: 'for x in items:\n    print(x)',
    expected: 'for x in items:\n    print(x)',
  },
  {
    name: 'YAML keys are no preamble',
    language: 'yaml',
    original: 'a: 1',
    answer: 'to do:\n  - b',
    expected: 'to do:\n  - b',
  },
  {
    name: 'a long line',
    original: 'a',
    answer: `\`\`\`\n${'x'.repeat(100_000)}\n\`\`\``,
    expected: 'x'.repeat(100_000),
  },
];

function shapeOf({ original = '', language = 'typescript', tabs = false, tabSize = 4 }: Case): AnswerShape {
  return {
    original: splitLines(original),
    before: [],
    after: [],
    path: 'src/a.ts',
    languageId: language,
    insertSpaces: !tabs,
    tabSize,
  };
}

function rawLines(text: string): string[] {
  const lines = splitLines(text);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

for (const example of cases) {
  test(`an answer: ${example.name}`, () => {
    const answer = readAnswer(rawLines(example.answer), shapeOf(example), 'done');
    assert.ok(answer.type === 'lines');
    assert.equal(answer.found ? answer.lines.join('\n') : undefined, example.expected);
  });
}

test('while it streams, an answer in a fence grows only by its own lines', () => {
  const raw = rawLines('Here is the code:\n\n```ts\nb();\n\nc();\n```\nThat is all.');
  const shape = shapeOf({ name: '', original: 'a();', answer: '', expected: '' });
  const seen = raw.map((_line, index) => linesSoFar(raw.slice(0, index + 1), shape).join('|'));
  assert.deepEqual(seen, ['', '', '', 'b();', 'b();', 'b();||c();', 'b();||c();', 'b();||c();']);
});

test('while it streams, a bare answer is shown at once unless it begins like a preamble', () => {
  const shape = shapeOf({ name: '', original: 'a();', answer: '', expected: '' });
  assert.deepEqual(linesSoFar(['b();'], shape), ['b();']);
  assert.deepEqual(linesSoFar(['Here is the code:'], shape), []);
});

test('every prefix of every answer can be read', () => {
  for (const example of cases) {
    const raw = rawLines(example.answer);
    for (let end = 0; end <= raw.length; end += 1) linesSoFar(raw.slice(0, end), shapeOf(example));
  }
});

test('further blocks are told of', () => {
  const shape = shapeOf({ name: '', original: 'a', answer: '', expected: '' });
  const notes = (raw: readonly string[]) => {
    const answer = readAnswer(raw, shape, 'done');
    return answer.type === 'lines' ? answer.notes : [];
  };
  assert.deepEqual(notes(['```', 'b', '```', '```', 'c', '```']), ['more-blocks']);
  assert.deepEqual(notes(['```', 'b', '```']), []);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sentMessage } from '../../servers/demoSentCode.ts';

const cases: readonly (readonly [wording: string, message: string, path: string, lines: string, language: string])[] = [
  ['a line before', 'Selection from `a b/c.ts`, lines 3-7\n```ts\nlet x;\n```\n\nwhy?', 'a b/c.ts', '3-7', 'ts'],
  ['a line with a colon', 'src/a.py:12\n~~~py\nlet x;\n~~~\nwhy?', 'src/a.py', '12-12', 'py'],
  ['the info string', '```go cmd/main.go#L3-L9\nlet x;\n```\nwhy?', 'cmd/main.go', '3-9', 'go'],
  ['an element', '<file path="a/b.rs" lines="1-4">\nlet x;\n</file>\nwhy?', 'a/b.rs', '1-4', ''],
  ['an element around a fence', '<file path="a/b.rs">\n```rust\nlet x;\n```\n</file>\nwhy?', 'a/b.rs', '', 'rust'],
  ['nothing at all', '```\nlet x;\n```\nwhy?', '', '', ''],
];

for (const [wording, message, path, lines, language] of cases) {
  test(`code is found when it is announced by ${wording}`, () => {
    const { question, code } = sentMessage(message);
    assert.equal(question, 'why?');
    assert.deepEqual(
      code.map((piece) => ({ path: piece.path, lines: piece.lines, language: piece.language, text: piece.text })),
      [{ path, lines, language, text: 'let x;' }],
    );
  });
}

test('a fence inside a longer one, and one that never closes, are text', () => {
  const { code } = sentMessage('File `a.md`\n````markdown\n# A\n```js\nx\n```\n````\n\nwhy?');
  assert.deepEqual(
    code.map(({ path, text }) => [path, text]),
    [['a.md', '# A\n```js\nx\n```']],
  );
  assert.deepEqual(sentMessage('see\n```ts\nlet x;'), { question: 'see\n```ts\nlet x;', code: [] });
});

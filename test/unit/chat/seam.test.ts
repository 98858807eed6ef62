import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createSeam } from '../../../src/chat/seam.ts';
import { randomNumbers } from './random.ts';

/** The whole text after a continuation that came in deltas of this many characters. */
function join(before: string, continuation: string, size = 1): string {
  const seam = createSeam(before);
  let text = before;
  for (let at = 0; at < continuation.length; at += size) text += seam.push(continuation.slice(at, at + size));
  return text + seam.end('finished');
}

/** before | what the model writes | what the reader shall see after `before` */
const cases: readonly (readonly [name: string, before: string, continuation: string, expected: string])[] = [
  ['nothing repeated', 'The quick brown', ' fox jumps.', ' fox jumps.'],
  ['cut inside a word', 'The quick bro', 'wn fox jumps.', 'wn fox jumps.'],
  ['a letter that doubles by right', 'hel', 'lo world', 'lo world'],
  ['a syllable that doubles by right', 'They ate ban', 'anas', 'anas'],
  ['the cut-off word written again', 'The quick bro', 'brown fox', 'wn fox'],
  ['a short word written again', 'sat on the', 'the mat', ' mat'],
  ['a one-letter word written again', 'this is a', 'a cat', ' cat'],
  ['an article before a word with its letter', 'an', 'other', 'other'],
  ['several words written again', 'He sat on the', 'sat on the mat.', ' mat.'],
  ['a whole sentence written again', 'One. We saw the sea.\n\n', 'We saw the sea.\n\nThen home.', 'Then home.'],
  ['the middle of a sentence written again', 'We saw the wide blue se', 'he wide blue sea.', 'a.'],
  ['a doubled word that is meant', 'all that he had', ' had to do', ' had to do'],
  ['a paragraph break cut in two', 'End.\n', '\nNext.', '\nNext.'],
  ['digits are never repeats', 'x = 100', '100;', '100;'],
  ['thousands', '1 000', ' 000 000', ' 000 000'],
  [
    'a list of numbers goes on',
    '[0, 0, 0, 0, 0, 0, 0, 0, 0,',
    ' 0, 0, 0, 0, 0, 0, 0, 0, 0]',
    ' 0, 0, 0, 0, 0, 0, 0, 0, 0]',
  ],
  ['a table rule goes on', '|--------------------', '----------|', '----------|'],
  [
    'a row that the table repeats',
    'alpha, beta, gamma\nalpha, beta, gamma\n',
    'alpha, beta, gamma\nend',
    'alpha, beta, gamma\nend',
  ],
  ['closing brackets', '  }\n', '}\n', '}\n'],
  ['closing lines of nested blocks', '    end\n  end\n', 'end\n', 'end\n'],
  ['closing tags of nested blocks', '        </section>\n', '    </section>\n</main>', '    </section>\n</main>'],
  ['nested calls', 'x = list.at(', 'list.at(1));', 'list.at(1));'],
  ['Chinese verbs double', '好，研究', '研究一下', '研究一下'],
  ['nested macros', 'let m = vec![', 'vec![0; n]; n];', 'vec![0; n]; n];'],
  ['a line of code written again', 'const one = 1;\nconst two =', 'const two = 2;', ' 2;'],
  [
    'a finished line of code written again',
    '  const value = read(path);\n',
    '  const value = read(path);\n  return value;',
    '  return value;',
  ],
  ['another indentation', 'if (a) {\n    const total = one', 'const total = one + two;', ' + two;'],
  [
    'a line break instead of a space',
    'It was the best of\ntimes, it was',
    'the best of times, it was the worst',
    ' the worst',
  ],
  [
    'white space before the repetition',
    'It was the best of times, it was',
    '\n\nbest of times, it was the worst',
    ' the worst',
  ],
  [
    'indentation after a loosely repeated line',
    'a  b\nconst value = read(path);\n',
    'a b\nconst value = read(path);\n    next',
    '    next',
  ],
  ['a preamble is left alone', 'The quick', 'Sure, continuing: brown', 'Sure, continuing: brown'],
  ['Chinese words that double by right', '今天', '天气很好', '天气很好'],
  ['Chinese words written again', '今天很好，我们去', '我们去公园', '公园'],
  ['emoji', 'Well done 🎉', '🎉🎉 and on', '🎉🎉 and on'],
  ['nothing before', '', 'Hello', 'Hello'],
  ['nothing after', 'Hello', '', ''],
  ['only what was there', 'He sat on the mat', 'sat on the mat', ''],
  ['a legal repetition at the very end', 'if (a) return false;\nif (b)', ' return false;', ' return false;'],
  ['an open block opened again', '```js\nconst a', '```js\n = 1;\n```', ' = 1;\n```'],
  ['an open block opened again with its last line', '```js\nlet b;\nconst a', '```js\nconst a = 1;\n```', ' = 1;\n```'],
  ['an open block opened again after a blank line', 'So:\n```python\nx = 1\n', '\n```python\ny = 2\n```', 'y = 2\n```'],
  ['an open block without a language', '```\nx = 1\n', '```python\ny = 2\n', 'y = 2\n'],
  ['a block in a list', '1. So:\n   ```js\n   a();\n', '   ```js\n   b();\n', '   b();\n'],
  ['the block is closed', '```js\na();\n', '```\nDone.', '```\nDone.'],
  ['another block after a closed one', '```js\na();\n```\n', '```js\nb();\n```', '```js\nb();\n```'],
  ['a block inside a longer fence', '````markdown\n# T\n', '```js\nb();\n```', '```js\nb();\n```'],
  ['a block of another language inside', '```markdown\n# T\n', '```js\nb();\n```', '```js\nb();\n```'],
  ['stopped inside the opening line', 'So:\n```pyth', '```python\nx', 'on\nx'],
  ['stopped after the marker', 'So:\n```', '```python\nx', 'python\nx'],
  ['stopped after the marker, rightly continued', 'So:\n```', 'python\nx', 'python\nx'],
  ['stopped inside the marker', 'So:\n``', '`python\nx', '`python\nx'],
  ['stopped after the opening line', 'So:\n```python', '\n```python\nx', '\nx'],
  ['stopped after the closing marker', '```\na\n```', '```\nNext', '\nNext'],
  ['a block right after a closed one', '```\na\n```', '\n```js\nb\n```', '\n```js\nb\n```'],
  ['inline code', 'Call `', 'read()` now', 'read()` now'],
];

for (const [name, before, continuation, expected] of cases) {
  test(`seam: ${name}`, () => {
    for (const size of [1, 2, 3, 7, 1000]) {
      assert.equal(join(before, continuation, size), before + expected, `deltas of ${size}`);
    }
  });
}

test('seam: text that cannot be a repetition is not held back', () => {
  const seam = createSeam('The quick brown');
  assert.equal(seam.push(' f'), ' f');
  assert.equal(seam.push('o'), 'o');
});

test('seam: no more than a few hundred characters are held back', () => {
  const line = 'x'.repeat(5_000);
  const seam = createSeam(line);
  let held = 0;
  for (; held < 5_000 && seam.push('x') === ''; held++);
  assert.ok(held <= 801, `${held} characters`);
});

test('seam: a stream that breaks off inside a repetition adds nothing', () => {
  const before = 'We saw the wide blue sea and went home before it was dark';
  const broken = createSeam(before);
  assert.equal(broken.push('We saw the wide blue sea'), '');
  assert.equal(broken.end('broken off'), '');
  const finished = createSeam(before);
  assert.equal(finished.push('We saw the wide blue sea'), '');
  assert.equal(finished.end('finished'), 'We saw the wide blue sea');
});

test('seam: cut anywhere, with any repetition, the text is the original', () => {
  const random = randomNumbers(7);
  for (let round = 0; round < 400; round++) {
    const text = randomText(random);
    const cut = 1 + random(text.length - 1);
    // Models start again at a word, or far enough back that chance is excluded; or, as asked, not at all.
    const starts = [cut];
    for (let at = Math.max(0, cut - 300); at < cut; at++) {
      if (
        at === 0 || !/\w/.test(text[at - 1] ?? '')
          ? /\w\w/.test(text.slice(at, cut)) && /\w$/.test(text.slice(0, cut)) && /\w/.test(text[at] ?? '')
          : cut - at > 40
      )
        starts.push(at);
    }
    const start = starts[random(starts.length)] ?? cut;
    const joined = join(text.slice(0, cut), text.slice(start), 1 + random(9));
    assert.equal(joined, text, `round ${round}: cut at ${cut}, repeated ${cut - start}`);
  }
});

/** Text of made-up words, none twice in a row, with punctuation and line breaks. */
function randomText(random: (below: number) => number): string {
  let text = '';
  for (let words = 20 + random(150); words > 0; words--) {
    let word = '';
    for (let letters = 2 + random(8); letters > 0; letters--) word += 'abcdefghijklmnopqrstuvwxyz'[random(26)] ?? '';
    text += word + ([' ', ' ', ' ', ' ', ', ', '. ', '.\n\n', ';\n    ', ' ('][random(9)] ?? ' ');
  }
  return text;
}

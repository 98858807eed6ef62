import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesSoFar } from '../../../src/edit/answer.ts';
import { outcomeOf, rawLines, shapeIn, type AnswerCase } from './answerCase.ts';

const file = 'export class Timer {\n⟦\n  start() {\n    this.begin = now();\n  }\n⟧\n}\n';
const result = '  start() {\n    this.begin = performance.now();\n  }';
const other = 'function one() {\n⟦\n  first();\n⟧\n}\n';

const cases: readonly AnswerCase[] = [
  { name: 'the region’s tag', file, answer: `<region>\n${result}\n</region>`, result },
  { name: 'the region’s tag in a fence', file, answer: `\`\`\`ts\n<region>\n${result}\n</region>\n\`\`\``, result },
  { name: 'a fence in the region’s tag', file, answer: `<region>\n\`\`\`ts\n${result}\n\`\`\`\n</region>`, result },
  { name: 'a tag announced', file, answer: `Here is the region:\n\n<region>\n${result}\n</region>\nDone.`, result },
  {
    name: 'all tags of the question',
    file,
    answer: `<before>\nexport class Timer {\n</before>\n\n<region>\n${result}\n</region>\n\n<after>\n}\n</after>`,
    result,
  },
  { name: 'only the tag that closes', file, answer: `${result}\n</region>`, result },
  { name: 'what comes after, told by its tag', file, answer: `${result}\n<after>\n}\n</after>`, result },
  { name: 'a tag on the line of the code', file: other, answer: '<region>  second();</region>', result: '  second();' },
  { name: 'another name for the tag', file, answer: `<updated_code>\n${result}\n</updated_code>`, result },
  {
    name: 'a tag that the file has',
    path: 'a.html',
    file: '<region>\n⟦\n<p>a</p>\n⟧\n</region>\n',
    answer: '<region>\n<p>b</p>\n</region>',
    result: '<region>\n<p>b</p>\n</region>',
  },
  {
    name: 'an element of HTML',
    path: 'a.html',
    file: '⟦\n<p>a</p>\n⟧\n',
    answer: '<code>\nb\n</code>',
    result: '<code>\nb\n</code>',
  },
  { name: 'thoughts', file, answer: `<think>\nLet me see.\n\`\`\`ts\nno();\n\`\`\`\n</think>\n\n${result}`, result },
  { name: 'thoughts on one line', file, answer: `<thinking>Hm.</thinking>\n\`\`\`ts\n${result}\n\`\`\``, result },
  { name: 'thoughts that code follows at once', file, answer: `<think>\nHm.\n</think>${result}`, result },
  { name: 'thoughts whose beginning is missing', file, answer: `I should use it.\n</think>\n${result}`, result },
  { name: 'thoughts and nothing else', file, answer: '<think>\nLet me see.', result: 'nothing' },
  {
    name: 'the numbers of a listing',
    file,
    answer: '2|  start() {\n3|    this.begin = performance.now();\n4|  }',
    result,
  },
  {
    name: 'the numbers of a listing with a space, and a blank line',
    file,
    answer: ' 9 |   start() {\n10 |\n11 |     go();\n12 |   }',
    result: '  start() {\n\n    go();\n  }',
  },
  {
    name: 'the numbers of a listing with tabs',
    file,
    answer: '     2\t  start() {\n     3\t    this.begin = performance.now();\n     4\t  }',
    result,
  },
  {
    name: 'the numbers of a listing with colons',
    file,
    answer: '2:   start() {\n3:     this.begin = performance.now();\n4:   }',
    result,
  },
  {
    name: 'keys that are numbers',
    path: 'a.py',
    file: 'codes = {\n⟦\n    200: "fine",\n⟧\n}\n',
    answer: '    200: "fine",\n    201: "created",\n    202: "taken",',
    result: '    200: "fine",\n    201: "created",\n    202: "taken",',
  },
  {
    name: 'numbers that are not one after the other',
    path: 'a.txt',
    file: '⟦\na\n⟧\n',
    answer: '1| a\n3| b',
    result: '1| a\n3| b',
  },
  {
    name: 'a table in Markdown',
    path: 'a.md',
    file: '⟦\nname\n⟧\n',
    answer: '1 | Ada\n2 | Grace',
    result: '1 | Ada\n2 | Grace',
  },
  { name: 'a string of JSON', file, answer: JSON.stringify(result), result },
  { name: 'a string of JSON in a fence', file, answer: `\`\`\`\n${JSON.stringify(`${result}\n`)}\n\`\`\``, result },
  {
    name: 'a text that was asked for',
    file: 'show(\n⟦\n  title,\n⟧\n);\n',
    answer: '  "Hello\\nWorld"',
    result: '  "Hello\\nWorld"',
  },
  {
    name: 'spaces that do not break',
    file,
    answer: result.replaceAll(/^ +/gm, (all) => '\u00A0'.repeat(all.length)),
    result,
  },
  { name: 'marks of no width at the start of lines', file, answer: result.replaceAll(/^/gm, '\u200B'), result },
  {
    name: 'a space that does not break in a text',
    file: other,
    answer: "  show('5\u00A0km');",
    result: "  show('5\u00A0km');",
  },
  { name: 'Windows line breaks', file, answer: `\`\`\`ts\n${result}\n\`\`\`\n`.replaceAll('\n', '\r\n'), result },
  { name: 'an announcement without a fence', file, answer: `Here's the updated method:\n\n${result}`, result },
  { name: 'two announcements', file, answer: `Sure!\n\nHere is the updated method:\n${result}`, result },
  {
    name: 'remarks without a fence',
    file,
    answer: `${result}\n\nThis change uses the clock that never goes back.\n\n- It is exact.\n- It is fast.`,
    result,
  },
  { name: 'the name of the file', path: 'src/timer.ts', file, answer: `// src/timer.ts\n${result}`, result },
  {
    name: 'words and no code',
    file,
    answer: 'The method `start()` already uses a clock that never goes back.\n\nNo changes are needed.',
    result: 'refused: words',
  },
  {
    name: 'an excuse',
    file: other,
    answer: "I'm sorry, but I can't help with that.",
    result: 'refused: words',
  },
  {
    name: 'a sentence in the place of a sentence',
    path: 'a.py',
    file: 'def one():\n    """\n⟦\n    Return the number one.\n⟧\n    """\n',
    answer: 'Return the smallest number there is.',
    result: '    Return the smallest number there is.',
  },
  {
    name: 'a sentence of a page',
    path: 'a.html',
    file: '<p>\n⟦\n  none yet\n⟧\n</p>\n',
    answer: 'This page has nothing on it yet.',
    result: '  This page has nothing on it yet.',
  },
  {
    name: 'code that begins like an announcement',
    path: 'a.go',
    file: 'func one() {\n⟦\n\tfirst()\n⟧\n}\n',
    answer: '\tok, err := load()\n\tuse(ok, err)',
    result: '\tok, err := load()\n\tuse(ok, err)',
  },
  {
    name: 'a sentence that is content',
    path: 'a.txt',
    file: '⟦\nOld.\n⟧\n',
    answer: 'New.\n\nThis change is content.',
    result: 'New.\n\nThis change is content.',
  },
];

for (const example of cases) {
  test(`the form of an answer: ${example.name}`, () => assert.equal(outcomeOf(example).result, example.result));
}

test('while it streams, neither thoughts nor tags nor numbers are shown', () => {
  const known = cases.filter((one) => one.result === result && !/missing|no width/.test(one.name));
  for (const { answer, name, path } of known) {
    const shape = shapeIn(file, path);
    const raw = rawLines(answer);
    for (const index of raw.keys()) {
      const shown = linesSoFar(raw.slice(0, index + 1), shape);
      assert.deepEqual(shown, result.split('\n').slice(0, shown.length), name);
    }
  }
});

const ends: readonly AnswerCase[] = [
  {
    name: 'in the middle of a line',
    file,
    answer: '```ts\n  start() {\n    this.beg',
    ending: 'torn',
    result: '  start() {',
    notes: ['unfinished-line'],
  },
  {
    name: 'after a line',
    file,
    answer: '```ts\n  start() {\n    this.begin = 1;\n',
    ending: 'stopped',
    result: '  start() {\n    this.begin = 1;',
    notes: [],
  },
  {
    name: 'at the fence that closes it',
    file,
    answer: `\`\`\`ts\n${result}\n\`\`\``,
    ending: 'torn',
    result,
    notes: [],
  },
  {
    name: 'in a sentence below the block',
    file,
    answer: `\`\`\`ts\n${result}\n\`\`\`\nThis us`,
    ending: 'torn',
    result,
    notes: [],
  },
  { name: 'in its first line', file, answer: '  sta', ending: 'torn', result: 'nothing', notes: ['unfinished-line'] },
  {
    name: 'among the lines that it repeats',
    file,
    answer: 'export class Timer {\n',
    ending: 'stopped',
    result: 'refused: cut',
    notes: [],
  },
  {
    name: 'below lines that it repeats',
    file,
    answer: 'export class Timer {\n  start() {\n    this.beg',
    ending: 'torn',
    result: '  start() {',
    notes: ['unfinished-line'],
  },
  { name: 'without its fence, and is done', file, answer: `\`\`\`ts\n${result}`, result, notes: [] },
  {
    name: 'with brackets open, and says that it is done',
    file,
    answer: '```ts\n  start() {\n    this.begin = 1;\n```',
    result: '  start() {\n    this.begin = 1;',
    notes: ['open-brackets'],
  },
  {
    name: 'with brackets open that the region had open',
    file: '⟦\nfunction one() {\n⟧\n  return 1;\n}\n',
    answer: 'function two() {',
    result: 'function two() {',
    notes: [],
  },
];

for (const example of ends) {
  test(`an answer ends ${example.name}`, () => {
    const { result: lines, notes } = outcomeOf(example);
    assert.deepEqual({ lines, notes }, { lines: example.result, notes: example.notes });
  });
}

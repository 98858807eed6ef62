import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editRequest, followUpRequest, surroundings, type EditQuestion } from '../../../src/edit/prompt.ts';
import type { Message } from '../../../src/model/message.ts';

const question: EditQuestion = {
  model: 'm',
  path: 'src/a.ts',
  languageId: 'typescript',
  before: ['above'],
  region: ['old();'],
  after: ['below'],
  instruction: 'Make it new',
};

function textOf(changes: Partial<EditQuestion>): string {
  const message = editRequest({ ...question, ...changes }).messages[0];
  return message?.role === 'user' ? message.text : '';
}

test('the whole request', () => {
  const { system, ...rest } = editRequest(question);
  assert.match(system ?? '', /region/);
  assert.deepEqual(rest, {
    model: 'm',
    messages: [
      {
        role: 'user',
        text: [
          'File: src/a.ts',
          'Language: typescript',
          '<before>\nabove\n</before>',
          '<region>\nold();\n</region>',
          '<after>\nbelow\n</after>',
          'Change the region like this: Make it new',
        ].join('\n\n'),
      },
    ],
    isLast: true,
  });
});

test('an output limit is sent only when there is one', () => {
  assert.equal('maxOutputTokens' in editRequest(question), false);
  assert.equal(editRequest({ ...question, maxOutputTokens: 100 }).maxOutputTokens, 100);
});

test('of a long file the nearest lines go along', () => {
  const lines = Array.from({ length: 500 }, (_line, index) => `line ${index}`);
  const text = textOf({ before: lines, after: lines });
  assert.match(text, /<before>\nline 440\n/);
  assert.match(text, /line 499\n<\/before>/);
  assert.match(text, /<after>\nline 0\n/);
  assert.match(text, /line 59\n<\/after>/);
});

test('of very long lines only those that fit go along', () => {
  const long = 'x'.repeat(surroundings.characters);
  assert.equal(textOf({ before: [long], after: ['below', long] }).includes('x'), false);
  assert.match(textOf({ before: [long, 'above'], after: [] }), /<before>\nabove\n<\/before>/);
});

test('blank surroundings are left out, a blank region is not', () => {
  const text = textOf({ before: ['', ''], region: ['  '], after: [] });
  assert.doesNotMatch(text, /<before>|<after>/);
  assert.match(text, /<region>\n {2}\n<\/region>/);
});

test('a follow-up comes after what was said, with the region as it is by then', () => {
  const earlier: readonly Message[] = [
    { role: 'user', text: 'first' },
    { role: 'assistant', parts: [{ type: 'text', text: 'answer' }] },
  ];
  const request = followUpRequest({
    earlier,
    region: ['new();', ''],
    instruction: 'Shorter',
    model: 'm',
    maxOutputTokens: 9,
  });
  const { system, messages, ...rest } = request;
  assert.equal(system, editRequest(question).system);
  assert.deepEqual(rest, { model: 'm', isLast: true, maxOutputTokens: 9 });
  assert.deepEqual(messages.slice(0, 2), earlier);
  const [, , last] = messages;
  const text = last?.role === 'user' ? last.text : '';
  assert.match(text, /<region>\nnew\(\);\n\n<\/region>/);
  assert.match(text, /: Shorter$/);
});

test('files come before the region, and problems after it with where it begins', () => {
  const context = {
    files: [{ path: 'src/b.ts', text: 'b();\n' }],
    problems: [{ line: 2, text: 'error: Cannot find name "old".' }],
  };
  assert.deepEqual(textOf({ context }).split('\n\n'), [
    '<file path="src/b.ts">\nb();\n</file>',
    'File: src/a.ts',
    'Language: typescript',
    '<before>\nabove\n</before>',
    '<region>\nold();\n</region>',
    '<after>\nbelow\n</after>',
    '<problems>\nShown by the editor. The region begins at line 2.\nline 2: error: Cannot find name "old".\n</problems>',
    'Change the region like this: Make it new',
  ]);
});

test('a blank region is to be filled', () => {
  assert.match(textOf({ region: [''] }), /\n\nThe region is blank\. Fill the region like this: Make it new$/);
});

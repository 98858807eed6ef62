import assert from 'node:assert/strict';
import { test } from 'node:test';
import { history } from '../../../src/chat/history.ts';
import { filledIn, promptNameOf, readPromptFile, variablesIn } from '../../../src/chat/promptFile.ts';
import { builtIn, slashIn, withOwnWords } from '../../../src/chat/slashCommands.ts';
import { decodeEvent } from '../../../src/chat/savedEvent.ts';
import { emptyTranscript, fold } from '../../../src/model/transcript.ts';

test('a command stands at the beginning, with the words of the user after it', () => {
  assert.deepEqual(slashIn('/fix'), { name: 'fix', rest: '' });
  assert.deepEqual(slashIn('  /fix the loop\nonly '), { name: 'fix', rest: 'the loop\nonly' });
  assert.deepEqual(slashIn('/code-review.v2 x'), { name: 'code-review.v2', rest: 'x' });
  for (const text of ['/', '/ fix', 'fix /this', '/usr/bin is full', '//comment', '/*'])
    assert.equal(slashIn(text), undefined, text);
});

test('only the names of built-in commands are commands', () => {
  assert.equal(builtIn('commit')?.needs, 'changes');
  for (const name of ['review', 'toString', '__proto__']) assert.equal(builtIn(name), undefined);
});

test('what the user adds comes last', () => {
  assert.equal(withOwnWords('Do it.', ''), 'Do it.');
  assert.match(withOwnWords('Do it.', 'twice'), /^Do it\.\n\n.*\ntwice$/);
});

test('what a command stands for is written with the question, told to the model, and told again', () => {
  const event = { type: 'user', id: 'q', at: 1, text: '/fix', attachments: [], prompt: 'Find what is wrong.' } as const;
  assert.deepEqual(decodeEvent(JSON.parse(JSON.stringify(event))), event);
  const transcript = fold(emptyTranscript, event);
  assert.deepEqual(history(transcript, { connection: 'c', model: 'm' }), [
    { role: 'user', text: 'Find what is wrong.' },
  ]);
  assert.equal(transcript.turns[0]?.role === 'user' && transcript.turns[0].text, '/fix');
});

test('of a prompt file the description and the body are read; what else its head says is not needed', () => {
  const head = 'mode: agent\ndescription: "What it does"\ntools:\n  - codebase\nmodel: GPT-5';
  assert.deepEqual(readPromptFile(`---\n${head}\n---\n\nDo it.\n\n---\nAnd this.\n`), {
    description: 'What it does',
    body: 'Do it.\n\n---\nAnd this.',
  });
  assert.deepEqual(readPromptFile('\uFEFF---\r\ndescription: it’s plain\r\n---\r\nDo it.'), {
    description: 'it’s plain',
    body: 'Do it.',
  });
  assert.deepEqual(readPromptFile('Do it.\n---\n'), { description: '', body: 'Do it.\n---' });
});

test('a file without an end of its head, or without a body, is said to be so', () => {
  assert.equal(readPromptFile('---\ndescription: x\nDo it.'), 'open head');
  for (const text of ['', '\n \n', '---\ndescription: x\n---\n']) assert.equal(readPromptFile(text), 'empty');
});

test('what nobody sees in a prompt file asks for nothing', () => {
  assert.deepEqual(readPromptFile('Do \u{E0041}\u{E0042}it.'), { description: '', body: 'Do it.' });
});

test('what nobody sees in what is filled in asks for nothing either', () => {
  assert.equal(filledIn('About ${selection}', new Map([['${selection}', 'it\u{E0041}\u202E.']])), 'About it.');
});

test('a prompt is asked by the name of its file', () => {
  assert.equal(promptNameOf('review.prompt.md'), 'review');
  assert.equal(promptNameOf('überblick-2.prompt.md'), 'überblick-2');
  for (const name of ['README.md', '.prompt.md', 'a b.prompt.md', 'review.prompt.md.bak', 'x.prompts.md'])
    assert.equal(promptNameOf(name), undefined, name);
});

test('variables are found once each, and filled in without a second look', () => {
  const body = '${input:topic:What about?} in ${file}: ${selection} ${input:topic:What about?} ${env:HOME} ${input}';
  assert.deepEqual(
    variablesIn(body).map(({ name, input }) => [name, input]),
    [
      ['input', { name: 'topic', hint: 'What about?' }],
      ['file', undefined],
      ['selection', undefined],
    ],
  );
  const values = new Map([
    ['${input:topic:What about?}', '${file}'],
    ['${file}', 'a.ts'],
    ['${selection}', '$& $1'],
  ]);
  assert.equal(filledIn(body, values), '${file} in a.ts: $& $1 ${file} ${env:HOME} ${input}');
});

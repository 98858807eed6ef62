import assert from 'node:assert/strict';
import { test } from 'node:test';
import { continueRequest, history } from '../../../src/chat/history.ts';
import type { AssistantTurn, ModelRef, Transcript, Turn, TurnPart, UserTurn } from '../../../src/model/transcript.ts';

const own: ModelRef = { connection: 'anthropic', model: 'big' };
const other: ModelRef = { connection: 'openrouter', model: 'big' };

const asks = (text: string): UserTurn => ({ role: 'user', id: text, at: 0, text, attachments: [] });
const answers = (
  parts: readonly TurnPart[],
  end: Partial<AssistantTurn> = { finish: { reason: 'stop' } },
): AssistantTurn => ({
  role: 'assistant',
  id: 'a',
  at: 0,
  model: own,
  label: 'Big',
  parts,
  ...end,
});
const chat = (...turns: Turn[]): Transcript => ({ turns });
const text = (words: string): TurnPart => ({ type: 'text', text: words });
const interrupted = { error: { kind: 'interrupted', message: 'x' } } as const;

test('turns become messages, attachments and all', () => {
  const attachment = {
    id: '1',
    kind: 'file',
    path: 'a.ts',
    uri: 'file:///a.ts',
    languageId: 'typescript',
    text: 'x',
  } as const;
  const messages = history(
    chat({ ...asks('Why?'), attachments: [attachment] }, answers([text('So.')]), asks('And?')),
    own,
  );
  assert.deepEqual(messages, [
    { role: 'user', text: 'File `a.ts`\n```typescript\nx\n```\n\nWhy?' },
    { role: 'assistant', parts: [{ type: 'text', text: 'So.' }] },
    { role: 'user', text: 'And?' },
  ]);
});

test('a partial answer is kept, an empty one dropped and its question put to the next', () => {
  const messages = history(
    chat(
      asks('1'),
      answers([text('half')], interrupted),
      asks('2'),
      answers([], { finish: { reason: 'aborted' } }),
      asks('3'),
      answers([text(' \n')], interrupted),
      asks('4'),
      answers([{ type: 'reasoning', text: 'hm' }], interrupted),
      asks('5'),
    ),
    own,
  );
  assert.deepEqual(
    messages.map((message) => (message.role === 'user' ? message.text : message.role)),
    ['1', 'assistant', '2\n\n3\n\n4\n\n5'],
  );
});

test('reasoning goes back only to the model that thought it', () => {
  const thought: TurnPart = { type: 'reasoning', text: 'hm', replay: { signature: 's' } };
  const transcript = chat(asks('1'), answers([thought, text('So.')]), asks('2'));
  assert.deepEqual(history(transcript, own)[1], { role: 'assistant', parts: [thought, text('So.')] });
  assert.deepEqual(history(transcript, other)[1], { role: 'assistant', parts: [text('So.')] });
  assert.deepEqual(history(transcript, { ...own, model: 'small' })[1], { role: 'assistant', parts: [text('So.')] });
});

test('a refusal is read as text', () => {
  const transcript = chat(asks('1'), answers([{ type: 'refusal', text: 'No.' }]), asks('2'));
  assert.deepEqual(history(transcript, own)[1], { role: 'assistant', parts: [text('No.')] });
});

test('two calls of a chat never have the same id, nor do their results', () => {
  const call = (id: string): TurnPart => ({ type: 'tool-call', id, name: 'f', arguments: '{}' });
  const messages = history(
    chat(asks('1'), answers([call('f:0'), call('f:0')]), asks('2'), answers([call('f:0')]), asks('3')),
    own,
  );
  const called = messages.flatMap((message) =>
    message.role === 'assistant' ? message.parts.flatMap((part) => (part.type === 'tool-call' ? part.id : [])) : [],
  );
  assert.deepEqual(called, ['f:0', 'f:0_2', 'f:0_3']);
  const answered = messages.flatMap((message) => (message.role === 'tool' ? message.toolCallId : []));
  assert.deepEqual(answered, called);
});

test('a call without a result was not run', () => {
  const calls: readonly TurnPart[] = [
    { type: 'tool-call', id: 't1', name: 'read', arguments: '{}' },
    { type: 'tool-call', id: 't2', name: 'list', arguments: '{"a"' },
  ];
  assert.deepEqual(history(chat(asks('1'), answers(calls, interrupted), asks('2')), other), [
    { role: 'user', text: '1' },
    { role: 'assistant', parts: calls },
    { role: 'tool', toolCallId: 't1', toolName: 'read', text: 'not run', failed: true },
    { role: 'tool', toolCallId: 't2', toolName: 'list', text: 'not run', failed: true },
    { role: 'user', text: '2' },
  ]);
});

test('it never ends with an answer, unless that is to be continued', () => {
  const transcript = chat(asks('1'), answers([text('So it')], { finish: { reason: 'length' } }));
  assert.deepEqual(history(transcript, own), [{ role: 'user', text: '1' }]);
  assert.deepEqual(history(chat(answers([text('x')])), own), []);
  const [question, partial, instruction, ...more] = continueRequest(transcript, own);
  assert.deepEqual(
    [question, partial],
    [
      { role: 'user', text: '1' },
      { role: 'assistant', parts: [text('So it')] },
    ],
  );
  assert.ok(instruction?.role === 'user' && /exactly where it stopped/.test(instruction.text));
  assert.deepEqual(more, []);
});

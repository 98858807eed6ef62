import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  answerText,
  asked,
  earlierMessages,
  lastAnswer,
  noConversation,
  said,
  wentBack,
  type EditConversation,
  type Standing,
} from '../../../src/edit/conversation.ts';
import type { StreamEvent } from '../../../src/model/event.ts';
import { emptyTranscript, fold } from '../../../src/model/transcript.ts';

let count = 0;

function question(before: EditConversation, instruction: string, { place = 'next', region = 'old' }: Options = {}) {
  const id = `q${(count += 1)}`;
  const attachment = { id: `a${id}`, kind: 'selection', path: 'a.ts', uri: 'file:///a.ts', languageId: 'ts' } as const;
  const asking = { id, at: 1, instruction, attachments: [{ ...attachment, text: region }], prompt: `<${instruction}>` };
  return asked(before, asking, place);
}

interface Options {
  readonly place?: Standing;
  readonly region?: string;
}

function answer(before: EditConversation, ...events: StreamEvent[]): EditConversation {
  const id = `a${(count += 1)}`;
  const model = { connection: 'c', model: 'm' };
  return said(before, [
    { type: 'assistant', id, at: 2, model, label: 'M' },
    ...events.map((event) => ({ type: 'stream', id, event }) as const),
  ]);
}

const text = (delta: string): StreamEvent => ({ type: 'text', delta });
const stop: StreamEvent = { type: 'finish', reason: 'stop' };
const error: StreamEvent = { type: 'error', error: { kind: 'overloaded', message: 'Busy.' } };
const read = (conversation: EditConversation, place: Standing = 'next') =>
  earlierMessages(conversation, place).map((message) =>
    message.role === 'user' ? message.text : message.role === 'assistant' ? message.parts : message,
  );
const shown = ({ transcript }: EditConversation) =>
  transcript.turns.map((turn) => (turn.role === 'user' ? turn.text : answerText(turn)));

const first = answer(question(noConversation, 'Fix it'), text('on'), text('e'), stop);

test('a follow-up reads all that was said, in the words that models got', () => {
  assert.deepEqual(read(noConversation), []);
  assert.deepEqual(read(first), ['<Fix it>', [{ type: 'text', text: 'one' }]]);
  const second = answer(question(first, 'Shorter', { region: 'one' }), text('1'), stop);
  assert.deepEqual(read(second), [
    '<Fix it>',
    [{ type: 'text', text: 'one' }],
    '<Shorter>',
    [{ type: 'text', text: '1' }],
  ]);
  assert.deepEqual(read(second, 'again'), ['<Fix it>', [{ type: 'text', text: 'one' }]]);
});

test('the events fold to the transcript, so that they can be a chat', () => {
  const whole = answer(question(first, 'Fix it', { place: 'again' }), text('two'), stop);
  assert.deepEqual(whole.events.reduce(fold, emptyTranscript), whole.transcript);
});

test('the same question again is another version of its answer', () => {
  const again = answer(question(first, 'Fix it', { place: 'again' }), text('two'), stop);
  assert.deepEqual(shown(again), ['Fix it', 'two']);
  assert.equal(again.transcript.aside?.length, 1);
  assert.equal(again.events.filter(({ type }) => type === 'user').length, 1);
  assert.deepEqual(read(question(again, 'More')), ['<Fix it>', [{ type: 'text', text: 'two' }]]);
});

test('another question in the place of one, or the same about other lines, is a version of the question', () => {
  for (const options of [{ place: 'again' } as const, { place: 'again', region: 'new' } as const]) {
    const instruction = 'region' in options ? 'Fix it' : 'Mend it';
    const again = answer(question(first, instruction, options), text('two'), stop);
    assert.deepEqual(shown(again), [instruction, 'two']);
    assert.equal(again.transcript.aside?.length, 2);
  }
});

test('a question asked again before any answer stands there once', () => {
  const twice = question(question(noConversation, 'Fix it'), 'Fix it', { place: 'again' });
  assert.deepEqual(shown(twice), ['Fix it']);
});

test('what came to nothing is not told, with its question', () => {
  for (const nothing of [[error], [{ type: 'refusal', delta: 'No.' } as const, stop], [stop], [text(' \n'), stop]]) {
    const failed = answer(question(first, 'Shorter'), ...nothing);
    assert.deepEqual(read(failed), ['<Fix it>', [{ type: 'text', text: 'one' }]]);
    assert.deepEqual(read(answer(question(noConversation, 'x'), ...nothing)), []);
  }
});

test('thoughts are no part of an answer, and what is gone on with is', () => {
  const thought: StreamEvent = { type: 'reasoning', delta: 'Hm.' };
  const cut = answer(question(noConversation, 'Fix it'), thought, text('on'), { type: 'finish', reason: 'length' });
  const id = lastAnswer(cut)?.id ?? '';
  const whole = said(cut, [
    { type: 'continue', id, at: 3 },
    { type: 'stream', id, event: text('e') },
    { type: 'stream', id, event: stop },
  ]);
  const last = lastAnswer(whole);
  assert.equal(last && answerText(last), 'one');
  assert.equal(last?.finish?.reason, 'stop');
  assert.deepEqual(read(whole), ['<Fix it>', [{ type: 'text', text: 'one' }]]);
});

test('there is no last answer while a question waits for it', () => {
  assert.equal(lastAnswer(noConversation), undefined);
  assert.equal(lastAnswer(question(first, 'More')), undefined);
});

test('going back to what an answer was before it was gone on with leaves both, and goes on from the part', () => {
  const cut = answer(question(noConversation, 'Fix it'), text('one'), { type: 'finish', reason: 'length' });
  const part = lastAnswer(cut);
  assert.ok(part);
  const whole = said(cut, [
    { type: 'continue', id: part.id, at: 3 },
    { type: 'stream', id: part.id, event: text(' two') },
    { type: 'stream', id: part.id, event: stop },
  ]);
  const back = wentBack(question(whole, 'Shorter'), part, { id: 'again', at: 4 });
  assert.deepEqual(shown(back), ['Fix it', 'one']);
  assert.deepEqual(read(back), ['<Fix it>', [{ type: 'text', text: 'one' }]]);
  assert.equal(lastAnswer(back)?.finish?.reason, 'length');
  const aside = (back.transcript.aside ?? []).map((turn) => (turn.role === 'user' ? turn.text : answerText(turn)));
  assert.deepEqual(aside, ['one two', 'Shorter']);
});

test('going back to an answer of which there is another version by now shows its branch', () => {
  const part = lastAnswer(first);
  assert.ok(part);
  const again = answer(question(first, 'Fix it', { place: 'again' }), text('other'), stop);
  assert.deepEqual(shown(again), ['Fix it', 'other']);
  assert.deepEqual(shown(wentBack(again, part, { id: 'back', at: 4 })), ['Fix it', 'one']);
});

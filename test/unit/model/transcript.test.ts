import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StreamEvent } from '../../../src/model/event.ts';
import {
  emptyTranscript,
  fold,
  isRunning,
  titleOf,
  type AssistantTurn,
  type ChatEvent,
  type Transcript,
} from '../../../src/model/transcript.ts';

const question: ChatEvent = { type: 'user', id: 'u1', at: 1, text: 'Why?', attachments: [] };
const started: ChatEvent = {
  type: 'assistant',
  id: 'a1',
  at: 2,
  model: { connection: 'c', model: 'm' },
  label: 'M',
};
const streamed = (event: StreamEvent, id = 'a1'): ChatEvent => ({ type: 'stream', id, event });
const after = (...events: ChatEvent[]): Transcript => events.reduce(fold, emptyTranscript);
const turnAfter = (...events: StreamEvent[]): AssistantTurn => {
  const last = after(question, started, ...events.map((event) => streamed(event))).turns.at(-1);
  assert.ok(last?.role === 'assistant');
  return last;
};

test('a question and its answer', () => {
  const transcript = after(
    question,
    started,
    streamed({ type: 'text', delta: 'Be' }),
    streamed({ type: 'text', delta: 'cause.' }),
    streamed({ type: 'finish', reason: 'stop', raw: 'end_turn' }),
  );
  assert.deepEqual(transcript.turns, [
    { role: 'user', id: 'u1', at: 1, text: 'Why?', attachments: [] },
    {
      role: 'assistant',
      id: 'a1',
      at: 2,
      model: { connection: 'c', model: 'm' },
      label: 'M',
      parts: [{ type: 'text', text: 'Because.' }],
      finish: { reason: 'stop', raw: 'end_turn' },
    },
  ]);
});

test('it runs until its terminal event, and again when it is continued', () => {
  assert.equal(isRunning(after(question)), false);
  assert.equal(isRunning(after(question, started)), true);
  const cut = [
    question,
    started,
    streamed({ type: 'text', delta: 'a' }),
    streamed({ type: 'finish', reason: 'length' }),
  ];
  assert.equal(isRunning(after(...cut)), false);
  const continued = after(...cut, { type: 'continue', id: 'a1', at: 3 }, streamed({ type: 'text', delta: 'b' }));
  assert.equal(isRunning(continued), true);
  const turn = continued.turns.at(-1);
  assert.ok(turn?.role === 'assistant');
  assert.deepEqual(turn.parts, [{ type: 'text', text: 'ab' }]);
  assert.equal(turn.finish, undefined);
});

test('parts follow the kind of the deltas; a signature closes a reasoning part', () => {
  const turn = turnAfter(
    { type: 'reasoning', delta: 'a' },
    { type: 'reasoning', delta: 'b' },
    { type: 'reasoning', delta: '', replay: 's1' },
    { type: 'reasoning', delta: 'c' },
    { type: 'text', delta: 'd' },
    { type: 'refusal', delta: 'e' },
    { type: 'tool-call', id: 't', name: 'f', arguments: '{}' },
    { type: 'text', delta: 'g' },
  );
  assert.deepEqual(turn.parts, [
    { type: 'reasoning', text: 'ab', replay: 's1' },
    { type: 'reasoning', text: 'c' },
    { type: 'text', text: 'd' },
    { type: 'refusal', text: 'e' },
    { type: 'tool-call', id: 't', name: 'f', arguments: '{}' },
    { type: 'text', text: 'g' },
  ]);
});

test('an empty delta neither makes a part nor cuts one in two', () => {
  const turn = turnAfter(
    { type: 'text', delta: '' },
    { type: 'reasoning', delta: 'a' },
    { type: 'text', delta: '' },
    { type: 'reasoning', delta: 'b' },
  );
  assert.deepEqual(turn.parts, [{ type: 'reasoning', text: 'ab' }]);
});

test('a hidden thought is a part of its own', () => {
  assert.deepEqual(turnAfter({ type: 'reasoning', delta: '', replay: 1 }).parts, [
    { type: 'reasoning', text: '', replay: 1 },
  ]);
});

test('usage adds up over the requests of one answer; a field nobody reported stays unknown', () => {
  const turn = turnAfter(
    { type: 'usage', usage: { inputTokens: 10, outputTokens: 5, cacheReadTokens: 4 } },
    { type: 'usage', usage: { inputTokens: 20, outputTokens: 1, reasoningTokens: 1 } },
  );
  assert.deepEqual(turn.usage, { inputTokens: 30, outputTokens: 6, cacheReadTokens: 4, reasoningTokens: 1 });
});

test('what it waits for shows until output or the end', () => {
  const waiting: StreamEvent = { type: 'progress', done: 1, total: 3, label: 'Reading' };
  assert.deepEqual(turnAfter(waiting).waiting, waiting);
  assert.equal('waiting' in turnAfter(waiting, { type: 'text', delta: 'a' }), false);
  assert.equal('waiting' in turnAfter(waiting, { type: 'finish', reason: 'aborted' }), false);
  assert.equal('waiting' in turnAfter(waiting, { type: 'error', error: { kind: 'network', message: 'x' } }), false);
});

test('an error keeps what came before it', () => {
  const turn = turnAfter({ type: 'text', delta: 'a' }, { type: 'error', error: { kind: 'interrupted', message: 'x' } });
  assert.deepEqual(turn.parts, [{ type: 'text', text: 'a' }]);
  assert.deepEqual(turn.error, { kind: 'interrupted', message: 'x' });
});

test('rewinding drops a turn and all after it; to an unknown turn does nothing', () => {
  const transcript = after(question, started);
  assert.deepEqual(fold(transcript, { type: 'rewind', to: 'a1' }).turns.length, 1);
  assert.deepEqual(fold(transcript, { type: 'rewind', to: 'u1' }).turns, []);
  assert.equal(fold(transcript, { type: 'rewind', to: 'x' }), transcript);
});

const busy = { kind: 'overloaded', message: 'M is overloaded.' } as const;
const takeover = (from: string, to: string): StreamEvent => ({
  type: 'fallback',
  from,
  to,
  model: { connection: 'd', model: to.toLowerCase() },
  error: busy,
});

test('the answer is that of the model that took over, and the wait of the one before is over', () => {
  const retry: StreamEvent = { type: 'retry', attempt: 1, delayMs: 1, error: busy };
  const turn = turnAfter(retry, takeover('M', 'N'), takeover('N', 'O'));
  assert.deepEqual([turn.label, turn.model, turn.waiting], ['O', { connection: 'd', model: 'o' }, undefined]);
  assert.deepEqual(turn.switches, [
    { from: 'M', to: 'N', model: { connection: 'd', model: 'n' }, error: busy },
    { from: 'N', to: 'O', model: { connection: 'd', model: 'o' }, error: busy },
  ]);
});

test('an answer that is gone on with stays that of the model that began it', () => {
  const turn = turnAfter({ type: 'text', delta: 'a' }, takeover('X', 'N'));
  assert.deepEqual([turn.label, turn.model.model, turn.switches?.length], ['M', 'm', 1]);
});

test('a conversation has its own fallback models until it is back to those of the settings', () => {
  const models = [{ connection: 'd', model: 'n' }];
  assert.deepEqual(after({ type: 'fallbacks', models }, question, { type: 'rewind', to: 'u1' }).fallbacks, models);
  assert.deepEqual(after({ type: 'fallbacks', models: [] }).fallbacks, []);
  assert.deepEqual(after({ type: 'fallbacks', models }, { type: 'fallbacks' }), emptyTranscript);
});

test('events for no turn, or for a question, change nothing', () => {
  const transcript = after(question, started);
  assert.equal(fold(transcript, streamed({ type: 'text', delta: 'a' }, 'x')), transcript);
  assert.equal(fold(transcript, streamed({ type: 'text', delta: 'a' }, 'u1')), transcript);
});

test('turns that did not change keep their identity', () => {
  const transcript = after(question, started);
  const next = fold(transcript, streamed({ type: 'text', delta: 'a' }));
  assert.equal(next.turns[0], transcript.turns[0]);
  assert.notEqual(next.turns[1], transcript.turns[1]);
  assert.deepEqual(transcript.turns[1]?.role === 'assistant' && transcript.turns[1].parts, []);
});

test('the title is the given one, or the first line of the first question', () => {
  const asking = (text: string) => titleOf(after({ ...question, text }));
  assert.equal(titleOf(emptyTranscript), undefined);
  assert.equal(asking('\n Why?\nmore'), 'Why?');
  assert.equal(asking('x'.repeat(60)), 'x'.repeat(60));
  assert.equal(asking('x'.repeat(61)), `${'x'.repeat(59)}…`);
  assert.equal(asking('😀'.repeat(61)), `${'😀'.repeat(59)}…`);
  assert.equal(titleOf(after(question, { type: 'title', title: 'Mine' })), 'Mine');
  assert.equal(titleOf(after(question, { type: 'title', title: 'Mine' }, { type: 'rewind', to: 'u1' })), 'Mine');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { coalesce } from '../../../src/chat/coalesce.ts';
import type { StreamEvent } from '../../../src/model/event.ts';
import { emptyTranscript, fold, type ChatEvent } from '../../../src/model/transcript.ts';
import { randomNumbers } from './random.ts';

const of = (event: StreamEvent, id = 'a'): ChatEvent => ({ type: 'stream', id, event });

test('deltas of one kind and turn become one', () => {
  const events = [
    of({ type: 'text', delta: 'a' }),
    of({ type: 'text', delta: 'b' }),
    of({ type: 'text', delta: 'c' }, 'b'),
    of({ type: 'refusal', delta: 'd' }, 'b'),
    of({ type: 'reasoning', delta: 'e' }),
    of({ type: 'reasoning', delta: 'f', replay: 1 }),
    of({ type: 'reasoning', delta: 'g' }),
    of({ type: 'finish', reason: 'stop' }),
  ];
  assert.deepEqual(coalesce(events), [
    of({ type: 'text', delta: 'ab' }),
    of({ type: 'text', delta: 'c' }, 'b'),
    of({ type: 'refusal', delta: 'd' }, 'b'),
    of({ type: 'reasoning', delta: 'ef', replay: 1 }),
    of({ type: 'reasoning', delta: 'g' }),
    of({ type: 'finish', reason: 'stop' }),
  ]);
  assert.deepEqual(events[0], of({ type: 'text', delta: 'a' }), 'the events given are left as they are');
});

test('the transcript is the same with and without', () => {
  const random = randomNumbers(3);
  const kinds: readonly (() => StreamEvent)[] = [
    () => ({ type: 'text', delta: 'x'.repeat(random(3)) }),
    () => ({ type: 'refusal', delta: 'r' }),
    () => ({ type: 'reasoning', delta: 't'.repeat(random(3)) }),
    () => ({ type: 'reasoning', delta: '', replay: random(9) }),
    () => ({ type: 'tool-call', id: 'i', name: 'n', arguments: '{}' }),
    () => ({ type: 'usage', usage: { inputTokens: 1, outputTokens: random(5) } }),
  ];
  const opening = ['a', 'b'].map((id): ChatEvent => ({
    type: 'assistant',
    id,
    at: 0,
    model: { connection: 'c', model: 'm' },
    label: 'M',
  }));
  for (let round = 0; round < 200; round++) {
    const events = Array.from({ length: 30 }, () =>
      of((kinds[random(kinds.length)] ?? kinds[0])!(), random(4) === 0 ? 'a' : 'b'),
    );
    const folded = (all: readonly ChatEvent[]) => [...opening, ...all].reduce(fold, emptyTranscript);
    assert.deepEqual(folded(coalesce(events)), folded(events));
  }
});

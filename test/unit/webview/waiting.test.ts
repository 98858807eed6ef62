import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { StreamEvent } from '../../../src/model/event.ts';
import { emptyTranscript, fold, type AssistantTurn, type ChatEvent } from '../../../src/model/transcript.ts';
import { waitOf } from '../../../src/webview/waiting.ts';

const start: ChatEvent = { type: 'assistant', id: 'a', at: 0, model: { connection: 'x', model: 'm' }, label: 'M' };

function turnAfter(...events: StreamEvent[]): AssistantTurn {
  const all: ChatEvent[] = [start, ...events.map((event): ChatEvent => ({ type: 'stream', id: 'a', event }))];
  const [turn] = all.reduce(fold, emptyTranscript).turns;
  assert.ok(turn?.role === 'assistant');
  return turn;
}

/** What is said after this many seconds without news. */
function said(turn: AssistantTurn, seconds: number, aliveSecondsAgo?: number): string | undefined {
  const nowMs = 1_000_000;
  const heardAt = nowMs - seconds * 1_000;
  const heard = aliveSecondsAgo === undefined ? { heardAt } : { heardAt, aliveAt: nowMs - aliveSecondsAgo * 1_000 };
  const wait = waitOf(turn, heard, nowMs);
  return wait?.askNow === undefined ? wait?.text : `${wait.text} [${wait.askNow}]`;
}

const text: StreamEvent = { type: 'text', delta: 'Hel' };
const retry: StreamEvent = {
  type: 'retry',
  attempt: 1,
  delayMs: 8_000,
  error: { kind: 'rate-limited', message: 'Limits.' },
};

describe('what an answer waits for', () => {
  const cases: [
    name: string,
    turn: AssistantTurn,
    seconds: number,
    alive: number | undefined,
    words: string | undefined,
  ][] = [
    ['the beginning', turnAfter(), 0, undefined, 'Waiting for the model…'],
    ['is counted after some seconds', turnAfter(), 12, undefined, 'Waiting for the first word… 12 s'],
    [
      'with a sign of life',
      turnAfter(),
      132,
      3,
      'Waiting for the first word… 2 min 12 s · still there, last sign of life 3 s ago',
    ],
    [
      'which may be fresh',
      turnAfter(),
      12,
      0,
      'Waiting for the first word… 12 s · still there, last sign of life just now',
    ],
    ['short pauses are nothing', turnAfter(text), 9, 2, undefined],
    ['long ones are told', turnAfter(text), 12, 2, 'Waiting for more… 12 s · still there, last sign of life 2 s ago'],
    ['a retry', turnAfter(retry), 2.5, undefined, 'Too many requests. Trying again in 6 s (retry 1). [Retry now]'],
    [
      'a short one has no card',
      turnAfter({ ...retry, delayMs: 900 }),
      0.1,
      undefined,
      'Too many requests. Trying again in 1 s (retry 1).',
    ],
    ['that has come', turnAfter(retry), 9, undefined, 'Too many requests. Trying again now (retry 1).'],
    ['and takes its time', turnAfter(retry), 30, undefined, 'Waiting for the first word… 22 s'],
    [
      'a limit',
      turnAfter({ type: 'queued', delayMs: 20_000 }),
      5,
      undefined,
      'The provider takes no more requests for now. Asking in 15 s. [Ask anyway]',
    ],
    [
      'a limit of the user’s own',
      turnAfter({ type: 'queued', delayMs: 20_000, by: 'settings' }),
      5,
      undefined,
      'Your limit for this minute is used. Asking in 15 s. [Ask anyway]',
    ],
    [
      'others before it',
      turnAfter({ type: 'queued' }),
      500,
      undefined,
      'Waiting for its turn: other requests to this model go first. [Ask anyway]',
    ],
    [
      'no limit any more',
      turnAfter({ type: 'queued', delayMs: 20_000 }, { type: 'queued', delayMs: 0 }),
      7,
      undefined,
      'Waiting for the first word… 7 s',
    ],
    [
      'a long job',
      turnAfter({ type: 'progress', done: 1, total: 3, label: 'Part 2 of 3' }),
      60,
      undefined,
      'Part 2 of 3',
    ],
  ];
  for (const [name, turn, seconds, alive, words] of cases) {
    it(name, () => assert.equal(said(turn, seconds, alive), words));
  }

  it('a clock that was set back counts from nothing', () =>
    assert.equal(said(turnAfter(), -50), 'Waiting for the model…'));

  it('a sign of life changes no turn', () => {
    const before = [start].reduce(fold, emptyTranscript);
    const after = fold(before, { type: 'stream', id: 'a', event: { type: 'alive' } });
    assert.equal(after.turns[0], before.turns[0]);
  });
});

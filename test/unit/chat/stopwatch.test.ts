import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stopwatch } from '../../../src/chat/stopwatch.ts';
import type { StreamEvent } from '../../../src/model/event.ts';
import type { Took } from '../../../src/model/transcript.ts';
import { manualClock } from './manualClock.ts';

const usage: StreamEvent = { type: 'usage', usage: { inputTokens: 1, outputTokens: 1 } };
const finish: StreamEvent = { type: 'finish', reason: 'stop' };
const text: StreamEvent = { type: 'text', delta: 'So.' };

/** What is told at the end of a request whose events come after so many milliseconds each. */
function measured(before: Took | undefined, ...events: readonly (readonly [afterMs: number, StreamEvent])[]) {
  const clock = manualClock();
  const measure = stopwatch(clock, before);
  let took: Took | undefined;
  for (const [index, [afterMs, event]] of events.entries()) {
    clock.advance(afterMs);
    took = measure(event);
    assert.ok(index === events.length - 1 || took === undefined, 'only the last event tells');
  }
  return took;
}

test('the first output counts, whether it is a thought or a word, and not what comes before it', () => {
  const waiting: StreamEvent = { type: 'queued', delayMs: 5 };
  const thought: StreamEvent = { type: 'reasoning', delta: 'Hm.' };
  assert.deepEqual(measured({ wholeMs: 0 }, [100, waiting], [700, thought], [50, text], [10, usage], [40, finish]), {
    firstMs: 800,
    wholeMs: 900,
  });
});

test('an answer that failed before its first word has no time to it, and none that was not counted', () => {
  const error: StreamEvent = { type: 'error', error: { kind: 'overloaded', message: 'No.' } };
  assert.deepEqual(measured({ wholeMs: 0 }, [300, error]), { wholeMs: 300 });
});

test('what it is gone on with is added to what it took; its first word stays the first', () => {
  const before: Took = { firstMs: 200, wholeMs: 1_000 };
  assert.deepEqual(measured(before, [500, text], [0, usage], [500, finish]), { firstMs: 200, wholeMs: 2_000 });
});

test('words that nobody counted are never forgotten', () => {
  const uncounted = measured({ wholeMs: 0 }, [10, text], [10, { type: 'finish', reason: 'aborted' }]);
  assert.deepEqual(uncounted, { firstMs: 10, wholeMs: 20, uncounted: true });
  assert.equal(measured(uncounted, [1, text], [0, usage], [0, finish])?.uncounted, true);
});

test('a request that was counted and failed does not stand for the one after it', () => {
  const error = { kind: 'overloaded', message: 'No.' } as const;
  const next: readonly StreamEvent[] = [
    { type: 'retry', attempt: 1, delayMs: 0, error },
    { type: 'fallback', from: 'A', to: 'B', model: { connection: 'c', model: 'b' }, error },
  ];
  for (const event of next) {
    assert.equal(measured({ wholeMs: 0 }, [1, usage], [1, event], [1, text], [1, finish])?.uncounted, true);
    assert.equal(measured({ wholeMs: 0 }, [1, event], [1, text], [1, usage], [1, finish])?.uncounted, undefined);
  }
});

test('of an answer whose beginning was not measured nothing is told', () => {
  assert.equal(measured(undefined, [10, text], [10, finish]), undefined);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Entry } from '../../../src/chat/record.ts';
import { Recorder } from '../../../src/chat/recorder.ts';
import type { ChatEvent } from '../../../src/model/transcript.ts';
import { manualClock } from './manualClock.ts';

const says = (delta: string): ChatEvent => ({ type: 'stream', id: 'a1', event: { type: 'text', delta } });
const entry = (n: number, event: ChatEvent): Entry => ({ by: 'w', n, event });
/** Lets everything run that waits for nothing. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

function recording() {
  const clock = manualClock();
  const batches: (readonly Entry[])[] = [];
  const states: (string | undefined)[] = [];
  let failure: string | undefined;
  const recorder = new Recorder({
    by: 'w',
    clock,
    append: async (entries) => {
      batches.push(entries);
      if (failure !== undefined) throw new Error(failure);
    },
    onState: (problem) => states.push(problem),
  });
  return { clock, batches, states, recorder, fail: (reason: string | undefined) => (failure = reason) };
}

test('deltas are gathered for half a second, and joined', async () => {
  const { clock, batches, recorder } = recording();
  recorder.add(says('a'));
  clock.advance(300);
  recorder.add(says('b'));
  clock.advance(199);
  await settle();
  assert.deepEqual(batches, []);
  clock.advance(1);
  await settle();
  assert.deepEqual(batches, [[entry(0, says('ab'))]]);
  assert.equal(clock.waiting, 0);
  recorder.add(says('c'));
  clock.advance(1_000);
  await settle();
  assert.deepEqual(batches.at(-1), [entry(1, says('c'))]);
});

test('flushing writes at once, and resolves when it is written', async () => {
  const { clock, batches, recorder } = recording();
  recorder.add(says('a'));
  await recorder.flush();
  assert.deepEqual(batches, [[entry(0, says('a'))]]);
  await recorder.flush();
  assert.equal(batches.length, 1);
  assert.equal(clock.waiting, 0);
});

test('how long an answer was waited for is not written', async () => {
  const { batches, recorder } = recording();
  recorder.add({ type: 'stream', id: 'a1', event: { type: 'progress', done: 1, total: 2, label: 'x' } });
  await recorder.flush();
  assert.deepEqual(batches, []);
});

test('a batch that failed is written again as it was, then what came since', async () => {
  const { clock, batches, states, recorder, fail } = recording();
  fail('ENOSPC');
  recorder.add(says('a'));
  await recorder.flush();
  recorder.add(says('b'));
  await recorder.flush();
  assert.deepEqual(states, ['ENOSPC', 'ENOSPC']);
  assert.deepEqual(batches, [[entry(0, says('a'))], [entry(0, says('a'))]]);
  fail(undefined);
  clock.advance(60_000);
  await settle();
  assert.deepEqual(batches.slice(2), [[entry(0, says('a'))], [entry(1, says('b'))]]);
  assert.deepEqual(states, ['ENOSPC', 'ENOSPC', undefined]);
  assert.equal(clock.waiting, 0);
});

test('it is tried again by itself, less and less often, for as long as it takes', async () => {
  const { clock, batches, recorder, fail } = recording();
  fail('EACCES');
  recorder.add(says('a'));
  await recorder.flush();
  for (let seconds = 0; seconds < 600; seconds++) {
    clock.advance(1_000);
    await settle();
  }
  assert.ok(batches.length >= 10 && batches.length <= 20, `${batches.length} attempts in ten minutes`);
  recorder.dispose();
  assert.equal(clock.waiting, 0);
});

test('writes never overlap', async () => {
  let open = 0;
  let most = 0;
  const recorder = new Recorder({
    by: 'w',
    clock: manualClock(),
    append: async () => {
      most = Math.max(most, ++open);
      await settle();
      open--;
    },
    onState: () => assert.fail(),
  });
  const flushes = ['a', 'b', 'c'].map((delta) => {
    recorder.add(says(delta));
    return recorder.flush();
  });
  await Promise.all(flushes);
  assert.equal(most, 1);
});

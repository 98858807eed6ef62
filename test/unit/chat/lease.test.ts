import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Lease, type Hold } from '../../../src/chat/lease.ts';
import type { WritingProcess } from '../../../src/chat/files.ts';
import { manualClock, type ManualClock } from './manualClock.ts';
import { memoryFiles, type MemoryFiles } from './memoryFiles.ts';
import { settle } from './scriptedModel.ts';

const name = 'chat.lease';

/** A machine with some processes that live. */
function world(...alive: string[]) {
  const clock = manualClock();
  const files = memoryFiles();
  const living = new Set(alive);
  const stateOf = (process: string) => (process === '' ? 'unknown' : living.has(process) ? 'alive' : 'gone');
  const window = (by: string, process?: WritingProcess['name']) => {
    const looks: Hold[] = [];
    const own = process === undefined ? files : { ...files, process: { name: process, stateOf } as const };
    const lease = new Lease({ name, by, files: stamped(own, clock), clock, onLook: (hold) => looks.push(hold) });
    return { lease, looks };
  };
  return { clock, files, living, window };
}

/** Files whose times are those of the clock. */
function stamped(files: MemoryFiles, clock: ManualClock): MemoryFiles {
  return {
    ...files,
    append: async (file, text) => {
      await files.append(file, text);
      const entry = files.contents.get(file);
      if (entry !== undefined) entry.modifiedAt = clock.now();
    },
  };
}

async function pass(clock: ManualClock, seconds: number): Promise<void> {
  for (let second = 0; second < seconds; second++) {
    clock.advance(1_000);
    for (let turn = 0; turn < 3; turn++) await settle();
  }
}

test('the first has it, the second follows, and has it once the first leaves', async () => {
  const { clock, files, window } = world('p1', 'p2');
  const [one, two] = [window('one', 'p1'), window('two', 'p2')];
  assert.equal(await one.lease.acquire(), 'here');
  assert.equal(await one.lease.acquire(), 'here');
  assert.equal(await two.lease.acquire(), 'elsewhere');
  await pass(clock, 120);
  assert.equal(two.looks.length, 120);
  assert.deepEqual(new Set(two.looks), new Set(['elsewhere']), 'signs of life keep it');
  await one.lease.release();
  assert.equal(files.contents.has(name), false);
  await pass(clock, 1);
  assert.equal(two.looks.at(-1), 'here');
  await two.lease.release();
  assert.equal(clock.waiting, 0);
});

test('a window whose process is gone is replaced at once', async () => {
  const { clock, living, window } = world('p1', 'p2');
  const [one, two] = [window('one', 'p1'), window('two', 'p2')];
  await one.lease.acquire();
  living.delete('p1');
  assert.equal(await two.lease.acquire(), 'here');
  assert.equal(clock.waiting, 2);
});

test('after a release, whoever comes first has it', async () => {
  const { window } = world();
  const [one, two] = [window('one'), window('two')];
  await one.lease.acquire();
  assert.equal(await two.lease.acquire(), 'elsewhere');
  await one.lease.release();
  const three = window('three');
  assert.equal(await three.lease.acquire(), 'here');
  assert.equal(await two.lease.acquire(), 'elsewhere');
});

test('what a crash left behind is stale by its age, on a machine that cannot tell', async () => {
  const { clock, files, window } = world();
  await stamped(files, clock).append(name, '\n{"by":"old","after":"","process":"elsewhere/1"}');
  const { lease } = window('new');
  clock.advance(29_000);
  assert.equal(await lease.acquire(), 'elsewhere');
  clock.advance(1_000);
  assert.equal(await lease.acquire(), 'here');
});

test('after a long sleep of the machine, the window that lives keeps it', async () => {
  const { clock, window } = world('p1', 'p2');
  const [one, two] = [window('one', 'p1'), window('two', 'p2')];
  await one.lease.acquire();
  await two.lease.acquire();
  // Time passed, but nobody ran.
  const hour = 60 * 60 * 1_000;
  const { now } = clock;
  Object.defineProperty(clock, 'now', { value: () => now() + hour });
  assert.equal(await two.lease.acquire(), 'elsewhere');
  await pass(clock, 20);
  assert.equal(two.looks.includes('here'), false);
});

test('a process that lives but is silent, or has the number of a dead one, is replaced after half a minute of looks', async () => {
  const { clock, files, window } = world('p1', 'p2');
  await stamped(files, clock).append(name, '\n{"by":"old","after":"","process":"p1"}');
  const { lease, looks } = window('new', 'p2');
  assert.equal(await lease.acquire(), 'elsewhere');
  await pass(clock, 29);
  assert.equal(looks.includes('here'), false);
  await pass(clock, 2);
  assert.equal(looks.at(-1), 'here');
});

test('taking over is seen by the window that had it, which does not take it back', async () => {
  const { clock, window } = world('p1', 'p2');
  const [one, two] = [window('one', 'p1'), window('two', 'p2')];
  await one.lease.acquire();
  await two.lease.acquire();
  assert.equal(await two.lease.takeOver(), 'here');
  await one.lease.check();
  assert.deepEqual(one.looks, ['elsewhere']);
  await pass(clock, 60);
  assert.equal(one.looks.includes('here'), false);
});

test('of two that claim it at the same moment, one has it', async () => {
  const { files, window } = world('p1', 'p2');
  const [one, two] = [window('one', 'p1'), window('two', 'p2')];
  const holds = await Promise.all([one.lease.acquire(), two.lease.acquire()]);
  assert.deepEqual(holds.toSorted(), ['elsewhere', 'here']);
  assert.equal(files.text(name).trim().split('\n').length, 2, 'both had seen it free');
});

test('a torn claim, and anything else in the file, counts for nothing', async () => {
  const { files, window } = world('p1');
  files.put(name, '\n{"by":"torn","aft\n\0\0\n42\n{"by":1}\n{"by":"late","after":"nobody","process":"p1"}\n');
  assert.equal(await window('one', 'p1').lease.acquire(), 'here');
});

test('where it cannot be written the chat is written all the same', async () => {
  const { files, window } = world('p1', 'p2');
  files.failAppends('EROFS');
  const one = window('one', 'p1');
  assert.equal(await one.lease.acquire(), 'here');
  assert.equal(await one.lease.takeOver(), 'here');
  files.heal();
  await one.lease.acquire();
  files.failAppends('EROFS');
  assert.equal(await window('two', 'p2').lease.acquire(), 'elsewhere');
});

test('nothing is written after the release', async () => {
  const { clock, files, window } = world('p1');
  const { lease, looks } = window('one', 'p1');
  const work = [lease.acquire(), lease.check(), lease.release(), lease.check()];
  await Promise.all(work);
  await pass(clock, 60);
  assert.deepEqual([...files.contents], []);
  assert.equal(clock.waiting, 0);
  assert.deepEqual(looks, []);
});

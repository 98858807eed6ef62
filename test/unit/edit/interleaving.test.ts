import assert from 'node:assert/strict';
import { test } from 'node:test';
import { begin, isOpen, isUnsettled, nextWrite, type Input, type Session } from '../../../src/edit/session.ts';
import { step } from '../../../src/edit/step.ts';
import type { Change } from '../../../src/edit/region.ts';
import { fakeDocument } from './fakeDocument.ts';

const runs = 10_000;
const firstSeed = Number(process.env['PARLEY_TEST_SEED'] ?? Date.now() % 1_000_000_000);

/** A small generator of our own, so that a seed means the same everywhere (mulberry32). */
function generator(seed: number) {
  let state = seed | 0;
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit: number) => Math.floor(next() * limit);
  const words = ['', 'a', 'b', '  c', '}'];
  const lines = (limit: number) => Array.from({ length: below(limit + 1) }, () => words[below(words.length)] ?? '');
  return { below, lines };
}

/** One random life of an edit. The shadows are the document as it should be with either text in the region. */
function live(seed: number): string[] {
  const random = generator(seed);
  const original = ['a', ...random.lines(5)];
  const full = random.lines(7);
  let above = ['top', ...random.lines(3)];
  let below = [...random.lines(3), 'end'];
  const document = fakeDocument([...above, ...original, ...below]);
  let session: Session = begin({ start: above.length, count: original.length }, original);
  let arrived = 0;
  let lastWasOurs = false;
  let typedInside = false;
  const log: string[] = [];

  const send = (input: Input) => {
    session = step(session, input);
  };
  const pump = (limit: number) => {
    for (let left = limit; left > 0; left -= 1) {
      const write = nextWrite(session);
      if (write === undefined) return;
      document.write(write);
      lastWasOurs = true;
      send({ type: 'wrote', write });
    }
  };
  const typed = (change: Change) => {
    document.change(change);
    lastWasOurs = false;
    send({ type: 'changed', changes: [change], read: document.read });
  };
  const at = (line: number, text: string): Change => {
    return { startLine: line, startCharacter: 0, endLine: line, endCharacter: 0, text };
  };
  const expectRegion = (lines: readonly string[], why: string) =>
    assert.deepEqual(document.lines, [...above, ...lines, ...below], why);

  const actions: Record<string, () => void> = {
    deltas: () => {
      arrived = Math.min(full.length, arrived + 1 + random.below(3));
      send({ type: 'proposal', lines: full.slice(0, arrived) });
    },
    correction: () => {
      arrived = random.below(arrived + 1);
      send({ type: 'proposal', lines: full.slice(0, arrived) });
    },
    pump: () => pump(1 + random.below(3)),
    finish: () => send({ type: 'finish', reason: 'stop', lines: full }),
    error: () => send({ type: 'error', error: { kind: 'network', message: 'gone' } }),
    typeAbove: () => {
      above = above.with(0, `x${above[0]}`);
      typed(at(0, 'x'));
    },
    lineAbove: () => {
      above = ['new', ...above];
      typed(at(0, 'new\n'));
    },
    removeAbove: () => {
      if (above.length < 2) return;
      above = above.slice(1);
      typed({ startLine: 0, startCharacter: 0, endLine: 1, endCharacter: 0, text: '' });
    },
    lineBelow: () => {
      // Right where an empty region is, nobody could tell above from below.
      if (session.held.length === 0 && below.length === 1) return;
      below = below.toSpliced(-1, 0, 'under');
      typed(at(document.lines.length - 1, 'under\n'));
    },
    lineUnderneath: () => {
      if (session.held.length === 0) return;
      below = ['under', ...below];
      typed(at(session.region.start + session.held.length, 'under\n'));
    },
    removeUnderneath: () => {
      if (below.length < 2) return;
      const line = session.region.start + session.held.length;
      below = below.slice(1);
      typed({ startLine: line, startCharacter: 0, endLine: line + 1, endCharacter: 0, text: '' });
    },
    typeInside: () => {
      if (!isOpen(session) || session.held.length === 0) return;
      const wasUnsettled = isUnsettled(session);
      typed(at(session.region.start + random.below(session.held.length), 'mine'));
      typedInside = true;
      if (wasUnsettled) assert.equal(session.phase, 'interrupted', 'typing inside interrupts');
    },
    save: () => {
      const phase = session.phase;
      send({ type: 'saving' });
      pump(Infinity);
      if (typedInside) return;
      if (phase === 'streaming') expectRegion(original, 'a save while streaming holds the original');
      if (phase === 'reviewing') expectRegion(full, 'a save in review holds the proposal');
    },
    accept: () => {
      pump(Infinity);
      send({ type: 'accept' });
    },
    reject: () => send({ type: 'reject' }),
    retry: () => {
      if (session.phase === 'reviewing') typedInside = false;
      arrived = session.phase === 'reviewing' || session.phase === 'failed' ? 0 : arrived;
      send({ type: 'retry' });
    },
    undo: () => {
      pump(Infinity);
      if (session.phase !== 'reviewing' || !lastWasOurs || typedInside) return;
      const changes = document.undo();
      assert.ok(changes);
      send({ type: 'changed', changes, read: document.read });
      expectRegion(original, 'one undo leads to the original');
      assert.equal(session.phase, 'rejected');
    },
  };
  const common = ['deltas', 'deltas', 'deltas', 'pump', 'pump', 'typeAbove', 'lineAbove', 'removeAbove', 'lineBelow'];
  const names = [...common, ...Object.keys(actions)];
  try {
    for (let count = 4 + random.below(24); count > 0 && (isOpen(session) || session.phase === 'failed'); count -= 1) {
      const name = names[random.below(names.length)] ?? '';
      log.push(name);
      actions[name]?.();
    }
    if (session.phase === 'streaming') send({ type: 'finish', reason: 'stop', lines: full });
    pump(Infinity);
    const before = document.lines;
    if (session.phase === 'interrupted' || typedInside) {
      assert.ok(session.phase === 'rejected' || before.join().includes('mine'), 'what was typed is still there');
      if (session.phase === 'interrupted') assert.equal(nextWrite(session), undefined);
      if (session.phase === 'rejected') expectRegion(original, 'a rejection is exactly the original');
    } else {
      const isProposal = session.phase === 'reviewing' || session.phase === 'accepted';
      expectRegion(isProposal ? full : original, `after ${session.phase}`);
    }
  } catch (error) {
    throw new Error(`PARLEY_TEST_SEED=${seed}: ${log.join(' ')}`, { cause: error });
  }
  return [...log, `ended:${session.phase}`];
}

test(`${runs} random lives of an edit, from seed ${firstSeed}`, (context) => {
  const seen = new Map<string, number>();
  for (let seed = firstSeed; seed < firstSeed + runs; seed += 1) {
    for (const name of new Set(live(seed))) seen.set(name, (seen.get(name) ?? 0) + 1);
  }
  context.diagnostic(JSON.stringify(Object.fromEntries(seen)));
  for (const phase of ['accepted', 'rejected', 'failed', 'interrupted', 'reviewing']) {
    assert.ok((seen.get(`ended:${phase}`) ?? 0) > runs / 100, `some lives end ${phase}`);
  }
});

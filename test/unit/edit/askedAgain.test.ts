import assert from 'node:assert/strict';
import { test } from 'node:test';
import { begin, nextWrite, type Input, type Session } from '../../../src/edit/session.ts';
import { step } from '../../../src/edit/step.ts';

const original = ['one', 'two', 'three'];

/** A session after all of this has happened and was written. */
function after(...inputs: Input[]): Session {
  return inputs.reduce(
    (before, input) => {
      let session = step(before, input);
      for (let write = nextWrite(session); write !== undefined; write = nextWrite(session))
        session = step(session, { type: 'wrote', write });
      return session;
    },
    begin({ start: 0, count: 3 }, original),
  );
}

const finish = (...lines: string[]): Input => ({ type: 'finish', reason: 'stop', lines });
const refined = [finish('ONE', 'two', 'three'), { type: 'refine' } as const, finish('ONE', 'TWO', 'three')];

test('a follow-up asked again begins with what was under review before it', () => {
  const session = after(...refined, { type: 'retry', over: ['ONE', 'two', 'three'] });
  assert.deepEqual(session.held, ['ONE', 'two', 'three']);
  assert.deepEqual(session.under, ['ONE', 'two', 'three']);
  assert.deepEqual(session.base, original);
  assert.equal(session.phase, 'streaming');
});

test('a first question asked again begins with the base', () => {
  assert.deepEqual(after(...refined, { type: 'retry' }).held, original);
});

test('when it fails the second time, too, what was under review is', () => {
  const error = { kind: 'overloaded', message: 'Busy.' } as const;
  const session = after(...refined, { type: 'retry', over: ['ONE', 'two', 'three'] }, { type: 'error', error });
  assert.equal(session.phase, 'reviewing');
  assert.equal(session.error, error);
  assert.deepEqual(session.held, ['ONE', 'two', 'three']);
});

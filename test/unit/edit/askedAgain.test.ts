import assert from 'node:assert/strict';
import { test } from 'node:test';
import { begin, canContinue, nextWrite, type Input, type Session } from '../../../src/edit/session.ts';
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

const error = { kind: 'overloaded', message: 'Busy.' } as const;
const nothing: readonly Input[] = [
  { type: 'error', error },
  { type: 'finish', reason: 'aborted', lines: [] },
];

test('what was under review is again when nothing comes of asking once more', () => {
  for (const input of nothing) {
    const first = after(finish('ONE', 'two', 'three'), { type: 'retry' }, input);
    assert.deepEqual([first.phase, first.held, first.finish], ['reviewing', ['ONE', 'two', 'three'], 'stop']);
    const followUp = after(...refined, { type: 'retry', over: ['ONE', 'two', 'three'] }, input);
    assert.deepEqual([followUp.phase, followUp.held], ['reviewing', ['ONE', 'TWO', 'three']]);
    assert.equal(followUp.error, input.type === 'error' ? error : undefined);
  }
});

test('an answer that proposes no change leaves the one that was under review, too', () => {
  const session = after(finish('ONE', 'two', 'three'), { type: 'retry' }, finish(...original));
  assert.deepEqual([session.phase, session.held], ['reviewing', ['ONE', 'two', 'three']]);
});

test('an answer that was cut off can be gone on with after another one has failed', () => {
  const partial: Input = { type: 'finish', reason: 'length', lines: ['ONE', 'two'] };
  assert.ok(canContinue(after(partial, { type: 'retry' }, { type: 'error', error })));
});

test('what failed at first has nothing to go back to, and a second failure ends it, too', () => {
  const session = after({ type: 'error', error }, { type: 'retry' }, { type: 'error', error });
  assert.deepEqual([session.phase, session.held], ['failed', original]);
});

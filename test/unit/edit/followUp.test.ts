import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canContinue, isPartial, nextWrite } from '../../../src/edit/session.ts';
import { step } from '../../../src/edit/step.ts';
import { around, bench, error, finish, original, proposal, type Bench } from './editBench.ts';

const first = ['ONE', 'two', 'THREE'];

/** Under review with two hunks. */
function reviewed(): Bench {
  const self = bench();
  self.send(finish(...first));
  return self;
}

test('an accepted hunk stays when the rest is rejected', () => {
  const self = reviewed();
  self.send({ type: 'accept-hunk', hunk: self.hunk(0) });
  assert.equal(self.session.phase, 'reviewing');
  assert.deepEqual(self.document.lines, around(...first));
  self.send({ type: 'reject' });
  assert.equal(self.session.phase, 'accepted');
  assert.deepEqual(self.document.lines, around('ONE', 'two', 'three'));
});

test('a rejected hunk is gone when the rest is accepted, and is one undo step', () => {
  const self = reviewed();
  const steps = self.document.stepCount;
  self.send({ type: 'reject-hunk', hunk: self.hunk(0) });
  assert.deepEqual(self.document.lines, around('one', 'two', 'THREE'));
  assert.equal(self.document.stepCount, steps + 1);
  self.send({ type: 'accept' });
  assert.equal(self.session.phase, 'accepted');
});

test('undo brings a rejected hunk back under review, and then the original', () => {
  const self = reviewed();
  self.send({ type: 'reject-hunk', hunk: self.hunk(1) });
  self.undo();
  assert.equal(self.session.phase, 'reviewing');
  assert.deepEqual(self.document.lines, around(...first));
  self.redo();
  assert.deepEqual(self.document.lines, around('ONE', 'two', 'three'));
  self.undo();
  self.undo();
  assert.equal(self.session.phase, 'rejected');
  assert.deepEqual(self.document.lines, around(...original));
});

test('the last hunk ends the review, as what was chosen', () => {
  const accepted = reviewed();
  for (let left = 2; left > 0; left -= 1) accepted.send({ type: 'accept-hunk', hunk: accepted.hunk(0) });
  assert.equal(accepted.session.phase, 'accepted');
  const rejected = reviewed();
  for (let left = 2; left > 0; left -= 1) rejected.send({ type: 'reject-hunk', hunk: rejected.hunk(0) });
  assert.equal(rejected.session.phase, 'rejected');
  assert.deepEqual(rejected.document.lines, around(...original));
  const mixed = reviewed();
  mixed.send({ type: 'accept-hunk', hunk: mixed.hunk(1) });
  mixed.send({ type: 'reject-hunk', hunk: mixed.hunk(0) });
  assert.equal(mixed.session.phase, 'accepted');
  assert.deepEqual(mixed.document.lines, around('one', 'two', 'THREE'));
});

test('hunks that only add and only remove are chosen like others', () => {
  const self = bench();
  self.send(finish('new', 'one', 'three'));
  self.send({ type: 'accept-hunk', hunk: self.hunk(0) });
  self.send({ type: 'reject-hunk', hunk: self.hunk(0) });
  assert.deepEqual(self.document.lines, around('new', ...original));
});

test('hunks mean nothing while something is still to be written', () => {
  const self = reviewed();
  const hunk = self.hunk(0);
  self.send({ type: 'refine' });
  const streaming = self.session;
  self.send({ type: 'accept-hunk', hunk }, { type: 'reject-hunk', hunk });
  assert.equal(self.session, streaming);
  self.session = step(self.session, finish('other'));
  assert.ok(nextWrite(self.session));
  const unsettled = self.session;
  assert.equal(step(unsettled, { type: 'accept-hunk', hunk }), unsettled);
  assert.equal(step(unsettled, { type: 'reject-hunk', hunk }), unsettled);
});

test('undo of everything after a hunk was accepted is a rejection', () => {
  const self = reviewed();
  self.send({ type: 'accept-hunk', hunk: self.hunk(0) });
  self.undo();
  assert.equal(self.session.phase, 'rejected');
  assert.deepEqual(self.document.lines, around(...original));
});

test('a refinement is written over what was under review, and is one undo step', () => {
  const self = reviewed();
  const steps = self.document.stepCount;
  self.send({ type: 'refine' }, proposal('ONE', 'TWO'));
  assert.deepEqual(self.document.lines, around('ONE', 'TWO', 'two', 'THREE'));
  self.send(finish('ONE', 'TWO', 'THREE'));
  assert.equal(self.document.stepCount, steps + 1);
  self.undo();
  assert.equal(self.session.phase, 'reviewing');
  assert.deepEqual(self.document.lines, around(...first));
});

test('a refined review compares with the original, and is rejected as a whole', () => {
  const self = reviewed();
  self.send({ type: 'refine' }, finish('ONE', 'two', 'three'));
  assert.deepEqual(self.session.base, original);
  self.send({ type: 'reject' });
  assert.equal(self.session.phase, 'rejected');
  assert.deepEqual(self.document.lines, around(...original));
});

test('rejecting while a refinement is written leads to the base', () => {
  const self = reviewed();
  self.send({ type: 'accept-hunk', hunk: self.hunk(0) }, { type: 'refine' }, proposal('x'), { type: 'reject' });
  assert.equal(self.session.phase, 'accepted');
  assert.deepEqual(self.document.lines, around('ONE', 'two', 'three'));
});

for (const [name, ends] of [
  ['fails', { type: 'error', error }],
  ['says the same', finish(...first)],
  ['is stopped before it says anything', { type: 'finish', reason: 'aborted', lines: [] }],
] as const) {
  test(`a refinement that ${name} leaves what was under review`, () => {
    const self = reviewed();
    self.send({ type: 'refine' });
    if (name === 'fails') self.send(proposal('x', 'y'));
    self.send(ends);
    assert.equal(self.session.phase, 'reviewing');
    assert.equal(self.session.error, name === 'fails' ? error : undefined);
    assert.equal(isPartial(self.session), false);
    assert.deepEqual(self.document.lines, around(...first));
    self.send({ type: 'refine' }, finish('x'));
    assert.equal(self.session.error, undefined);
    assert.deepEqual(self.document.lines, around('x'));
  });
}

test('undo while a refinement is written leaves what was under review', () => {
  const self = reviewed();
  self.send({ type: 'refine' }, proposal('x'));
  self.undo();
  assert.equal(self.session.phase, 'reviewing');
  assert.deepEqual(self.document.lines, around(...first));
});

test('a refinement that leads back to the original is a rejection', () => {
  const self = reviewed();
  self.send({ type: 'refine' }, finish(...original));
  assert.equal(self.session.phase, 'rejected');
});

test('saving while a refinement is written keeps what was under review', () => {
  const self = reviewed();
  self.send({ type: 'refine' }, proposal('x'), { type: 'saving' });
  assert.deepEqual(self.document.lines, around(...first));
  self.send(finish('x'));
  assert.deepEqual(self.document.lines, around('x'));
});

const cutOff = { type: 'finish', reason: 'length', lines: ['ONE'] } as const;

test('the rest of a cut off answer is written behind what came, in an undo step of its own', () => {
  const self = bench();
  self.send(cutOff);
  assert.equal(canContinue(self.session), true);
  assert.deepEqual(self.document.lines, around('ONE', ...original));
  const steps = self.document.stepCount;
  self.send({ type: 'continue' }, proposal('ONE'), proposal('ONE', 'TWO'), finish('ONE', 'TWO'));
  assert.equal(isPartial(self.session), false);
  assert.deepEqual(self.document.lines, around('ONE', 'TWO'));
  assert.equal(self.document.stepCount, steps + 1);
  self.undo();
  assert.equal(self.session.phase, 'reviewing');
  assert.deepEqual(self.document.lines, around('ONE', ...original));
});

test('a continuation that fails can be tried again', () => {
  const self = bench();
  self.send(cutOff, { type: 'continue' }, proposal('ONE', 'TWO'), { type: 'error', error });
  assert.equal(self.session.phase, 'reviewing');
  assert.deepEqual(self.document.lines, around('ONE', ...original));
  assert.equal(canContinue(self.session), true);
  self.send({ type: 'continue' }, finish('ONE', 'TWO', 'THREE'));
  assert.deepEqual(self.document.lines, around('ONE', 'TWO', 'THREE'));
});

test('an answer that was changed since cannot be continued, which would undo the change', () => {
  const typed = bench();
  typed.send(cutOff);
  typed.type(3, 'mine ');
  assert.equal(canContinue(typed.session), false);
  typed.send({ type: 'continue' });
  assert.equal(typed.session.phase, 'reviewing');
  const chosen = bench();
  chosen.send({ type: 'finish', reason: 'length', lines: ['ONE', 'two', 'X'] });
  chosen.send({ type: 'reject-hunk', hunk: chosen.hunk(0) });
  assert.equal(canContinue(chosen.session), false);
});

test('a whole answer has nothing to continue', () => {
  const self = reviewed();
  self.send({ type: 'continue' });
  assert.equal(self.session.phase, 'reviewing');
});

test('a retry begins from the hunks that were accepted', () => {
  const self = reviewed();
  self.send({ type: 'accept-hunk', hunk: self.hunk(0) }, { type: 'retry' });
  assert.deepEqual(self.document.lines, around('ONE', 'two', 'three'));
  self.send(finish('ONE', '2', 'three'));
  self.undo();
  assert.equal(self.session.phase, 'accepted');
  assert.deepEqual(self.document.lines, around('ONE', 'two', 'three'));
});

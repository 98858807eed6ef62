import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextWrite } from '../../../src/edit/session.ts';
import { step } from '../../../src/edit/step.ts';
import { around, bench, error, finish, original, proposal } from './editBench.ts';

test('typing elsewhere is an undo step of the user’s alone', () => {
  const self = bench();
  self.send(proposal('ONE'));
  self.type(0, 'typed\n');
  self.send(proposal('ONE', 'TWO'));
  assert.equal(self.document.stepCount, 3);
});

test('undo that leads to what was half written ends the edit with the original', () => {
  const self = bench();
  self.send(proposal('ONE'));
  self.type(0, 'typed\n');
  self.send(proposal('ONE', 'TWO'));
  self.undo();
  assert.equal(self.session.phase, 'rejected');
  assert.deepEqual(self.document.lines, ['typed', ...around(...original)]);
});

test('undo and redo lead to and fro through a review', () => {
  const self = bench();
  self.send(finish('x', 'two', 'y'), { type: 'refine' }, finish('x', 'z', 'y'));
  self.undo();
  assert.deepEqual(self.document.lines, around('x', 'two', 'y'));
  assert.equal(self.session.phase, 'reviewing');
  self.redo();
  assert.deepEqual(self.document.lines, around('x', 'z', 'y'));
  assert.equal(self.session.phase, 'reviewing');
  self.undo();
  self.undo();
  assert.deepEqual(self.document.lines, around(...original));
  assert.equal(self.session.phase, 'rejected');
});

test('writing that goes on stays in one undo step, and nobody else gets into it once it has ended', () => {
  const streaming = step(bench().session, proposal('x'));
  const { undoStopBefore, undoStopAfter } = nextWrite(streaming) ?? {};
  assert.deepEqual([undoStopBefore, undoStopAfter], [true, false]);
  assert.equal(nextWrite(step(streaming, finish('x')))?.undoStopAfter, true);
  assert.equal(nextWrite(step(streaming, { type: 'error', error }))?.undoStopAfter, undefined);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canContinue, isPartial, nextWrite } from '../../../src/edit/session.ts';
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

test('redo after an undo in the middle of the writing brings what came back under review', () => {
  const self = bench();
  self.send(proposal('ONE'), proposal('ONE', 'TWO'));
  self.undo();
  assert.equal(self.session.phase, 'rejected');
  self.redo();
  assert.deepEqual(self.document.lines, around('ONE', 'TWO', ...original));
  assert.equal(self.session.phase, 'reviewing');
  assert.ok(isPartial(self.session));
  assert.ok(canContinue(self.session));
  self.send({ type: 'reject' });
  assert.deepEqual(self.document.lines, around(...original));
});

test('after an edit has ended, undo leads to nothing half-written that is not under review', () => {
  for (const end of ['accept', 'reject'] as const) {
    const self = bench();
    self.send(proposal('ONE'));
    self.type(0, 'typed\n');
    self.send(proposal('ONE', 'TWO'));
    self.type(self.document.lines.length - 1, 'typed ');
    self.send(finish('ONE', 'TWO'), { type: end });
    const stops = [];
    while (self.document.stepCount > 0) {
      self.undo();
      const { phase, held } = self.session;
      const state = phase === 'reviewing' ? (isPartial(self.session) ? 'partial' : 'whole') : 'over';
      stops.push(`${state}: ${held.join(' ')}`);
    }
    assert.deepEqual(stops, [
      ...(end === 'reject' ? ['whole: ONE TWO'] : []),
      `over: ${original.join(' ')}`,
      `partial: ONE TWO ${original.join(' ')}`,
      `partial: ONE TWO ${original.join(' ')}`,
      `partial: ONE ${original.join(' ')}`,
      `partial: ONE ${original.join(' ')}`,
      `over: ${original.join(' ')}`,
    ]);
  }
});

test('what was accepted is no longer judged, wherever undo and redo lead', () => {
  const self = bench();
  self.send(finish('x'), { type: 'accept' });
  self.undo();
  self.redo();
  assert.deepEqual(self.document.lines, around('x'));
  assert.notEqual(self.session.phase, 'reviewing');
});

test('undo of the rest of an answer leads back to the part, which can be gone on with again', () => {
  const self = bench();
  self.send({ type: 'finish', reason: 'length', lines: ['ONE'] });
  const { answer } = self.session;
  self.send({ type: 'continue' }, finish('ONE', 'TWO'));
  assert.notEqual(self.session.answer, answer);
  self.undo();
  assert.ok(isPartial(self.session));
  assert.ok(canContinue(self.session));
  assert.equal(self.session.answer, answer);
  self.redo();
  assert.equal(isPartial(self.session), false);
});

test('lines that look the same elsewhere, after other changes than undo, bring no edit back', () => {
  const self = bench();
  self.send(proposal('ONE'));
  self.undo();
  self.type(2, 'ONE\n');
  assert.deepEqual(self.document.lines, around('ONE', ...original));
  assert.equal(self.session.phase, 'rejected');
});

test('writing that goes on stays in one undo step, and nobody else gets into it once it has ended', () => {
  const streaming = step(bench().session, proposal('x'));
  const { undoStopBefore, undoStopAfter } = nextWrite(streaming) ?? {};
  assert.deepEqual([undoStopBefore, undoStopAfter], [true, false]);
  assert.equal(nextWrite(step(streaming, finish('x')))?.undoStopAfter, true);
  assert.equal(nextWrite(step(streaming, { type: 'error', error }))?.undoStopAfter, undefined);
});

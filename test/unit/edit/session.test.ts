import assert from 'node:assert/strict';
import { test } from 'node:test';
import { canContinue, isPartial, nextWrite } from '../../../src/edit/session.ts';
import { step } from '../../../src/edit/step.ts';
import { around, bench, error, finish, original, proposal } from './editBench.ts';

test('what comes stands above what it is written over, as long as the two have nothing in common', () => {
  const { send, document } = bench();
  send(proposal('ONE'));
  assert.deepEqual(document.lines, around('ONE', ...original));
  send(proposal('ONE', 'TWO'));
  assert.deepEqual(document.lines, around('ONE', 'TWO', ...original));
  send(proposal('ONE'));
  assert.deepEqual(document.lines, around('ONE', ...original));
  send(finish('ONE', 'TWO'));
  assert.deepEqual(document.lines, around('ONE', 'TWO'));
});

test('lines that stay are left where they are, and what is below them too', () => {
  const { send, document } = bench();
  send(proposal('one', 'TWO'));
  assert.deepEqual(document.lines, around('one', 'TWO', 'two', 'three'));
  send(finish('one', 'TWO', 'three'));
  assert.deepEqual(document.lines, around('one', 'TWO', 'three'));
});

test('a finished answer is in the document exactly, and one undo leads back', () => {
  const { send, document, undo } = bench();
  send(proposal('ONE'), proposal('ONE', 'TWO'), finish('ONE', 'TWO'));
  assert.deepEqual(document.lines, around('ONE', 'TWO'));
  undo();
  assert.deepEqual(document.lines, around(...original));
});

test('undo back to the original in review is a rejection', () => {
  const self = bench();
  self.send(proposal('ONE'), finish('ONE'));
  assert.equal(self.session.phase, 'reviewing');
  self.undo();
  assert.equal(self.session.phase, 'rejected');
});

test('undo while it is written ends it with the original', () => {
  const self = bench();
  self.send(proposal('ONE'), proposal('ONE', 'TWO'));
  self.undo();
  assert.equal(self.session.phase, 'rejected');
  self.send(proposal('ONE', 'TWO', 'THREE'));
  assert.deepEqual(self.document.lines, around(...original));
});

test('accept keeps, reject restores', () => {
  const accepted = bench();
  accepted.send(finish('x'), { type: 'accept' }, { type: 'reject' });
  assert.equal(accepted.session.phase, 'accepted');
  assert.deepEqual(accepted.document.lines, around('x'));
  const rejected = bench();
  rejected.send(finish('x'), { type: 'reject' });
  assert.deepEqual(rejected.document.lines, around(...original));
});

test('accept means nothing while it is written', () => {
  const self = bench();
  self.send(proposal('x'), { type: 'accept' });
  assert.equal(self.session.phase, 'streaming');
});

test('an answer that removes everything can be taken back', () => {
  const { send, document } = bench();
  send({ type: 'finish', reason: 'stop', lines: [] });
  assert.deepEqual(document.lines, ['above', '', 'below']);
  send({ type: 'reject' });
  assert.deepEqual(document.lines, around(...original));
});

test('an answer like the original is no change to review', () => {
  const self = bench();
  self.send(proposal('one', 'TWO'), finish(...original));
  assert.equal(self.session.phase, 'rejected');
  assert.deepEqual(self.document.lines, around(...original));
});

test('an error restores the original and can be retried', () => {
  const self = bench();
  self.send(proposal('x'), { type: 'error', error });
  assert.equal(self.session.phase, 'failed');
  assert.equal(self.session.error, error);
  assert.deepEqual(self.document.lines, around(...original));
  self.send({ type: 'retry' }, proposal('y'), finish('y'));
  assert.equal(self.session.phase, 'reviewing');
  assert.equal(self.session.error, undefined);
  self.undo();
  assert.deepEqual(self.document.lines, around(...original));
});

test('after an error the region is followed, and changing it makes a retry impossible', () => {
  const self = bench();
  self.send({ type: 'error', error });
  self.type(0, 'new\n');
  assert.equal(self.session.region.start, 3);
  self.type(3, 'x');
  self.send({ type: 'retry' });
  assert.equal(self.session.phase, 'interrupted');
});

test('a cut off answer can be reviewed above the rest of the original and says that it is partial', () => {
  const self = bench();
  self.send({ type: 'finish', reason: 'length', lines: ['one', 'x'] });
  assert.equal(self.session.phase, 'reviewing');
  assert.equal(isPartial(self.session), true);
  assert.deepEqual(self.document.lines, around('one', 'x', 'two', 'three'));
  self.undo();
  assert.deepEqual(self.document.lines, around(...original));
});

test('stopping before anything came leaves the original', () => {
  const self = bench();
  self.send({ type: 'finish', reason: 'aborted', lines: [] });
  assert.equal(self.session.phase, 'rejected');
  assert.deepEqual(self.document.lines, around(...original));
});

test('typing elsewhere shifts the region, and one undo still leads to the original', () => {
  const self = bench();
  self.send(proposal('ONE'));
  self.type(0, 'typed\n');
  self.send(proposal('ONE', 'TWO'), finish('ONE', 'TWO'));
  assert.deepEqual(self.document.lines, ['typed', 'above', '', 'ONE', 'TWO', 'below']);
  self.undo();
  assert.deepEqual(self.document.lines, ['typed', 'above', '', ...original, 'below']);
  assert.equal(self.session.phase, 'rejected');
});

test('typing inside while it is written stops it, and what is there by then is under review', () => {
  const self = bench();
  self.send(proposal('ONE'));
  self.type(3, 'mine ');
  assert.equal(self.session.phase, 'reviewing');
  assert.ok(isPartial(self.session));
  assert.ok(!canContinue(self.session));
  self.send(proposal('ONE', 'TWO'), finish('ONE', 'TWO'));
  assert.deepEqual(self.document.lines, around('ONE', 'mine one', 'two', 'three'));
  self.send({ type: 'reject' });
  assert.deepEqual(self.document.lines, around(...original));
  assert.equal(self.session.phase, 'rejected');
});

test('typing inside before anything is written ends it with what was typed', () => {
  const self = bench();
  self.type(3, 'mine ');
  assert.equal(self.session.phase, 'interrupted');
  self.send(proposal('ONE', 'TWO'), finish('ONE', 'TWO'), { type: 'reject' });
  assert.deepEqual(self.document.lines, around('one', 'mine two', 'three'));
});

test('typing inside in review is kept by accept and taken back by reject', () => {
  const self = bench();
  self.send(finish('x', 'y'));
  self.type(2, 'my\n');
  self.type(3, 'our ');
  assert.equal(self.session.phase, 'reviewing');
  assert.deepEqual(self.document.lines, around('my', 'our x', 'y'));
  self.send({ type: 'reject' });
  assert.deepEqual(self.document.lines, ['above', '', 'my', ...original, 'below']);
});

test('a change over the end of the region in review ends it with the document as it is', () => {
  const self = bench();
  self.send(finish('x', 'y'));
  const change = { startLine: 3, startCharacter: 1, endLine: 4, endCharacter: 0, text: '' };
  self.document.change(change);
  self.send({ type: 'changed', changes: [change], read: self.document.read });
  assert.equal(self.session.phase, 'accepted');
  assert.deepEqual(self.document.lines, ['above', '', 'x', 'ybelow']);
});

test('replacing the whole document around an equal region is a change elsewhere', () => {
  const self = bench();
  self.send(proposal('ONE'));
  const text = ['top', 'above', '', 'ONE', ...original, 'below'].join('\r\n');
  const change = { startLine: 0, startCharacter: 0, endLine: 6, endCharacter: 5, text };
  self.document.change(change);
  self.send({ type: 'changed', changes: [change], read: self.document.read });
  assert.equal(self.session.phase, 'streaming');
  assert.equal(self.session.region.start, 3);
});

test('saving while it is written puts the original back, and the rest comes in one piece', () => {
  const self = bench();
  self.send(proposal('ONE'), { type: 'saving' });
  assert.deepEqual(self.document.lines, around(...original));
  self.send(proposal('ONE', 'TWO'));
  assert.deepEqual(self.document.lines, around(...original));
  self.send(finish('ONE', 'TWO'));
  assert.deepEqual(self.document.lines, around('ONE', 'TWO'));
  self.undo();
  assert.deepEqual(self.document.lines, around(...original));
});

test('saving in review changes nothing', () => {
  const self = bench();
  self.send(finish('x'), { type: 'saving' });
  assert.equal(self.session.phase, 'reviewing');
  assert.deepEqual(self.document.lines, around('x'));
});

test('a retry restores first, so that one undo from the second proposal leads to the original', () => {
  const self = bench();
  self.send(finish('first'), { type: 'retry' });
  assert.deepEqual(self.document.lines, around(...original));
  self.send(proposal('second'), finish('second'));
  self.undo();
  assert.deepEqual(self.document.lines, around(...original));
});

test('a write that was under way when the answer ended does not split the undo step', () => {
  const self = bench();
  self.session = step(self.session, proposal('ONE'));
  const write = nextWrite(self.session);
  assert.ok(write);
  self.session = step(self.session, finish('ONE', 'TWO'));
  self.document.write(write);
  self.send({ type: 'wrote', write });
  assert.deepEqual(self.document.lines, around('ONE', 'TWO'));
  self.undo();
  assert.deepEqual(self.document.lines, around(...original));
});

test('closing ends it, without another write', () => {
  const self = bench();
  self.send(proposal('ONE'), { type: 'close' }, finish('ONE', 'TWO'));
  assert.equal(self.session.phase, 'rejected');
  assert.equal(nextWrite(self.session), undefined);
});

test('closing in the middle of a restoration leaves the document to whoever has it then', () => {
  const self = bench();
  self.send(finish('x'));
  self.session = step(self.session, { type: 'reject' });
  assert.ok(nextWrite(self.session));
  self.session = step(self.session, { type: 'close' });
  assert.equal(self.session.phase, 'rejected');
  assert.equal(nextWrite(self.session), undefined);
});

test('a document that takes no write fails the edit and is left alone', () => {
  const self = bench();
  self.session = step(self.session, proposal('x'));
  self.session = step(self.session, { type: 'refused', error });
  assert.equal(self.session.phase, 'failed');
  assert.equal(nextWrite(self.session), undefined);
});

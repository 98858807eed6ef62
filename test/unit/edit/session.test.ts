import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ResponseError } from '../../../src/model/error.ts';
import { begin, isPartial, nextWrite, type Input, type Session } from '../../../src/edit/session.ts';
import { step } from '../../../src/edit/step.ts';
import { fakeDocument, type FakeDocument } from './fakeDocument.ts';

const original = ['one', 'two', 'three'];
const error: ResponseError = { kind: 'overloaded', message: 'The provider is busy.' };

interface Bench {
  readonly document: FakeDocument;
  session: Session;
  send(...inputs: Input[]): void;
  type(line: number, text: string): void;
  undo(): void;
}

/** A session on lines 2 to 4 of a document, written to it as soon as it wants to. */
function bench(): Bench {
  const document = fakeDocument(['above', '', ...original, 'below']);
  const self: Bench = {
    document,
    session: begin({ start: 2, count: 3 }, original),
    send(...inputs) {
      for (const input of inputs) {
        self.session = step(self.session, input);
        for (let write = nextWrite(self.session); write !== undefined; write = nextWrite(self.session)) {
          document.write(write);
          self.session = step(self.session, { type: 'wrote', write });
        }
      }
    },
    type(line, text) {
      const change = { startLine: line, startCharacter: 0, endLine: line, endCharacter: 0, text };
      document.change(change);
      self.send({ type: 'changed', changes: [change], read: document.read });
    },
    undo() {
      const changes = document.undo();
      assert.ok(changes, 'there is something to undo');
      self.send({ type: 'changed', changes, read: document.read });
    },
  };
  return self;
}

const proposal = (...lines: string[]): Input => ({ type: 'proposal', lines });
const finish = (...lines: string[]): Input => ({ type: 'finish', reason: 'stop', lines });
const around = (...lines: string[]) => ['above', '', ...lines, 'below'];

test('lines that come replace lines one by one; the rest of the original stays below', () => {
  const { send, document } = bench();
  send(proposal('ONE'));
  assert.deepEqual(document.lines, around('ONE', 'two', 'three'));
  send(proposal('ONE', 'TWO', 'THREE', 'FOUR'));
  assert.deepEqual(document.lines, around('ONE', 'TWO', 'THREE', 'FOUR'));
  send(proposal('ONE'));
  assert.deepEqual(document.lines, around('ONE', 'two', 'three'));
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

test('a cut off answer can be reviewed and says that it is partial', () => {
  const self = bench();
  self.send({ type: 'finish', reason: 'length', lines: ['x'] });
  assert.equal(self.session.phase, 'reviewing');
  assert.equal(isPartial(self.session), true);
  assert.deepEqual(self.document.lines, around('x'));
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

test('typing inside while it is written stops it and leaves both texts', () => {
  const self = bench();
  self.send(proposal('ONE'));
  self.type(3, 'mine ');
  assert.equal(self.session.phase, 'interrupted');
  self.send(proposal('ONE', 'TWO'), finish('ONE', 'TWO'), { type: 'reject' });
  assert.deepEqual(self.document.lines, around('ONE', 'mine two', 'three'));
  assert.deepEqual(self.session.proposal, ['ONE']);
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
  const text = ['top', 'above', '', 'ONE', 'two', 'three', 'below'].join('\r\n');
  const change = { startLine: 0, startCharacter: 0, endLine: 5, endCharacter: 5, text };
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

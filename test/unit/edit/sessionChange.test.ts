import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { begin, nextWrite, type Session } from '../../../src/edit/session.ts';
import { step } from '../../../src/edit/step.ts';
import { fakeDocument } from './fakeDocument.ts';

const around = (...lines: readonly string[]) => ['top', ...lines, 'end'];

/** An edit of two lines that has written its first one, with white space at its end. */
function written() {
  const document = fakeDocument(around('a  ', 'b'));
  let session: Session = begin({ start: 1, count: 2 }, ['a  ', 'b']);
  const flush = () => {
    for (let write = nextWrite(session); write !== undefined; write = nextWrite(session)) {
      document.write(write);
      session = step(session, { type: 'wrote', write });
    }
  };
  session = step(session, { type: 'proposal', lines: ['new  '] });
  flush();
  return {
    document,
    flush,
    session: () => session,
    send: (input: Parameters<typeof step>[1]) => (session = step(session, input)),
    /** What someone else replaces in the second line of the document. */
    replace(startCharacter: number, endCharacter: number, text: string) {
      const change = { startLine: 1, startCharacter, endLine: 1, endCharacter, text };
      document.change(change);
      session = step(session, { type: 'changed', changes: [change], read: document.read });
    },
  };
}

describe('an edit whose lines someone changes while they are written', () => {
  it('goes on over white space that was trimmed, and a save still has the original', () => {
    const edit = written();
    assert.equal(edit.document.lines[1], 'new  ');
    edit.replace(3, 5, '');
    assert.equal(edit.session().phase, 'streaming');
    edit.send({ type: 'saving' });
    edit.flush();
    assert.deepEqual(edit.document.lines, around('a  ', 'b'));
    edit.send({ type: 'finish', reason: 'stop', lines: ['new  ', 'two'] });
    edit.flush();
    assert.deepEqual(edit.document.lines, around('new  ', 'two'));
    edit.send({ type: 'reject' });
    edit.flush();
    assert.deepEqual(edit.document.lines, around('a  ', 'b'));
  });

  it('goes on over a line that was broken', () => {
    const edit = written();
    edit.replace(3, 3, '\n');
    assert.equal(edit.session().phase, 'streaming');
    edit.send({ type: 'finish', reason: 'stop', lines: ['new  ', 'two'] });
    edit.flush();
    assert.deepEqual(edit.document.lines, around('new  ', 'two'));
  });

  it('ends with what is there when its lines are replaced, unless it is certain that someone did that', () => {
    const lines = { startLine: 1, startCharacter: 0, endLine: 3, endCharacter: 1, text: 'x\ny' };
    for (const by of [undefined, 'person'] as const) {
      const edit = written();
      edit.document.change(lines);
      edit.send({ type: 'changed', changes: [lines], read: edit.document.read, ...(by && { by }) });
      assert.equal(edit.session().phase, by === 'person' ? 'reviewing' : 'interrupted');
      assert.deepEqual(edit.document.lines, around('x', 'y'));
    }
  });

  it('stops for review when a line is broken by hand or taken away', () => {
    for (const change of [
      { startLine: 1, startCharacter: 1, endLine: 1, endCharacter: 1, text: '\n' },
      { startLine: 2, startCharacter: 0, endLine: 3, endCharacter: 0, text: '' },
    ]) {
      const edit = written();
      edit.document.change(change);
      edit.send({
        type: 'changed',
        changes: [change],
        read: edit.document.read,
        ...(change.text !== '' && { by: 'person' }),
      });
      assert.equal(edit.session().phase, 'reviewing');
      edit.send({ type: 'reject' });
      edit.flush();
      assert.deepEqual(edit.document.lines, around('a  ', 'b'));
    }
  });

  it('stops for review of what is there when a word was typed', () => {
    const edit = written();
    edit.replace(3, 3, 'x');
    assert.equal(edit.session().phase, 'reviewing');
    assert.equal(edit.document.lines[1], 'newx  ');
  });
});

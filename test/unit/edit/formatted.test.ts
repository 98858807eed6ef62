import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { begin, nextWrite, type Author, type Session } from '../../../src/edit/session.ts';
import { step } from '../../../src/edit/step.ts';
import { fakeDocument } from './fakeDocument.ts';

const original = ["first('a');", "second('b');", "third('c');"];
const answer = ["one('x');", "two('y');", "three('z');", 'four();'];
const around = (lines: readonly string[]) => ['top', ...lines, 'end'];

/** An edit that has written so many lines of its answer. */
function written(count: number) {
  const document = fakeDocument(around(original));
  let session: Session = begin({ start: 1, count: original.length }, original);
  const send = (input: Parameters<typeof step>[1]) => {
    session = step(session, input);
    for (let write = nextWrite(session); write !== undefined; write = nextWrite(session)) {
      document.write(write);
      session = step(session, { type: 'wrote', write });
    }
  };
  if (count > 0) send({ type: 'proposal', lines: answer.slice(0, count) });
  return {
    document,
    send,
    phase: () => session.phase,
    /** Each line of the document as someone writes it, from the last to the first, as the editor tells it. */
    rewrite(by: Author, rewritten: (line: string) => string) {
      const lines = document.lines.map((line, index) => ({ line, index })).slice(1, -1);
      const changes = lines
        .filter(({ line }) => rewritten(line) !== line)
        .toReversed()
        .map(({ line, index }) => {
          const end = { endLine: index, endCharacter: line.length };
          return { startLine: index, startCharacter: 0, ...end, text: rewritten(line) };
        });
      for (const change of changes) document.change(change);
      send({ type: 'changed', changes, read: document.read, by });
    },
  };
}

const rewritings: Readonly<Record<string, (line: string) => string>> = {
  quotes: (line) => line.replaceAll("'", '"'),
  semicolons: (line) => line.replace(';', ''),
  words: (line) => line.replace('(', 'Async('),
  indentation: (line) => `\t${line}`,
  'lines broken': (line) => line.replace('(', '(\n  '),
  'lines emptied': () => '',
};

describe('what a program makes of half-written lines', () => {
  for (const [name, rewritten] of Object.entries(rewritings)) {
    for (const count of [1, 2, 3]) {
      it(`${name}, after ${count}: a save has the original, the answer goes on, and can be taken back`, () => {
        const edit = written(count);
        edit.rewrite('program', rewritten);
        assert.equal(edit.phase(), 'streaming');
        edit.send({ type: 'saving' });
        assert.deepEqual(edit.document.lines, around(original));
        edit.send({ type: 'finish', reason: 'stop', lines: answer });
        assert.deepEqual(edit.document.lines, around(answer));
        edit.send({ type: 'reject' });
        assert.deepEqual(edit.document.lines, around(original));
      });
    }
  }

  it('is written over by what comes next', () => {
    const edit = written(1);
    edit.rewrite('program', (line) => line.replace('(', 'Async('));
    edit.send({ type: 'proposal', lines: answer.slice(0, 2) });
    edit.send({ type: 'finish', reason: 'stop', lines: answer });
    assert.deepEqual(edit.document.lines, around(answer));
  });

  it('is taken for what the user wants while the original stands there, but for its form', () => {
    const spelled = written(0);
    spelled.rewrite('program', (line) => line.replaceAll("'", '"'));
    assert.equal(spelled.phase(), 'streaming');
    const renamed = written(0);
    renamed.rewrite('program', (line) => line.replace('first', 'zeroth'));
    assert.equal(renamed.phase(), 'interrupted');
  });

  it('is not meant when a person did it', () => {
    const edit = written(1);
    edit.rewrite('person', (line) => line.replace('(', 'Async('));
    assert.notEqual(edit.phase(), 'streaming');
  });
});

import assert from 'node:assert/strict';
import { hunksBetween } from '../../../src/edit/diff.ts';
import { begin, nextWrite, type Chosen, type Input, type Session } from '../../../src/edit/session.ts';
import { step } from '../../../src/edit/step.ts';
import type { ResponseError } from '../../../src/model/error.ts';
import { fakeDocument, type FakeDocument } from './fakeDocument.ts';

export const original = ['one', 'two', 'three'];
export const error: ResponseError = { kind: 'overloaded', message: 'The provider is busy.' };

/** A session on lines 2 to 4 of a document, written to it as soon as it wants to. */
export interface Bench {
  readonly document: FakeDocument;
  session: Session;
  send(...inputs: Input[]): void;
  type(line: number, text: string): void;
  undo(): void;
  redo(): void;
  /** The hunk of this number under review. */
  hunk(index: number): Chosen;
}

export function bench(lines: readonly string[] = original): Bench {
  const document = fakeDocument(around(...lines));
  const travel = (way: 'undo' | 'redo') => {
    const changes = document[way]();
    assert.ok(changes, `there is something to ${way}`);
    self.send({ type: 'changed', changes, read: document.read, by: 'history' });
  };
  const self: Bench = {
    document,
    session: begin({ start: 2, count: lines.length }, lines),
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
    undo: () => travel('undo'),
    redo: () => travel('redo'),
    hunk(index) {
      const hunk = hunksBetween(self.session.base, self.session.held)[index];
      assert.ok(hunk, `there is a hunk ${index}`);
      return hunk;
    },
  };
  return self;
}

export const proposal = (...lines: string[]): Input => ({ type: 'proposal', lines });
export const finish = (...lines: string[]): Input => ({ type: 'finish', reason: 'stop', lines });
export const around = (...lines: string[]): string[] => ['above', '', ...lines, 'below'];

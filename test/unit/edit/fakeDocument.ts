import { splitLines } from '../../../src/edit/lines.ts';
import { changeFor, type Change, type Region } from '../../../src/edit/region.ts';
import type { Write } from '../../../src/edit/session.ts';

/** A document with the editor's rules for undo: changes join the last step until a stop is set. */
export interface FakeDocument {
  readonly lines: readonly string[];
  read(region: Region): readonly string[];
  /** Someone else's change; a step of its own, as the editor makes of typing. */
  change(change: Change): void;
  write(write: Write): void;
  /** The changes that undoing the last step makes, or undefined when there is none. */
  undo(): readonly Change[] | undefined;
}

/** A document of these lines. */
export function fakeDocument(initial: readonly string[]): FakeDocument {
  let lines = [...initial];
  const steps: Change[][] = [];
  let isStopped = true;

  const replace = (change: Change): Change => {
    const head = (lines[change.startLine] ?? '').slice(0, change.startCharacter);
    const tail = (lines[change.endLine] ?? '').slice(change.endCharacter);
    const removed = lines.slice(change.startLine, change.endLine + 1);
    removed[removed.length - 1] = (removed.at(-1) ?? '').slice(0, change.endCharacter);
    removed[0] = (removed[0] ?? '').slice(change.startCharacter);
    const inserted = splitLines(head + change.text + tail);
    lines = lines.toSpliced(change.startLine, change.endLine - change.startLine + 1, ...inserted);
    const last = splitLines(change.text).at(-1) ?? '';
    const endLine = change.startLine + splitLines(change.text).length - 1;
    const endCharacter = endLine === change.startLine ? change.startCharacter + last.length : last.length;
    return { ...change, endLine, endCharacter, text: removed.join('\n') };
  };
  const record = (change: Change, isStep: boolean) => {
    if (isStep || isStopped || steps.length === 0) steps.push([]);
    steps.at(-1)?.push(replace(change));
    isStopped = false;
  };

  return {
    get lines() {
      return lines;
    },
    read: ({ start, count }) => lines.slice(start, start + count),
    change: (change) => record(change, true),
    write(write) {
      const lengthOf = (line: number) => lines[line]?.length ?? 0;
      record(changeFor(write, { lineCount: lines.length, eol: '\n', lengthOf }), write.undoStopBefore);
      isStopped = write.undoStopAfter;
    },
    undo() {
      const step = steps.pop();
      isStopped = true;
      const inverse = step?.toReversed();
      inverse?.forEach(replace);
      return inverse;
    },
  };
}

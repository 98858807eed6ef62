import { splitLines } from '../../../src/edit/lines.ts';
import { changeFor, type Change, type Region } from '../../../src/edit/region.ts';
import type { Write } from '../../../src/edit/session.ts';

/** A document with the editor's rules for undo: changes join the last step until a stop is set. */
export interface FakeDocument {
  readonly lines: readonly string[];
  /** Steps that can be undone. */
  readonly stepCount: number;
  read(region: Region): readonly string[];
  /** Someone else's change; a step of its own, as the editor makes of typing. */
  change(change: Change): void;
  /** The change that the write is. */
  write(write: Write): Change;
  /** The changes that undoing the last step makes, from the last to the first; undefined when there is none. */
  undo(): readonly Change[] | undefined;
  /** The same for what was undone last, unless something was changed since. */
  redo(): readonly Change[] | undefined;
}

/** An object, so that a line that was left alone can be told from an equal one. */
interface Line {
  readonly text: string;
}

/** A document of these lines. */
export function fakeDocument(initial: readonly string[]): FakeDocument {
  let lines: readonly Line[] = initial.map((text) => ({ text }));
  const done: (readonly Line[])[] = [];
  const undone: (readonly Line[])[] = [];
  let isStopped = true;
  const lengthOf = (line: number) => lines[line]?.text.length ?? 0;

  const record = (change: Change, isStep: boolean) => {
    if (isStep || isStopped || done.length === 0) done.push(lines);
    undone.length = 0;
    lines = replaced(lines, change);
    isStopped = false;
  };
  const goTo = (there: readonly Line[]): readonly Change[] => {
    const changes = changesBetween(lines, there);
    lines = there;
    isStopped = true;
    return changes;
  };

  return {
    get lines() {
      return lines.map(({ text }) => text);
    },
    get stepCount() {
      return done.length;
    },
    read: ({ start, count }) => lines.slice(start, start + count).map(({ text }) => text),
    change: (change) => record(change, true),
    write(write) {
      const change = changeFor(write, { lineCount: lines.length, eol: '\n', lengthOf });
      record(change, write.undoStopBefore);
      isStopped = write.undoStopAfter;
      return change;
    },
    undo() {
      const before = done.pop();
      if (before === undefined) return undefined;
      undone.push(lines);
      return goTo(before);
    },
    redo() {
      const after = undone.pop();
      if (after === undefined) return undefined;
      done.push(lines);
      return goTo(after);
    },
  };
}

/** Lines that a change only borders on are the same lines afterwards. */
function replaced(lines: readonly Line[], change: Change): readonly Line[] {
  const [first, last] = [lines[change.startLine], lines[change.endLine]];
  const head = first?.text.slice(0, change.startCharacter) ?? '';
  const tail = last?.text.slice(change.endCharacter) ?? '';
  const inserted = splitLines(head + change.text + tail).map((text): Line => ({ text }));
  if (first !== undefined && inserted.length > 1 && inserted[0]?.text === first.text) inserted[0] = first;
  else if (last !== undefined && change.endCharacter === 0 && inserted.at(-1)?.text === last.text)
    inserted[inserted.length - 1] = last;
  return lines.toSpliced(change.startLine, change.endLine - change.startLine + 1, ...inserted);
}

/** As the editor tells of undo: one change for each run of lines that are not the same, from the last to the first. */
function changesBetween(from: readonly Line[], to: readonly Line[]): readonly Change[] {
  const stay = new Set(to);
  const changes: Change[] = [];
  let [line, other] = [0, 0];
  while (line < from.length || other < to.length) {
    const [start, otherStart] = [line, other];
    while (line < from.length && !stay.has(from[line] as Line)) line += 1;
    while (other < to.length && to[other] !== from[line]) other += 1;
    if (line > start || other > otherStart) {
      const texts = to.slice(otherStart, other).map(({ text }) => text);
      const extent = { lineCount: from.length, eol: '\n', lengthOf: (at: number) => from[at]?.text.length ?? 0 };
      const isOneLine = line === start + 1 && texts.length === 1;
      const splice = { start, count: line - start, lines: texts };
      changes.unshift(
        isOneLine ? changeWithin(start, from[start]?.text ?? '', texts[0] ?? '') : changeFor(splice, extent),
      );
    } else {
      line += 1;
      other += 1;
    }
  }
  return changes;
}

/** What was typed into a line is told as such. */
function changeWithin(line: number, from: string, to: string): Change {
  const shorter = Math.min(from.length, to.length);
  let head = 0;
  while (head < shorter && from[head] === to[head]) head += 1;
  let tail = 0;
  while (tail < shorter - head && from.at(-1 - tail) === to.at(-1 - tail)) tail += 1;
  const end = from.length - tail;
  return {
    startLine: line,
    startCharacter: head,
    endLine: line,
    endCharacter: end,
    text: to.slice(head, to.length - tail),
  };
}

import assert from 'node:assert/strict';
import { sameLines } from '../../../src/edit/lines.ts';
import type { Change } from '../../../src/edit/region.ts';
import { isUnsettled, nextWrite } from '../../../src/edit/session.ts';
import { held, over, type Act } from './expected.ts';
import type { Lines } from './shadow.ts';
import { changeTo, type Edit, type World } from './world.ts';

const at = (line: number, text: string, character = 0): Change => {
  return { startLine: line, startCharacter: character, endLine: line, endCharacter: character, text };
};

/** Someone else's lines at a place in a gap. */
function typeOutside(
  world: World,
  size: number,
  edited: (gap: Lines, line: number) => readonly [Change, Lines],
): boolean {
  world.land();
  const index = size % world.gaps.length;
  const gap = world.gaps[index] ?? [];
  const line = (size >> 1) % gap.length;
  const edit = world.edits[index];
  const below = edit === undefined ? world.document.lines.length : world.startOf(edit);
  const [change, next] = edited(gap, line);
  const start = below - gap.length;
  const moved = { ...change, startLine: change.startLine + start, endLine: change.endLine + start };
  world.change(moved, { gaps: world.gaps.with(index, next) });
  return true;
}

const textsWith = ({ edits }: World, changed: Edit, text: Lines): readonly Lines[] =>
  edits.map((edit) => (edit === changed ? text : edit.shadow.text));

/** Right where an empty region is, nobody can tell above from below. */
const isBesideNothing = ({ edits }: World): boolean => edits.some(({ shadow }) => shadow.text.length === 0);

function travel(world: World, way: 'undo' | 'redo'): boolean {
  const before = world.edits.map(({ session, shadow }) => ({
    wasUnsettled: isUnsettled(session),
    isPending: nextWrite(session) !== undefined,
    text: shadow.text,
  }));
  const changes = world.travel(way);
  if (changes === undefined) return false;
  world.tell(changes);
  for (const [index, edit] of world.edits.entries()) {
    const { wasUnsettled = false, isPending = false, text = [] } = before[index] ?? {};
    const { shadow } = edit;
    if (sameLines(text, shadow.text)) {
      // Undoing that may put the very lines of an edit in anew, with others: then it takes them for the user's.
      if (world.wasReadAgain && edit.session.phase !== shadow.state)
        over(edit, nextWrite(edit.session) ? (shadow.expected ?? text) : text);
      continue;
    }
    shadow.isCutOff = false;
    if (shadow.state === 'over' || shadow.state === 'failed') {
      if (isPending) continue;
      Object.assign(shadow, { state: edit.session.phase === 'failed' ? 'failed' : 'over', expected: shadow.text });
    } else held(edit, { wasUnsettled, text: shadow.text });
  }
  return true;
}

/** A file that is read again: whoever finds their lines goes on, everyone else leaves them as they are now. */
function readAgain(world: World, gaps: readonly Lines[], texts: readonly Lines[]): boolean {
  world.land();
  const lines = gaps.flatMap((gap, index) => [...gap, ...(texts[index] ?? [])]);
  if (sameLines(lines, world.document.lines)) return false;
  const change = changeTo(world.document.lines, lines);
  world.wasReadAgain = true;
  const before = world.edits.map(({ shadow }) => shadow.text);
  world.change(change, { gaps, texts });
  for (const [index, edit] of world.edits.entries()) {
    const { session, shadow } = edit;
    const isWhole = sameLines(shadow.text, before[index] ?? []);
    const goesOn = session.phase === shadow.state || nextWrite(session) !== undefined;
    if (goesOn && !isWhole) {
      // Lines that the file has twice may look as if only their neighbours had changed.
      assert.deepEqual(world.document.read(session.region), session.held, 'goes on only with its own lines');
      world.isClosed = true;
      return close(world);
    }
    if (goesOn) assert.equal(session.region.start, world.startOf(edit));
    else over(edit, shadow.text);
  }
  return true;
}

/** The editor closes the document. */
export function close(world: World): boolean {
  for (const edit of world.edits) world.send(edit, { type: 'close' });
  world.isClosed = true;
  return true;
}

/** What others than the edits do to the document: people who type, undo and redo, and other programs. */
export const documentActions = {
  undo: (world, _edit, size) => {
    if (size % 3 > 0) world.settle();
    else world.land();
    const { last } = world;
    const { state, before } = last?.shadow ?? {};
    if (!travel(world, 'undo')) return false;
    if (last === undefined || before === undefined || state !== 'reviewing' || size % 3 === 0) return true;
    assert.deepEqual(last.shadow.text, before, 'one undo leads from the review to what was there');
    return true;
  },
  redo: (world, _edit, size) => {
    if (size % 2 > 0) world.settle();
    return travel(world, 'redo');
  },
  typeOutside: (world, _edit, size) =>
    typeOutside(world, size, (gap, line) => [at(line, 'x'), gap.with(line, `x${gap[line]}`)]),
  newLineOutside: (world, _edit, size) =>
    !isBesideNothing(world) &&
    typeOutside(world, size, (gap, line) => [at(line, 'new\n'), gap.toSpliced(line, 0, 'new')]),
  lineAtEdge: (world, edit, size) => {
    world.land();
    if (isBesideNothing(world)) return false;
    const index = world.edits.indexOf(edit) + (size % 2);
    const gap = world.gaps[index] ?? [];
    const line = world.startOf(edit) + (size % 2 === 0 ? 0 : edit.shadow.text.length);
    const next = size % 2 === 0 ? [...gap, 'edge'] : ['edge', ...gap];
    world.change(at(line, 'edge\n'), { gaps: world.gaps.with(index, next) });
    return true;
  },
  removeOutside: (world, _edit, size) => {
    world.land();
    const index = size % world.gaps.length;
    const gap = world.gaps[index] ?? [];
    if (gap.length < 2 || isBesideNothing(world)) return false;
    const line = (size >> 1) % (index === world.gaps.length - 1 ? gap.length - 1 : gap.length);
    return typeOutside(world, index, () => [
      { startLine: line, startCharacter: 0, endLine: line + 1, endCharacter: 0, text: '' },
      gap.toSpliced(line, 1),
    ]);
  },
  typeInside: (world, edit, size) => {
    world.land();
    const { shadow, session } = edit;
    const { text } = shadow;
    const line = size % Math.max(1, text.length);
    if (text.length === 0 || shadow.state === 'over') return false;
    const wasUnsettled = isUnsettled(session);
    const mine = `mine ${(world.typed += 1)}`;
    const [typed, after] = size % 2 === 0 ? [mine, [mine + text[line]]] : [`${mine}\n`, [mine, text[line] ?? '']];
    if (size % 2 === 1 && line === 0) return false;
    world.change(at(world.startOf(edit) + line, typed), {
      texts: textsWith(world, edit, text.toSpliced(line, 1, ...after)),
    });
    shadow.isCutOff = false;
    if (wasUnsettled || shadow.state === 'failed') over(edit, shadow.text);
    else held(edit, { wasUnsettled, text: shadow.text });
    return true;
  },
  removeInside: (world, edit, size) => {
    world.land();
    const { shadow, session } = edit;
    const { text } = shadow;
    if (shadow.state !== 'reviewing' || isUnsettled(session) || text.length < 2) return false;
    const line = size % (text.length - 1);
    const start = world.startOf(edit) + line;
    const change = { startLine: start, startCharacter: 0, endLine: start + 1, endCharacter: 0, text: '' };
    world.change(change, { texts: textsWith(world, edit, text.toSpliced(line, 1)) });
    shadow.isCutOff = false;
    held(edit, { wasUnsettled: false, text: shadow.text });
    return true;
  },
  /** Another program changed lines above and below. */
  readAround: (world, _edit, size) => {
    world.land();
    const texts = world.edits.map(({ shadow }) => shadow.text);
    const [first = [], ...rest] = world.gaps;
    const last = rest.at(-1) ?? [];
    const gaps = [['disk', ...first.slice(size % 2)], ...rest.slice(0, -1), [...last, `disk ${size}`]];
    return readAgain(world, gaps, texts);
  },
  /** The file as it was before all edits. */
  revert: (world) => readAgain(world, world.begun.gaps, world.begun.texts),
  replaceAll: (world) => {
    const gaps = [...world.edits.map((_edit, index) => [`other ${index}`]), ['others']];
    return readAgain(
      world,
      gaps,
      world.edits.map(() => ['other text']),
    );
  },
  close,
} satisfies Record<string, Act>;

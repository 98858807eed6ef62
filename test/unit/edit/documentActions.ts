import assert from 'node:assert/strict';
import { sameLines } from '../../../src/edit/lines.ts';
import type { Change } from '../../../src/edit/region.ts';
import { isOpen, isUnsettled, nextWrite, type Session } from '../../../src/edit/session.ts';
import { held, over, review, type Act } from './expected.ts';
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

const isWriting = (session: Session): boolean => isUnsettled(session) || nextWrite(session) !== undefined;

function travel(world: World, way: 'undo' | 'redo'): boolean {
  const before = world.edits.map(({ session, shadow }) => ({
    wasStreaming: session.phase === 'streaming',
    isPending: nextWrite(session) !== undefined,
    text: shadow.text,
  }));
  const travelled = world.travel(way);
  if (travelled === undefined) return false;
  world.tell(travelled.changes, { by: 'history' });
  for (const [index, edit] of world.edits.entries()) {
    const { wasStreaming = false, isPending = false, text = [] } = before[index] ?? {};
    const { shadow } = edit;
    if (sameLines(text, shadow.text)) {
      // Undoing that may put the very lines of an edit in anew, with others: then it takes them for the user's.
      if (!world.wasReadAgain || edit.session.phase === shadow.state) continue;
      if (edit.session.phase === 'reviewing') reviewOf(edit, text);
      else over(edit, nextWrite(edit.session) ? (shadow.expected ?? text) : text);
      continue;
    }
    shadow.isCutOff = false;
    const isJudged = edit.session.phase === 'reviewing';
    if (world.wasReadAgain && isJudged && !sameLines(edit.session.held, shadow.text)) return closeLost(world, edit);
    const goesOn = isJudged || nextWrite(edit.session) !== undefined;
    const chosen = [shadow.base, shadow.original, ...shadow.accepted];
    const isChosen = chosen.some((lines) => sameLines(lines, shadow.text));
    const isHalf = travelled.halves[index] === true && !isChosen;
    if (isHalf) assert.ok(goesOn, `edit ${index}: nothing half-written without a review`);
    // Another program's text may reach over the edges again.
    if (world.wasReadAgain && !goesOn && edit.session.phase !== 'failed') over(edit, shadow.text);
    else if (shadow.state === 'over' || shadow.state === 'failed') {
      if (isPending) continue;
      if (isJudged) reviewOf(edit, shadow.text);
      else Object.assign(shadow, { state: edit.session.phase === 'failed' ? 'failed' : 'over', expected: shadow.text });
    } else held(edit, { wasStreaming, text: shadow.text });
  }
  return true;
}

/** Someone has made other text of it, which can be judged. */
function reviewOf(edit: Edit, text: Lines): void {
  review(edit, text);
  Object.assign(edit.shadow, { before: undefined, isCutOff: false });
}

interface Inside {
  readonly change: Change;
  /** What the lines are then. */
  readonly after: Lines;
  readonly isByHand?: true;
  /** Nothing but the host tells it from a file that is read again. */
  readonly isDoubtful?: true;
}

/** Someone changes lines of an edit: what it had written by then is under review with that, and nothing of it before. */
function changeInside(world: World, edit: Edit, { change, after, isByHand, isDoubtful }: Inside): boolean {
  world.land();
  const { shadow, session } = edit;
  const wasWriting = isWriting(session);
  const wasStreaming = session.phase === 'streaming';
  if (shadow.state === 'over' && !wasWriting) return false;
  const before = shadow.text;
  const isBegun = !sameLines(before, shadow.base);
  const isSpace = isByHand === undefined && bare(after) === bare(before);
  if (wasWriting && isSpace && (!isBegun || sameLines(before, shadow.under))) return false;
  const isKnown = session.seen.some(({ lines }) => sameLines(lines, after));
  const texts = textsWith(world, edit, after);
  world.change(change, { texts }, isByHand === undefined ? {} : { by: 'person' });
  shadow.isCutOff = false;
  if (isKnown && wasWriting && !isOpen(session)) return true;
  const isSettledFailure = shadow.state === 'failed' && !wasWriting;
  if (isSettledFailure && edit.session.phase === 'failed') shadow.expected = after;
  else if (isSettledFailure && !isKnown) over(edit, after);
  else if (!wasWriting || isKnown || sameLines(after, shadow.base)) held(edit, { wasStreaming, text: after });
  else if (isSpace) shadow.before = shadow.before && sameLines(shadow.before, before) ? after : shadow.before;
  else if (isBegun && (isDoubtful === undefined || isByHand)) reviewOf(edit, after);
  else over(edit, after);
  return true;
}

const bare = (lines: Lines): string => lines.join('').replaceAll(/\s/g, '');

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
      return closeLost(world, edit);
    }
    if (goesOn) assert.equal(session.region.start, world.startOf(edit));
    else over(edit, shadow.text);
  }
  return true;
}

/** Lines that the file has twice may look as if only their neighbours had changed. */
function closeLost(world: World, { session }: Edit): boolean {
  assert.deepEqual(world.document.read(session.region), session.held, 'goes on only with its own lines');
  world.isClosed = true;
  return close(world);
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
    const { text } = edit.shadow;
    const line = size % Math.max(1, text.length);
    if (text.length === 0 || (size % 2 === 1 && line === 0)) return false;
    const mine = `mine ${(world.typed += 1)}`;
    const [typed, after] = size % 2 === 0 ? [mine, [mine + text[line]]] : [`${mine}\n`, [mine, text[line] ?? '']];
    const change = at(world.startOf(edit) + line, typed);
    return changeInside(world, edit, { change, after: text.toSpliced(line, 1, ...after) });
  },
  removeInside: (world, edit, size) => {
    world.land();
    const { text } = edit.shadow;
    if (text.length < 2) return false;
    const line = size % (text.length - 1);
    const start = world.startOf(edit) + line;
    const change = { startLine: start, startCharacter: 0, endLine: start + 1, endCharacter: 0, text: '' };
    return changeInside(world, edit, { change, after: text.toSpliced(line, 1) });
  },
  /** Some lines are selected, and others put in their place. */
  pasteInside: (world, edit, size) => {
    world.land();
    const { text } = edit.shadow;
    if (text.length < 2) return false;
    const line = size % (text.length - 1);
    const start = world.startOf(edit) + line;
    const mine = `mine ${(world.typed += 1)}`;
    const endCharacter = text[line + 1]?.length ?? 0;
    const change = { startLine: start, startCharacter: 0, endLine: start + 1, endCharacter, text: `${mine}\nmine` };
    const after = text.toSpliced(line, 2, mine, 'mine');
    return changeInside(world, edit, { change, after, isDoubtful: true, ...(size % 4 > 0 ? { isByHand: true } : {}) });
  },
  breakInside: (world, edit, size) => {
    world.land();
    const { text } = edit.shadow;
    const line = size % Math.max(1, text.length);
    const whole = text[line] ?? '';
    if (whole === '') return false;
    const character = 1 + (size % whole.length);
    if (line === text.length - 1 && character === whole.length) return false;
    const after = text.toSpliced(line, 1, whole.slice(0, character), whole.slice(character));
    const change = at(world.startOf(edit) + line, '\n', character);
    return changeInside(world, edit, { change, after, isByHand: true });
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

import assert from 'node:assert/strict';
import { sameLines } from '../../../src/edit/lines.ts';
import type { Change } from '../../../src/edit/region.ts';
import { isUnsettled, nextWrite } from '../../../src/edit/session.ts';
import { choose, isAnswerOverRest, type Lines } from './shadow.ts';
import { changeTo, type Edit, type World } from './world.ts';

/** Does one thing to an edit or its document; false when it means nothing there. */
type Act = (world: World, edit: Edit, size: number) => boolean;

const error = { kind: 'network', message: 'gone' } as const;
const at = (line: number, text: string, character = 0): Change => {
  return { startLine: line, startCharacter: character, endLine: line, endCharacter: character, text };
};

const over = ({ shadow }: Edit, text: Lines): void => void Object.assign(shadow, { state: 'over', expected: text });
const review = ({ shadow }: Edit, text: Lines): void =>
  void Object.assign(shadow, { state: 'reviewing', expected: text, isSaved: false });
const isFollowUp = ({ shadow }: Edit): boolean => !sameLines(shadow.under, shadow.base);

/** A question: the answer is written over these lines. */
function ask({ shadow, plan, session }: Edit, under: Lines, stepCount: number): void {
  const answer = plan.answers[shadow.answersUsed % plan.answers.length] ?? [];
  const steps = { at: stepCount, more: sameLines(session.held, under) ? 1 : 2 };
  const answersUsed = shadow.answersUsed + 1;
  Object.assign(shadow, { state: 'streaming', under, answer, answersUsed, arrived: 0, steps });
  Object.assign(shadow, { isSaved: false, isCutOff: false, expected: undefined });
}

/** A whole answer is there. */
function conclude(edit: Edit, text: Lines): void {
  const { shadow } = edit;
  if (sameLines(text, shadow.under) && isFollowUp(edit)) review(edit, shadow.under);
  else if (sameLines(text, shadow.base)) return over(edit, shadow.base);
  else review(edit, text);
  const isNothing = sameLines(text, shadow.under);
  shadow.before = isNothing ? undefined : shadow.under;
  if (isNothing) shadow.steps = undefined;
}

function proposed(world: World, edit: Edit): boolean {
  const { answer, arrived } = edit.shadow;
  world.send(edit, { type: 'proposal', lines: answer.slice(0, arrived) });
  return true;
}

/** Ends the answer before it is whole. */
function cut(world: World, edit: Edit, reason: 'length' | 'aborted'): boolean {
  const { shadow } = edit;
  if (shadow.state !== 'streaming') return false;
  world.send(edit, { type: 'finish', reason, lines: shadow.answer.slice(0, shadow.arrived) });
  world.land();
  for (let left = 8; left > 0 && world.write(edit); left -= 1);
  assert.ok(isAnswerOverRest(shadow.text, shadow), 'what came and then the rest');
  shadow.isCutOff = !sameLines(shadow.text, shadow.under);
  conclude(edit, shadow.text);
  return true;
}

function isSettledReview(world: World, { shadow }: Edit): boolean {
  if (shadow.state !== 'reviewing') return false;
  world.settle();
  return true;
}

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

/** Takes someone's word for it: the region holds these lines now, by hand or by undo. */
function held(edit: Edit, { wasUnsettled, text }: { wasUnsettled: boolean; text: Lines }): void {
  const { shadow } = edit;
  shadow.before = undefined;
  if (sameLines(text, shadow.base) || sameLines(text, shadow.original)) return over(edit, text);
  if (!wasUnsettled) return review(edit, text);
  if (isFollowUp(edit)) return review(edit, shadow.under);
  over(edit, shadow.base);
}

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

function close(world: World): boolean {
  for (const edit of world.edits) world.send(edit, { type: 'close' });
  world.isClosed = true;
  return true;
}

function save(world: World): boolean {
  for (const edit of world.edits) {
    world.send(edit, { type: 'saving' });
    edit.shadow.steps = undefined;
    if (edit.shadow.state === 'streaming') Object.assign(edit.shadow, { isSaved: true, expected: edit.shadow.under });
  }
  world.settle();
  return true;
}

/** All that can happen; the interleaving test takes them at random. */
export const actions = {
  delta: (world, edit, size) => {
    const { shadow } = edit;
    if (shadow.state !== 'streaming') return false;
    shadow.arrived = Math.min(shadow.answer.length, shadow.arrived + 1 + (size % 3));
    return proposed(world, edit);
  },
  correct: (world, edit, size) => {
    const { shadow } = edit;
    if (shadow.state !== 'streaming' || shadow.arrived === 0) return false;
    if (size % 2 === 0) shadow.arrived -= 1;
    else shadow.answer = shadow.answer.with(size % shadow.arrived, `corrected ${size}`);
    return proposed(world, edit);
  },
  /** A write is under way. */
  begin: (_world, edit) => {
    edit.underWay ??= nextWrite(edit.session);
    return edit.underWay !== undefined;
  },
  write: (world, edit) => world.write(edit),
  settle: (world) => {
    world.settle();
    return true;
  },
  finish: (world, edit) => {
    const { shadow } = edit;
    if (shadow.state !== 'streaming') return false;
    world.send(edit, { type: 'finish', reason: 'stop', lines: shadow.answer });
    conclude(edit, shadow.answer);
    shadow.isCutOff = false;
    return true;
  },
  length: (world, edit) => cut(world, edit, 'length'),
  stop: (world, edit) => cut(world, edit, 'aborted'),
  fail: (world, edit) => {
    const { shadow } = edit;
    if (shadow.state !== 'streaming') return false;
    world.send(edit, { type: 'error', error });
    assert.equal(edit.session.error, error);
    Object.assign(shadow, { steps: undefined, before: undefined });
    if (isFollowUp(edit)) review(edit, shadow.under);
    else Object.assign(shadow, { state: 'failed', expected: shadow.base });
    return true;
  },
  accept: (world, edit) => {
    if (!isSettledReview(world, edit)) return false;
    world.send(edit, { type: 'accept' });
    over(edit, edit.shadow.expected ?? []);
    return true;
  },
  reject: (world, edit) => {
    const { shadow } = edit;
    if (shadow.state !== 'reviewing' && shadow.state !== 'streaming') return false;
    world.send(edit, { type: 'reject' });
    over(edit, shadow.base);
    return true;
  },
  acceptHunk: (world, edit, size) => {
    const chosen = isSettledReview(world, edit) ? choose(edit.shadow, size, 'accept') : undefined;
    if (chosen === undefined) return false;
    world.send(edit, { type: 'accept-hunk', hunk: chosen.hunk });
    edit.shadow.base = chosen.base;
    if (sameLines(chosen.base, chosen.mine)) over(edit, chosen.mine);
    return true;
  },
  rejectHunk: (world, edit, size) => {
    const { shadow } = edit;
    const chosen = isSettledReview(world, edit) ? choose(shadow, size, 'reject') : undefined;
    if (chosen === undefined) return false;
    world.send(edit, { type: 'reject-hunk', hunk: chosen.hunk });
    shadow.before = shadow.text;
    if (shadow.steps !== undefined) shadow.steps.more += 1;
    shadow.isCutOff = false;
    if (sameLines(chosen.base, chosen.mine)) over(edit, chosen.base);
    else review(edit, chosen.mine);
    return true;
  },
  refine: (world, edit) => {
    if (!isSettledReview(world, edit)) return false;
    world.send(edit, { type: 'refine' });
    ask(edit, edit.shadow.text, world.document.stepCount);
    return true;
  },
  /** The rest of what was cut off comes behind the same lines. */
  goOn: (world, edit) => {
    const { shadow } = edit;
    if (!shadow.isCutOff || !isSettledReview(world, edit)) return false;
    const { answer, arrived, text } = shadow;
    world.send(edit, { type: 'continue' });
    ask(edit, text, world.document.stepCount);
    Object.assign(shadow, { answer, arrived });
    return proposed(world, edit);
  },
  retry: (world, edit) => {
    const { shadow } = edit;
    if (shadow.state !== 'reviewing' && shadow.state !== 'failed') return false;
    world.land();
    world.send(edit, { type: 'retry' });
    ask(edit, shadow.base, world.document.stepCount);
    return true;
  },
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
  save,
  /** The document takes no write. */
  refuse: (world, edit) => {
    const { shadow, session } = edit;
    if (edit.underWay !== undefined || nextWrite(session) === undefined) return false;
    world.send(edit, { type: 'refused', error });
    const isOpen = shadow.state === 'streaming' || shadow.state === 'reviewing';
    Object.assign(shadow, { state: isOpen ? 'failed' : 'over', expected: shadow.text });
    return true;
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
  /** The host brings the document into a state to be saved in, and then it is another one. */
  rename: (world) => save(world) && close(world),
} satisfies Record<string, Act>;

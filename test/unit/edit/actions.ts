import assert from 'node:assert/strict';
import { sameLines } from '../../../src/edit/lines.ts';
import { nextWrite } from '../../../src/edit/session.ts';
import { close, documentActions } from './documentActions.ts';
import { ask, conclude, leftBy, over, review, type Act } from './expected.ts';
import { choose, isAnswerOverRest } from './shadow.ts';
import type { Edit, World } from './world.ts';

const error = { kind: 'network', message: 'gone' } as const;

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
  const { instead } = shadow;
  if (instead !== undefined && sameLines(shadow.text, instead)) {
    conclude(edit, shadow.under);
    return true;
  }
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
  ...documentActions,
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
    const left = leftBy(edit);
    if (left !== undefined) review(edit, left);
    else Object.assign(shadow, { state: 'failed', expected: shadow.base });
    return true;
  },
  accept: (world, edit) => {
    if (!isSettledReview(world, edit)) return false;
    world.send(edit, { type: 'accept' });
    edit.shadow.accepted.push(edit.shadow.text);
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
    if (sameLines(chosen.base, chosen.mine)) {
      edit.shadow.accepted.push(chosen.mine);
      over(edit, chosen.mine);
    }
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
  /** The host brings the document into a state to be saved in, and then it is another one. */
  rename: (world) => save(world) && close(world),
} satisfies Record<string, Act>;

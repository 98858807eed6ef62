import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextWrite } from '../../../src/edit/session.ts';
import { actions } from './actions.ts';
import { describeLife, lifeOf, shrink, type Life, type Phrase } from './lives.ts';
import { World } from './world.ts';

const runs = Number(process.env['PARLEY_TEST_LIVES'] ?? 10_000);
const firstSeed = Number(process.env['PARLEY_TEST_SEED'] ?? Date.now() % 1_000_000_000);

type Name = keyof typeof actions;

const names = Object.keys(actions) as Name[];
const mayEndAll: ReadonlySet<Name> = new Set(['replaceAll', 'close', 'rename', 'revert']);
const phrase = (weight: number, ...names: readonly Name[]): Phrase<Name> => ({ weight, names });

const phrases: readonly Phrase<Name>[] = [
  ...names.map((name) => phrase(mayEndAll.has(name) ? 1 : 3, name)),
  phrase(10, 'delta'),
  phrase(4, 'delta', 'settle'),
  phrase(4, 'delta', 'write'),
  phrase(3, 'delta', 'begin'),
  phrase(3, 'delta', 'correct'),
  phrase(6, 'delta', 'finish'),
  phrase(4, 'delta', 'length', 'goOn', 'delta'),
  phrase(2, 'delta', 'stop', 'goOn', 'delta'),
  phrase(2, 'delta', 'fail', 'retry', 'delta'),
  phrase(4, 'finish', 'retry', 'delta', 'fail'),
  phrase(2, 'finish', 'retry', 'stop'),
  phrase(4, 'finish', 'acceptHunk'),
  phrase(4, 'finish', 'rejectHunk'),
  phrase(4, 'finish', 'acceptHunk', 'rejectHunk', 'refine'),
  phrase(4, 'refine', 'delta', 'finish'),
  phrase(3, 'refine', 'delta', 'fail'),
  phrase(2, 'finish', 'undo'),
  phrase(4, 'undo', 'redo'),
  phrase(3, 'undo', 'undo', 'redo', 'redo'),
  phrase(4, 'finish', 'removeInside'),
  phrase(2, 'finish', 'typeInside'),
  phrase(2, 'delta', 'write', 'typeInside'),
  phrase(2, 'delta', 'settle', 'pasteInside'),
  phrase(2, 'delta', 'write', 'undo', 'redo'),
  phrase(2, 'delta', 'write', 'typeOutside', 'delta', 'finish', 'reject'),
  phrase(1, 'delta', 'refuse'),
  phrase(1, 'finish', 'accept'),
  phrase(3, 'typeOutside'),
  phrase(2, 'lineAtEdge'),
];

interface Lived {
  readonly world: World;
  readonly failure?: unknown;
  /** What meant something there. */
  readonly done: readonly string[];
}

/** Lives a life to its end, or to the first thing that is not as it should be. */
function live({ edits, actions: list }: Life<Name>): Lived {
  const world = new World(edits);
  const done: string[] = [];
  try {
    for (const { name, edit: index, size } of list) {
      const edit = world.edits[index];
      if (edit !== undefined && actions[name](world, edit, size)) done.push(name);
      if (world.isClosed) break;
    }
    if (world.isClosed) for (const { session } of world.edits) assert.equal(nextWrite(session), undefined);
    else world.settle();
    return { world, done: [...done, ...world.edits.map(({ session }) => `ends ${session.phase}`)] };
  } catch (failure) {
    return { world, done, failure };
  }
}

function complain(life: Life<Name>, seed: number): never {
  const shortest = shrink(life, (candidate) => live(candidate).failure !== undefined);
  const { world, failure } = live(shortest);
  const begun = world.begun.gaps.flatMap((gap, index) => [...gap, ...(world.begun.texts[index] ?? [])]);
  const report = [
    `PARLEY_TEST_SEED=${seed}`,
    describeLife(shortest),
    `from ${JSON.stringify(begun)}`,
    `to   ${JSON.stringify(world.document.lines)}`,
    failure instanceof Error ? failure.message : String(failure),
  ];
  throw new Error(report.join('\n'), { cause: failure });
}

test(`${runs} random lives of edits in a document, from seed ${firstSeed}`, (context) => {
  const seen = new Map<string, number>();
  for (let seed = firstSeed; seed < firstSeed + runs; seed += 1) {
    const life = lifeOf(seed, phrases);
    const { done, failure } = live(life);
    if (failure !== undefined) complain(life, seed);
    for (const name of new Set(done)) seen.set(name, (seen.get(name) ?? 0) + 1);
  }
  context.diagnostic(JSON.stringify(Object.fromEntries([...seen].toSorted(([, a], [, b]) => a - b))));
  const phases = ['accepted', 'rejected', 'failed', 'interrupted', 'reviewing', 'streaming'];
  for (const name of [...names, ...phases.map((phase) => `ends ${phase}`)])
    assert.ok((seen.get(name) ?? 0) > runs / 100, `${name}: ${seen.get(name) ?? 0} lives`);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hunksBetween } from '../../../src/edit/diff.ts';
import { viewHunk, type HunkView } from '../../../src/edit/hunkView.ts';
import { growth, linearGrowth } from '../growth.ts';
import { numbersBelow } from '../random.ts';

const nothing: HunkView = { added: [], changed: [], insertions: [], removals: [], replaced: [], gone: [] };

function views(base: readonly string[], held: readonly string[]): readonly HunkView[] {
  return hunksBetween(base, held).map((hunk) => viewHunk(hunk, base, held));
}

test('a line that is a new form of an old one tells by characters what was there', () => {
  assert.deepEqual(views(['a', 'let total = price;', 'b'], ['a', 'const total = price;', 'b']), [
    {
      ...nothing,
      changed: [1],
      insertions: [{ line: 1, start: 0, end: 5 }],
      removals: [{ line: 1, character: 0, text: 'let' }],
    },
  ]);
});

test('each changed line shows its own old text, also when lines came between them', () => {
  const [view] = views(['one(first);', 'two(second);'], ['one(first, 1);', 'const between = 3;', 'two(second, 2);']);
  assert.deepEqual(view?.changed, [0, 2]);
  assert.deepEqual(view.added, [1]);
  assert.deepEqual(view.replaced, []);
  assert.deepEqual(
    view.insertions.map(({ line }) => line),
    [0, 2],
  );
});

test('lines with nothing in common stand behind each other', () => {
  assert.deepEqual(views(['a', 'let tax = 0;', 'b'], ['a', 'return new Map();', 'b']), [
    { ...nothing, changed: [1], replaced: [{ line: 1, text: 'let tax = 0;' }] },
  ]);
});

test('what has only been indented has no old text to tell but that', () => {
  const base = ['first();', 'second();'];
  assert.deepEqual(views(base, ['try {', '  first();', '  second();', '}']), [
    {
      ...nothing,
      added: [0, 3],
      changed: [1, 2],
      insertions: [
        { line: 1, start: 0, end: 2 },
        { line: 2, start: 0, end: 2 },
      ],
    },
  ]);
});

test('removed lines are told at the line before them', () => {
  assert.deepEqual(views(['a', 'b', 'c', 'd'], ['a', 'd']), [
    { ...nothing, gone: [{ line: 0, original: { start: 1, count: 2 } }] },
  ]);
  assert.deepEqual(views(['b', 'a'], ['a']), [{ ...nothing, gone: [{ line: -1, original: { start: 0, count: 1 } }] }]);
  assert.deepEqual(views(['b', 'a'], []), [{ ...nothing, gone: [{ line: -1, original: { start: 0, count: 2 } }] }]);
});

test('more old lines than new ones are told together, at the last line that took their place', () => {
  assert.deepEqual(views(['a', 'x1;', 'y2;', 'z3;', 'b'], ['a', 'call("new");', 'b']), [
    { ...nothing, changed: [1], gone: [{ line: 1, original: { start: 1, count: 3 } }] },
  ]);
  assert.deepEqual(views(['a', 'x1;', 'y2;', 'z3;', 'b'], ['a', 'call("new");', 'wait("old");', 'b']), [
    {
      ...nothing,
      changed: [1, 2],
      replaced: [{ line: 1, text: 'x1;' }],
      gone: [{ line: 2, original: { start: 2, count: 2 } }],
    },
  ]);
});

test('nothing of the old text is left out or told twice, and new text marks nothing old', () => {
  const random = numbersBelow(7);
  for (let round = 0; round < 400; round += 1) {
    const base = texts(random);
    const held = base.flatMap((line) => mutated(line, random));
    for (const hunk of hunksBetween(base, held)) {
      const view = viewHunk(hunk, base, held);
      const old = base.slice(hunk.original.start, hunk.original.start + hunk.original.count);
      const lines = Array.from({ length: hunk.proposal.count }, (_line, index) => hunk.proposal.start + index);
      assert.deepEqual(
        [...view.added, ...view.changed].toSorted((a, b) => a - b),
        lines,
      );
      assert.deepEqual(oldLinesIn(view, base, held).toSorted(), old.toSorted(), `round ${round}`);
    }
  }
});

test('thousands of lines cost what they are long, and are still told line by line', () => {
  const baseOf = (length: number) =>
    Array.from({ length }, (_line, index) => `value(${index * 7919}, compute(${index}));`);
  const heldOf = (base: readonly string[]) => ['try {', ...base.map((line) => `  ${line}`), '}'];
  const ratio = growth(500, (length) => {
    const [base, held] = [baseOf(length), heldOf(baseOf(length))];
    const hunks = hunksBetween(base, held);
    return () => hunks.forEach((hunk) => viewHunk(hunk, base, held));
  });
  assert.ok(ratio < linearGrowth, `eight times the lines took ${ratio.toFixed(1)} times as long`);
  const base = baseOf(2_000);
  const all = views(base, heldOf(base));
  assert.deepEqual(
    all.flatMap(({ replaced, gone }) => [...replaced, ...gone]),
    [],
  );
});

/** The old lines that a reader can make out of what is told. */
function oldLinesIn(view: HunkView, base: readonly string[], held: readonly string[]): string[] {
  const replaced = new Set(view.replaced.map(({ line }) => line));
  const told = new Set(view.gone.map(({ line }) => line));
  const forms = view.changed
    .filter((line) => !replaced.has(line) && !(told.has(line) && isOverwritten(view, line)))
    .map((line) => undone(view, line, held[line] ?? ''));
  const gone = view.gone.flatMap(({ original: { start, count } }) => base.slice(start, start + count));
  return [...forms, ...view.replaced.map(({ text }) => text), ...gone];
}

/** A changed line without any mark in it took the place of what is told behind it. */
function isOverwritten({ insertions, removals }: HunkView, line: number): boolean {
  return ![...insertions, ...removals].some((one) => one.line === line);
}

function undone({ insertions, removals }: HunkView, line: number, text: string): string {
  const marks = [
    ...insertions.map((one) => ({ ...one, at: one.start, add: '' })),
    ...removals.map((one) => ({ ...one, at: one.character, end: one.character, add: one.text })),
  ];
  return marks
    .filter((one) => one.line === line)
    .toSorted((a, b) => b.at - a.at || b.end - a.end)
    .reduce((so, { at, end, add }) => so.slice(0, at) + add + so.slice(end), text);
}

type Random = ReturnType<typeof numbersBelow>;

function texts(random: Random): readonly string[] {
  const words = ['let', 'amount', 'rate', '=', 'percentage', '(', ')', 'return', '0', 'await'];
  const line = () => Array.from({ length: 1 + random(6) }, () => pick(words, random)).join(' ');
  return Array.from({ length: 1 + random(8) }, line);
}

function mutated(line: string, random: Random): readonly string[] {
  const dice = random(100);
  if (dice < 40) return [line];
  if (dice < 55) return [];
  if (dice < 70) return [`  ${line}`];
  if (dice < 85) return [line.replace('amount', 'cents').replace('let', 'const')];
  return ['entirely', line, 'another one'];
}

const pick = <Item>(items: readonly Item[], random: Random) => items[random(items.length)] as Item;

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { splitLines } from '../../../src/edit/lines.ts';
import { appliedLines } from '../../../src/edit/match.ts';
import { composeSet, isSet, namesIn, partsOf, type SetBlock, type SetResult } from '../../../src/edit/matchSet.ts';

const files: Readonly<Record<string, string>> = {
  'src/a.ts': 'export const a = 1;\nexport const b = 2;\nexport const c = 3;\n',
  'src/b.ts': "import { a } from './a';\n\nexport function twice() {\n  return 2 * a;\n}\n",
  'src/windows.ts': 'one();\r\ntwo();\r\n',
};

const diff = (from: string, to: string, ...lines: readonly string[]): string =>
  [`--- ${from}`, `+++ ${to}`, '@@ @@', ...lines, ''].join('\n');
const changeA = diff('a/src/a.ts', 'b/src/a.ts', '-export const a = 1;', '+export const a = 10;');
const changeB = diff('a/src/b.ts', 'b/src/b.ts', '-  return 2 * a;', '+  return a + a;');
const lost = diff('a/src/b.ts', 'b/src/b.ts', '-  something(else, entirely);', '+  changed();');
const newFile = diff('/dev/null', 'b/src/new.ts', '+export const n = 1;');
const deleteA = 'diff --git a/src/a.ts b/src/a.ts\ndeleted file mode 100644\n';
const renameA =
  'diff --git a/src/a.ts b/src/one.ts\nsimilarity index 90%\nrename from src/a.ts\nrename to src/one.ts\n';

const composed = (...blocks: readonly (SetBlock | string)[]): readonly SetResult[] =>
  composeSet(
    partsOf(blocks.map((block) => (typeof block === 'string' ? { text: block, language: 'diff' } : block))),
    (path) => ({ path, text: files[path] }),
  );

/** A result as one line: what is done to which file, and the text it then has. */
function told(result: SetResult): string {
  if (result.type === 'refused') return `${result.path}: ${result.why.reason}`;
  if (result.type === 'create') return `create ${result.path}: ${result.text}`;
  if (result.type === 'delete') return `delete ${result.path}`;
  const { path, changes } = result;
  const lines = appliedLines(splitLines(files[path] ?? ''), { type: 'proposal', confidence: 'exact', changes });
  return `${result.type === 'rename' ? `${path} -> ${result.to}` : `change ${path}`}: ${lines.join('\n')}`;
}

const a10 = 'export const a = 10;\nexport const b = 2;\nexport const c = 3;\n';
const bSum = "import { a } from './a';\n\nexport function twice() {\n  return a + a;\n}\n";

describe('a set of changes', () => {
  for (const [name, blocks, expected] of [
    ['a diff of two files', [changeA + changeB], [`change src/a.ts: ${a10}`, `change src/b.ts: ${bSum}`]],
    ['two blocks of two files', [changeA, changeB], [`change src/a.ts: ${a10}`, `change src/b.ts: ${bSum}`]],
    [
      'blocks for one file, one on top of the other',
      [changeA, diff('a/src/a.ts', 'b/src/a.ts', '-export const a = 10;', '+export const a = 100;')],
      [`change src/a.ts: ${a10.replace('10', '100')}`],
    ],
    [
      'code and a diff for one file',
      [{ text: 'export const c = 30;', language: 'ts', file: 'src/a.ts' }, changeA],
      [`change src/a.ts: ${a10.replace('c = 3', 'c = 30')}`],
    ],
    [
      'search/replace blocks of two files',
      [
        'src/a.ts\n<<<<<<< SEARCH\nexport const a = 1;\n=======\nexport const a = 10;\n>>>>>>> REPLACE\n\nsrc/new.ts\n<<<<<<< SEARCH\n=======\nexport const n = 1;\n>>>>>>> REPLACE\n',
      ],
      [`change src/a.ts: ${a10}`, 'create src/new.ts: export const n = 1;\n'],
    ],
    [
      'what has no place is left out, the rest is there',
      [changeA, lost],
      [`change src/a.ts: ${a10}`, 'src/b.ts: not-found'],
    ],
    ['a file of which one part has no place is left out', [changeB, lost], ['src/b.ts: not-found']],
    ['also when the part that has one comes later', [lost, changeB], ['src/b.ts: not-found']],
    ['a part that is there already keeps nothing back', [changeA, changeA], [`change src/a.ts: ${a10}`]],
    [
      'a file that has all of it already is told',
      [diff('a/src/a.ts', 'b/src/a.ts', ' export const a = 1;', '+export const b = 2;'), changeB],
      ['src/a.ts: unchanged', `change src/b.ts: ${bSum}`],
    ],
    ['a new file', [newFile], ['create src/new.ts: export const n = 1;\n']],
    [
      'a new file that a later block changes',
      [newFile, diff('a/src/new.ts', 'b/src/new.ts', '-export const n = 1;', '+export const n = 2;')],
      ['create src/new.ts: export const n = 2;\n'],
    ],
    [
      'a new file as code',
      [{ text: 'export {};\n', language: 'ts', file: 'src/new.ts' }],
      ['create src/new.ts: export {};\n'],
    ],
    ['a new file that is there', [diff('/dev/null', 'b/src/a.ts', '+export {};')], ['src/a.ts: exists']],
    ['a change of a file that is not there', [diff('a/no.ts', 'b/no.ts', '-a', '+b')], ['no.ts: missing']],
    ['a deletion', [deleteA], ['delete src/a.ts']],
    ['a deletion to /dev/null', [diff('a/src/a.ts', '/dev/null', '-export const a = 1;')], ['delete src/a.ts']],
    ['a deletion as a patch', ['*** Begin Patch\n*** Delete File: src/a.ts\n*** End Patch'], ['delete src/a.ts']],
    ['a deletion of what is not there', ['*** Begin Patch\n*** Delete File: no.ts\n*** End Patch'], ['no.ts: missing']],
    ['a change after the deletion', [deleteA, changeA], ['src/a.ts: missing']],
    [
      'a file deleted and made anew',
      [deleteA, diff('/dev/null', 'b/src/a.ts', '+export {};')],
      ['change src/a.ts: export {};\n'],
    ],
    ['a file made and deleted again is none', [newFile, diff('a/src/new.ts', '/dev/null', '-export const n = 1;')], []],
    ['a renaming', [renameA], [`src/a.ts -> src/one.ts: ${files['src/a.ts']}`]],
    [
      'a renaming with a change, as git tells it',
      [`${renameA}--- a/src/a.ts\n+++ b/src/one.ts\n@@ -1 +1 @@\n-export const a = 1;\n+export const a = 10;\n`],
      [`src/a.ts -> src/one.ts: ${a10}`],
    ],
    [
      'a renaming with a change, as a patch',
      [
        '*** Begin Patch\n*** Update File: src/a.ts\n*** Move to: src/one.ts\n@@\n-export const a = 1;\n+export const a = 10;\n*** End Patch',
      ],
      [`src/a.ts -> src/one.ts: ${a10}`],
    ],
    [
      'a renaming whose change has no place',
      [`${renameA}--- a/src/a.ts\n+++ b/src/one.ts\n@@ -1 +1 @@\n-something(else, entirely);\n+changed();\n`],
      ['src/a.ts: not-found'],
    ],
    [
      'a later block knows the new name',
      [renameA, diff('a/src/one.ts', 'b/src/one.ts', '-export const a = 1;', '+export const a = 10;')],
      [`src/a.ts -> src/one.ts: ${a10}`],
    ],
    [
      'a file made anew under the old name',
      [renameA, { text: "export * from './one';", language: 'ts', file: 'src/a.ts' }],
      [`src/a.ts -> src/one.ts: ${files['src/a.ts']}`, "create src/a.ts: export * from './one';\n"],
    ],
    ['a renaming to a name that is taken', [renameA.replaceAll('one.ts', 'b.ts')], ['src/b.ts: exists']],
    [
      'a renaming to the name of a file that is deleted before',
      [diff('a/src/b.ts', '/dev/null', '-x'), renameA.replaceAll('one.ts', 'b.ts')],
      ['delete src/b.ts', `src/a.ts -> src/b.ts: ${files['src/a.ts']}`],
    ],
    ['a renaming of what is not there', [renameA.replaceAll('src/a.ts', 'no.ts')], ['no.ts: missing']],
    [
      'a block that is cut off',
      [{ text: '<<<<<<< SEARCH\na', file: 'src/a.ts' }, changeB],
      ['src/a.ts: cut', `change src/b.ts: ${bSum}`],
    ],
    ['code that names no file', [{ text: 'npm test', language: 'sh' }, changeA], [`change src/a.ts: ${a10}`]],
    [
      'Windows line ends stay',
      [diff('a/src/windows.ts', 'b/src/windows.ts', '-two();', '+three();')],
      ['change src/windows.ts: one();\nthree();\n'],
    ],
  ] satisfies readonly (readonly [string, readonly (SetBlock | string)[], readonly string[]])[]) {
    test(name, () => assert.deepEqual(composed(...blocks).map(told), expected));
  }

  test('each place that changes is a change of its own', () => {
    const [result] = composed(
      changeA,
      diff('a/src/a.ts', 'b/src/a.ts', '-export const c = 3;', '+export const c = 30;'),
    );
    assert.deepEqual(result?.type === 'change' && result.changes.map(({ start }) => start), [0, 2]);
  });

  test('a path that stands for no file is left out', () => {
    const parts = partsOf([{ text: changeA + changeB, language: 'diff' }]);
    const results = composeSet(parts, (path) => (path === 'src/a.ts' ? { path, text: files[path] } : undefined));
    assert.deepEqual(results.map(told), [`change src/a.ts: ${a10}`]);
  });
});

describe('what is a set', () => {
  for (const [name, text, expected] of [
    ['a diff of one file', changeA, false],
    ['a diff of two', changeA + changeB, true],
    ['a new file', newFile, true],
    ['a deletion', deleteA, true],
    ['a renaming', renameA, true],
    ['code', 'export const a = 1;', false],
  ] as const) {
    test(name, () => assert.equal(isSet({ text, file: 'src/a.ts' }), expected));
  }

  test('its names: those that come to be mean no other file', () => {
    assert.deepEqual(namesIn(partsOf([{ text: renameA + newFile + changeB, language: 'diff' }])), [
      { name: 'src/a.ts', isNew: false },
      { name: 'src/one.ts', isNew: true },
      { name: 'src/new.ts', isNew: true },
      { name: 'src/b.ts', isNew: false },
    ]);
  });
});

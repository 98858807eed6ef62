import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as vscode from 'vscode';
import { hunksBetween } from '../../src/edit/diff.ts';
import { begin, nextWrite, type Input, type Session } from '../../src/edit/session.ts';
import { step } from '../../src/edit/step.ts';
import { InlineEditDecorations } from '../../src/host/inlineEditDecorations.ts';
import { InlineEditLenses } from '../../src/host/inlineEditLenses.ts';
import type { InlineEditRun } from '../../src/host/inlineEditRun.ts';

const before = ['function sum(list) {', '  let all = 0;', '  log(list);', '  return all;', '}'];
const after = ['function sum(list, start) {', '  let all = 0;', '  return all + start;', '}'];

/** A session in the middle of what the inputs bring about, and the document as it is then. */
async function runAfter(...parts: readonly (Input | { readonly start: 0 | 1 })[]): Promise<InlineEditRun> {
  const start = parts.find((part) => 'start' in part)?.start ?? 1;
  let session: Session = begin({ start, count: before.length }, before);
  for (const input of parts.filter((part) => 'type' in part)) {
    session = step(session, input);
    for (let write = nextWrite(session); write !== undefined; write = nextWrite(session))
      session = step(session, { type: 'wrote', write });
  }
  const content = [...['// top'].slice(0, start), ...session.held, '// end'].join('\n');
  const document = await vscode.workspace.openTextDocument({ content, language: 'plaintext' });
  const hunks = hunksBetween(session.base, session.held);
  return { id: 'run', instruction: 'Fix it', session, document, hunks } as unknown as InlineEditRun;
}

const finished: Input = { type: 'finish', reason: 'stop', lines: after };

function rowsOf(run: InlineEditRun): readonly string[] {
  const rows = new Map<number, string[]>();
  for (const { range, command } of new InlineEditLenses(() => [run]).provideCodeLenses(run.document)) {
    const row = rows.get(range.start.line) ?? [];
    row.push(command?.title.replace('$(ellipsis)', 'More').replace(/\$\([^)]*\) ?/, '') ?? '');
    rows.set(range.start.line, row);
  }
  return [...rows].toSorted(([a], [b]) => a - b).map(([line, titles]) => `${line}: ${titles.join(' | ')}`);
}

/** An editor that notes how often it is told what to show. */
function notedEditor(document: vscode.TextDocument): { editor: vscode.TextEditor; calls: number[] } {
  const calls: number[] = [];
  const setDecorations = (_type: unknown, options: readonly unknown[]) => void calls.push(options.length);
  return { editor: { document, setDecorations } as unknown as vscode.TextEditor, calls };
}

describe('the look of an edit', () => {
  test('the edit and each change have a row; that of a change at the top is not the same as that of the edit', async () => {
    assert.deepEqual(rowsOf(await runAfter(finished)), [
      '0: Accept All | Reject All | More | Refine… | Other Model… | Open Diff',
      '1: Accept | Reject',
      '2: Accept | Reject | 1 line removed: log(list);',
    ]);
  });

  test('at the top of the document there is no room for both, so that one goes on in the other', async () => {
    assert.deepEqual(rowsOf(await runAfter({ start: 0 }, finished)), [
      '0: Accept All | Reject All | More | Accept This | Reject This | Refine… | Other Model… | Open Diff',
      '1: Accept | Reject | 1 line removed: log(list);',
    ]);
  });

  test('what there is to say of an answer comes behind what can be done, and is told whole by its tip', async () => {
    const run = await runAfter({ type: 'finish', reason: 'length', lines: after.slice(0, 3) });
    Object.assign(run, { note: 'By Another' });
    const all = 'Cut off at the output limit. By Another';
    assert.match(
      rowsOf(run)[0] ?? '',
      new RegExp(`: Accept Partial \\| Reject .*\\| More \\| Continue \\| ${all} \\| Refine`),
    );
    const lenses = new InlineEditLenses(() => [run]).provideCodeLenses(run.document);
    assert.equal(lenses.find(({ command }) => command?.title.endsWith(all))?.command?.tooltip, all);
  });

  test('an edit with one change has one row of buttons', async () => {
    const one = [...after.slice(0, 3), ...before.slice(4)];
    const run = await runAfter({ type: 'finish', reason: 'stop', lines: [before[0] ?? '', ...one.slice(1)] });
    assert.equal(rowsOf(run)[0], '1: Accept | Reject | More | Refine… | Other Model… | Open Diff');
    assert.ok(!rowsOf(run).slice(1).join('').includes('Accept'));
  });

  test('while it is written, the row counts what came and what it took the place of', async () => {
    const run = await runAfter({ type: 'proposal', lines: after.slice(0, 3) });
    assert.deepEqual(rowsOf(run), ['1: Stop | Parley is writing… +2 −1']);
  });

  test('what is shown already is not set again', async () => {
    const run = await runAfter(finished);
    const { editor, calls } = notedEditor(run.document);
    const decorations = new InlineEditDecorations();
    decorations.show(editor, [run]);
    const first = calls.length;
    assert.ok(first > 3);
    decorations.show(editor, [run]);
    assert.equal(calls.length, first);
    decorations.show(editor, []);
    assert.deepEqual(new Set(calls.slice(first)), new Set([0]));
    assert.equal(calls.length, 2 * first);
    decorations.dispose();
  });

  test('what is decided stays as it is shown until it is written', async () => {
    const run = await runAfter(finished);
    const [hunk] = run.hunks;
    assert.ok(hunk !== undefined);
    const { editor, calls } = notedEditor(run.document);
    const decorations = new InlineEditDecorations();
    const lenses = new InlineEditLenses(() => [run]);
    decorations.show(editor, [run]);
    const [setBefore, lensesBefore] = [calls.length, lenses.provideCodeLenses(run.document)];
    Object.assign(run, { session: step(run.session, { type: 'reject-hunk', hunk }) });
    decorations.show(editor, [run]);
    assert.equal(calls.length, setBefore);
    assert.deepEqual(lenses.provideCodeLenses(run.document), lensesBefore);
    decorations.dispose();
  });
});

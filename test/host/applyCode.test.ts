import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import * as vscode from 'vscode';
import { applyCode, spanOf } from '../../src/host/applyCode.ts';
import { InlineEdits } from '../../src/host/inlineEdit.ts';
import { fakeDialogs } from './fakeDialogs.ts';
import { fakeModel } from './fakeModel.ts';
import { until } from './until.ts';

const source = 'first();\nfunction add(a, b) {\n  return a - b;\n}\nlast();\n';
const fixed = 'function add(a, b) {\n  return a + b;\n}';
const fixedSource = source.replace('a - b', 'a + b');

describe('apply code', () => {
  let edits: InlineEdits;
  let files = 0;

  beforeEach(() => {
    edits = new InlineEdits({
      respond: () => Promise.resolve(fakeModel()),
      recents: { list: () => [], add: () => {} },
    });
  });
  afterEach(async () => {
    mock.restoreAll();
    edits.dispose();
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const folder = () => vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const made = async (text: string): Promise<string> => {
    const name = `applied${(files += 1)}.js`;
    await writeFile(join(folder(), name), text);
    return name;
  };
  const apply = (text: string, file?: string) =>
    applyCode({ blocks: [{ text, language: 'js', file }], attachments: [] }, edits);
  const active = () => vscode.window.activeTextEditor?.document;

  test('the file is shown with the proposal, and accepting keeps it', async () => {
    const name = await made(source);
    await apply(fixed, name);
    assert.equal(active()?.getText(), fixedSource);
    edits.accept();
    await vscode.commands.executeCommand('undo');
    assert.equal(active()?.getText(), source);
  });

  test('rejecting brings back what was there, and what is not saved counts', async () => {
    const name = await made('old();\n');
    const document = await vscode.workspace.openTextDocument(join(folder(), name));
    const editor = await vscode.window.showTextDocument(document);
    await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), source));
    await apply(fixed, name);
    assert.equal(document.getText(), `old();\n${fixedSource}`);
    edits.reject();
    await until(() => document.getText() === `old();\n${source}`);
  });

  test('Windows line ends stay', async () => {
    const name = await made(source.replaceAll('\n', '\r\n'));
    await apply(`@@ @@\n function add(a, b) {\n-  return a - b;\n+  check(a);\n+  return a + b;\n }\n`, name);
    assert.equal(
      active()?.getText(),
      fixedSource.replace('  return', '  check(a);\n  return').replaceAll('\n', '\r\n'),
    );
  });

  test('a line at the end of a file without a last line end, and one undo', async () => {
    const name = await made('first();\nlast();');
    await apply('@@ @@\n last();\n+end();\n', name);
    assert.equal(active()?.getText(), 'first();\nlast();\nend();');
    edits.accept();
    await vscode.commands.executeCommand('undo');
    assert.equal(active()?.getText(), 'first();\nlast();');
  });

  test('several changes are one review and one undo', async () => {
    const name = await made(source);
    await apply('@@ @@\n-first();\n+one();\n@@ @@\n-last();\n+two();\n', name);
    assert.equal(active()?.getText(), source.replace('first', 'one').replace('last', 'two'));
    edits.accept();
    await vscode.commands.executeCommand('undo');
    assert.equal(active()?.getText(), source);
  });

  test('what has no certain place changes nothing and opens nothing', async () => {
    const name = await made(source);
    void apply('@@ @@\n-something(else);\n+changed();\n', name);
    void apply(fixed, '../outside.js');
    void apply(fixed, '/etc/hosts.js');
    const document = await vscode.workspace.openTextDocument(join(folder(), name));
    await vscode.window.showTextDocument(document);
    assert.equal(document.getText(), source);
    assert.equal(document.isDirty, false);
  });

  test('code without a certain place can be inserted as it is, a diff cannot', async () => {
    const name = await made('same();\nother();\nsame();\n');
    const { offered } = fakeDialogs();
    await apply('@@ @@\n-something(else);\n+changed();\n', name);
    await apply('<<<<<<< SEARCH\nsame();\n=======\nchanged();\n>>>>>>> REPLACE\n', name);
    const ofDiffs = offered.splice(0).flat();
    assert.ok(!ofDiffs.includes('Insert at Cursor'), ofDiffs.join());
    assert.ok(ofDiffs.includes('Show Closest Place'), ofDiffs.join());
    await apply('function add() {\n  // ... existing code ...\n  more();\n}', name);
    assert.ok(offered.flat().includes('Insert at Cursor'), offered.flat().join());
  });

  describe('a file outside of the workspace', () => {
    let outside = '';
    let link = '';
    beforeEach(async () => {
      outside = await mkdtemp(join(tmpdir(), 'parley-apply-'));
      await writeFile(join(outside, 'far.js'), source);
      link = join(folder(), 'linked');
      await symlink(outside, link, 'junction');
    });
    afterEach(async () => {
      await rm(link);
      await rm(outside, { recursive: true });
    });

    test('is not written through a link that the workspace has, unless the user opened it', async () => {
      await apply(fixed, 'linked/far.js');
      await apply('made();', 'linked/new.js');
      assert.equal(active(), undefined);
      await vscode.window.showTextDocument(vscode.Uri.file(join(link, 'far.js')));
      await apply(fixed, 'linked/far.js');
      assert.equal(active()?.getText(), fixedSource);
    });

    test('is asked for when it is said to have gone along, and is not open', async () => {
      const addresses = [join(outside, 'far.js'), `${folder()}/../${outside}/far.js`].map((path) => `file://${path}`);
      for (const uri of addresses) {
        const attached = { id: 'a', kind: 'file', path: 'here.js', uri, languageId: 'js', text: source } as const;
        const applying = applyCode({ blocks: [{ text: fixed, language: 'js' }], attachments: [attached] }, edits).then(
          () => 'left',
        );
        const close = async () => vscode.commands.executeCommand('workbench.action.closeQuickOpen');
        while ((await Promise.race([applying, close()])) !== 'left');
        assert.equal(active(), undefined);
      }
    });
  });

  test('a folder, and a file that is gone since it went along, are said to be so', async () => {
    await mkdir(join(folder(), 'applied'), { recursive: true });
    await apply(fixed, 'applied');
    await apply(fixed, 'applied/');
    const uri = vscode.Uri.file(join(folder(), 'gone.js')).toString();
    const gone = { id: 'a', kind: 'file', path: 'gone.js', uri, languageId: 'js', text: source } as const;
    await applyCode({ blocks: [{ text: fixed, language: 'js' }], attachments: [gone] }, edits);
    assert.equal(active(), undefined);
  });

  test('a new file is proposed unsaved, under its name', async () => {
    await apply('// sub/new.js\nmade();', 'sub/new.js');
    assert.deepEqual(
      [active()?.isUntitled, active()?.getText(), active()?.languageId],
      [true, 'made();\n', 'javascript'],
    );
    assert.match(active()?.uri.path ?? '', /sub\/new\.js$/);
    edits.reject();
    await until(() => active()?.getText() === '');
  });

  test('a file with a review is shown, and not written', async () => {
    const name = await made(source);
    await apply(fixed, name);
    const applying = apply(fixed.replace('a + b', 'b + a'), name).then(() => 'told');
    const read = async () => vscode.commands.executeCommand('notifications.clearAll');
    while ((await Promise.race([applying, read()])) !== 'told');
    assert.equal(active()?.getText(), fixedSource);
  });

  for (const [name, changes, lines, expected] of [
    ['one line', [{ start: 1, count: 1, lines: ['B'] }], 'abc', { region: { start: 1, count: 1 }, lines: ['B'] }],
    [
      'an insertion takes a line along',
      [{ start: 1, count: 0, lines: ['X'] }],
      'abc',
      { region: { start: 1, count: 1 }, lines: ['X', 'b'] },
    ],
    [
      'an insertion at the end',
      [{ start: 3, count: 0, lines: ['X'] }],
      'abc',
      { region: { start: 2, count: 1 }, lines: ['c', 'X'] },
    ],
    [
      'the span of two',
      [
        { start: 0, count: 1, lines: [] },
        { start: 2, count: 1, lines: ['C'] },
      ],
      'abc',
      { region: { start: 0, count: 3 }, lines: ['b', 'C'] },
    ],
    ['all of it goes', [{ start: 0, count: 3, lines: [] }], 'abc', { region: { start: 0, count: 3 }, lines: [''] }],
  ] as const) {
    test(`a review spans: ${name}`, () => assert.deepEqual(spanOf(changes, lines.split('')), expected));
  }
});

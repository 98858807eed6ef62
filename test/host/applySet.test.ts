import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import * as vscode from 'vscode';
import type { SetBlock } from '../../src/edit/matchSet.ts';
import { applySet } from '../../src/host/applySet.ts';

const one = 'first();\nsecond();\nthird();\n';
const two = 'export const two = 2;';

/** Without the preview, in which a person would have to tick and to confirm. */
const write = (edit: vscode.WorkspaceEdit) => vscode.workspace.applyEdit(edit, { isRefactoring: true });
const nothingOpen = { has: () => false };

describe('apply a set of changes', () => {
  const folder = () => vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '';
  const at = (name: string) => join(folder(), 'set', name);
  const saved = (name: string) => readFile(at(name), 'utf8').catch(() => undefined);
  const made = async (files: Readonly<Record<string, string>>) => {
    for (const [name, text] of Object.entries(files)) {
      await mkdir(dirname(at(name)), { recursive: true });
      await writeFile(at(name), text);
    }
  };
  const document = (name: string) => vscode.workspace.openTextDocument(at(name));
  const apply = (blocks: readonly (string | SetBlock)[], by = write) =>
    applySet(
      {
        blocks: blocks.map((one) => (typeof one === 'string' ? { text: one, language: 'diff' } : one)),
        attachments: [],
      },
      nothingOpen,
      by,
    );
  const untouched = () => Promise.reject(new Error('Nothing was to be written.'));

  const changeOne = '--- a/set/one.js\n+++ b/set/one.js\n@@ @@\n-second();\n+changed();\n';
  const addTwo = { text: two, language: 'js', file: 'set/sub/two.js' };
  const deleteThree = '*** Begin Patch\n*** Delete File: set/three.js\n*** End Patch';
  const renameFour =
    'diff --git a/set/four.js b/set/sub/five.js\nrename from set/four.js\nrename to set/sub/five.js\n--- a/set/four.js\n+++ b/set/sub/five.js\n@@ @@\n-second();\n+moved();\n';
  const all = { 'one.js': one, 'three.js': one, 'four.js': one };

  beforeEach(async () => {
    await rm(at(''), { recursive: true, force: true });
    await made(all);
  });
  afterEach(async () => {
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  test('changes, makes, deletes and renames files, each hunk as an edit of its own', async () => {
    let edits: [vscode.Uri, vscode.TextEdit[]][] = [];
    await apply([changeOne, addTwo, deleteThree, renameFour], (edit) => {
      edits = edit.entries();
      return write(edit);
    });
    assert.equal((await document('one.js')).getText(), one.replace('second', 'changed'));
    assert.equal(await saved('sub/two.js'), `${two}\n`);
    assert.equal(await saved('three.js'), undefined);
    assert.equal(await saved('four.js'), undefined);
    assert.equal((await document('sub/five.js')).getText(), one.replace('second', 'moved'));
    assert.deepEqual(
      edits.map(([uri, changes]) => [vscode.workspace.asRelativePath(uri), changes.length]),
      [
        ['set/one.js', 1],
        ['set/sub/five.js', 1],
      ],
    );
  });

  test('one undo takes all of it back', async () => {
    await vscode.window.showTextDocument(await document('one.js'));
    await apply([changeOne, addTwo, deleteThree, renameFour]);
    assert.equal(await saved('three.js'), undefined);
    await vscode.commands.executeCommand('undo');
    assert.equal((await document('one.js')).getText(), one);
    assert.deepEqual(await Promise.all(['sub/two.js', 'three.js', 'four.js', 'sub/five.js'].map(saved)), [
      undefined,
      one,
      one,
      undefined,
    ]);
  });

  test('what the user does not want leaves all as it is', async () => {
    await apply([changeOne, addTwo, deleteThree, renameFour], () => Promise.resolve(false));
    assert.deepEqual(await Promise.all(Object.keys(all).map(saved)), [one, one, one]);
    assert.equal(await saved('sub/two.js'), undefined);
  });

  test('what has no certain place is left out, and the rest is written', async () => {
    await apply([changeOne.replace('-second', '-nowhere(to, be); else'), deleteThree]);
    assert.equal((await document('one.js')).getText(), one);
    assert.equal(await saved('three.js'), undefined);
  });

  test('nothing is written where nothing is certain', async () => {
    await apply(
      [changeOne.replace('-second', '-nowhere(to, be); else'), { ...addTwo, file: 'set/../../two.js' }],
      untouched,
    );
    await apply([deleteThree.replace('three', 'gone')], untouched);
    await apply(['--- /dev/null\n+++ b/set/one.js\n@@ @@\n+anew();\n'], untouched);
    assert.equal((await document('one.js')).getText(), one);
  });

  test('what is not saved counts, and keeps a file from being deleted', async () => {
    const editor = await vscode.window.showTextDocument(await document('three.js'));
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), 'typed();\n'));
    await apply([deleteThree], untouched);
    await apply([
      changeOne.replaceAll('one.js', 'three.js').replace('-second', ' typed();\n first();\n-second'),
      addTwo,
    ]);
    assert.equal(editor.document.getText(), `typed();\n${one.replace('second', 'changed')}`);
  });

  test('line ends and a missing last one stay', async () => {
    await made({ 'windows.js': 'a();\r\nb();\r\nc();' });
    await apply([
      '--- a/set/windows.js\n+++ b/set/windows.js\n@@ @@\n-a();\n+first();\n b();\n-c();\n+last();\n+end();\n',
      deleteThree,
    ]);
    assert.equal((await document('windows.js')).getText(), 'first();\r\nb();\r\nlast();\r\nend();');
  });

  test('blocks for one file come one on top of the other', async () => {
    await apply([changeOne, changeOne.replaceAll('second', 'changed').replace('+changed', '+again'), addTwo]);
    assert.equal((await document('one.js')).getText(), one.replace('second', 'again'));
  });

  test('a file that is under review or behind a link is left alone', async () => {
    const reviewed = { has: () => true };
    await applySet({ blocks: [{ text: changeOne, language: 'diff' }, addTwo], attachments: [] }, reviewed, write);
    // The editor may have heard late of what the tests do to the file.
    assert.equal((await document('one.js')).isDirty, false);
    assert.equal(await saved('one.js'), one);
    assert.equal(await saved('sub/two.js'), `${two}\n`);
    const outside = await mkdtemp(join(tmpdir(), 'parley-set-'));
    await writeFile(join(outside, 'one.js'), one);
    await symlink(outside, at('linked'), 'junction');
    await apply([changeOne.replaceAll('set/', 'set/linked/'), { ...addTwo, file: 'set/linked/two.js' }], untouched);
    assert.equal(await readFile(join(outside, 'one.js'), 'utf8'), one);
    await rm(at('linked'));
    await rm(outside, { recursive: true });
  });
});

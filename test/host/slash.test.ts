import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { after, before, describe, test } from 'node:test';
import * as vscode from 'vscode';
import { commandOffers, expanded } from '../../src/host/slash.ts';

const write = (uri: vscode.Uri, text: string) => vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));

describe('slash commands in the editor', () => {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('no folder is open');
  const prompts = vscode.Uri.joinPath(root, 'own-prompts');
  const file = vscode.Uri.joinPath(root, 'slash.txt');
  const diagnostics = vscode.languages.createDiagnosticCollection('slash');
  const ask = (text: string, goal: 'send' | 'show' = 'send') => expanded({ text, attachments: [] }, { prompts, goal });

  before(async () => {
    await write(file, 'one\ntwo\n');
    await write(vscode.Uri.joinPath(prompts, 'mine.prompt.md'), '---\ndescription: Mine\n---\nAbout ${fileBasename}.');
    await write(vscode.Uri.joinPath(prompts, 'asks.prompt.md'), 'About ${input:what}.');
    await write(vscode.Uri.joinPath(prompts, 'fix.prompt.md'), 'Something else.');
    await write(vscode.Uri.joinPath(prompts, 'broken.prompt.md'), '---\nno end');
    await vscode.window.showTextDocument(file);
  });

  after(async () => {
    diagnostics.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(prompts, { recursive: true });
    await vscode.workspace.fs.delete(file);
  });

  test('/fix takes the open file and its problems, or the selection', async () => {
    const range = new vscode.Range(1, 0, 1, 3);
    diagnostics.set(file, [new vscode.Diagnostic(range, 'is not three')]);
    const whole = await ask('/fix');
    assert.deepEqual(
      whole?.attachments.map(({ kind }) => kind),
      ['file', 'problems'],
    );
    assert.match(whole?.attachments[1]?.text ?? '', /slash\.txt:2:1 error: is not three/);
    assert.match(whole?.prompt ?? '', /^Find what is wrong/);
    const editor = vscode.window.activeTextEditor ?? assert.fail();
    editor.selection = new vscode.Selection(range.start, range.end);
    const part = await ask('/fix');
    assert.deepEqual(
      part?.attachments.map(({ kind, text }) => [kind, text === 'two']),
      [
        ['selection', true],
        ['problems', false],
      ],
    );
    const again = await expanded({ text: '/fix', attachments: part?.attachments ?? [] }, { prompts, goal: 'send' });
    assert.deepEqual(again?.attachments, part?.attachments);
  });

  test('a question without a command, and one with an unknown command, stay as they are', async () => {
    for (const text of ['Hello', '/usr/bin', '/unknown thing'])
      assert.deepEqual(await ask(text), { text, attachments: [] });
  });

  test('prompt files are found by their names, and never take the place of a built-in command', async () => {
    assert.equal((await ask('/mine now'))?.prompt, 'About slash.txt.\n\nThe user adds:\nnow');
    assert.match((await ask('/fix'))?.prompt ?? '', /^Find what is wrong/);
    assert.equal(await ask('/broken'), undefined);
  });

  test('no command takes along a file that may hold secrets', async () => {
    const secret = vscode.Uri.joinPath(root, 'slash.env');
    await write(secret, 'TOKEN=1\n');
    const { document } = await vscode.window.showTextDocument(secret);
    assert.equal(await ask('/explain'), undefined);
    assert.deepEqual((await ask('/explain what a token is'))?.attachments, []);
    const editor = vscode.window.activeTextEditor ?? assert.fail();
    editor.selection = new vscode.Selection(0, 0, 0, 5);
    assert.deepEqual(
      (await ask('/explain'))?.attachments.map(({ text }) => text),
      ['TOKEN'],
    );
    assert.equal(document.isDirty, false);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await vscode.workspace.fs.delete(secret);
    await vscode.window.showTextDocument(file);
  });

  test('a prompt file of a workspace is no link to another file, and none is huge or binary', async () => {
    const folder = vscode.Uri.joinPath(root, '.github', 'prompts');
    await vscode.workspace.fs.createDirectory(folder);
    await symlink(file.fsPath, vscode.Uri.joinPath(folder, 'leak.prompt.md').fsPath);
    await write(vscode.Uri.joinPath(folder, 'shared.prompt.md'), 'Shared.');
    assert.deepEqual(await ask('/leak'), { text: '/leak', attachments: [] });
    assert.equal((await ask('/shared'))?.prompt, 'Shared.');
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(root, '.github'), { recursive: true });
    for (const text of ['a'.repeat(200_001), 'a\0']) {
      await write(vscode.Uri.joinPath(prompts, 'odd.prompt.md'), text);
      assert.equal(await ask('/odd'), undefined);
      assert.match((await commandOffers('odd', prompts))[0]?.detail ?? '', /no prompt/);
    }
    await vscode.workspace.fs.delete(vscode.Uri.joinPath(prompts, 'odd.prompt.md'));
  });

  test('to be looked at, nothing is asked for', async () => {
    assert.equal((await ask('/asks', 'show'))?.prompt, 'About ${input:what}.');
  });

  test('the list has the built-in commands and the files, with what they do', async () => {
    const all = await commandOffers('', prompts);
    assert.deepEqual(
      all.slice(0, 5).map(({ label }) => label),
      ['/explain', '/fix', '/tests', '/doc', '/commit'],
    );
    assert.equal(all.find(({ label }) => label === '/mine')?.detail, 'Mine');
    assert.match(all.find(({ label }) => label === '/broken')?.detail ?? '', /has no end/);
    assert.equal(all.filter(({ label }) => label === '/fix').length, 1);
    assert.deepEqual(
      (await commandOffers('min', prompts)).map(({ label }) => label),
      ['/mine'],
    );
  });
});

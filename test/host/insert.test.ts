import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import * as vscode from 'vscode';
import { insertAtCursor } from '../../src/host/insert.ts';
import { until } from './until.ts';

describe('insert at cursor', () => {
  let messages: string[];

  beforeEach(() => {
    messages = [];
    const say = async (text: string) => void messages.push(text);
    mock.method(vscode.window, 'showInformationMessage', say);
    mock.method(vscode.window, 'showWarningMessage', say);
  });
  afterEach(async () => {
    mock.restoreAll();
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  test('goes to every cursor, over what is selected, as one undo step', async () => {
    const document = await vscode.workspace.openTextDocument({ content: 'one two' });
    const editor = await vscode.window.showTextDocument(document);
    editor.selections = [new vscode.Selection(0, 0, 0, 3), new vscode.Selection(0, 7, 0, 7)];
    await insertAtCursor('new');
    assert.equal(document.getText(), 'new twonew');
    await vscode.commands.executeCommand('undo');
    await until(() => document.getText() === 'one two');
    assert.deepEqual(messages, []);
  });

  test('without an editor, says what is missing', async () => {
    await until(() => vscode.window.visibleTextEditors.length === 0);
    await insertAtCursor('new');
    assert.match(messages.join(), /^Open the file/);
  });

  test('a document that nobody may change stays as it is, and that is said', async () => {
    const provider = vscode.workspace.registerTextDocumentContentProvider('read-only', {
      provideTextDocumentContent: () => 'fixed',
    });
    const document = await vscode.workspace.openTextDocument(vscode.Uri.parse('read-only:/a.txt'));
    await vscode.window.showTextDocument(document);
    await insertAtCursor('new');
    assert.equal(document.getText(), 'fixed');
    assert.equal(messages.length, 1);
    provider.dispose();
  });
});

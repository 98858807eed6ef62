import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import * as vscode from 'vscode';
import { openAttachment } from '../../src/host/attachments.ts';
import type { Attachment } from '../../src/model/attachment.ts';

describe('opening an attachment', () => {
  let folder: string;
  let warnings: string[];
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-attachment-'));
    warnings = [];
    mock.method(vscode.window, 'showWarningMessage', async (text: string) => void warnings.push(text));
  });
  afterEach(async () => {
    mock.restoreAll();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await rm(folder, { recursive: true, force: true });
  });

  const openIt = (uri: string, lines?: Attachment['lines']) =>
    openAttachment({ id: 'it', kind: 'file', path: 'it.ts', uri, languageId: 'ts', ...(lines && { lines }) });

  for (const lines of [
    { start: 2, end: 3 },
    { start: -7, end: 1e12 },
    { start: 3, end: 0.5 },
  ]) {
    test(`shows lines ${lines.start} to ${lines.end} as far as there are any`, async () => {
      const path = join(folder, 'a.txt');
      await writeFile(path, 'one\ntwo\nthree\nfour');
      await openIt(vscode.Uri.file(path).toString(), lines);
      const editor = vscode.window.activeTextEditor;
      assert.equal(editor?.document.uri.fsPath, path);
      if (lines.start === 2) assert.equal(editor.document.getText(editor.selection), 'two\nthree');
    });
  }

  for (const uri of [
    'command:workbench.action.files.newUntitledFile',
    'https://evil.example/',
    'vscode://evil.example/x',
    'javascript:alert(1)',
    'file:///not/there',
    'no address',
    '',
  ]) {
    test(`does not follow a forged address: ${uri === '' ? 'none' : uri}`, async () => {
      const opened = mock.method(vscode.env, 'openExternal', async () => true);
      await openIt(uri);
      assert.equal(opened.mock.callCount(), 0);
      assert.equal(vscode.window.activeTextEditor, undefined);
      assert.deepEqual(warnings, ['it.ts cannot be opened. It may have been moved or deleted.']);
    });
  }
});

import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import * as vscode from 'vscode';

type Manifest = { contributes: { commands: readonly { command: string }[] } };

describe('activation', () => {
  let extension: vscode.Extension<unknown>;

  before(() => {
    const found = vscode.extensions.getExtension('parley.parley');
    assert.ok(found, 'parley.parley is not installed');
    extension = found;
  });

  test('activates', async () => {
    await extension.activate();
    assert.equal(extension.isActive, true);
  });

  test('registers every contributed command', async () => {
    await extension.activate();
    const { contributes } = extension.packageJSON as Manifest;
    const registered = new Set(await vscode.commands.getCommands(true));
    const missing = contributes.commands.map(({ command }) => command).filter((command) => !registered.has(command));
    assert.deepEqual(missing, []);
    assert.ok(contributes.commands.length > 0);
  });
});

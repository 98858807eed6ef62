import assert from 'node:assert/strict';
import { afterEach, describe, test } from 'node:test';
import * as vscode from 'vscode';
import { commandOf, openAsNewFile, pasteIntoTerminal } from '../../src/host/codeActions.ts';
import { until } from './until.ts';

describe('what is done with code', () => {
  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  for (const [language, expected] of [
    ['python', 'python'],
    [undefined, 'plaintext'],
  ] as const) {
    test(`a new file is unsaved and in its language: ${expected}`, async () => {
      await openAsNewFile('pass', language);
      const document = vscode.window.activeTextEditor?.document;
      assert.deepEqual([document?.getText(), document?.isUntitled, document?.languageId], ['pass', true, expected]);
    });
  }

  /** A terminal that writes down what is typed into it, as a shell that takes pastes as such. */
  async function terminal(): Promise<{ typed(): string; dispose(): void }> {
    let typed = '';
    let isOpen = false;
    const written = new vscode.EventEmitter<string>();
    const made = vscode.window.createTerminal({
      name: 'written down',
      pty: {
        onDidWrite: written.event,
        open: () => {
          isOpen = true;
          written.fire('\u001b[?2004h$ ');
        },
        close: () => undefined,
        handleInput: (data: string) => void (typed += data),
      },
    });
    made.show();
    await until(() => isOpen && vscode.window.activeTerminal === made);
    return { typed: () => typed, dispose: () => made.dispose() };
  }

  test('a command is written into the terminal and not run', async () => {
    const { typed, dispose } = await terminal();
    await pasteIntoTerminal('rm -rf\u0003 build\r\n');
    await until(() => typed() !== '');
    assert.equal(typed(), 'rm -rf build');
    dispose();
  });

  test('several lines go in as a paste, which runs none of them, and the clipboard keeps what it had', async () => {
    await vscode.env.clipboard.writeText('mine');
    const { typed, dispose } = await terminal();
    await pasteIntoTerminal('one\ntwo\u001b[201~\nthree\n');
    await until(() => typed().includes('three'));
    assert.equal(typed(), '\u001b[200~one\rtwo[201~\rthree\u001b[201~');
    assert.equal(await vscode.env.clipboard.readText(), 'mine');
    dispose();
  });

  for (const [text, command] of [
    ['ls\n', 'ls'],
    ['a\r\nb\rc', 'a\nb\nc'],
    ['a\tb', 'a  b'],
    ['a\u0000\u0007\u000f\u001b[A\u007f\u0085b', 'a[Ab'],
    ['echo \u202Ehi\u{E0061}', 'echo hi'],
    ['echo é 你好 👍', 'echo é 你好 👍'],
  ] as const) {
    test(`of ${JSON.stringify(text)}, only what can be seen is written`, () => assert.equal(commandOf(text), command));
  }
});

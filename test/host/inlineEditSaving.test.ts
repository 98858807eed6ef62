import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as vscode from 'vscode';
import { editStage } from './editStage.ts';
import type { FakeModel } from './fakeModel.ts';
import { until } from './until.ts';

const source = [
  "import { b } from './b';",
  "import { a } from './a';",
  'function add(first, second) {',
  "  return first + second + 'x';",
  '}',
  'last();',
  '',
];
const text = source.join('\n');
const answer = ["import { z } from './z';", "import { y } from './y';", 'const sum = z + y;'];
const written = [...answer, ...source.slice(5)].join('\n');

/** Of two formatters, and JavaScript comes with one, the editor takes none. */
const unformatted = 'perl';

/** What formatters, linters and the like do to a file before it is saved. */
const rewritings: Readonly<Record<string, (line: string) => string>> = {
  'other quotes and semicolons': (line) => line.replaceAll("'", '"').replace(/;$/, ''),
  'other words': (line) => line.replace('const ', 'let ').replace('function ', 'async function '),
  'other words in each line of the answer': (line) => line.replace(/^import \{ (\w) \}/, 'import type { $1 as own }'),
  'deeper lines': (line) => `  ${line}`,
  'longer lines': (line) => line.replace(' from ', '\n  from\n  '),
};

describe('saving a file while an edit is written into it', () => {
  const stage = editStage();

  /** An edit of the lines 1 to 5 that has written its first two lines. */
  async function streaming(language = 'javascript'): Promise<[vscode.TextEditor, FakeModel]> {
    const editor = await stage.open(text);
    await vscode.languages.setTextDocumentLanguage(editor.document, language);
    const [model] = await stage.start(editor, [0, 4]);
    assert.ok(model);
    model.write(`${answer.slice(0, 2).join('\n')}\n`);
    await until(() => editor.document.lineAt(1).text === answer[1]);
    return [editor, model];
  }
  function end(model: FakeModel): void {
    model.write(`${answer[2]}\n`);
    model.finish();
  }
  /** The file in which only what is outside of the edit is written as the formatter likes it. */
  const around = (format: (line: string) => string, lines: readonly string[]) =>
    [...lines, ...source.slice(5).map(format)].join('\n');

  async function whileOnSave(setting: [section: string, value: unknown], act: () => Promise<void>): Promise<void> {
    const settings = vscode.workspace.getConfiguration('editor');
    await settings.update(setting[0], setting[1], vscode.ConfigurationTarget.Global);
    try {
      await act();
    } finally {
      await settings.update(setting[0], undefined, vscode.ConfigurationTarget.Global);
    }
  }

  for (const [name, format] of Object.entries(rewritings)) {
    test(`a formatter that runs on save never saves half a text, and the edit goes on: ${name}`, async () => {
      const [editor, model] = await streaming(unformatted);
      const { document } = editor;
      const formatted: string[] = [];
      const formatter = vscode.languages.registerDocumentFormattingEditProvider(
        { pattern: document.uri.fsPath },
        {
          provideDocumentFormattingEdits: (shown) => {
            formatted.push(shown.getText());
            return lineEdits(shown, format);
          },
        },
      );
      await whileOnSave(['formatOnSave', true], async () => {
        await document.save();
        assert.equal(formatted.filter((half) => half.startsWith(answer[0] ?? '')).length, 1, 'it saw half a text');
        assert.equal(await stage.onDisk(document), around(format, source.slice(0, 5)));
        end(model);
        await until(() => document.getText() === around(format, answer));
      });
      formatter.dispose();
      stage.edits.reject();
      await until(() => document.getText() === around(format, source.slice(0, 5)));
    });
  }

  test('a formatter that gives all of the text anew', async () => {
    const format = (line: string) => line.replaceAll("'", '"').replace('const ', 'let ');
    let calls = 0;
    const [editor, model] = await streaming(unformatted);
    const { document } = editor;
    const formatter = vscode.languages.registerDocumentFormattingEditProvider(
      { pattern: document.uri.fsPath },
      {
        provideDocumentFormattingEdits: (shown) => {
          calls += 1;
          const all = new vscode.Range(0, 0, shown.lineCount, 0);
          return [vscode.TextEdit.replace(all, shown.getText().split('\n').map(format).join('\n'))];
        },
      },
    );
    await whileOnSave(['formatOnSave', true], async () => {
      await document.save();
      assert.deepEqual([calls, await stage.onDisk(document)], [1, text]);
      end(model);
      await until(() => document.getText() === written);
    });
    formatter.dispose();
  });

  test('imports that are put in order on save, after those that half a text does not use were taken out', async () => {
    const [editor, model] = await streaming();
    const { document } = editor;
    const actions = vscode.languages.registerCodeActionsProvider(
      { pattern: document.uri.fsPath },
      { provideCodeActions: (shown) => [sortedImports(shown)] },
      { providedCodeActionKinds: [vscode.CodeActionKind.SourceOrganizeImports] },
    );
    // JavaScript comes with such an action, too.
    await whileOnSave(['codeActionsOnSave', { 'source.organizeImports': 'explicit' }], async () => {
      await document.save();
      assert.equal(await stage.onDisk(document), text);
      end(model);
      await until(() => document.getText() === written);
    });
    actions.dispose();
  });

  test('what a person types where it is written is theirs still', async () => {
    const [editor, model] = await streaming();
    editor.selection = new vscode.Selection(1, 0, 1, 0);
    await vscode.commands.executeCommand('type', { text: 'mine ' });
    end(model);
    await until(async () => !/writing/.test(await stage.lenses(editor.document)));
    assert.match(editor.document.getText(), /^mine import/m);
  });

  test('a save without formatting is put right at once', async () => {
    const [editor, model] = await streaming();
    const { document } = editor;
    const saves = countSaves(document);
    await vscode.commands.executeCommand('workbench.action.files.saveWithoutFormatting');
    await until(async () => (await stage.onDisk(document)) === text && !document.isDirty);
    end(model);
    await until(() => document.getText() === written);
    assert.deepEqual([saves.count, await stage.onDisk(document)], [2, text]);
    saves.dispose();
  });

  test('so is one that comes together with the end of the answer', async () => {
    const [editor, model] = await streaming();
    const { document } = editor;
    const saving = vscode.commands.executeCommand('workbench.action.files.saveWithoutFormatting');
    end(model);
    await saving;
    await until(async () => document.getText() === written && [text, written].includes(await stage.onDisk(document)));
  });

  test('a whole text that is saved without formatting is saved once', async () => {
    const [editor, model] = await streaming();
    const { document } = editor;
    end(model);
    await until(async () => (await stage.reviewable(document)) === 1);
    const saves = countSaves(document);
    await vscode.commands.executeCommand('workbench.action.files.saveWithoutFormatting');
    await until(() => !document.isDirty);
    stage.edits.reject();
    await until(() => document.getText() === text);
    assert.deepEqual([saves.count, await stage.onDisk(document)], [1, written]);
    saves.dispose();
  });
});

function countSaves(document: vscode.TextDocument): vscode.Disposable & { count: number } {
  const told = vscode.workspace.onDidSaveTextDocument((saved) => {
    if (saved === document) saves.count += 1;
  });
  const saves = { count: 0, dispose: () => told.dispose() };
  return saves;
}

function lineEdits(document: vscode.TextDocument, format: (line: string) => string): vscode.TextEdit[] {
  return Array.from({ length: document.lineCount }, (_line, index) => document.lineAt(index)).flatMap((line) =>
    format(line.text) === line.text ? [] : [vscode.TextEdit.replace(line.range, format(line.text))],
  );
}

/** As a language server does it: the first becomes all of them, the others go. */
function sortedImports(document: vscode.TextDocument): vscode.CodeAction {
  const action = new vscode.CodeAction('Organize imports', vscode.CodeActionKind.SourceOrganizeImports);
  const lines = document.getText().split('\n');
  const imports = lines.filter((line) => line.startsWith('import'));
  action.edit = new vscode.WorkspaceEdit();
  const [first, ...others] = imports.map((line) => lines.indexOf(line)).toSorted((a, b) => a - b);
  if (first === undefined) return action;
  const sorted = imports.toSorted().map((line) => `${line}\n`);
  action.edit.replace(document.uri, new vscode.Range(first, 0, first + 1, 0), sorted.join(''));
  for (const line of others) action.edit.delete(document.uri, new vscode.Range(line, 0, line + 1, 0));
  return action;
}

import assert from 'node:assert/strict';
import { readFile, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import * as vscode from 'vscode';
import { editStage } from './editStage.ts';
import type { FakeModel } from './fakeModel.ts';
import { until } from './until.ts';

const source = ['first();', 'function add(a, b) {', '  return a - b;', '}', 'last();', ''];
const text = source.join('\n');
const written = source.toSpliced(1, 3, 'one();', 'two();').join('\n');

describe('inline edits and their files', () => {
  const stage = editStage();

  /** An edit of the lines 2 to 4 that has written its first line. */
  async function streaming(editor?: vscode.TextEditor): Promise<[vscode.TextEditor, FakeModel]> {
    const shown = editor ?? (await stage.open(text));
    const [model] = await stage.start(shown, [1, 3]);
    assert.ok(model);
    model.write('one();\n');
    await until(() => shown.document.lineAt(1).text === 'one();');
    return [shown, model];
  }
  async function reviewing(): Promise<vscode.TextEditor> {
    const [editor, model] = await streaming();
    end(model);
    await until(async () => (await stage.reviewable(editor.document)) === 1);
    return editor;
  }
  const end = (model: FakeModel) => {
    model.write('two();\n');
    model.finish();
  };
  /** What the editor does by itself when it hears of a change on the disk, which it may do late. */
  const readAgain = () => vscode.commands.executeCommand('workbench.action.files.revert');
  const active = () => vscode.window.activeTextEditor?.document;
  async function renamed(from: vscode.Uri, name: string): Promise<vscode.Uri> {
    const to = vscode.Uri.joinPath(from, '..', name);
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(from, to);
    assert.ok(await vscode.workspace.applyEdit(edit));
    return to;
  }

  test('a file that is renamed while it is written keeps its edit, under review in the new document', async () => {
    const [editor, model] = await streaming();
    const to = await renamed(editor.document.uri, 'renamed.js');
    await until(() => active()?.uri.path === to.path);
    assert.equal(active()?.getText(), text);
    end(model);
    await until(() => active()?.getText() === written);
    stage.edits.reject();
    await until(() => active()?.getText() === text);
    assert.equal(await readFile(to.fsPath, 'utf8'), text);
  });

  test('so does one that is renamed in review, and in a folder', async () => {
    const editor = await reviewing();
    const to = await renamed(editor.document.uri, 'deeper/renamed.js');
    await until(() => active()?.uri.path === to.path);
    assert.equal(active()?.getText(), written);
    const further = await renamed(vscode.Uri.joinPath(to, '..'), 'elsewhere');
    await until(() => active()?.uri.path === `${further.path}/renamed.js`);
    stage.edits.reject();
    await until(() => active()?.getText() === text);
  });

  test('a file that is deleted ends its edit and the request', async () => {
    const [editor] = await streaming();
    const edit = new vscode.WorkspaceEdit();
    edit.deleteFile(editor.document.uri);
    assert.ok(await vscode.workspace.applyEdit(edit));
    await until(() => editor.document.isClosed);
    await writeFile(editor.document.uri.fsPath, text);
    const again = await vscode.workspace.openTextDocument(editor.document.uri);
    assert.deepEqual([again.getText(), await stage.lenses(again)], [text, '']);
  });

  test('a file that is deleted by someone else leaves the edit to go on, and it can be rejected', async () => {
    const [editor, model] = await streaming();
    await unlink(editor.document.uri.fsPath);
    end(model);
    await until(() => editor.document.getText() === written);
    stage.edits.reject();
    await until(() => editor.document.getText() === text);
  });

  test('closing without saving leaves the file as it was', async () => {
    const [editor] = await streaming();
    const { document } = editor;
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await until(async () => document.isClosed || (await stage.ids(document)).length === 0);
    assert.equal(await stage.onDisk(document), text);
    const again = await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(document.uri));
    assert.equal(again.document.getText(), text);
  });

  test('closing while the editor saves leaves the file as it was', async () => {
    const [editor] = await streaming();
    await editor.document.save();
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    assert.equal(await stage.onDisk(editor.document), text);
  });

  test('reverting while it is written, and in review, ends the edit with what is on the disk', async () => {
    for (const begin of [async () => (await streaming())[0], reviewing]) {
      const { document } = await begin();
      await vscode.commands.executeCommand('workbench.action.files.revert');
      await until(async () => document.getText() === text && (await stage.lenses(document)) === '');
    }
  });

  test('what someone else writes to the file between is taken over, and the edit is about its lines still', async () => {
    const [editor, model] = await streaming();
    const { document } = editor;
    await document.save();
    await writeFile(document.uri.fsPath, `// theirs\n${text}`);
    await readAgain();
    assert.equal(document.getText(), `// theirs\n${text}`);
    end(model);
    await until(() => document.getText() === `// theirs\n${written}`);
    stage.edits.reject();
    await until(() => document.getText() === `// theirs\n${text}`);
  });

  test('what someone else writes into its lines is left alone', async () => {
    const [editor, model] = await streaming();
    const { document } = editor;
    await document.save();
    const theirs = text.replace('a - b', 'a * b');
    await writeFile(document.uri.fsPath, theirs);
    await readAgain();
    assert.equal(document.getText(), theirs);
    end(model);
    await until(async () => (await stage.lenses(document)) === '');
    assert.equal(document.getText(), theirs);
  });

  test('undo while it is written ends it with the original, and redo brings back whole steps', async () => {
    const [editor, model] = await streaming();
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), text);
    await until(async () => (await stage.lenses(editor.document)) === '');
    end(model);
    assert.equal(editor.document.getText(), text);
  });

  test('undo and redo in review', async () => {
    const editor = await reviewing();
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), text);
    await until(async () => (await stage.lenses(editor.document)) === '');
    await vscode.commands.executeCommand('redo');
    assert.equal(editor.document.getText(), written);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), text);
  });

  test('white space that is trimmed on save never makes half a text to save', async () => {
    const spaced = text.replace('last();', 'last();  ').replace('a - b;', 'a - b;  ');
    const editor = await stage.open(spaced);
    const [model] = await stage.start(editor, [1, 3]);
    model?.write('one();  \n');
    await until(() => editor.document.lineAt(1).text.startsWith('one();'));
    const settings = vscode.workspace.getConfiguration('files', editor.document);
    await settings.update('trimTrailingWhitespace', true, vscode.ConfigurationTarget.Global);
    try {
      await editor.document.save();
      // What the region holds may be trimmed or not, by what came first.
      assert.equal((await stage.onDisk(editor.document)).replaceAll(/ +$/gm, ''), text);
    } finally {
      await settings.update('trimTrailingWhitespace', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  test('an automatic save never writes half a text', async () => {
    const settings = vscode.workspace.getConfiguration('files');
    await settings.update('autoSaveDelay', 50, vscode.ConfigurationTarget.Global);
    await settings.update('autoSave', 'afterDelay', vscode.ConfigurationTarget.Global);
    try {
      const [editor, model] = await streaming();
      await until(() => editor.document.getText() === text && !editor.document.isDirty);
      assert.equal(await stage.onDisk(editor.document), text);
      end(model);
      await until(async () => (await stage.onDisk(editor.document)) === written);
    } finally {
      await settings.update('autoSave', 'off', vscode.ConfigurationTarget.Global);
      await settings.update('autoSaveDelay', undefined, vscode.ConfigurationTarget.Global);
    }
  });

  test('two columns of one document show one edit', async () => {
    const [editor, model] = await streaming();
    await vscode.window.showTextDocument(editor.document, { viewColumn: vscode.ViewColumn.Two });
    end(model);
    await until(() => editor.document.getText() === written);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), text);
  });

  test('an untitled document is edited, and saved as a file without anything half-written', async () => {
    const path = join(stage.folder, 'untitled.js');
    const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path).with({ scheme: 'untitled' }));
    const shown = await vscode.window.showTextDocument(document, { preview: false });
    await shown.edit((edit) => edit.insert(new vscode.Position(0, 0), text));
    const [, model] = await streaming(shown);
    await vscode.commands.executeCommand('workbench.action.files.save');
    assert.equal(await readFile(path, 'utf8'), text);
    await until(() => active()?.uri.scheme === 'file');
    end(model);
    await until(() => active()?.getText() === written);
    stage.edits.reject();
    await until(() => active()?.getText() === text);
  });

  test('a file that the settings make read-only is not asked about', async () => {
    await stage.open(text);
    const settings = vscode.workspace.getConfiguration('files');
    await settings.update('readonlyInclude', { '**/file*.js': true }, vscode.ConfigurationTarget.Global);
    try {
      await stage.edits.start();
      assert.deepEqual([stage.inputs.shown.length, stage.models.length], [0, 0]);
    } finally {
      await settings.update('readonlyInclude', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});

describe('inline edits in notebooks', () => {
  const stage = editStage();
  const cell = (lines: string) => ({
    cell_type: 'code',
    execution_count: null,
    metadata: {},
    outputs: [],
    source: lines.split(/(?<=\n)/),
  });
  const book = (...cells: readonly string[]) =>
    JSON.stringify({ cells: cells.map(cell), metadata: {}, nbformat: 4, nbformat_minor: 5 });
  const cellsOnDisk = async (path: string) =>
    (JSON.parse(await readFile(path, 'utf8')) as { cells: { source: string[] }[] }).cells.map(({ source: lines }) =>
      lines.join(''),
    );

  /** The editor of the first cell of a new notebook. */
  async function open(name: string, content: string): Promise<[vscode.NotebookDocument, vscode.TextEditor]> {
    const path = join(stage.folder, name);
    await writeFile(path, content);
    const notebook = await vscode.workspace.openNotebookDocument(vscode.Uri.file(path));
    await vscode.window.showNotebookDocument(notebook, { selections: [new vscode.NotebookRange(0, 1)] });
    await vscode.commands.executeCommand('notebook.cell.edit');
    await until(() => vscode.window.activeTextEditor?.document === notebook.cellAt(0).document);
    const editor = vscode.window.activeTextEditor;
    assert.ok(editor);
    return [notebook, editor];
  }

  test('a cell is edited, saved without anything half-written, and rejected', async () => {
    const [notebook, editor] = await open('book.ipynb', book(text, 'other();'));
    const [model] = await stage.start(editor, [1, 3]);
    model?.write('one();\n');
    await until(() => editor.document.lineAt(1).text === 'one();');
    assert.match(await stage.lenses(editor.document), /Stop \| Parley is writing…/);
    await notebook.save();
    assert.deepEqual(await cellsOnDisk(notebook.uri.fsPath), [text, 'other();']);
    model?.write('two();\n');
    model?.finish();
    await until(() => editor.document.getText() === written);
    await notebook.save();
    assert.deepEqual(await cellsOnDisk(notebook.uri.fsPath), [written, 'other();']);
    stage.edits.reject();
    await until(() => editor.document.getText() === text);
  });

  test('a cell that is deleted ends its edit', async () => {
    const [notebook, editor] = await open('deleted.ipynb', book(text, 'other();'));
    const [model] = await stage.start(editor, [1, 3]);
    model?.write('one();\n');
    await until(() => editor.document.lineAt(1).text === 'one();');
    const edit = new vscode.WorkspaceEdit();
    edit.set(notebook.uri, [vscode.NotebookEdit.deleteCells(new vscode.NotebookRange(0, 1))]);
    await vscode.workspace.applyEdit(edit);
    await until(() => editor.document.isClosed);
    await notebook.save();
    assert.deepEqual(await cellsOnDisk(notebook.uri.fsPath), ['other();']);
  });

  test('a notebook that is renamed has whole cells', async () => {
    const [notebook, editor] = await open('named.ipynb', book(text));
    const [model] = await stage.start(editor, [1, 3]);
    model?.write('one();\n');
    await until(() => editor.document.lineAt(1).text === 'one();');
    const to = vscode.Uri.file(join(stage.folder, 'other.ipynb'));
    const edit = new vscode.WorkspaceEdit();
    edit.renameFile(notebook.uri, to);
    assert.ok(await vscode.workspace.applyEdit(edit));
    await until(() => vscode.workspace.notebookDocuments.some(({ uri }) => uri.path === to.path));
    const renamed = vscode.workspace.notebookDocuments.find(({ uri }) => uri.path === to.path);
    assert.equal(renamed?.cellAt(0).document.getText(), text);
  });
});

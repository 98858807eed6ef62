import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import * as vscode from 'vscode';
import { InlineEdits } from '../../src/host/inlineEdit.ts';
import { fakeModel, type FakeModel } from './fakeModel.ts';
import { until } from './until.ts';

const source = ['first();', 'function add(a, b) {', '  return a - b;', '}', 'last();', ''];
const fixed = '```js\nfunction add(a, b) {\n  return a + b;\n}\n```\n';
const fixedSource = source.with(2, '  return a + b;');

const further = 'Refine… | Other Model… | Open Diff';

describe('inline edit', () => {
  let folder: string;
  let model: FakeModel;
  let edits: InlineEdits;
  let files = 0;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-edit-'));
    await vscode.workspace.getConfiguration('files').update('autoSave', 'off', vscode.ConfigurationTarget.Global);
  });
  after(() => rm(folder, { recursive: true, force: true }));
  beforeEach(() => {
    model = fakeModel();
    edits = new InlineEdits({
      respond: () => Promise.resolve(model),
      recents: { list: () => ['Fix it'], add: () => {} },
    });
  });
  afterEach(async () => {
    edits.dispose();
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  /** An editor on a new file with the lines 2 to 4 of it selected, unless told otherwise. */
  async function open(
    text = source.join('\n'),
    selection = new vscode.Selection(1, 0, 3, 1),
  ): Promise<vscode.TextEditor> {
    const path = join(folder, `file${(files += 1)}.js`);
    await writeFile(path, text);
    const document = await vscode.workspace.openTextDocument(path);
    return vscode.window.showTextDocument(document, { selection, preview: false });
  }

  /** Starts an edit, or whatever asks for an instruction, and takes the first recent one in the box that opens. */
  async function start(ask = () => edits.start()): Promise<void> {
    const asked = model.requests.length;
    void ask();
    await until(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return model.requests.length > asked;
    });
  }

  async function lensTitles({ document }: vscode.TextEditor): Promise<string> {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
    );
    return lenses.map(({ command }) => command?.title.replace(/\$\([^)]*\) /g, '')).join(' | ');
  }

  async function finish(answer: string, editor: vscode.TextEditor): Promise<void> {
    model.write(answer);
    model.finish();
    await until(async () => (await lensTitles(editor)).includes('Reject'));
  }

  test('streams, is reviewed and accepted', async () => {
    const editor = await open();
    await start();
    assert.match(model.requests[0]?.messages[0]?.role === 'user' ? model.requests[0].messages[0].text : '', /Fix it$/);
    assert.match(await lensTitles(editor), /^Stop \| Parley is waiting for the model…$/);
    model.write('```js\nfunction add(a, b) {\n  return a + b;\n');
    await until(() => editor.document.lineAt(2).text === '  return a + b;');
    // The old line stays until it is certain that it is gone.
    assert.equal(editor.document.getText(), fixedSource.toSpliced(3, 0, '  return a - b;').join('\n'));
    assert.match(await lensTitles(editor), /^Stop \| Parley is writing… \+1 −1$/);
    await finish('}\n```', editor);
    assert.equal(await lensTitles(editor), `Accept | Reject | $(ellipsis) | ${further}`);
    edits.accept();
    assert.equal(await lensTitles(editor), '');
    assert.equal(editor.document.getText(), fixedSource.join('\n'));
  });

  test('one undo leads back, however many writes it took', async () => {
    const editor = await open();
    await start();
    for (const [index, line] of ['function add(x, y, z) {', '  const sum = x + y;', '  return sum + z;'].entries()) {
      model.write(`${line}\n`);
      await until(() => editor.document.lineAt(1 + index).text === line);
    }
    await finish('}\n// and more\n', editor);
    assert.equal(editor.document.lineCount, source.length + 2);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), source.join('\n'));
    await until(async () => (await lensTitles(editor)) === '');
  });

  test('reject restores', async () => {
    const editor = await open();
    await start();
    await finish('gone();', editor);
    assert.equal(editor.document.getText(), ['first();', 'gone();', 'last();', ''].join('\n'));
    edits.reject(editor.document.uri);
    await until(() => editor.document.getText() === source.join('\n'));
  });

  test('reject while it is written restores and ends the request', async () => {
    const editor = await open();
    await start();
    model.write('let x;\nlet y;\n');
    await until(() => editor.document.lineAt(2).text === 'let y;');
    edits.reject();
    await until(() => editor.document.getText() === source.join('\n'));
    model.write('let z;\n');
    await vscode.commands.executeCommand('editor.action.insertLineAfter');
    assert.doesNotMatch(editor.document.getText(), /let/);
  });

  test('Windows line ends, tabs and a missing final newline stay', async () => {
    const text = 'first();\r\n\tif (x) {\r\n\t\ty();\r\n\t}';
    const editor = await open(text, new vscode.Selection(1, 0, 3, 2));
    await start();
    await finish('```js\nif (x) {\n    z();\n    more();\n}\n```\n', editor);
    assert.equal(editor.document.getText(), 'first();\r\n\tif (x) {\r\n\t\tz();\r\n\t\tmore();\r\n\t}');
    edits.reject();
    await until(() => editor.document.getText() === text);
  });

  test('the whole document can be removed, and brought back', async () => {
    const text = 'first();\nlast();';
    const editor = await open(text, new vscode.Selection(0, 0, 1, 7));
    await start();
    await finish('```js\n```', editor);
    assert.equal(editor.document.getText(), '');
    edits.reject();
    await until(() => editor.document.getText() === text);
  });

  test('the lines can be removed, and one undo brings them back', async () => {
    const editor = await open();
    await start();
    await finish('```js\n```', editor);
    assert.equal(editor.document.getText(), 'first();\nlast();\n');
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), source.join('\n'));
    await until(async () => (await lensTitles(editor)) === '');
  });

  test('an editor that was set read-only takes nothing, and the edit is over', async () => {
    const editor = await open();
    await vscode.commands.executeCommand('workbench.action.files.setActiveEditorReadonlyInSession');
    await start();
    model.write('const one = 1;\n');
    await until(async () => (await lensTitles(editor)) === '');
    await vscode.commands.executeCommand('workbench.action.files.resetActiveEditorReadonlyInSession');
    assert.equal(editor.document.getText(), source.join('\n'));
  });

  test('lines around the region that an answer repeats are neither shown nor written', async () => {
    const text = ['const settings = load();', ...source.slice(1, 4), 'start(settings, add);', ''];
    const editor = await open(text.join('\n'));
    await start();
    model.write('```js\nconst settings = load();\n');
    model.write('function add(a, b) {\n  return a + b;\n');
    await until(() => editor.document.lineAt(2).text === '  return a + b;');
    assert.equal(editor.document.getText(), text.toSpliced(2, 0, '  return a + b;').join('\n'));
    await finish('}\nstart(settings, add);\n```', editor);
    assert.equal(editor.document.getText(), text.with(2, '  return a + b;').join('\n'));
  });

  test('a diff is applied to the region', async () => {
    const editor = await open();
    await start();
    await finish(
      '```diff\n@@ -1,3 +1,3 @@\n function add(a, b) {\n-  return a - b;\n+  return a + b;\n }\n```',
      editor,
    );
    assert.equal(editor.document.getText(), fixedSource.join('\n'));
  });

  test('an answer that leaves out what nobody can know is not written, and the text is the original', async () => {
    const editor = await open();
    await start();
    model.write('function sum(a, b, c) {\n');
    await until(() => editor.document.lineAt(1).text === 'function sum(a, b, c) {');
    model.write('  // ... existing code ...\n}\n');
    model.finish();
    await until(async () => (await lensTitles(editor)) === '');
    assert.equal(editor.document.getText(), source.join('\n'));
  });

  test('a refusal is not written', async () => {
    const editor = await open();
    await start();
    model.refuse('I would rather not.');
    model.finish();
    await until(async () => (await lensTitles(editor)) === '');
    assert.equal(editor.document.getText(), source.join('\n'));
  });

  test('typing elsewhere goes on, and one undo restores only the region', async () => {
    const editor = await open();
    await start();
    model.write('const one = 1;\n');
    await until(() => editor.document.lineAt(1).text === 'const one = 1;');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// mine\n'));
    await finish('const two = 2;\n', editor);
    const mine = (lines: readonly string[]) => ['// mine', 'first();', ...lines, 'last();', ''].join('\n');
    assert.equal(editor.document.getText(), mine(['const one = 1;', 'const two = 2;']));
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), mine(source.slice(1, 4)));
  });

  test('saving while it is written writes the original, and the rest comes in one piece', async () => {
    const editor = await open();
    await start();
    model.write('const one = 1;\n');
    await until(() => editor.document.lineAt(1).text === 'const one = 1;');
    await editor.document.save();
    assert.equal(await readFile(editor.document.uri.fsPath, 'utf8'), source.join('\n'));
    assert.equal(editor.document.getText(), source.join('\n'));
    model.write('const two = 2;\n');
    await until(async () =>
      (await lensTitles(editor)).startsWith('Stop | Parley is writing; it will show when finished'),
    );
    assert.equal(editor.document.getText(), source.join('\n'));
    await finish('', editor);
    assert.equal(editor.document.getText(), ['first();', 'const one = 1;', 'const two = 2;', 'last();', ''].join('\n'));
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), source.join('\n'));
  });

  test('saving while a write is under way writes the original or the proposal', async () => {
    const editor = await open();
    await start();
    for (let line = 0; line < 40; line += 1) {
      model.write(`line(${line});\n`);
      if (line % 8 === 0) await editor.document.save();
      assert.equal(await readFile(editor.document.uri.fsPath, 'utf8'), source.join('\n'));
    }
    await finish('', editor);
    await editor.document.save();
    assert.equal((await readFile(editor.document.uri.fsPath, 'utf8')).split('\n').length, 40 + 3);
  });

  test('an error restores, and the edit is over', async () => {
    const editor = await open();
    await start();
    model.write('const one = 1;\n');
    await until(() => editor.document.lineAt(1).text === 'const one = 1;');
    model.fail({ kind: 'overloaded', message: 'The provider is busy.' });
    await until(() => editor.document.getText() === source.join('\n'));
    await until(async () => (await lensTitles(editor)) === '');
  });

  test('an answer that was cut off says so and can still be accepted', async () => {
    const editor = await open();
    await start();
    model.write('const one = 1;\nconst tw');
    model.finish('length');
    await until(async () => (await lensTitles(editor)).includes('Reject'));
    const note = 'Cut off at the output limit. The last line was not finished and is left out';
    assert.equal(await lensTitles(editor), `Accept Partial | Reject | $(ellipsis) | Continue | ${note} | ${further}`);
    assert.equal(editor.document.getText(), ['first();', 'const one = 1;', ...source.slice(1)].join('\n'));
  });

  test('another model that takes over is named while it writes and until the review is over', async () => {
    const editor = await open();
    await start();
    const error = { kind: 'overloaded', message: 'Busy.' } as const;
    model.hand({ from: 'Sonnet', to: 'GPT-5', model: { connection: 'c', model: 'g' }, error });
    const note = 'By GPT-5, since Sonnet could not answer';
    await until(async () => (await lensTitles(editor)) === `Stop | ${note}`);
    model.write('const one = 1;\n');
    model.finish();
    await until(async () => (await lensTitles(editor)).includes('Reject'));
    assert.equal(await lensTitles(editor), `Accept | Reject | $(ellipsis) | 3 lines removed | ${note} | ${further}`);
  });

  test('stop keeps what came for review', async () => {
    const editor = await open();
    await start();
    model.write('const one = 1;\n');
    await until(() => editor.document.lineAt(1).text === 'const one = 1;');
    edits.stop();
    await until(async () => (await lensTitles(editor)).includes('Accept Partial'));
    assert.equal(editor.document.getText(), ['first();', 'const one = 1;', ...source.slice(1)].join('\n'));
  });

  test('a retry starts from the original, and one undo from its answer leads there', async () => {
    const editor = await open();
    await start();
    await finish('first try', editor);
    await start(() => edits.retry());
    await until(() => editor.document.getText() === source.join('\n'));
    await finish(fixed, editor);
    assert.equal(editor.document.getText(), fixedSource.join('\n'));
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), source.join('\n'));
  });

  test('what comes while another editor is in front shows when this one is back', async () => {
    const editor = await open();
    await start();
    model.write('const one = 1;\n');
    await until(() => editor.document.lineAt(1).text === 'const one = 1;');
    await open('other');
    model.write('const two = 2;\n');
    model.finish();
    const again = await vscode.window.showTextDocument(editor.document);
    await until(async () => (await lensTitles(again)).includes('Reject'));
    assert.equal(again.document.getText(), ['first();', 'const one = 1;', 'const two = 2;', 'last();', ''].join('\n'));
    await vscode.commands.executeCommand('undo');
    assert.equal(again.document.getText(), source.join('\n'));
  });

  test('a cursor in a line means that line where there is no symbol', async () => {
    const editor = await open('one\ntwo\nthree', new vscode.Selection(1, 1, 1, 1));
    await vscode.languages.setTextDocumentLanguage(editor.document, 'plaintext');
    await start();
    await finish('TWO', editor);
    assert.equal(editor.document.getText(), 'one\nTWO\nthree');
  });

  test('an empty document is written into, and empty again when that is rejected', async () => {
    const editor = await open('', new vscode.Selection(0, 0, 0, 0));
    await start();
    await finish('```js\nfirst();\nlast();\n```', editor);
    assert.equal(editor.document.getText(), 'first();\nlast();');
    edits.reject();
    await until(() => editor.document.getText() === '');
  });

  test('a read-only document is not asked about', async () => {
    const provider = vscode.workspace.registerTextDocumentContentProvider('parley-test', {
      provideTextDocumentContent: () => 'text',
    });
    const virtual = await vscode.workspace.openTextDocument(vscode.Uri.parse('parley-test:/a.txt'));
    await vscode.window.showTextDocument(virtual);
    await edits.start();
    provider.dispose();
    assert.equal(model.requests.length, 0);
  });

  test('the diff shows the document as it would be without the edit', async () => {
    const editor = await open();
    await start();
    await finish(fixed, editor);
    await edits.diff();
    const isOriginal = ({ document }: vscode.TextEditor) => document.uri.scheme === 'parley-original';
    await until(() => vscode.window.visibleTextEditors.some(isOriginal));
    const original = vscode.window.visibleTextEditors.find(isOriginal);
    assert.equal(original?.document.getText(), source.join('\n'));
    assert.equal(editor.document.getText(), fixedSource.join('\n'));
  });

  test('changes are gone through and judged from the old side of the diff, too', async () => {
    const editor = await open();
    await start();
    await finish('```js\n/** Adds. */\nfunction add(a, b) {\n  return a + b;\n}\n```', editor);
    await edits.diff();
    const isOriginal = ({ document }: vscode.TextEditor) => document.uri.scheme === 'parley-original';
    await until(() => vscode.window.visibleTextEditors.some(isOriginal));
    await vscode.commands.executeCommand('workbench.action.compareEditor.focusSecondarySide');
    await until(() => vscode.window.activeTextEditor !== undefined && isOriginal(vscode.window.activeTextEditor));
    const line = () => vscode.window.activeTextEditor?.selection.active.line;
    edits.nextHunk();
    await until(() => line() === 1);
    edits.nextHunk();
    await until(() => line() === 2);
    await edits.rejectHunk();
    await until(() => editor.document.getText() === source.toSpliced(1, 0, '/** Adds. */').join('\n'));
    edits.acceptAll();
    await until(async () => (await lensTitles(editor)) === '');
    assert.equal(editor.document.getText(), source.toSpliced(1, 0, '/** Adds. */').join('\n'));
  });
});

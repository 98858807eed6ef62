import assert from 'node:assert/strict';
import { afterEach, after, before, beforeEach, describe, mock, test } from 'node:test';
import * as vscode from 'vscode';
import { documentThis, explainProblem, fixProblem, writeTests } from '../../src/host/codeTasks.ts';
import { InlineEdits } from '../../src/host/inlineEdit.ts';
import { fakeDialogs, type FakeDialogs } from './fakeDialogs.ts';
import { fakeInputs } from './fakeInputs.ts';
import { fakeModel, type FakeModel } from './fakeModel.ts';
import { until } from './until.ts';

const source = 'first();\nfunction add(a, b) {\n  return a - c;\n}\nlast();\n';

describe('what is done with the code at the cursor', () => {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('no folder is open');
  const prompts = vscode.Uri.joinPath(root, 'no-prompts');
  const file = vscode.Uri.joinPath(root, 'tasks.txt');
  const secret = vscode.Uri.joinPath(root, '.env');
  const diagnostics = vscode.languages.createDiagnosticCollection('tasks');
  let symbols: vscode.Disposable;
  let model: FakeModel;
  let edits: InlineEdits;
  let dialogs: FakeDialogs;
  let recents: string[];

  const write = (uri: vscode.Uri, text: string) => vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  const problem = (): vscode.Diagnostic =>
    Object.assign(new vscode.Diagnostic(new vscode.Range(2, 13, 2, 14), 'Cannot find\n name "c".'), {
      source: 'ts',
      code: 2304,
      relatedInformation: [
        new vscode.DiagnosticRelatedInformation(
          new vscode.Location(file, new vscode.Position(1, 16)),
          'Did you mean b?',
        ),
      ],
    });
  const other = () => new vscode.Diagnostic(new vscode.Range(0, 0, 0, 5), 'elsewhere');
  const sent = () => {
    const [message] = model.requests[0]?.messages ?? [];
    return message?.role === 'user' ? message.text : '';
  };
  const open = async (line: number, uri = file) => {
    const editor = await vscode.window.showTextDocument(uri);
    editor.selection = new vscode.Selection(line, 0, line, 0);
    return editor;
  };

  const underReview = ({ document }: vscode.TextEditor, text: string) =>
    until(async () => {
      const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
        'vscode.executeCodeLensProvider',
        document.uri,
      );
      return document.getText() === text && lenses.some(({ command }) => command?.command === 'parley.edit.accept');
    });

  before(async () => {
    await write(file, source);
    await write(secret, 'TOKEN=1\n');
    const whole = new vscode.Range(1, 0, 3, 1);
    const symbol = new vscode.DocumentSymbol('add', '', vscode.SymbolKind.Function, whole, whole);
    symbols = vscode.languages.registerDocumentSymbolProvider(
      { pattern: '**/tasks.txt' },
      { provideDocumentSymbols: () => [symbol] },
    );
  });
  after(async () => {
    symbols.dispose();
    diagnostics.dispose();
    await vscode.workspace.fs.delete(file);
    await vscode.workspace.fs.delete(secret);
  });
  beforeEach(() => {
    dialogs = fakeDialogs();
    model = fakeModel();
    recents = [];
    edits = new InlineEdits({
      respond: async () => model,
      recents: { list: () => recents, add: (text) => void recents.push(text) },
    });
    diagnostics.set(file, [problem(), other()]);
  });
  afterEach(async () => {
    edits.dispose();
    mock.restoreAll();
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  test('a fix begins at once, for the code around the problems, and is told them', async () => {
    void fixProblem([file, [problem(), problem()]], edits);
    await until(() => model.requests.length > 0);
    assert.match(sent(), /<region>\nfunction add\(a, b\) \{\n {2}return a - c;\n\}\n<\/region>/);
    assert.match(
      sent(),
      /<problems>\n.* begins at line 2\.\nline 3: error: Cannot find name "c"\. \[ts 2304\] \(tasks\.txt:2:17: Did you mean b\?\)\n<\/problems>/,
    );
    assert.match(sent(), /: Fix this: Cannot find name "c"\. \(ts 2304\)$/);
    model.write('function add(a, b) {\n  return a - b;\n}\n');
    model.finish();
    const { document } = vscode.window.activeTextEditor ?? assert.fail();
    await until(() => document.getText() === source.replace('a - c', 'a - b'));
    edits.reject();
    await until(() => document.getText() === source);
    assert.deepEqual(recents, []);
  });

  test('what lies in an edit under review goes on with that edit, and one undo leads back', async () => {
    const editor = await open(2);
    void documentThis(edits);
    await until(() => model.requests.length === 1);
    model.write('/** Adds. */\nfunction add(a, b) {\n  return a - c;\n}\n');
    model.finish();
    const reviewed = source.replace('function', '/** Adds. */\nfunction');
    await underReview(editor, reviewed);
    const moved = Object.assign(problem(), { range: new vscode.Range(3, 13, 3, 14) });
    void fixProblem([file, [moved]], edits);
    await until(() => model.requests.length === 2);
    assert.deepEqual(dialogs.messages, []);
    const [, , followUp] = model.requests[1]?.messages ?? [];
    assert.match(
      followUp?.role === 'user' ? followUp.text : '',
      /<region>\n\/\*\* Adds\. \*\/\n[^]*: Fix this: Cannot find name "c"\. \(ts 2304\)$/,
    );
    model.write('/** Adds. */\nfunction add(a, b) {\n  return a + b;\n}\n');
    model.finish();
    await underReview(editor, reviewed.replace('a - c', 'a + b'));
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), reviewed);
    edits.reject();
    await until(() => editor.document.getText() === source);
    assert.deepEqual(recents, []);
  });

  test('what reaches beyond an edit under review can be taken over into it, or asked for once that is decided', async () => {
    const editor = await open(2);
    void documentThis(edits);
    await until(() => model.requests.length === 1);
    model.write('function add(a, b) {\n  return c;\n}\n');
    model.finish();
    const reviewed = source.replace('a - c', 'c');
    await underReview(editor, reviewed);
    const inputs = fakeInputs();
    inputs.script({ press: 'enter' });
    dialogs.picks.push('Refine');
    editor.selection = new vscode.Selection(0, 0, 2, 4);
    void documentThis(edits);
    await until(() => model.requests.length === 2);
    assert.deepEqual(dialogs.offered, [['Refine…', 'Accept', 'Reject']]);
    assert.deepEqual([inputs.shown[0]?.title, inputs.shown[0]?.value.slice(0, 7)], ['Refine this edit', 'Write t']);
    edits.reject();
    await until(() => editor.document.getText() === source);
  });

  test('from the palette it is the problems in the line of the cursor, and says when there is none', async () => {
    await open(2);
    void fixProblem([], edits);
    await until(() => model.requests.length > 0);
    assert.match(sent(), /: Fix this: Cannot find name "c"\. \(ts 2304\)$/);
    edits.reject();
    await open(4);
    await fixProblem([], edits);
    assert.equal(model.requests.length, 1);
    assert.match(dialogs.messages.at(-1) ?? '', /^The editor shows no problem here/);
  });

  test('an explanation is asked for with the code and only these problems', async () => {
    await open(2);
    const question = await explainProblem([file, [problem()]], { prompts });
    assert.match(question?.text ?? '', /^\/explain the attached problem/);
    assert.match(question?.prompt ?? '', /^Explain what is attached[^]*The user adds:\nthe attached problem/);
    assert.deepEqual(
      question?.attachments.map(({ kind, lines }) => [kind, lines?.start]),
      [
        ['symbol', 2],
        ['problems', undefined],
      ],
    );
    assert.match(
      question?.attachments[1]?.text ?? '',
      /^tasks\.txt:3:14 error: Cannot find\n name "c"\. \[ts 2304\] \(/,
    );
    assert.doesNotMatch(question?.attachments[1]?.text ?? '', /elsewhere/);
  });

  test('the code of a problem outside of any symbol is its line', async () => {
    await open(0);
    const question = await explainProblem([], { prompts });
    assert.deepEqual(
      question?.attachments.map(({ kind, text }) => [kind, kind === 'selection' ? text : '']),
      [
        ['selection', 'first();'],
        ['problems', ''],
      ],
    );
  });

  test('to document is an edit of the symbol around the cursor, or of the selection', async () => {
    const editor = await open(2);
    void documentThis(edits);
    await until(() => model.requests.length > 0);
    assert.match(sent(), /<region>\nfunction add[^]*\n\}\n<\/region>/);
    assert.match(sent(), /: Write the documentation comments[^\n]*$/);
    assert.doesNotMatch(sent(), /elsewhere/);
    edits.reject();
    editor.selection = new vscode.Selection(4, 0, 4, 4);
    void documentThis(edits);
    await until(() => model.requests.length > 1);
    edits.reject();
  });

  test('where there is no code nothing is asked', async () => {
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument({ content: '\n\n' }));
    await documentThis(edits);
    assert.equal(model.requests.length, 0);
    assert.deepEqual(dialogs.messages, ['There is no code here. Select some, then try again.']);
  });

  test('tests are asked for the symbol, the selection or the file', async () => {
    const editor = await open(2);
    const kinds = async () => (await writeTests({ prompts }))?.attachments.map(({ kind, symbol }) => symbol ?? kind);
    assert.deepEqual(await kinds(), ['add']);
    editor.selection = new vscode.Selection(0, 0, 1, 4);
    assert.deepEqual(await kinds(), ['selection']);
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    assert.deepEqual(await kinds(), ['file']);
    const question = await writeTests({ prompts });
    assert.equal(question?.text, '/tests');
    assert.match(question?.prompt ?? '', /^Write tests for the attached code/);
  });

  test('a file that may hold secrets does not go along by itself', async () => {
    await open(0, secret);
    assert.equal(await writeTests({ prompts }), undefined);
    assert.match(dialogs.messages.at(-1) ?? '', /^\/tests has nothing to work on/);
  });
});

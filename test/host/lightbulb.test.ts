import assert from 'node:assert/strict';
import { after, afterEach, before, describe, test } from 'node:test';
import * as vscode from 'vscode';
import { lightbulbActions } from '../../src/host/lightbulb.ts';
import { until } from './until.ts';

const { Invoke, Automatic } = vscode.CodeActionTriggerKind;
const { QuickFix, RefactorRewrite } = vscode.CodeActionKind;

describe('lightbulb', () => {
  const diagnostics = vscode.languages.createDiagnosticCollection('lightbulb');
  const subscriptions: vscode.Disposable[] = [diagnostics];
  let document: vscode.TextDocument;
  const first = new vscode.Range(0, 0, 0, 3);
  const problem = (severity = vscode.DiagnosticSeverity.Error, range = first) =>
    new vscode.Diagnostic(range, 'is wrong', severity);

  before(async () => {
    document = await vscode.workspace.openTextDocument({ content: 'one\ntwo\n', language: 'plaintext' });
    const selector = { language: 'plaintext', scheme: 'untitled' };
    const symbol = new vscode.DocumentSymbol(
      'two',
      '',
      vscode.SymbolKind.Function,
      ...twice(new vscode.Range(1, 0, 1, 3)),
    );
    subscriptions.push(
      vscode.languages.registerDocumentSymbolProvider(selector, { provideDocumentSymbols: () => [symbol] }),
    );
    await vscode.window.showTextDocument(document);
  });
  afterEach(() => diagnostics.clear());
  after(async () => {
    for (const one of subscriptions) one.dispose();
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  });

  /** What the editor itself gets, from whoever has something to offer. */
  async function offered(range: vscode.Range, kind?: string): Promise<readonly vscode.CodeAction[]> {
    return vscode.commands.executeCommand('vscode.executeCodeActionProvider', document.uri, range, kind);
  }
  const ours = ({ command }: vscode.CodeAction) => command?.command.startsWith('parley.') === true;
  const titles = (actions: readonly vscode.CodeAction[]) => actions.filter(ours).map(({ title }) => title);
  const asked = async (context: Partial<vscode.CodeActionContext>, range = first) =>
    titles(
      await lightbulbActions(document, range, { diagnostics: [], only: undefined, triggerKind: Automatic, ...context }),
    );

  test('at problems it offers to fix and to explain all of them, and never by itself', async () => {
    diagnostics.set(document.uri, [problem(), problem(vscode.DiagnosticSeverity.Warning)]);
    const at = new vscode.Range(0, 1, 0, 1);
    await until(async () => titles(await offered(at)).length > 0);
    const actions = (await offered(at)).filter(ours);
    assert.deepEqual(titles(actions), ['Fix with AI', 'Explain with AI']);
    for (const { kind, isPreferred } of actions)
      assert.deepEqual([kind?.value, isPreferred], [QuickFix.value, undefined]);
    assert.deepEqual(titles(await offered(new vscode.Range(1, 0, 1, 0), QuickFix.value)), []);
    assert.deepEqual(titles(await offered(at, vscode.CodeActionKind.SourceFixAll.value)), []);
  });

  test('one action is about all problems that are there', async () => {
    const about = [problem(), problem(vscode.DiagnosticSeverity.Warning)];
    const context = { diagnostics: about, only: undefined, triggerKind: Automatic };
    for (const action of await lightbulbActions(document, first, context)) {
      assert.deepEqual(action.diagnostics, about);
      assert.deepEqual(action.command?.arguments, [document.uri, about]);
    }
  });

  test('a hint is no problem', async () => {
    assert.deepEqual(await asked({ diagnostics: [problem(vscode.DiagnosticSeverity.Hint)] }), []);
    assert.deepEqual(await asked({ diagnostics: [problem()] }), ['Fix with AI', 'Explain with AI']);
  });

  test('to document and to test is offered to who opens the list, in a symbol or at a selection', async () => {
    const inSymbol = new vscode.Range(1, 1, 1, 1);
    const more = ['Document with AI', 'Write tests with AI'];
    assert.deepEqual(await asked({ triggerKind: Invoke }, inSymbol), more);
    assert.deepEqual(await asked({ triggerKind: Invoke }, first), more);
    assert.deepEqual(await asked({ triggerKind: Invoke }, new vscode.Range(0, 1, 0, 1)), []);
    assert.deepEqual(await asked({}, inSymbol), []);
    assert.deepEqual(await asked({}, first), []);
    assert.deepEqual(await asked({ triggerKind: Invoke, only: QuickFix }, first), []);
    assert.deepEqual(
      await asked({ triggerKind: Invoke, only: RefactorRewrite, diagnostics: [problem()] }, first),
      more,
    );
  });

  test('a document of a file system that takes no writes is left alone', async () => {
    const files = vscode.workspace.registerFileSystemProvider('parley-fixed', fixedFiles, { isReadonly: true });
    const fixed = await vscode.workspace.openTextDocument(vscode.Uri.parse('parley-fixed:/a.txt'));
    const context = { diagnostics: [problem()], only: undefined, triggerKind: Invoke };
    assert.deepEqual(await lightbulbActions(fixed, first, context), []);
    files.dispose();
  });
});

const twice = <T>(one: T): [T, T] => [one, one];

const fixedFiles: vscode.FileSystemProvider = {
  onDidChangeFile: new vscode.EventEmitter<vscode.FileChangeEvent[]>().event,
  watch: () => new vscode.Disposable(() => undefined),
  stat: () => ({ type: vscode.FileType.File, ctime: 0, mtime: 0, size: 4 }),
  readDirectory: () => [],
  createDirectory: () => undefined,
  readFile: () => new TextEncoder().encode('text'),
  writeFile: () => undefined,
  delete: () => undefined,
  rename: () => undefined,
};

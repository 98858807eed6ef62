import assert from 'node:assert/strict';
import { after, afterEach, describe, test } from 'node:test';
import * as vscode from 'vscode';
import { codeTarget, targetAround, targetOf, type Target } from '../../src/host/inlineEditTarget.ts';
import { until } from './until.ts';

const root = vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('no folder is open');

describe('what an edit is about', () => {
  const made: vscode.Uri[] = [];
  const providers: vscode.Disposable[] = [];

  afterEach(async () => {
    for (const one of providers.splice(0)) one.dispose();
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });
  after(async () => {
    for (const uri of made) await vscode.workspace.fs.delete(uri);
  });

  /** An editor on a new file with the caret before `|`, or what stands between two of them selected. */
  async function open(extension: string, marked: string): Promise<vscode.TextEditor> {
    const uri = vscode.Uri.joinPath(root, `target${made.length}.${extension}`);
    const [before = '', selected = '', ...rest] = marked.split('|');
    const text = [before, selected, ...rest].join('');
    await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
    made.push(uri);
    const editor = await vscode.window.showTextDocument(uri, { preview: false });
    const start = editor.document.positionAt(before.length);
    const end = rest.length === 0 ? start : editor.document.positionAt(before.length + selected.length);
    editor.selection = new vscode.Selection(start, end);
    return editor;
  }

  /** The lines of a target, from 1, or why there are none. */
  const told = (target: Target): string =>
    'refusal' in target ? target.refusal : `${target.region.start + 1}-${target.region.start + target.region.count}`;
  const lines = async (editor: vscode.TextEditor) => told(await targetOf(editor));
  /** For languages with a server, which may not have heard of the file yet. */
  const becomes = (editor: vscode.TextEditor, expected: string) =>
    until(async () => (await lines(editor)) === expected);

  async function selectionRanges(language: string, ranges: readonly vscode.Range[]): Promise<void> {
    const nested = ranges.reduceRight<vscode.SelectionRange | undefined>(
      (parent, range) => new vscode.SelectionRange(range, parent),
      undefined,
    );
    assert.ok(nested !== undefined);
    providers.push(
      vscode.languages.registerSelectionRangeProvider(language, { provideSelectionRanges: () => [nested] }),
    );
  }

  test('a selection is its whole lines, without the blank ones around', async () => {
    assert.equal(await lines(await open('txt', 'a\n|\nb\nc\n\n|d')), '3-4');
  });

  test('a blank line, and an empty document, are where something is to be written', async () => {
    assert.equal(await lines(await open('txt', 'a\n  |\nb')), '2-2');
    assert.equal(await lines(await open('txt', '')), '1-1');
    const untitled = await vscode.workspace.openTextDocument({ content: '' });
    assert.equal(await lines(await vscode.window.showTextDocument(untitled)), '1-1');
  });

  test('where no language tells of anything it is the line', async () => {
    assert.equal(await lines(await open('txt', 'one\n  two\nth|ree\nfour')), '3-3');
  });

  test('the smallest symbol around the cursor goes before statements', async () => {
    const whole = new vscode.Range(1, 0, 3, 1);
    const symbol = new vscode.DocumentSymbol('f', '', vscode.SymbolKind.Function, whole, whole);
    providers.push(
      vscode.languages.registerDocumentSymbolProvider('plaintext', { provideDocumentSymbols: () => [symbol] }),
    );
    await selectionRanges('plaintext', [new vscode.Range(2, 2, 2, 6), new vscode.Range(0, 0, 4, 1)]);
    assert.equal(await lines(await open('txt', 'a\nf {\n  bo|dy\n}\nb')), '2-4');
    assert.equal(await lines(await open('txt', 'a|\nf {\n  body\n}\nb')), '1-1');
  });

  test('a symbol that is too long gives way to the statement in it', async () => {
    const body = Array.from({ length: 300 }, (_line, at) => `  s${at}();`).join('\n');
    const whole = new vscode.Range(0, 0, 301, 1);
    const symbol = new vscode.DocumentSymbol('f', '', vscode.SymbolKind.Function, whole, whole);
    providers.push(
      vscode.languages.registerDocumentSymbolProvider('plaintext', { provideDocumentSymbols: () => [symbol] }),
    );
    await selectionRanges('plaintext', [new vscode.Range(1, 2, 1, 4), new vscode.Range(1, 2, 2, 7), whole]);
    assert.equal(await lines(await open('txt', `f {\n  s|0(\n  s1);${body.slice(15)}\n}`)), '2-3');
  });

  test('TypeScript: a function; between functions, the statement', async () => {
    const text =
      'const rates = {\n  low: 1,\n  high: 2,\n};\n\nexport function f(): number {\n  return rates.low;\n}\n';
    await becomes(await open('ts', text.replace('return', 're|turn')), '6-8');
    await becomes(await open('ts', text.replace('const', 'co|nst')), '1-4');
    await becomes(await open('ts', text.replace('high', 'hi|gh')), '3-3');
    const call = 'first();\nsecond(\n  1,\n  2);\nthird();\n';
    await becomes(await open('ts', call.replace('2)', '|2)')), '2-4');
  });

  test('JSON: an object of the document; in it, the line of a property', async () => {
    const text = '{\n  "name": "x",\n  "rates": {\n    "low": 1,\n    "high": 2\n  }\n}\n';
    await becomes(await open('json', text.replace('low', 'lo|w')), '3-6');
    await becomes(await open('json', text.replace('name', 'na|me')), '2-2');
  });

  test('around a problem it is the same, and covers all of it', async () => {
    const { document } = await open('txt', 'one\ntwo\nthree\nfour');
    assert.equal(told(await targetAround(document, new vscode.Range(1, 1, 2, 2))), '2-3');
    assert.equal(told(await targetAround(document, new vscode.Range(1, 0, 2, 0))), '2-2');
  });

  test('what is to be documented has to be there', async () => {
    assert.equal(
      told(await codeTarget(await open('txt', 'a\n|\nb'))),
      'There is no code here. Select some, then try again.',
    );
    assert.equal(told(await codeTarget(await open('txt', 'a\n|b\n|c'))), '2-2');
  });
});

import assert from 'node:assert/strict';
import { symlink } from 'node:fs/promises';
import { after, afterEach, before, describe, mock, test } from 'node:test';
import * as vscode from 'vscode';
import { withContents } from '../../src/host/attachmentContents.ts';
import { pastedMedia } from '../../src/host/pastedMedia.ts';
import { Suggestions } from '../../src/host/suggestions.ts';
import type { Attachment } from '../../src/model/attachment.ts';
import type { Suggestion } from '../../src/protocol.ts';

const secret = 'not for anyone';

describe('suggestions', () => {
  const root = vscode.workspace.workspaceFolders?.[0]?.uri ?? assert.fail('no folder is open');
  const folder = vscode.Uri.joinPath(root, 'suggested');
  const at = (...names: string[]) => vscode.Uri.joinPath(folder, ...names);
  const diagnostics = vscode.languages.createDiagnosticCollection('suggested');
  const write = (text: string, ...names: string[]) =>
    vscode.workspace.fs.writeFile(at(...names), new TextEncoder().encode(text));

  before(async () => {
    await write('made/\n*.key\n', '.gitignore');
    await write('!kept.key\n', 'inner', '.gitignore');
    await write('first', 'one.txt');
    await write('second', 'inner', 'two.txt');
    await write('third', 'inner', 'kept.key');
    await write(secret, 'inner', 'other.key');
    await write(secret, 'made', 'out.txt');
    await write('\0\0', 'inner', 'binary.dat');
    await write('*.draft\n', '.parleyignore');
    await write('one.gone\n', '.ignore');
    for (const name of ['a.draft', 'one.gone', '.env', '.env.local']) await write(secret, name);
    await write('NAME=\n', '.env.example');
    await write(`-----BEGIN PRIVATE KEY-----\n${secret}\n`, 'inner', 'key.txt');
    await write(secret, '..', 'elsewhere', 'plain.txt');
    await symlink(vscode.Uri.joinPath(root, 'elsewhere').fsPath, at('inner', 'linked').fsPath, 'junction');
    await vscode.workspace.fs.writeFile(at('inner', 'picture.png'), new Uint8Array([1, 2, 3]));
  });

  after(async () => {
    diagnostics.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const one of [folder, vscode.Uri.joinPath(root, 'elsewhere')])
      await vscode.workspace.fs.delete(one, { recursive: true });
  });

  afterEach(() => mock.restoreAll());

  async function suggested(suggestions: Suggestions, query: string): Promise<readonly Suggestion[]> {
    let last: readonly Suggestion[] = [];
    await suggestions.suggest(query, (items) => void (last = items));
    return last;
  }

  async function taken(query: string, kind: Suggestion['kind'], label: string): Promise<Attachment> {
    const suggestions = new Suggestions();
    const items = await suggested(suggestions, query);
    const item = items.find((one) => one.kind === kind && one.label === label);
    assert.ok(item !== undefined, JSON.stringify(items));
    const [read] = await suggestions.take(item.id);
    assert.ok(read !== undefined && !('problem' in read), JSON.stringify(read));
    return read;
  }

  test('a file is found by a part of its name, and goes along with what it holds', async () => {
    const { text, path } = await taken('two', 'file', 'two.txt');
    assert.deepEqual([text, path], ['second', 'suggested/inner/two.txt']);
  });

  test('a folder goes along with its text files but ignored ones; one ignore file overrules another above it', async () => {
    const { text = '', kind } = await taken('suggested', 'folder', 'suggested');
    assert.equal(kind, 'folder');
    const names = [...text.matchAll(/^File `suggested\/(.*)`$/gm)].map(([, name]) => name);
    const hidden = ['.env.example', '.gitignore', '.ignore', '.parleyignore'];
    assert.deepEqual(names, [...hidden, 'inner/.gitignore', 'inner/kept.key', 'inner/two.txt', 'one.txt']);
    assert.ok(!text.includes(secret));
  });

  test('ignored files are not suggested', async () => {
    for (const name of ['other.key', 'out.txt', 'a.draft', 'one.gone'])
      assert.deepEqual(
        (await suggested(new Suggestions(), name)).filter(({ label }) => label === name),
        [],
      );
  });

  test('a file that is made to hold secrets is offered only by its name, and goes along only at a word', async () => {
    assert.ok((await suggested(new Suggestions(), 'env')).every(({ label }) => !/^\.env(\.local)?$/.test(label)));
    const suggestions = new Suggestions();
    const offers = await suggested(suggestions, '.env');
    const item = offers.find(({ label, detail }) => label === '.env' && detail === 'may hold secrets');
    assert.ok(item !== undefined, JSON.stringify(offers));
    const said: string[] = [];
    let answer: string | undefined;
    mock.method(vscode.window, 'showWarningMessage', async (text: string) => (said.push(text), answer));
    assert.deepEqual(await suggestions.take(item.id), [{ problem: 'suggested/.env does not go along.' }]);
    answer = 'Attach';
    const [read] = await suggestions.take(item.id);
    assert.ok(read !== undefined && 'text' in read);
    assert.equal(read.text, secret);
    const question = 'suggested/.env may hold passwords or keys. Should it go along?';
    assert.deepEqual(said, [question, question]);
    await vscode.window.showTextDocument(at('.env'), { preview: false });
    await vscode.window.showTextDocument(at('one.txt'), { preview: false });
    await vscode.window.showTextDocument(at('inner', 'two.txt'), { preview: false });
    await suggested(suggestions, 'open');
    const open = await suggestions.take('editors');
    assert.ok(open.length >= 2 && open.every((one) => !('problem' in one) && one.path !== 'suggested/.env'));
    assert.equal(said.length, 2);
  });

  test('a symbol of the file in sight is offered with its kind and place, and goes along whole', async () => {
    const range = new vscode.Range(1, 0, 3, 1);
    const inner = new vscode.DocumentSymbol(
      'limit',
      '',
      vscode.SymbolKind.Constant,
      new vscode.Range(2, 2, 2, 11),
      new vscode.Range(2, 2, 2, 7),
    );
    const outer = new vscode.DocumentSymbol(
      'addUp()',
      '',
      vscode.SymbolKind.Function,
      range,
      new vscode.Range(1, 0, 1, 5),
    );
    outer.children.push(inner);
    await write('start\nadd {\n  limit = 3\n}\nend', 'sum.parleytest');
    const provider = vscode.languages.registerDocumentSymbolProvider(
      { pattern: '**/*.parleytest' },
      { provideDocumentSymbols: () => [outer] },
    );
    try {
      await vscode.window.showTextDocument(at('sum.parleytest'));
      const offers = await suggested(new Suggestions(), 'addup');
      assert.equal(offers.find(({ label }) => label === 'addUp')?.detail, 'function · suggested/sum.parleytest:2');
      const whole = await taken('addup', 'symbol', 'addUp');
      assert.deepEqual([whole.text, whole.lines], ['add {\n  limit = 3\n}', { start: 2, end: 4 }]);
      assert.equal((await taken('limit', 'symbol', 'limit')).text, 'limit = 3');
    } finally {
      provider.dispose();
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    }
  });

  test('only what was suggested can be taken', async () => {
    assert.deepEqual(await new Suggestions().take(`file ${at('made', 'out.txt').toString()}`), []);
  });

  test('problems go along as text, those of the file in sight or all', async () => {
    const position = new vscode.Range(0, 2, 0, 4);
    const error = new vscode.Diagnostic(position, 'Not a word.', vscode.DiagnosticSeverity.Error);
    error.source = 'speller';
    error.code = 7;
    const hint = new vscode.Diagnostic(position, 'A hint.', vscode.DiagnosticSeverity.Hint);
    diagnostics.set(at('one.txt'), [hint, error]);
    diagnostics.set(at('inner', 'two.txt'), [
      new vscode.Diagnostic(position, 'Long.', vscode.DiagnosticSeverity.Warning),
    ]);
    await vscode.window.showTextDocument(at('one.txt'));
    const one = 'suggested/one.txt:1:3 error: Not a word. [speller 7]';
    assert.equal((await taken('problems', 'problems', 'Problems of the file')).text, one);
    const all = (await taken('problems', 'problems', 'Problems')).text?.split('\n') ?? [];
    assert.ok(all.indexOf(one) >= 0 && all.indexOf(one) < all.indexOf('suggested/inner/two.txt:1:3 warning: Long.'));
  });

  test('open editors go along as files, and what is selected as a selection', async () => {
    await vscode.window.showTextDocument(at('inner', 'two.txt'), { preview: false });
    const editor = await vscode.window.showTextDocument(at('one.txt'), { preview: false });
    editor.selection = new vscode.Selection(0, 0, 0, 2);
    assert.equal((await taken('sel', 'selection', 'Selection')).text, 'fi');
    const suggestions = new Suggestions();
    await suggested(suggestions, 'open');
    const open = await suggestions.take('editors');
    assert.deepEqual(
      open.map((one) => ('problem' in one ? one.problem : one.text)),
      ['first', 'second'],
    );
  });

  test('what was not kept is read again: a folder as it is by then', async () => {
    const { text: _text, ...folderOnly } = await taken('suggested', 'folder', 'suggested');
    await write('third', 'three.txt');
    const read = await withContents([folderOnly]);
    assert.ok(!('missing' in read));
    assert.match(read[0]?.text ?? '', /File `suggested\/three\.txt`\n```txt\nthird\n```/);
  });

  test('what is too large or no text by then is gone, as what was deleted is', async () => {
    const { text: _text, ...file } = await taken('one', 'file', 'one.txt');
    for (const text of ['a'.repeat(50_000_001), `\x7FELF\x02${'\0'.repeat(64)}\x03`]) {
      await write(text, 'one.txt');
      assert.deepEqual(await withContents([file]), { missing: 'suggested/one.txt' });
    }
    await write('first', 'one.txt');
  });

  test('a pasted image is written down, so that it can be opened; what no model reads is refused', async () => {
    const pasted = at('pasted');
    const image = await pastedMedia(pasted, { name: 'image.png', mediaType: 'image/png', data: btoa('pixels') });
    assert.ok(!('problem' in image));
    assert.deepEqual([image.kind, image.path, image.media?.mediaType], ['image', 'image.png', 'image/png']);
    assert.equal(new TextDecoder().decode(await vscode.workspace.fs.readFile(vscode.Uri.parse(image.uri))), 'pixels');
    assert.deepEqual(await pastedMedia(pasted, { name: 'a.zip', mediaType: 'application/zip', data: 'eA==' }), {
      problem: 'a.zip cannot go along. Models read PNG, JPEG, GIF and WebP images, and PDF.',
    });
    assert.deepEqual(await pastedMedia(pasted, { name: 'b.png', mediaType: 'image/png' }), {
      problem: 'b.png is larger than 5 MB, which providers do not take.',
    });
  });
});

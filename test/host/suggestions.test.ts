import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
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
    await vscode.workspace.fs.writeFile(at('inner', 'picture.png'), new Uint8Array([1, 2, 3]));
  });

  after(async () => {
    diagnostics.dispose();
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(folder, { recursive: true });
  });

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
    assert.deepEqual(names, ['.gitignore', 'inner/.gitignore', 'inner/kept.key', 'inner/two.txt', 'one.txt']);
    assert.ok(!text.includes(secret));
  });

  test('ignored files are not suggested', async () => {
    for (const name of ['other.key', 'out.txt'])
      assert.deepEqual(
        (await suggested(new Suggestions(), name)).filter(({ label }) => label === name),
        [],
      );
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

import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import * as vscode from 'vscode';
import { leftEditsKey } from '../../src/host/leftEditsKey.ts';
import { fakeDialogs } from './fakeDialogs.ts';
import { editStage } from './editStage.ts';
import type { FakeModel } from './fakeModel.ts';
import { until } from './until.ts';

const source = ['first();', 'function add(a, b) {', '  return a - b;', '}', 'last();', ''];
const text = source.join('\n');
const half = ['first();', 'one();', ...source.slice(1)].join('\n');
const written = source.toSpliced(1, 3, 'one();', 'two();').join('\n');

/** The editor keeps what was not saved, and brings it back; here the document stays open all the time. */
describe('edits that the end of a window left', () => {
  const stage = editStage();
  const left = () => stage.state.values.get(leftEditsKey);

  async function streaming(): Promise<[vscode.TextDocument, FakeModel]> {
    const editor = await stage.open(text);
    const { document } = editor;
    const [model] = await stage.start(editor, [1, 3]);
    assert.ok(model);
    model.write('one();\n');
    await until(() => document.lineAt(1).text === 'one();');
    return [document, model];
  }
  async function reviewing(): Promise<vscode.TextDocument> {
    const [document, model] = await streaming();
    model.write('two();\n');
    model.finish();
    await until(async () => (await stage.reviewable(document)) === 1);
    return document;
  }

  /** A change by someone else while no edit looks. */
  async function change(document: vscode.TextDocument, range: vscode.Range, now: string): Promise<void> {
    const edit = new vscode.WorkspaceEdit();
    edit.replace(document.uri, range, now);
    assert.ok(await vscode.workspace.applyEdit(edit));
  }
  const top = new vscode.Range(0, 0, 0, 0);

  test('one in the middle of writing comes back under review, and is rejected to what was there', async () => {
    const { messages } = fakeDialogs();
    const [document] = await streaming();
    stage.reopen();
    assert.equal(document.getText(), half);
    await stage.edits.resume();
    assert.match(
      await stage.lenses(document),
      /^Accept Partial \| Reject \| .* \| Stopped before it was finished \| Refine/,
    );
    assert.match(messages[0] ?? '', /was writing into “.*file\d+\.js” when the window was closed/);
    stage.edits.reject();
    await until(() => document.getText() === text && left() === undefined);
  });

  test('its message puts back what was there', async () => {
    fakeDialogs().picks.push('Put Back');
    const [document] = await streaming();
    stage.reopen();
    await stage.edits.resume();
    await until(() => document.getText() === text && left() === undefined);
  });

  test('it is found where its lines are by then, and asked for once more', async () => {
    fakeDialogs();
    const [document] = await streaming();
    stage.reopen();
    await change(document, top, '// theirs\n');
    await stage.edits.resume();
    stage.inputs.script({ type: 'Fix it otherwise' });
    const again = stage.edits.retry();
    await until(() => stage.models[1]?.requests.length === 1);
    stage.models[1]?.write('one();\ntwo();\n');
    stage.models[1]?.finish();
    await again;
    await until(() => document.getText() === `// theirs\n${written}`);
    stage.edits.reject();
    await until(() => document.getText() === `// theirs\n${text}`);
  });

  test('a whole answer comes back without a word, and is whole again', async () => {
    const { messages } = fakeDialogs();
    const document = await reviewing();
    await until(() => JSON.stringify(left()).includes('"finish":"stop"'));
    stage.reopen();
    await stage.edits.resume();
    assert.match(await stage.lenses(document), /^Accept \| Reject/);
    assert.deepEqual(messages, []);
    stage.edits.accept();
    await until(async () => left() === undefined && (await stage.lenses(document)) === '');
    assert.equal(document.getText(), written);
  });

  test('what is told of it survives another edit, and a second end', async () => {
    fakeDialogs();
    const [document] = await streaming();
    stage.reopen();
    const [other] = await streaming();
    assert.equal((left() as unknown[]).length, 2);
    stage.reopen();
    await stage.edits.resume();
    assert.deepEqual([(await stage.ids(document)).length, (await stage.ids(other)).length], [1, 1]);
  });

  test('while one comes back, what the others had stays kept', async () => {
    fakeDialogs();
    const editor = await stage.open(text);
    const models = await stage.start(editor, [0, 0], [4, 4]);
    for (const model of models) model.write('one();\n');
    for (const model of models) model.finish();
    await until(async () => (await stage.reviewable(editor.document)) === 2);
    stage.reopen();
    const kept = mock.method(stage.state, 'update');
    await stage.edits.resume();
    assert.equal(await stage.reviewable(editor.document), 2);
    const counts = kept.mock.calls.map(({ arguments: [, value] }) => Array.isArray(value) && value.length);
    assert.deepEqual([...new Set(counts)], [2]);
  });

  test('a file that was not saved holds what it held before, and nothing comes back', async () => {
    const { messages } = fakeDialogs();
    const [document] = await streaming();
    stage.reopen();
    await vscode.commands.executeCommand('workbench.action.files.revert');
    assert.equal(document.getText(), text);
    await stage.edits.resume();
    assert.deepEqual([await stage.lenses(document), messages, left()], ['', [], undefined]);
  });

  test('half-written lines that are not found for certain are told of, with what was there', async () => {
    const dialogs = fakeDialogs();
    dialogs.picks.push('Show What Was There');
    const [document] = await streaming();
    stage.reopen();
    await change(document, new vscode.Range(0, 0, 0, 5), 'theirs');
    const now = document.getText();
    await stage.edits.resume();
    await until(() => vscode.window.activeTextEditor?.document.getText() === source.slice(1, 4).join('\n'));
    assert.match(dialogs.messages[0] ?? '', /Look for half-written lines there/);
    assert.deepEqual([document.getText(), left()], [now, undefined]);
  });

  test('a file that is gone is not asked about', async () => {
    const { messages } = fakeDialogs();
    const [document] = await streaming();
    const edit = new vscode.WorkspaceEdit();
    edit.deleteFile(document.uri);
    stage.reopen();
    assert.ok(await vscode.workspace.applyEdit(edit));
    await until(() => document.isClosed);
    await stage.edits.resume();
    assert.deepEqual([messages, left()], [[], undefined]);
  });

  test('text that streams is kept once and not with each line', async () => {
    const [document, model] = await streaming();
    const kept = left();
    assert.notEqual(kept, undefined);
    model.write('two();\n');
    await until(() => document.lineAt(2).text === 'two();');
    model.write('three();\n');
    await until(() => document.lineAt(3).text === 'three();');
    assert.equal(left(), kept);
  });
});

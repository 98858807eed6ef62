import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as vscode from 'vscode';
import { editStage } from './editStage.ts';
import { until } from './until.ts';

const source = ['first();', 'one();', 'two();', 'three();', 'last();', ''];
const original = source.join('\n');
const around = (...lines: readonly string[]) => ['first();', ...lines, 'last();', ''].join('\n');
const old = source.slice(1, 4);

/** What people do with keys while an edit is written, and what undo and redo lead to then. */
describe('inline edits, and a person who types and undoes', () => {
  const stage = editStage();
  const textOf = ({ document }: vscode.TextEditor) => document.getText();
  const shows = (editor: vscode.TextEditor, text: string) => until(() => textOf(editor) === text);
  const lenses = ({ document }: vscode.TextEditor) => stage.lenses(document);
  const inReview = (editor: vscode.TextEditor) => until(async () => (await lenses(editor)).includes('Reject'));
  const over = (editor: vscode.TextEditor) => until(async () => (await lenses(editor)) === '');
  const stopped = /^Accept Partial \| Reject .*\| Stopped before it was finished/;

  /** An edit of the three lines, with a first line of its answer in the document. */
  async function written() {
    const editor = await stage.open(original, [1, 3]);
    const [model] = await stage.start(editor, [1, 3]);
    assert.ok(model);
    model.write('const one = 1;\n');
    await shows(editor, around('const one = 1;', ...old));
    return { editor, model };
  }

  async function press(editor: vscode.TextEditor, at: vscode.Position, text: string): Promise<void> {
    await until(() => vscode.window.activeTextEditor === editor);
    editor.selection = new vscode.Selection(at, at);
    await vscode.commands.executeCommand('type', { text });
  }

  const travel = async (editor: vscode.TextEditor, way: 'undo' | 'redo') => {
    const before = textOf(editor);
    await vscode.commands.executeCommand(way);
    await until(() => textOf(editor) !== before);
  };

  test('typing among the lines that are written stops it, and all of it is under review', async () => {
    const { editor, model } = await written();
    await press(editor, new vscode.Position(2, 0), 'x');
    await inReview(editor);
    assert.match(await lenses(editor), /\| Stopped before it was finished\. You changed its lines \|/);
    assert.doesNotMatch(await lenses(editor), /Continue/);
    model.write('const two = 2;\n');
    model.finish();
    assert.equal(textOf(editor), around('const one = 1;', 'xone();', 'two();', 'three();'));
    stage.edits.reject();
    await shows(editor, original);
    await over(editor);
  });

  test('what was typed can be accepted with what was written', async () => {
    const { editor } = await written();
    await press(editor, new vscode.Position(2, 0), 'x');
    await inReview(editor);
    stage.edits.accept();
    await over(editor);
    assert.equal(textOf(editor), around('const one = 1;', 'xone();', 'two();', 'three();'));
  });

  test('undo takes what was typed back, and then all that was written', async () => {
    const { editor } = await written();
    await press(editor, new vscode.Position(2, 0), 'x');
    await inReview(editor);
    await travel(editor, 'undo');
    await until(async () => stopped.test(await lenses(editor)));
    assert.equal(textOf(editor), around('const one = 1;', ...old));
    await travel(editor, 'undo');
    assert.equal(textOf(editor), original);
    await over(editor);
  });

  test('a line that is broken with Enter, lines that are pasted over and lines that are deleted stop it too', async () => {
    const run = (name: string, ...args: readonly unknown[]) => vscode.commands.executeCommand(name, ...args);
    const cases = [
      { from: [2, 3], to: [2, 3], act: () => run('type', { text: '\n' }), after: ['one', '();', 'two();', 'three();'] },
      { from: [2, 0], to: [4, 0], act: () => run('paste', { text: 'mine();\n' }), after: ['mine();', 'three();'] },
      { from: [2, 0], to: [3, 0], act: () => run('deleteLeft'), after: ['two();', 'three();'] },
    ] as const;
    for (const { from, to, act, after } of cases) {
      const { editor } = await written();
      editor.selection = new vscode.Selection(from[0], from[1], to[0], to[1]);
      await act();
      await inReview(editor);
      assert.equal(textOf(editor), around('const one = 1;', ...after));
      stage.edits.reject();
      await shows(editor, original);
    }
  });

  test('typing before anything is written ends it, with what was typed', async () => {
    const editor = await stage.open(original, [1, 3]);
    const [model] = await stage.start(editor, [1, 3]);
    await press(editor, new vscode.Position(2, 0), 'x');
    await over(editor);
    model?.write('const one = 1;\n');
    model?.finish();
    assert.equal(textOf(editor), around('one();', 'xtwo();', 'three();'));
  });

  test('redo after an undo in the middle of the writing brings the edit back for review', async () => {
    const { editor } = await written();
    await travel(editor, 'undo');
    assert.equal(textOf(editor), original);
    await over(editor);
    await travel(editor, 'redo');
    await until(async () => stopped.test(await lenses(editor)));
    assert.equal(textOf(editor), around('const one = 1;', ...old));
    await travel(editor, 'undo');
    await over(editor);
    await travel(editor, 'redo');
    await inReview(editor);
    stage.edits.reject();
    await shows(editor, original);
    await over(editor);
  });

  test('no step of undo leads to what is half-written without a review, whoever typed beside it meanwhile', async () => {
    const { editor, model } = await written();
    await press(editor, new vscode.Position(0, 0), 'a');
    await press(editor, new vscode.Position(0, 1), '\n');
    model.write('const two = 2;\n');
    await until(() => textOf(editor).includes('two = 2'));
    const last = editor.document.lineCount - 2;
    await press(editor, new vscode.Position(last, 0), 'b');
    model.write('const three = 3;\n');
    model.finish();
    await inReview(editor);
    stage.edits.reject();
    await over(editor);
    const wholes = [old, ['const one = 1;', 'const two = 2;', 'const three = 3;']].map((lines) => lines.join('\n'));
    const stops: string[] = [];
    for (let left = 12; left > 0 && textOf(editor) !== original; left -= 1) {
      await travel(editor, 'undo');
      const text = textOf(editor);
      const isWhole = wholes.some((whole) => text.includes(`irst();\n${whole}\n`));
      if (!isWhole) await until(async () => stopped.test(await lenses(editor)));
      stops.push(text);
    }
    assert.equal(textOf(editor), original);
    assert.ok(stops.length > 4, `stops at ${JSON.stringify(stops)}`);
    await over(editor);
    for (const text of stops.toReversed().slice(1)) {
      await travel(editor, 'redo');
      assert.equal(textOf(editor), text);
      const isWhole = wholes.some((whole) => text.includes(`irst();\n${whole}\n`));
      if (!isWhole) await until(async () => stopped.test(await lenses(editor)));
    }
  });

  test('undo of a rejection brings the review back', async () => {
    const { editor, model } = await written();
    model.finish();
    await inReview(editor);
    const proposal = textOf(editor);
    stage.edits.reject();
    await shows(editor, original);
    await over(editor);
    await travel(editor, 'undo');
    assert.equal(textOf(editor), proposal);
    await inReview(editor);
    stage.edits.accept();
    await over(editor);
  });

  test('redo brings an edit back in the place of one that has written nothing there yet', async () => {
    const { editor } = await written();
    await travel(editor, 'undo');
    await over(editor);
    const [model] = await stage.start(editor, [1, 3]);
    await until(async () => (await lenses(editor)).includes('Stop'));
    await travel(editor, 'redo');
    await until(async () => stopped.test(await lenses(editor)));
    assert.equal((await stage.ids(editor.document)).length, 1);
    model?.write('late();\n');
    model?.finish();
    stage.edits.rejectAll();
    await shows(editor, original);
    await over(editor);
  });
});

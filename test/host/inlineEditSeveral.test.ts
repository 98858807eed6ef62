import assert from 'node:assert/strict';
import { describe, mock, test } from 'node:test';
import * as vscode from 'vscode';
import { hunkKey, hunksBetween } from '../../src/edit/diff.ts';
import { editStage } from './editStage.ts';
import { fakeDialogs } from './fakeDialogs.ts';
import { until } from './until.ts';

const lines = Array.from({ length: 30 }, (_line, index) => `line(${index});`);
const text = lines.join('\n');
const replaced = (...parts: readonly (readonly [first: number, last: number, ...lines: string[]])[]) =>
  parts.reduceRight((all, [first, last, ...instead]) => all.toSpliced(first, last - first + 1, ...instead), lines);

describe('several inline edits', () => {
  const stage = editStage();

  test('two in one file, begun one after the other, are written and decided each for itself', async () => {
    const editor = await stage.open(text);
    const [above] = await stage.start(editor, [2, 3]);
    const [below] = await stage.start(editor, [10, 11]);
    below?.write('down();\nmore();\nand();\n');
    below?.finish();
    above?.write('up();\n');
    above?.finish();
    const both = replaced([2, 3, 'up();'], [10, 11, 'down();', 'more();', 'and();']).join('\n');
    await until(() => editor.document.getText() === both);
    const [first, second] = await stage.ids(editor.document);
    stage.edits.reject(first);
    const one = replaced([10, 11, 'down();', 'more();', 'and();']).join('\n');
    await until(() => editor.document.getText() === one);
    stage.edits.accept(second);
    assert.equal(await stage.lenses(editor.document), '');
    assert.equal(editor.document.getText(), one);
  });

  test('what two write at the same time is one step of undo for each', async () => {
    const editor = await stage.open(text);
    const models = await stage.start(editor, [2, 3], [10, 11]);
    for (let line = 0; line < 6; line += 1) {
      for (const [index, model] of models.entries()) model.write(`new(${index}, ${line});\n`);
      await until(() => editor.document.getText().includes(`new(0, ${line});`));
    }
    for (const model of models) model.finish();
    const answer = (index: number) => Array.from({ length: 6 }, (_line, line) => `new(${index}, ${line});`);
    const both = replaced([2, 3, ...answer(0)], [10, 11, ...answer(1)]).join('\n');
    await until(() => editor.document.getText() === both);
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), replaced([2, 3, ...answer(0)]).join('\n'));
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), text);
    await until(async () => (await stage.lenses(editor.document)) === '');
    await vscode.commands.executeCommand('redo');
    await vscode.commands.executeCommand('redo');
    assert.equal(editor.document.getText(), both);
  });

  test('a click on a line number offers what can be done with the edit there, wherever the cursor is', async () => {
    const editor = await stage.open(text);
    const models = await stage.start(editor, [2, 3], [10, 11]);
    for (const model of models) {
      model.write('new();\n');
      model.finish();
    }
    await until(async () => (await stage.reviewable(editor.document)) === 2);
    const [, below] = await stage.ids(editor.document);
    const compared: unknown[] = [];
    const { executeCommand } = vscode.commands;
    mock.method(vscode.commands, 'executeCommand', async (command: string, ...args: readonly unknown[]) =>
      command === 'parley.edit.diff' ? compared.push(...args) : executeCommand(command, ...args),
    );
    fakeDialogs().picks.push('Compare Edit');
    editor.selection = new vscode.Selection(2, 0, 2, 0);
    const line = editor.document.getText().split('\n').lastIndexOf('new();');
    await stage.edits.more({ lineNumber: line + 1, uri: editor.document.uri });
    assert.deepEqual(compared, [below]);
  });

  test('all can be accepted once there is something to accept, and rejected before', async () => {
    const shown = new Map<unknown, unknown>();
    const { executeCommand } = vscode.commands;
    mock.method(vscode.commands, 'executeCommand', (command: string, ...args: readonly unknown[]) => {
      if (command === 'setContext') shown.set(args[0], args[1]);
      return executeCommand(command, ...args);
    });
    const editor = await stage.open(text);
    const [first, second] = await stage.start(editor, [2, 3], [6, 7]);
    const keys = () => ['parley.editSeveral', 'parley.editSeveralReviewing'].map((name) => shown.get(name));
    await until(() => keys().join() === 'true,false');
    second?.write('one();');
    second?.finish();
    await until(() => keys().join() === 'true,true');
    first?.fail({ kind: 'network', message: 'gone' });
    await until(() => keys().join() === 'false,false');
  });

  test('what is asked for twice at once in the same lines is one edit', async () => {
    const editor = await stage.open(text);
    const said = mock.method(vscode.window, 'showInformationMessage', () => Promise.resolve(undefined));
    const place = { start: 2, count: 2 };
    const target = () => Promise.resolve({ region: place });
    void stage.edits.startAt(editor, { place, target, instruction: 'Document this' });
    void stage.edits.startAt(editor, { place, target, instruction: 'Document this' });
    await until(() => said.mock.callCount() === 1);
    assert.equal(stage.models.filter(({ requests }) => requests.length > 0).length, 1);
    assert.equal((await stage.ids(editor.document)).length, 1);
  });

  test('the error of an edit that is not tried again after all is said once', async () => {
    const editor = await stage.open(text);
    const said = mock.method(vscode.window, 'showErrorMessage', () => Promise.resolve('Retry'));
    const [model] = await stage.start(editor, [2, 3]);
    // The box that asks once more is left.
    model?.fail({ kind: 'network', message: 'gone' });
    await until(() => stage.inputs.shown.length === 2);
    await until(async () => (await stage.lenses(editor.document)) === '');
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// mine\n'));
    const [next] = await stage.start(editor, [10, 11]);
    next?.write('new();\n');
    next?.finish();
    await until(async () => (await stage.reviewable(editor.document)) === 1);
    assert.equal(said.mock.callCount(), 1);
  });

  test('the second one writes when the first one has failed', async () => {
    const editor = await stage.open(text);
    const [first, second] = await stage.start(editor, [2, 3], [10, 11]);
    first?.write('half();\n');
    await until(() => editor.document.getText().includes('half();'));
    second?.write('whole();\n');
    second?.finish();
    first?.fail({ kind: 'network', message: 'Gone.' });
    await until(() => editor.document.getText() === replaced([10, 11, 'whole();']).join('\n'));
  });

  test('a failure is told with the provider’s own words; answered after its lines have another edit, it asks for nothing', async () => {
    const failure = Promise.withResolvers<string>();
    const failed = mock.method(vscode.window, 'showErrorMessage', () => failure.promise);
    const told = mock.method(vscode.window, 'showInformationMessage', () => Promise.resolve(undefined));
    const editor = await stage.open(text);
    const [first] = await stage.start(editor, [2, 3]);
    first?.fail({ kind: 'bad-request', message: 'It did not accept this.', detail: 'no such\nmodel' });
    await until(() => failed.mock.callCount() === 1);
    assert.equal(failed.mock.calls[0]?.arguments[0], 'It did not accept this. It says: no such model');
    await stage.start(editor, [2, 3]);
    const boxes = stage.inputs.shown.length;
    failure.resolve('Retry');
    await until(() => told.mock.callCount() === 1);
    assert.match(String(told.mock.calls[0]?.arguments[0]), /The lines changed in the meantime/);
    assert.equal(stage.inputs.shown.length, boxes);
  });

  test('rejecting one does not wait for the other, which goes on', async () => {
    const editor = await stage.open(text);
    const [first] = await stage.start(editor, [2, 3]);
    first?.write('done();\n');
    first?.finish();
    await until(() => editor.document.getText() === replaced([2, 3, 'done();']).join('\n'));
    const [second] = await stage.start(editor, [9, 10]);
    second?.write('on();\n');
    await until(() => editor.document.getText().includes('on();'));
    stage.edits.reject((await stage.ids(editor.document))[0]);
    await until(() => !editor.document.getText().includes('done();'));
    second?.write('and();\n');
    second?.finish();
    await until(() => editor.document.getText() === replaced([10, 11, 'on();', 'and();']).join('\n'));
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), text);
  });

  test('one prompt for several selections says how many requests it is, and those that meet are one', async () => {
    const editor = await stage.open(text);
    const models = await stage.start(editor, [2, 3], [20, 20], [10, 12]);
    assert.equal(stage.inputs.shown[0]?.title, 'Edit 3 places (3 requests) with AI');
    assert.equal(models.length, 3);
    stage.edits.rejectAll();
    await until(async () => (await stage.lenses(editor.document)) === '');
    editor.selections = [new vscode.Selection(4, 0, 5, 3), new vscode.Selection(6, 0, 6, 3)];
    stage.inputs.script({ leave: true });
    await stage.edits.start();
    assert.equal(stage.inputs.shown[1]?.title, 'Edit lines 5–7 with AI');
  });

  test('more than eight places are refused before anything is asked', async () => {
    const editor = await stage.open(text);
    editor.selections = Array.from({ length: 9 }, (_one, index) => new vscode.Selection(index * 3, 0, index * 3, 2));
    await stage.edits.start();
    assert.deepEqual([stage.inputs.shown.length, stage.models.length], [0, 0]);
  });

  test('all of a file are accepted at once, and all rejected', async () => {
    const editor = await stage.open(text);
    for (const decide of ['acceptAll', 'rejectAll'] as const) {
      const before = editor.document.getText();
      const models = await stage.start(editor, [2, 2], [10, 10]);
      for (const [index, model] of models.entries()) {
        model.write(`${decide}(${index});\n`);
        model.finish();
      }
      await until(async () => (await stage.reviewable(editor.document)) === 2);
      const after = editor.document.getText();
      stage.edits[decide]();
      await until(async () => (await stage.lenses(editor.document)) === '');
      await until(() => editor.document.getText() === (decide === 'acceptAll' ? after : before));
    }
  });

  test('an edit in the lines of another one, or next to them, shows that one', async () => {
    const editor = await stage.open(text);
    await stage.start(editor, [5, 8]);
    for (const line of [4, 5, 8, 9]) {
      editor.selection = new vscode.Selection(line, 0, line, 3);
      let isShown = false;
      void stage.edits.start().then(() => (isShown = true));
      await until(async () => {
        await vscode.commands.executeCommand('notifications.clearAll');
        return isShown;
      });
    }
    assert.equal(stage.models.length, 1);
    await stage.start(editor, [10, 11]);
    assert.equal(stage.models.length, 2);
  });

  test('without an id, the edit at the cursor is meant, or the nearest', async () => {
    const editor = await stage.open(text);
    const models = await stage.start(editor, [2, 3], [20, 21]);
    for (const model of models) {
      model.write('one();\n');
      model.finish();
    }
    await until(async () => (await stage.reviewable(editor.document)) === 2);
    editor.selection = new vscode.Selection(16, 0, 16, 0);
    stage.edits.reject();
    await until(() => editor.document.getText() === replaced([2, 3, 'one();']).join('\n'));
    stage.edits.accept();
    assert.equal(await stage.lenses(editor.document), '');
  });
});

describe('hunks of inline edits', () => {
  const stage = editStage();
  const answer = [
    ...lines.slice(2, 4),
    'new(4);',
    ...lines.slice(5, 8),
    'more(8);',
    'more(9);',
    ...lines.slice(10, 12),
  ];
  const region = lines.slice(2, 13);

  /** A review of three hunks: line 4 changed, 8 and 9 changed, 12 removed. */
  async function review(): Promise<vscode.TextEditor> {
    const editor = await stage.open(text);
    const [model] = await stage.start(editor, [2, 12]);
    model?.write(`${answer.join('\n')}\n`);
    model?.finish();
    await until(async () => (await stage.reviewable(editor.document)) === 1);
    assert.equal(hunksBetween(region, answer).length, 3);
    return editor;
  }
  const cursor = (editor: vscode.TextEditor) => editor.selection.active.line;

  test('next and previous go through them and around', async () => {
    const editor = await review();
    const seen: number[] = [];
    for (let count = 0; count < 4; count += 1) {
      stage.edits.nextHunk();
      await until(() => cursor(editor) !== (seen.at(-1) ?? 2));
      seen.push(cursor(editor));
    }
    assert.deepEqual(seen, [4, 8, 12, 4]);
    stage.edits.previousHunk();
    await until(() => cursor(editor) === 12);
  });

  test('the one at the cursor is accepted, the next one rejected, the last one accepted: exactly those stay', async () => {
    const editor = await review();
    stage.edits.nextHunk();
    await until(() => cursor(editor) === 4);
    await stage.edits.acceptHunk();
    await until(() => cursor(editor) === 8);
    await stage.edits.rejectHunk();
    assert.equal(editor.document.getText(), replaced([4, 4, 'new(4);'], [12, 12]).join('\n'));
    await until(() => cursor(editor) === 12);
    await stage.edits.acceptHunk();
    assert.equal(await stage.lenses(editor.document), '');
    assert.equal(editor.document.getText(), replaced([4, 4, 'new(4);'], [12, 12]).join('\n'));
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), replaced([2, 12, ...answer]).join('\n'), 'one rejection is one step');
    await vscode.commands.executeCommand('undo');
    assert.equal(editor.document.getText(), text);
  });

  test('the removed lines that are shown are those the cursor was led to', async () => {
    const editor = await stage.open(text);
    const [model] = await stage.start(editor, [2, 12]);
    const kept = region.filter((_line, index) => index !== 2 && index !== 6);
    model?.write(kept.join('\n'));
    model?.finish();
    await until(async () => (await stage.reviewable(editor.document)) === 1);
    editor.selection = new vscode.Selection(0, 0, 0, 0);
    stage.edits.nextHunk();
    await until(() => cursor(editor) === 4);
    const run = vscode.commands.executeCommand.bind(vscode.commands);
    const peeked: vscode.Location[] = [];
    mock.method(vscode.commands, 'executeCommand', (name: string, ...args: readonly unknown[]) => {
      if (name !== 'editor.action.peekLocations') return run(name, ...args);
      peeked.push(...(args[2] as readonly vscode.Location[]));
      return Promise.resolve();
    });
    await stage.edits.showRemoved();
    assert.deepEqual(
      peeked.map(({ range }) => range.start.line),
      [4],
    );
  });

  test('away from any hunk nothing is decided, only shown', async () => {
    const editor = await review();
    editor.selection = new vscode.Selection(6, 0, 6, 0);
    await stage.edits.rejectHunk();
    await until(() => cursor(editor) === 8);
    assert.equal(editor.document.getText(), replaced([2, 12, ...answer]).join('\n'));
  });

  test('a button that is no longer true does nothing', async () => {
    const editor = await review();
    const [id] = await stage.ids(editor.document);
    const [, second] = hunksBetween(region, answer);
    assert.ok(second);
    const key = hunkKey(second);
    await stage.edits.rejectHunk(id, key);
    const left = replaced([4, 4, 'new(4);'], [12, 12]).join('\n');
    assert.equal(editor.document.getText(), left);
    await stage.edits.rejectHunk(id, key);
    await stage.edits.acceptHunk(id, key);
    await stage.edits.rejectHunk('nobody', key);
    assert.equal(editor.document.getText(), left);
    stage.edits.reject(id);
    await until(() => editor.document.getText() === text);
  });

  test('what is accepted stays when the rest is rejected, and what is typed in between as well', async () => {
    const editor = await review();
    editor.selection = new vscode.Selection(4, 0, 4, 0);
    await stage.edits.acceptHunk();
    await editor.edit((edit) => edit.insert(new vscode.Position(0, 0), '// mine\n'));
    stage.edits.reject();
    await until(() => editor.document.getText() === `// mine\n${replaced([4, 4, 'new(4);']).join('\n')}`);
  });

  test('next goes on in the next edit of the file', async () => {
    const editor = await review();
    const [model] = await stage.start(editor, [20, 20]);
    model?.write('far();\n');
    model?.finish();
    await until(async () => (await stage.reviewable(editor.document)) === 2);
    editor.selection = new vscode.Selection(12, 0, 12, 0);
    stage.edits.nextHunk();
    await until(() => cursor(editor) === 20);
    stage.edits.nextHunk();
    await until(() => cursor(editor) === 4);
  });
});

import assert from 'node:assert/strict';
import { beforeEach, describe, mock, test } from 'node:test';
import * as vscode from 'vscode';
import { emptyTranscript, fold, type ChatEvent } from '../../src/model/transcript.ts';
import { editStage } from './editStage.ts';
import { fakeDialogs } from './fakeDialogs.ts';
import { fakeModel, type FakeModel } from './fakeModel.ts';
import { until } from './until.ts';

const source = 'first();\none();\nlast();\n';
const answer = 'two();\n';
const reviewed = source.replace('one();\n', answer);

const theOther = (): FakeModel => ({
  ...fakeModel(),
  model: { connection: 'test', model: 'other' },
  label: 'The Other',
});

describe('another model for an edit', () => {
  let other: FakeModel;
  let chat: readonly ChatEvent[];
  const stage = editStage({
    pickModel: async () => other,
    help: ({ kind }) => (kind === 'quota' ? { label: 'Pick', run: async () => other } : undefined),
    openChat: async (events) => {
      chat = events;
      return 'chat';
    },
  });

  beforeEach(() => {
    other = theOther();
    chat = [];
  });

  const turns = async () => {
    await stage.edits.openInChat();
    return chat.reduce(fold, emptyTranscript).turns.map((turn) => (turn.role === 'assistant' ? turn.label : turn.text));
  };
  const shows = ({ document }: vscode.TextEditor, text: string) =>
    until(async () => document.getText() === text && (await stage.reviewable(document)) === 1);
  const begin = async () => {
    const editor = await stage.open(source);
    const [model] = await stage.start(editor, [1, 1]);
    return { editor, model: model ?? assert.fail() };
  };
  const refine = async () => {
    const from = stage.models.length;
    stage.inputs.script({ type: 'Further' });
    void stage.edits.refine();
    await until(() => (stage.models[from]?.requests.length ?? 0) > 0);
    return stage.models[from] ?? assert.fail();
  };
  const answerOf = (model: FakeModel) => {
    const [, said] = model.requests[0]?.messages ?? [];
    return said?.role === 'assistant' ? said.parts : [];
  };

  const nothing: readonly [what: string, end: () => void][] = [
    ['fails', () => other.fail({ kind: 'overloaded', message: 'Busy.' })],
    ['fails in the middle', () => (other.write('half();\n'), other.fail({ kind: 'interrupted', message: 'Gone.' }))],
    ['finds nothing to change', () => (other.write('one();\n'), other.finish())],
    ['declines', () => (other.refuse('No.'), other.finish())],
  ];
  for (const [what, end] of nothing) {
    test(`one that ${what} leaves the first answer, and what was said of it`, async () => {
      const { editor, model } = await begin();
      model.write(answer);
      model.finish();
      await shows(editor, reviewed);
      void stage.edits.otherModel();
      await until(() => other.requests.length === 1);
      end();
      await shows(editor, reviewed);
      await until(async () => !(await stage.lenses(editor.document)).includes('The Other'));
      assert.deepEqual(await turns(), ['Fix it', 'Fake']);
      const next = await refine();
      assert.deepEqual(answerOf(next), [{ type: 'text', text: answer }]);
      next.write('three();\n');
      next.finish();
      await shows(editor, source.replace('one', 'three'));
      assert.deepEqual(await turns(), ['Fix it', 'Fake', 'Further', 'Fake']);
    });
  }

  test('one that fails for what an earlier window left leaves that, as nobody’s words but its own', async () => {
    fakeDialogs();
    const { editor, model } = await begin();
    model.write(answer);
    model.finish();
    await shows(editor, reviewed);
    stage.reopen();
    await stage.edits.resume();
    await shows(editor, reviewed);
    void stage.edits.otherModel();
    await until(() => other.requests.length === 1);
    other.fail({ kind: 'overloaded', message: 'Busy.' });
    await shows(editor, reviewed);
    await until(async () => !(await stage.lenses(editor.document)).includes('The Other'));
  });

  test('who goes on with the first answer after an undo goes on with its model, too', async () => {
    const { editor, model } = await begin();
    model.write('```js\ntwo();\n');
    model.finish('length');
    await until(async () => (await stage.reviewable(editor.document)) === 1);
    const partial = editor.document.getText();
    void stage.edits.otherModel();
    await until(() => other.requests.length === 1);
    other.write('three();\n');
    other.finish();
    await shows(editor, source.replace('one', 'three'));
    await vscode.commands.executeCommand('undo');
    await vscode.commands.executeCommand('undo');
    await shows(editor, partial);
    void stage.edits.goOn();
    await until(() => model.requests.length === 2);
    model.write('four();\n```');
    model.finish();
    await shows(editor, source.replace('one();', 'two();\nfour();'));
    assert.doesNotMatch(await stage.lenses(editor.document), /By /);
  });

  test('who takes another one from the message of the first is asked again, with what was written', async () => {
    const said = mock.method(vscode.window, 'showErrorMessage', async (_text: string, label: string) => label);
    const { editor, model } = await begin();
    stage.inputs.script({ press: 'enter' });
    model.fail({ kind: 'quota', message: 'No more of it.' });
    await until(() => (stage.models[1]?.requests.length ?? 0) > 0);
    assert.equal(said.mock.callCount(), 1);
    assert.deepEqual(stage.models[1]?.requests[0]?.messages, model.requests[0]?.messages);
    stage.models[1]?.write(answer);
    stage.models[1]?.finish();
    await shows(editor, reviewed);
    assert.deepEqual(await turns(), ['Fix it', 'Fake']);
  });

  test('who asks the one that failed once more asks that one, and who takes another for all asks it no more', async () => {
    for (const [kind, isSame] of [
      ['overloaded', true],
      ['quota', false],
    ] as const) {
      const said = mock.method(vscode.window, 'showErrorMessage', async (_text: string, label: string) => label);
      other = theOther();
      const { editor, model } = await begin();
      model.write(answer);
      model.finish();
      await shows(editor, reviewed);
      const from = stage.models.length;
      void stage.edits.otherModel();
      await until(() => other.requests.length === 1);
      stage.inputs.script({ press: 'enter' });
      other.fail({ kind, message: 'No.' });
      await until(() => stage.models.length > from);
      await until(() => stage.models.slice(from).some(({ requests }) => requests.length > 0));
      assert.equal(said.mock.callCount(), 1);
      // This stage makes a model for whatever is wanted: the one that failed is wanted by its name, after the user's own.
      assert.equal(stage.models.length - from, isSame ? 2 : 1);
      stage.edits.reject();
      await until(() => editor.document.getText() === source);
      said.mock.restore();
    }
  });
});

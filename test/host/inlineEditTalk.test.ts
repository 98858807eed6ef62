import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import * as vscode from 'vscode';
import { stopwatch } from '../../src/chat/stopwatch.ts';
import { InlineEdits } from '../../src/host/inlineEdit.ts';
import type { EditModel } from '../../src/host/inlineEditStream.ts';
import { systemClock } from '../../src/llm/clock.ts';
import type { Message } from '../../src/model/message.ts';
import { emptyTranscript, fold, titleOf, type ChatEvent, type ModelRef } from '../../src/model/transcript.ts';
import { fakeModel, type FakeModel } from './fakeModel.ts';
import { until } from './until.ts';

const source = ['first();', 'function add(a, b) {', '  return a - b;', '}', 'last();', ''];
const around = (...lines: readonly string[]) => ['first();', ...lines, 'last();', ''].join('\n');
const fenced = (...lines: readonly string[]) => ['```js', ...lines, '```'].join('\n');

describe('the conversation of an inline edit', () => {
  let folder: string;
  let model: FakeModel;
  let other: FakeModel;
  let wanted: (ModelRef | undefined)[];
  let picked: EditModel | undefined;
  let maxOutputTokens: number | undefined;
  let opened: { readonly events: readonly ChatEvent[]; readonly known: string | undefined }[];
  let recent: readonly string[];
  let edits: InlineEdits;
  let files = 0;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-talk-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));
  beforeEach(() => {
    model = fakeModel();
    other = { ...fakeModel(), model: { connection: 'test', model: 'other' }, label: 'The Other' };
    wanted = [];
    picked = other;
    maxOutputTokens = undefined;
    opened = [];
    recent = ['Fix it'];
    edits = new InlineEdits({
      respond: (ref) => {
        wanted.push(ref);
        return Promise.resolve(ref?.model === 'other' ? other : model);
      },
      pickModel: () => Promise.resolve(picked),
      openChat: (events, known) => {
        opened.push({ events, known });
        return Promise.resolve(known ?? `chat${opened.length}`);
      },
      measure: (before) => stopwatch(systemClock, before),
      maxOutputTokens: () => maxOutputTokens,
      recents: { list: () => recent, add: () => {} },
    });
  });
  afterEach(async () => {
    edits.dispose();
    await vscode.commands.executeCommand('notifications.clearAll');
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  async function open(): Promise<vscode.TextEditor> {
    const path = join(folder, `file${(files += 1)}.js`);
    await writeFile(path, source.join('\n'));
    const document = await vscode.workspace.openTextDocument(path);
    const selection = new vscode.Selection(1, 0, 3, 1);
    return vscode.window.showTextDocument(document, { selection, preview: false });
  }

  /** Runs what asks for an instruction, and takes the first recent one in its box. */
  async function ask(run: () => Promise<void>, who = model): Promise<void> {
    const count = who.requests.length;
    void run();
    await until(async () => {
      await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
      return who.requests.length > count;
    });
  }

  async function status({ document }: vscode.TextEditor): Promise<string> {
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      document.uri,
    );
    return lenses.map(({ command }) => command?.title.replace(/\$\([^)]*\) /g, '')).join(' | ');
  }

  const inReview = (editor: vscode.TextEditor) => until(async () => (await status(editor)).includes('Reject'));
  const shows = (editor: vscode.TextEditor, text: string) => until(() => editor.document.getText() === text);

  /** An edit whose answer is under review. */
  async function reviewed(...lines: readonly string[]): Promise<vscode.TextEditor> {
    const editor = await open();
    await ask(() => edits.start());
    model.write(fenced(...lines));
    model.finish();
    await shows(editor, around(...lines));
    await inReview(editor);
    return editor;
  }

  const read = (messages: readonly Message[] = []) =>
    messages.map((message) =>
      message.role === 'assistant'
        ? message.parts.map((part) => (part.type === 'text' ? part.text : '')).join('')
        : message.role === 'user'
          ? message.text
          : '',
    );

  test('a follow-up carries what was said and the lines as they are now; one undo leads back to the first answer', async () => {
    const editor = await reviewed('one();', 'two();');
    await editor.edit((edit) => edit.insert(new vscode.Position(2, 0), 'mine();\n'));
    recent = ['Shorter'];
    await ask(() => edits.refine());
    const [question, answer, followUp] = read(model.requests[1]?.messages);
    assert.equal(question, read(model.requests[0]?.messages)[0]);
    assert.equal(answer, fenced('one();', 'two();'));
    assert.match(followUp ?? '', /<region>\none\(\);\nmine\(\);\ntwo\(\);\n<\/region>[^]*: Shorter$/);
    model.write(fenced('both();'));
    model.finish();
    await shows(editor, around('both();'));
    await inReview(editor);
    await vscode.commands.executeCommand('undo');
    await shows(editor, around('one();', 'mine();', 'two();'));
    await inReview(editor);
    edits.reject();
    await shows(editor, source.join('\n'));
  });

  test('a follow-up that fails or is empty leaves what was under review', async () => {
    const editor = await reviewed('one();', 'two();');
    for (const end of [
      () => model.fail({ kind: 'overloaded', message: 'Busy.' }),
      () => model.finish(),
      () => {
        model.refuse('No.');
        model.finish();
      },
    ]) {
      await ask(() => edits.refine());
      end();
      await inReview(editor);
      assert.equal(editor.document.getText(), around('one();', 'two();'));
    }
    await ask(() => edits.refine());
    assert.equal(model.requests.at(-1)?.messages.length, 3, 'what came to nothing is not told again');
  });

  test('another model answers the same question and is named, and the edit stays with it', async () => {
    const editor = await reviewed('one();');
    void edits.otherModel();
    await until(() => other.requests.length === 1);
    assert.deepEqual(other.requests[0]?.messages, model.requests[0]?.messages);
    assert.equal(other.requests[0]?.model, 'other');
    await shows(editor, source.join('\n'));
    await until(async () => (await status(editor)) === 'Stop | By The Other');
    other.write(fenced('two();'));
    other.finish();
    await shows(editor, around('two();'));
    await inReview(editor);
    assert.match(await status(editor), /\| By The Other \| Refine/);
    await ask(() => edits.refine(), other);
    assert.equal(read(other.requests[1]?.messages)[1], fenced('two();'));
    assert.deepEqual(wanted, [undefined, { connection: 'test', model: 'other' }]);
  });

  test('another model for a follow-up begins with what the follow-up was asked about', async () => {
    const editor = await reviewed('one();');
    await ask(() => edits.refine());
    model.write(fenced('two();'));
    model.finish();
    await shows(editor, around('two();'));
    await inReview(editor);
    void edits.otherModel();
    await until(() => other.requests.length === 1);
    assert.deepEqual(other.requests[0]?.messages, model.requests[1]?.messages);
    await shows(editor, around('one();'));
  });

  test('who picks no other model keeps what there is', async () => {
    const editor = await reviewed('one();');
    picked = undefined;
    await edits.otherModel();
    assert.equal(editor.document.getText(), around('one();'));
    assert.match(await status(editor), /Reject/);
  });

  test('the rest of an answer that was cut off joins it, within the limit of the user', async () => {
    maxOutputTokens = 20;
    const editor = await open();
    await ask(() => edits.start());
    model.write('```js\none();\ntwo(fir');
    model.finish('length');
    await inReview(editor);
    assert.match(
      await status(editor),
      /\| Cut off at the output limit\. The last line was not finished and is left out\. Your limit is 20 tokens for one answer \| Refine/,
    );
    void edits.goOn();
    await until(() => model.requests.length === 2);
    const [, answer, plea] = read(model.requests[1]?.messages);
    assert.equal(answer, '```js\none();\ntwo(fir');
    assert.match(plea ?? '', /exactly where it stopped/);
    assert.equal(model.requests[1]?.maxOutputTokens, 20);
    model.write('```js\nst, second);\nthree();\n```');
    model.finish();
    await shows(editor, around('one();', 'two(first, second);', 'three();'));
    await inReview(editor);
    assert.doesNotMatch(await status(editor), /Cut off/);
    await edits.goOn();
    assert.equal(model.requests.length, 2);
  });

  test('undo of the rest leads back to the part that came, which can be gone on with once more', async () => {
    const editor = await open();
    await ask(() => edits.start());
    model.write('```js\none();\n');
    model.finish('length');
    await inReview(editor);
    const partial = editor.document.getText();
    for (const rest of ['two();', 'three();']) {
      const count = model.requests.length;
      void edits.goOn();
      await until(() => model.requests.length > count);
      assert.equal(read(model.requests.at(-1)?.messages)[1], '```js\none();\n');
      model.write(`${rest}\n\`\`\``);
      model.finish();
      await shows(editor, around('one();', rest));
      await inReview(editor);
      assert.match(await status(editor), /^Accept/);
      await vscode.commands.executeCommand('undo');
      await shows(editor, partial);
      assert.match(await status(editor), /^Accept Partial \| Reject \| .*Continue \| Cut off at the output limit/);
    }
    await edits.openInChat();
    const { aside = [] } = (opened[0]?.events ?? []).reduce(fold, emptyTranscript);
    assert.equal(aside.length, 1, 'what was undone is another version of the answer');
  });

  test('the rest is asked for once, however often that is said', async () => {
    const editor = await open();
    await ask(() => edits.start());
    model.write('```js\none();\n');
    model.finish('length');
    await inReview(editor);
    void edits.goOn();
    void edits.goOn();
    await until(() => model.requests.length > 1);
    model.write('two();\n```');
    model.finish();
    await shows(editor, around('one();', 'two();'));
    await inReview(editor);
    assert.equal(model.requests.length, 2);
  });

  test('a continuation that fails leaves the part that came, to be gone on with', async () => {
    const editor = await open();
    await ask(() => edits.start());
    model.write('```js\none();\n');
    model.finish('length');
    await inReview(editor);
    const partial = editor.document.getText();
    for (const end of [() => model.fail({ kind: 'network', message: 'Gone.' }), () => model.finish('filtered')]) {
      const count = model.requests.length;
      void edits.goOn();
      await until(() => model.requests.length > count);
      end();
      await until(async () => (await status(editor)).includes('| Cut off'));
      assert.equal(editor.document.getText(), partial);
    }
    void edits.goOn();
    await until(() => model.requests.length === 4);
    model.write('two();\n```');
    model.finish();
    await shows(editor, around('one();', 'two();'));
  });

  test('an answer whose limit was reached before its first line ends the edit with the reason', async () => {
    const editor = await open();
    await ask(() => edits.start());
    model.write('```js\n');
    model.finish('length');
    await until(async () => (await status(editor)) === '');
    assert.equal(editor.document.getText(), source.join('\n'));
  });

  test('lines that were changed since are not written over by the rest', async () => {
    const editor = await open();
    await ask(() => edits.start());
    model.write('```js\none();\n');
    model.finish('length');
    await inReview(editor);
    await editor.edit((edit) => edit.insert(new vscode.Position(1, 3), 'More'));
    const text = editor.document.getText();
    await edits.goOn();
    assert.equal(model.requests.length, 1);
    assert.equal(editor.document.getText(), text);
  });

  test('opens as a chat with all that was said; the same chat again unless the edit went on', async () => {
    const editor = await open();
    await ask(() => edits.start());
    model.write(fenced('one();'));
    model.count({ inputTokens: 100, outputTokens: 9, cost: 0.01 });
    model.finish();
    await inReview(editor);
    await edits.openInChat();
    await edits.openInChat();
    assert.deepEqual(
      opened.map(({ known }) => known),
      [undefined, 'chat1'],
    );
    const chat = opened[0]?.events.reduce(fold, emptyTranscript) ?? emptyTranscript;
    assert.equal(titleOf(chat), 'Fix it');
    const [question, answer] = chat.turns;
    const attachments = question?.role === 'user' ? question.attachments : [];
    assert.deepEqual(
      attachments.map(({ kind, lines, text, uri }) => ({ kind, lines, text, uri })),
      [
        {
          kind: 'selection',
          lines: { start: 2, end: 4 },
          text: source.slice(1, 4).join('\n'),
          uri: editor.document.uri.toString(),
        },
      ],
    );
    assert.ok(answer?.role === 'assistant');
    assert.deepEqual(answer.parts, [{ type: 'text', text: fenced('one();') }]);
    assert.deepEqual([answer.label, answer.usage?.cost, answer.finish?.reason], ['Fake', 0.01, 'stop']);
    assert.ok(answer.took !== undefined && answer.took.uncounted === undefined, 'its cost is known as a whole');
    await ask(() => edits.refine());
    model.write(fenced('two();'));
    model.finish();
    await shows(editor, around('two();'));
    await inReview(editor);
    edits.accept();
    await until(async () => (await status(editor)) === '');
    await edits.openInChat();
    assert.equal(opened[2]?.known, undefined);
    assert.equal(opened[2]?.events.reduce(fold, emptyTranscript).turns.length, 4);
  });

  test('an edit that was rejected in the middle of an answer opens with what came', async () => {
    const editor = await open();
    await ask(() => edits.start());
    model.write('```js\none();\n');
    await until(() => editor.document.lineAt(1).text === 'one();');
    await edits.openInChat();
    assert.equal(opened.length, 0, 'not while it is written');
    edits.reject();
    await shows(editor, source.join('\n'));
    await until(async () => {
      await edits.openInChat();
      return opened.length === 1;
    });
    const last = opened[0]?.events.reduce(fold, emptyTranscript).turns.at(-1);
    assert.equal(last?.role === 'assistant' ? last.finish?.reason : undefined, 'aborted');
  });

  test('what it took and cost is told with the buttons', async () => {
    const editor = await open();
    await ask(() => edits.start());
    model.write(fenced('one();'));
    model.count({ inputTokens: 1200, outputTokens: 9, cost: 0.01 });
    model.finish();
    await inReview(editor);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>(
      'vscode.executeCodeLensProvider',
      editor.document.uri,
    );
    assert.match(lenses[0]?.command?.tooltip ?? '', /1,200 tokens read and 9 written: \$0\.01$/);
  });
});

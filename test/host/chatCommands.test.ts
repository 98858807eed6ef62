import assert from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import * as vscode from 'vscode';
import { exportChat } from '../../src/chat/exportChat.ts';
import { ChatStore } from '../../src/chat/store.ts';
import { createChatCommands, type ChatCommands } from '../../src/host/chatCommands.ts';
import { Conversations } from '../../src/host/conversations.ts';
import { attempts } from '../../src/host/log.ts';
import { systemClock } from '../../src/llm/clock.ts';
import type { ChatEvent } from '../../src/model/transcript.ts';
import { memoryFiles, type MemoryFiles } from '../unit/chat/memoryFiles.ts';
import { scriptedModel, type ScriptedModel } from '../unit/chat/scriptedModel.ts';
import { fakeDialogs, type FakeDialogs } from './fakeDialogs.ts';
import { memoryState } from './memoryState.ts';
import { until } from './until.ts';

const asks = (text: string): ChatEvent => ({ type: 'user', id: 'q', at: 1, text, attachments: [] });

describe('commands of chats', () => {
  let folder: string;
  let files: MemoryFiles;
  let store: ChatStore;
  let conversations: Conversations;
  let commands: ChatCommands;
  let model: ScriptedModel;
  let dialogs: FakeDialogs;
  let saveAs: string;
  let opened: string[];
  let errors: string[];
  let typed: string | undefined;
  let offeredName: string | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-chats-'));
    files = memoryFiles();
    store = new ChatStore(files);
    model = scriptedModel();
    conversations = new Conversations({
      store,
      clock: systemClock,
      state: memoryState(),
      listener: { onEvent: () => undefined, onUnsaved: () => undefined },
      onSwitch: () => undefined,
      onNotice: (text) => assert.fail(text),
    });
    commands = createChatCommands({
      store,
      conversations,
      attempt: attempts({ tell: (failure) => assert.fail(String(failure)) }),
      reveal: () => Promise.resolve(),
      home: vscode.Uri.file(folder),
    });
    dialogs = fakeDialogs();
    saveAs = join(folder, 'chat.out');
    opened = [];
    errors = [];
    typed = undefined;
    mock.method(vscode.window, 'showSaveDialog', async ({ defaultUri }: vscode.SaveDialogOptions) => {
      offeredName = defaultUri?.path.split('/').at(-1);
      return vscode.Uri.file(saveAs);
    });
    mock.method(vscode.window, 'showOpenDialog', async () => opened.map((path) => vscode.Uri.file(path)));
    mock.method(vscode.window, 'showErrorMessage', async (text: string) => void errors.push(text));
    mock.method(vscode.window, 'showInputBox', async () => typed);
  });
  afterEach(async () => {
    mock.restoreAll();
    await conversations.dispose();
    await rm(folder, { recursive: true });
  });

  async function ask(text: string, answer: string): Promise<void> {
    const count = model.requests.length;
    assert.ok(conversations.current.ask({ text, attachments: [] }, model.answerer));
    await until(() => model.requests.length === count + 1);
    await model.say({ type: 'text', delta: answer });
    await model.say({ type: 'finish', reason: 'stop' });
    await conversations.current.whenIdle();
  }
  const titles = async () => (await store.list()).map(({ title }) => title);

  test('an empty chat has nothing to rename, export or copy, and says so', async () => {
    for (const act of [commands.rename, commands.save, commands.copy]) await act();
    assert.deepEqual(new Set(dialogs.messages).size, 1);
    assert.match(dialogs.messages[0] ?? '', /empty\. Ask something first/);
    assert.deepEqual(dialogs.offered, []);
  });

  test('a chat gets a title, which the list shows at once', async () => {
    await ask('Why?', 'So.');
    typed = '  Reasons  ';
    await commands.rename();
    assert.deepEqual(await titles(), ['Reasons']);
    assert.equal(conversations.current.transcript.title, 'Reasons');
    typed = undefined;
    await commands.rename();
    assert.deepEqual(await titles(), ['Reasons']);
  });

  test('Markdown is saved under the title, and copied', async () => {
    await ask('Why: a/b?', 'So.');
    dialogs.picks.push('Markdown');
    await commands.save();
    assert.equal(offeredName, 'Why a b.md');
    const saved = await readFile(saveAs, 'utf8');
    assert.match(saved, /^# Why: a\/b\?\n\n## You\n[^]*\n\nSo\.\n$/);
    await commands.copy();
    assert.equal(await vscode.env.clipboard.readText(), saved);
  });

  test('JSON comes back as the same chat: imported, shown, and exported again byte for byte', async () => {
    await ask('Why?', 'So.');
    const { id } = conversations.current;
    dialogs.picks.push('JSON');
    await commands.save();
    const first = await readFile(saveAs, 'utf8');
    opened = [saveAs];
    await commands.import();
    assert.notEqual(conversations.current.id, id);
    assert.deepEqual(await titles(), ['Why?', 'Why?']);
    saveAs = join(folder, 'again.json');
    dialogs.picks.push('JSON');
    await commands.save();
    assert.equal(await readFile(saveAs, 'utf8'), first);
    await ask('And on?', 'Yes.');
    assert.equal((await store.load(id))?.transcript.turns.length, 2);
    assert.equal((await store.load(conversations.current.id))?.transcript.turns.length, 4);
  });

  test('while an answer runs, Markdown has what came so far, and JSON asks to wait', async () => {
    assert.ok(conversations.current.ask({ text: 'Why?', attachments: [] }, model.answerer));
    await until(() => model.requests.length === 1);
    await model.say({ type: 'text', delta: 'Half' });
    dialogs.picks.push('Markdown');
    await commands.save();
    dialogs.picks.push('JSON');
    assert.match(await readFile(saveAs, 'utf8'), /Half\n\n> This answer was still being written\.\n$/);
    await assert.rejects(commands.save(), /still being written\. Wait/);
    await model.say({ type: 'finish', reason: 'stop' });
  });

  test('bad files are named with a reason, the good ones beside them are imported, and nothing by halves', async () => {
    const good = join(folder, 'good.json');
    const bad = join(folder, 'bad.json');
    await writeFile(good, exportChat([asks('From a file')]));
    await writeFile(bad, exportChat([asks('x'), asks('y')]).replace('"at": 1', '"at": "1"'));
    opened = [bad, good, join(folder, 'gone.json')];
    await commands.import();
    assert.deepEqual(await titles(), ['From a file']);
    assert.equal(errors.length, 1);
    assert.match(
      errors[0] ?? '',
      /bad\.json was not imported\. Its event 1 of 2 is damaged\..*gone\.json was not imported/,
    );
    assert.equal(conversations.current.transcript.turns.length, 1);
  });

  test('a full disk imports nothing, and says why', async () => {
    opened = [join(folder, 'good.json')];
    await writeFile(opened[0] ?? '', exportChat([asks('From a file')]));
    files.failAppends('ENOSPC: no space left', 120);
    await commands.import();
    files.heal();
    assert.match(errors[0] ?? '', /good\.json was not imported\. It could not be written: ENOSPC/);
    assert.deepEqual(await titles(), []);
  });
});

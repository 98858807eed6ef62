import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import * as vscode from 'vscode';
import { ChatStore } from '../../src/chat/store.ts';
import { deleteButton, type ChatItem } from '../../src/host/chatItems.ts';
import { showChats } from '../../src/host/chatList.ts';
import { renameChat } from '../../src/host/chatRename.ts';
import { Conversations } from '../../src/host/conversations.ts';
import { attempts } from '../../src/host/log.ts';
import { systemClock } from '../../src/llm/clock.ts';
import { memoryFiles, type MemoryFiles } from '../unit/chat/memoryFiles.ts';
import { memoryState } from './memoryState.ts';
import { until } from './until.ts';

type Box = vscode.QuickPick<ChatItem>;

const dayMs = 24 * 60 * 60_000;
const idOf = (number: number) => `0mabcdefg-${String(number).padStart(8, '0')}`;

describe('list of chats', () => {
  const id = idOf(1);
  let files: MemoryFiles;
  let store: ChatStore;
  let conversations: Conversations;
  let told: unknown[];
  let revealed: number;
  let box: Box;

  const ask = (number: number, text: string) =>
    store.append(idOf(number), [
      { by: 'w', n: 0, event: { type: 'user', id: 'q', at: Date.now(), text, attachments: [] } as const },
    ]);
  /** The disk says when a chat was changed. */
  const changedAt = (number: number, modifiedAt: number) => {
    const file = files.contents.get(`${idOf(number)}.jsonl`);
    assert.ok(file !== undefined);
    file.modifiedAt = modifiedAt;
  };

  beforeEach(async () => {
    files = memoryFiles();
    store = new ChatStore(files);
    told = [];
    revealed = 0;
    await ask(1, 'The last one');
    conversations = new Conversations({
      store,
      clock: systemClock,
      state: memoryState({ chat: id }),
      listener: { onEvent: () => undefined, onUnsaved: () => undefined },
      onSwitch: () => undefined,
      onNotice: (text) => assert.fail(text),
    });
    const create = vscode.window.createQuickPick;
    mock.method(vscode.window, 'createQuickPick', () => (box = create()));
  });
  afterEach(async () => {
    mock.restoreAll();
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await conversations.dispose();
  });

  const show = (typed?: string) =>
    showChats(
      {
        store,
        conversations,
        attempt: attempts({ tell: (failure) => void told.push(failure) }),
        reveal: async () => void (revealed += 1),
        rename: () => Promise.resolve(),
        exportChat: () => Promise.resolve(),
      },
      typed,
    );
  const labels = () => box.items.map(({ label }) => label);

  test('marks the chat of the last time, also before the panel was shown', async () => {
    changedAt(1, Date.now());
    await show();
    assert.equal(conversations.current.id, id);
    assert.deepEqual(
      box.items.map(({ label, iconPath }) => [label, iconPath instanceof vscode.ThemeIcon && iconPath.id]),
      [
        ['Today', false],
        ['The last one', 'check'],
      ],
    );
    assert.equal(box.busy, false);
  });

  test('divides them by their age', async () => {
    for (const [number, daysAgo] of [1, 3, 40, 50].entries()) {
      await ask(number + 2, `${daysAgo} days ago`);
      changedAt(number + 2, Date.now() - daysAgo * dayMs);
    }
    changedAt(1, Date.now());
    await show();
    assert.deepEqual(labels(), [
      'Today',
      'The last one',
      'Yesterday',
      '1 days ago',
      'Last 7 days',
      '3 days ago',
      'Older',
      '40 days ago',
      '50 days ago',
    ]);
  });

  test('opens the one that is picked, and shows the panel', async () => {
    const { id: empty } = conversations.current;
    await show();
    assert.equal(conversations.current.id, empty);
    await until(() => box.activeItems.length === 1);
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await until(() => conversations.current.id === id && revealed === 1);
    assert.deepEqual(told, []);
  });

  test('finds titles at once and contents after that, with the place of the match', async () => {
    await ask(2, 'A needle in the title');
    await ask(3, `The third\n${'hay '.repeat(200)}and a needle in $(trash) it`);
    await ask(4, 'Nothing of the kind');
    files.put(`${idOf(5)}.jsonl`, 'not a chat any more');
    await show('needle');
    assert.deepEqual(labels(), ['A needle in the title']);
    assert.equal(box.title, 'Chats');
    await until(() => box.items.length === 2);
    const [found, title] = box.items;
    assert.deepEqual([found?.label, title?.label], ['The third', 'A needle in the title']);
    assert.match(found?.detail ?? '', /^….*hay and a needle in \\\$\(trash\) it$/);
    assert.ok(box.items.every(({ alwaysShow }) => alwaysShow === true));
    await until(() => !box.busy && box.buttons.length === 0);
    assert.deepEqual(told, []);
  });

  test('says when nothing is found, and stays open for other words', async () => {
    await show('needle');
    await until(() => labels()[0]?.startsWith('No chat has all of these words.') === true);
    await until(() => box.activeItems.length === 1);
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await vscode.commands.executeCommand('workbench.action.focusQuickOpen');
    box.value = 'last';
    await until(() => box.items.some((item) => item.chat?.id === id));
    assert.deepEqual([labels(), revealed], [['The last one'], 0]);
  });

  test('what another window has open is neither deleted nor renamed, and that is said', async () => {
    Object.assign(files, { process: { name: 'here/1', stateOf: () => 'alive' } });
    const other = new Conversations({
      store: new ChatStore(files),
      clock: systemClock,
      state: memoryState({ chat: id }),
      listener: { onEvent: () => undefined, onUnsaved: () => undefined },
      onSwitch: () => undefined,
      onNotice: (text) => assert.fail(text),
    });
    await other.restore();
    const said: string[] = [];
    mock.method(vscode.window, 'showWarningMessage', async (text: string) => void said.push(text));
    mock.method(vscode.window, 'showInputBox', async () => 'Mine');
    const before = files.text(`${id}.jsonl`);
    let press: Parameters<Box['onDidTriggerItemButton']>[0] | undefined;
    const create = vscode.window.createQuickPick;
    mock.method(vscode.window, 'createQuickPick', () => {
      const value = (listener: typeof press) => (press = listener);
      return Object.defineProperty(create(), 'onDidTriggerItemButton', { value });
    });
    await show();
    const item = box.items.find(({ chat }) => chat?.id === id);
    assert.ok(item);
    press?.({ item, button: deleteButton });
    await until(() => said.length === 1);
    assert.equal(said[0], '“The last one” is open in another window. Close it there, then delete it.');
    await renameChat({ id, title: 'The last one' }, conversations);
    assert.equal(said[1], 'This chat is open in another window. Rename it there, or close it there first.');
    assert.equal(files.text(`${id}.jsonl`), before);
    await other.dispose();
    await until(() => conversations.current.readOnly === undefined);
    await renameChat({ id, title: 'The last one' }, conversations);
    assert.deepEqual([said.length, (await store.list())[0]?.title], [2, 'Mine']);
  });

  test('a box that is closed reads no further', async () => {
    for (let number = 2; number < 50; number++) await ask(number, `Number ${number}`);
    await store.list();
    await conversations.restore();
    const { read } = files;
    const slow = Promise.withResolvers<void>();
    const reads: Promise<unknown>[] = [];
    files.read = (name) => {
      const reading = slow.promise.then(() => read(name));
      reads.push(reading);
      return reading;
    };
    await show('needle');
    await until(() => reads.length === 1);
    box.hide();
    await until(() => !box.busy);
    slow.resolve();
    await Promise.all(reads);
    // The next read, if there were one, would be asked for in the turn after this one.
    await new Promise((resolve) => setTimeout(resolve, 0));
    assert.deepEqual([reads.length, told], [1, []]);
  });

  test('a disk that cannot be read ends the list, and is told', async () => {
    files.list = () => Promise.reject(new Error('EACCES'));
    await assert.rejects(show(), /EACCES/);
  });
});

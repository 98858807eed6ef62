import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import * as vscode from 'vscode';
import { ChatStore } from '../../src/chat/store.ts';
import { showChats } from '../../src/host/chatList.ts';
import { Conversations } from '../../src/host/conversations.ts';
import { attempts } from '../../src/host/log.ts';
import { systemClock } from '../../src/llm/clock.ts';
import { memoryFiles, type MemoryFiles } from '../unit/chat/memoryFiles.ts';
import { memoryState } from './memoryState.ts';
import { until } from './until.ts';

type Box = vscode.QuickPick<vscode.QuickPickItem>;

describe('list of chats', () => {
  const id = '0mabcdefg-00000001';
  let files: MemoryFiles;
  let store: ChatStore;
  let conversations: Conversations;
  let told: unknown[];
  let undo: string | undefined;
  let box: Box;

  beforeEach(async () => {
    files = memoryFiles();
    store = new ChatStore(files);
    told = [];
    undo = undefined;
    const question = { type: 'user', id: 'q', at: 1, text: 'The last one', attachments: [] } as const;
    await store.append(id, [{ by: 'w', n: 0, event: question }]);
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
    mock.method(vscode.window, 'showInformationMessage', async () => undo);
  });
  afterEach(async () => {
    mock.restoreAll();
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    await conversations.dispose();
  });

  const show = () =>
    showChats({ store, conversations, attempt: attempts({ tell: (failure) => void told.push(failure) }) });

  test('marks the chat of the last time, also before the panel was shown', async () => {
    await show();
    assert.equal(conversations.current.id, id);
    assert.deepEqual(
      box.items.map(({ label, iconPath }) => [label, iconPath instanceof vscode.ThemeIcon && iconPath.id]),
      [['The last one', 'check']],
    );
    assert.equal(box.busy, false);
  });

  test('opens the one that is picked', async () => {
    const { id: empty } = conversations.current;
    await show();
    assert.equal(conversations.current.id, empty);
    await until(() => box.activeItems.length === 1);
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    await until(() => conversations.current.id === id);
    assert.deepEqual(told, []);
  });

  test('a disk that cannot be read ends the list, and is told', async () => {
    files.list = () => Promise.reject(new Error('EACCES'));
    await assert.rejects(show(), /EACCES/);
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newChat } from '../../../src/chat/newChat.ts';
import { ChatStore } from '../../../src/chat/store.ts';
import type { ChatEvent } from '../../../src/model/transcript.ts';
import { memoryFiles } from './memoryFiles.ts';

const events: readonly ChatEvent[] = [
  { type: 'user', id: 'q', at: 1, text: 'Fix it', attachments: [] },
  { type: 'assistant', id: 'a', at: 2, model: { connection: 'c', model: 'm' }, label: 'M' },
  { type: 'stream', id: 'a', event: { type: 'text', delta: 'Done.' } },
  { type: 'stream', id: 'a', event: { type: 'finish', reason: 'stop' } },
];

test('what was said elsewhere becomes a chat', async () => {
  const store = new ChatStore(memoryFiles());
  const id = await newChat(store, events);
  assert.deepEqual((await store.load(id))?.events, events);
  assert.deepEqual(
    (await store.list()).map(({ title, messages }) => ({ title, messages })),
    [{ title: 'Fix it', messages: 2 }],
  );
});

test('a disk that takes only a part leaves nothing', async () => {
  const files = memoryFiles();
  files.failAppends('The disk is full.', 80);
  const store = new ChatStore(files);
  await assert.rejects(newChat(store, events), /The disk is full/);
  assert.deepEqual(await store.list(), []);
});

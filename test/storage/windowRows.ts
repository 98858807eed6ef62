import assert from 'node:assert/strict';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isRunning } from '../../src/model/transcript.ts';
import { answering, fileOf, linesOf, talk, textsOf, until, type Row } from './row.ts';
import { openWindow, type OpenedWindow } from './window.ts';
import { startWriter } from './writerProcess.ts';

async function opened(folder: string, chat: string): Promise<OpenedWindow> {
  const window = openWindow(folder, chat);
  await window.conversations.restore();
  return window;
}

/** A chat that another process is writing, with a first answer under way. */
async function written(folder: string, seed: number) {
  const writer = startWriter({ folder, seed });
  const { chat } = await writer.first('opened');
  await writer.first('said');
  for (const file of [fileOf(folder, chat), join(folder, `${chat}.lease`)]) await until(() => exists(file));
  return { writer, chat };
}

const exists = (path: string): Promise<boolean> =>
  stat(path).then(
    () => true,
    () => false,
  );

async function assertWholeLines(folder: string, chat: string): Promise<number> {
  const lines = await linesOf(fileOf(folder, chat));
  for (const line of lines) assert.doesNotThrow(() => JSON.parse(line), `mixed: ${line.slice(0, 200)}`);
  return lines.length;
}

const twoWindows: Row = {
  id: 'S04',
  what: 'two processes on one chat; the first is taken over, the second is killed',
  expected: 'one writes, the other follows and sees it; taking over hands on every word; a dead one is taken over from',
  async see(folder, { seed }) {
    const first = await written(folder, seed);
    const window = await opened(folder, first.chat);
    const { conversations } = window;
    assert.equal(conversations.current.readOnly, 'elsewhere');
    assert.equal(conversations.current.ask({ text: 'mine', attachments: [] }, answering()), false);
    const seenAtFirst = textsOf(window).join('').length;
    await until(() => textsOf(window).join('').length > seenAtFirst);

    await conversations.takeOver();
    assert.equal(conversations.current.readOnly, undefined);
    assert.equal(isRunning(conversations.current.transcript), false);
    const { turns } = await first.writer.first('stepped-back');
    await first.writer.ended;
    await talk(window, 'mine');
    await conversations.dispose();
    const after = await opened(folder, first.chat);
    assert.deepEqual(after.conversations.current.transcript.turns.slice(0, turns.length), turns);
    assert.deepEqual(textsOf(after).slice(-2), ['mine', 'About mine']);
    await after.conversations.dispose();
    const lines = await assertWholeLines(folder, first.chat);

    const second = await written(folder, seed + 1);
    const follower = await opened(folder, second.chat);
    assert.equal(follower.conversations.current.readOnly, 'elsewhere');
    await second.writer.kill();
    await until(() => follower.conversations.current.readOnly === undefined);
    await talk(follower, 'alone');
    await follower.conversations.dispose();
    await assertWholeLines(folder, second.chat);
    assert.deepEqual(
      (await readdir(folder)).filter((name) => name.endsWith('.lease')),
      [],
    );
    return `followed, taken over with ${turns.length} turns, ${lines} lines none mixed; dead one replaced`;
  },
};

const appends: Row = {
  id: 'S04',
  what: 'two processes that write to one file all the same, without asking the lease',
  expected: 'no line holds words of both; nothing is lost',
  async see(folder, { seed }) {
    const { writer, chat } = await written(folder, seed + 2);
    const { store } = openWindow(folder);
    for (let n = 0; n < 60; n++) {
      const event = { type: 'user', id: `u${n}`, at: n, text: `${n}:${'x'.repeat(20_000)}`, attachments: [] } as const;
      await store.append(chat, [{ by: 'other', n, event }]);
    }
    await writer.kill();
    await assertWholeLines(folder, chat);
    const saved = await store.load(chat);
    const mine = saved?.transcript.turns.filter(({ id }) => /^u\d+$/.test(id)).length;
    assert.equal(mine, 60);
    return '60 records of 20 KB between those of another process, all whole';
  },
};

const mementos: Row = {
  id: 'S06',
  what: 'a user with hundreds of chats',
  expected: "below 10 KB in the editor's own small storage",
  async see(folder, { chats }) {
    const window = openWindow(folder);
    const count = Math.min(chats, 500);
    for (let n = 0; n < count; n++) {
      await talk(window, `Question ${n}`);
      window.conversations.create();
    }
    await window.conversations.dispose();
    const bytes = Buffer.byteLength(JSON.stringify([...window.state.values]));
    assert.ok(bytes < 10_000, `${bytes} bytes`);
    assert.equal((await window.store.list()).length, count);
    return `${bytes} bytes for ${count} chats`;
  },
};

const workspaces: Row = {
  id: 'S16',
  what: 'the folder is renamed, or opened from elsewhere',
  expected: 'the list is the same: chats do not belong to a workspace',
  async see(folder) {
    const here = openWindow(folder);
    const { id } = await talk(here, 'one');
    const list = await here.store.list();
    await here.conversations.dispose();
    const there = openWindow(folder);
    assert.deepEqual(await there.store.list(), list);
    await there.conversations.open(id);
    assert.deepEqual(textsOf(there), ['one', 'About one']);
    await there.conversations.dispose();
    return 'the same list, and the chat opens';
  },
};

/** Several windows, and what they share. */
export const windowRows: readonly Row[] = [twoWindows, appends, mementos, workspaces];

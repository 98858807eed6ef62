import assert from 'node:assert/strict';
import { appendFile, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { newId } from '../../src/chat/ids.ts';
import { encodeEntries, encodeHeader } from '../../src/chat/record.ts';
import { ChatStore } from '../../src/chat/store.ts';
import { chatFiles } from '../../src/host/node/chatFiles.ts';
import { answering, fileOf, linesOf, talk, textsOf, type Row } from './row.ts';
import { openWindow } from './window.ts';

/** A chat with one question and its answer, left behind by a window that closed. */
async function past(folder: string, question = 'one'): Promise<string> {
  const window = openWindow(folder);
  const { id } = await talk(window, question);
  await window.conversations.dispose();
  return id;
}

async function opened(folder: string, id: string) {
  const window = openWindow(folder, id);
  await window.conversations.restore();
  return window;
}

const damagedInside: Row = {
  id: 'S02',
  what: 'NUL block and half a character in the middle of a file',
  expected: 'the rest loads, “damaged records” is said, the chat goes on',
  async see(folder) {
    const id = await past(folder);
    const first = await readFile(fileOf(folder, id));
    const half = Buffer.from('\n{"kind":"event","by":"x","n":0,"event":{"type":"title","title":"ü');
    await appendFile(fileOf(folder, id), Buffer.concat([Buffer.from('\n'), Buffer.alloc(4096), half.subarray(0, -1)]));
    const window = await opened(folder, id);
    await talk(window, 'two');
    const notices = window.notices.join();
    await window.conversations.dispose();
    const again = await opened(folder, id);
    assert.deepEqual(textsOf(again), ['one', 'About one', 'two', 'About two']);
    assert.match(notices, /^2 damaged records/);
    assert.ok(
      (await readFile(fileOf(folder, id))).subarray(0, first.length).equals(first),
      'what was there is untouched',
    );
    await again.conversations.dispose();
    return `all 4 turns; “${notices}”`;
  },
};

const index: Row = {
  id: 'S05',
  what: 'index missing, half-written, of another version, or lying',
  expected: 'the same list, rebuilt from the files',
  async see(folder) {
    for (const question of ['one', 'two', 'three']) await past(folder, question);
    const list = () => openWindow(folder).store.list();
    const expected = await list();
    assert.equal(expected.length, 3);
    const path = join(folder, 'index.json');
    const good = await readFile(path, 'utf8');
    const lying = JSON.parse(good);
    lying.chats[newId(1)] = { size: 1, modifiedAt: 1, title: 'Ghost', messages: 1 };
    delete lying.chats[expected[0]?.id ?? ''];
    const others = ['', good.slice(0, 40), '{"version":9,"chats":{}}', '\0\0\0', JSON.stringify(lying)];
    for (const text of others) {
      await writeFile(path, text);
      assert.deepEqual(await list(), expected, text.slice(0, 40));
    }
    await rm(path);
    assert.deepEqual(await list(), expected);
    await writeFile(join(folder, `${newId(2)}.jsonl`), '\0\0');
    assert.equal((await list()).length, 4, 'a damaged file is listed, too');
    return `${others.length + 1} broken indexes, each time the same list`;
  },
};

const huge: Row = {
  id: 'S11',
  what: 'a value of 20 million characters; metadata with a cycle in it',
  expected: 'cut with a mark, or left out; the chat is kept',
  async see(folder) {
    const window = openWindow(folder);
    const cyclic: Record<string, unknown> = { big: 1n };
    cyclic['self'] = cyclic;
    const { current } = window.conversations;
    const length = 20_000_000;
    const respond = answering(
      { type: 'reasoning', delta: 'hm', replay: cyclic },
      { type: 'text', delta: 'x'.repeat(length) },
      { type: 'text', delta: 'the end' },
    );
    current.ask({ text: 'huge', attachments: [] }, respond);
    await current.whenIdle();
    await window.conversations.dispose();
    assert.deepEqual(window.unsaved, []);
    const again = await opened(folder, current.id);
    const answer = textsOf(again)[1] ?? '';
    assert.match(answer.slice(-120), /more characters were too many to be kept/);
    const { size } = await stat(fileOf(folder, current.id));
    await again.conversations.dispose();
    return `${answer.length} of ${length} characters and the mark; file of ${size} bytes`;
  },
};

const header: Row = {
  id: 'S12',
  what: 'byte order mark, Windows line ends, no header',
  expected: 'rebuilt from the records that are there',
  async see(folder) {
    const id = await past(folder);
    const lines = await linesOf(fileOf(folder, id));
    for (const text of [
      `\uFEFF${lines.join('\r\n')}`,
      lines.slice(1).join('\n'),
      `\uFEFF${lines.slice(1).join('\n')}`,
    ]) {
      await writeFile(fileOf(folder, id), text);
      const window = await opened(folder, id);
      assert.deepEqual(textsOf(window), ['one', 'About one']);
      assert.deepEqual(window.notices, []);
      await window.conversations.dispose();
    }
    return 'the whole chat, three times';
  },
};

const versions: Row = {
  id: 'S13',
  what: 'kinds of record that a later version added; a file of a later version',
  expected: 'kept byte for byte; the latter can only be read',
  async see(folder) {
    const id = await past(folder);
    const added =
      '\n{"kind":"branch","to":"x","why":[1,2]}\n{"kind":"event","by":"z","n":0,"event":{"type":"vote","up":true}}';
    await appendFile(fileOf(folder, id), added);
    const before = await readFile(fileOf(folder, id));
    const window = await opened(folder, id);
    await talk(window, 'two');
    await window.conversations.dispose();
    const after = await readFile(fileOf(folder, id));
    assert.ok(after.length > before.length && after.subarray(0, before.length).equals(before));
    assert.deepEqual(window.notices, []);

    await appendFile(fileOf(folder, id), encodeHeader(id).replace('"version":1', '"version":2'));
    const newer = await readFile(fileOf(folder, id));
    const reader = await opened(folder, id);
    assert.equal(reader.conversations.current.readOnly, 'newer');
    assert.equal(reader.conversations.current.ask({ text: 'three', attachments: [] }, answering()), false);
    assert.equal(textsOf(reader).length, 4);
    await reader.conversations.dispose();
    assert.ok((await readFile(fileOf(folder, id))).equals(newer));
    return 'unknown records untouched after further turns; version 2 shown, not written';
  },
};

const deletion: Row = {
  id: 'S17',
  what: 'a chat is deleted, and that is undone',
  expected: 'file, lease and entry of the index go; undoing brings back every byte; nothing is ever trimmed',
  async see(folder) {
    const id = await past(folder);
    const { store } = openWindow(folder);
    await store.list();
    const before = await readFile(fileOf(folder, id));
    const bytes = await store.remove(id);
    assert.deepEqual(await store.list(), []);
    assert.doesNotMatch(await readFile(join(folder, 'index.json'), 'utf8'), /one/);
    await assert.rejects(stat(fileOf(folder, id)));
    await store.restore(id, bytes ?? new Uint8Array());
    assert.ok((await readFile(fileOf(folder, id))).equals(before));
    assert.equal((await store.list())[0]?.title, 'one');
    return 'gone from folder and index; back byte for byte';
  },
};

const many: Row = {
  id: 'S20',
  what: 'very many chats',
  expected: 'the list reads only what changed; starting reads none of them',
  async see(folder, { chats, chatBytes }) {
    const { store } = openWindow(folder);
    const delta = 'word '.repeat(100);
    for (let n = 0; n < chats; n++) {
      const id = newId(n);
      const asked = {
        by: 'w',
        n: 0,
        event: { type: 'user', id: 'u', at: n, text: `Question ${n}`, attachments: [] },
      } as const;
      const model = { connection: 'c', model: 'm' };
      const started = { by: 'w', n: 1, event: { type: 'assistant', id: 'a', at: n, model, label: 'M' } } as const;
      const said = Array.from({ length: Math.ceil(chatBytes / 560) }, (_, k) => ({
        by: 'w',
        n: k + 2,
        event: { type: 'stream', id: 'a', event: { type: 'text', delta } } as const,
      }));
      // Written by hand, since that many appends would each wait for the disk.
      if (n === 0) await store.append(id, [asked]);
      else await writeFile(fileOf(folder, id), encodeHeader(id) + encodeEntries([asked, started, ...said]));
    }
    const listed = async () => {
      let read = 0;
      const files = chatFiles(folder);
      const counting: typeof files.read = (name) => {
        if (name.endsWith('.jsonl')) read++;
        return files.read(name);
      };
      const startedMs = performance.now();
      const list = await new ChatStore({ ...files, read: counting }).list();
      assert.equal(list.length, chats);
      return { list, read, tookMs: Math.round(performance.now() - startedMs) };
    };
    const cold = await listed();
    assert.equal(cold.read, chats);
    const warm = await listed();
    assert.equal(warm.read, 0, 'nothing has changed');
    await utimes(fileOf(folder, warm.list[0]?.id ?? ''), new Date(), new Date());
    assert.equal((await listed()).read, 1, 'one file has changed');
    const entry = await readFile(join(import.meta.dirname, '../../src/extension.ts'), 'utf8');
    assert.doesNotMatch(entry, /^import (?!type).*(chat|store|app)\.ts/m, 'the entry loads nothing of it');
    const size = `${chats} chats of ${Math.round(chatBytes / 1024)} KB`;
    return `${size}: ${cold.tookMs} ms without an index, ${warm.tookMs} ms with it; activation does not read them`;
  },
};

/** What can be in a file, and what the list makes of it. */
export const fileRows: readonly Row[] = [damagedInside, index, huge, header, versions, deletion, many];

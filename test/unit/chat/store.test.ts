import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isId, newId } from '../../../src/chat/ids.ts';
import { ChatStore } from '../../../src/chat/store.ts';
import type { ChatEvent } from '../../../src/model/transcript.ts';
import { memoryFiles, type MemoryFiles } from './memoryFiles.ts';

const asks = (text: string): ChatEvent => ({ type: 'user', id: 'u1', at: 1, text, attachments: [] });
const started: ChatEvent = { type: 'assistant', id: 'a1', at: 2, model: { connection: 'c', model: 'm' }, label: 'M' };
const says = (delta: string): ChatEvent => ({ type: 'stream', id: 'a1', event: { type: 'text', delta } });
const entry = (event: ChatEvent, n = 0, by = 'w') => ({ by, n, event });

async function written(files: MemoryFiles, text: string): Promise<string> {
  const id = newId(Date.now());
  await new ChatStore(files).append(id, [entry(asks(text))]);
  return id;
}

test('ids sort by time and are safe file names', () => {
  const early = newId(Date.UTC(2026, 0, 1));
  const late = newId(Date.UTC(2026, 0, 1, 0, 0, 0, 1));
  assert.ok(early < late);
  assert.ok(isId(early) && isId(late));
  assert.notEqual(newId(1), newId(1));
  for (const name of ['', '..', '../../etc/passwd', `${early}/x`, `${early}\n`, early.toUpperCase(), 'con']) {
    assert.equal(isId(name), false, name);
  }
});

test('what was appended is loaded; the header is written once', async () => {
  const files = memoryFiles();
  const id = newId(0);
  const store = new ChatStore(files);
  await store.append(id, [entry(asks('Why?')), entry(started, 1)]);
  await store.append(id, [entry(says('So.'), 2)]);
  await new ChatStore(files).append(id, [entry({ type: 'title', title: 'T' }, 0, 'v')]);
  assert.equal(files.text(`${id}.jsonl`).match(/"kind":"chat"/g)?.length, 1);
  const saved = await new ChatStore(files).load(id);
  assert.equal(saved?.damaged, 0);
  assert.equal(saved?.isNewer, false);
  assert.equal(saved?.transcript.title, 'T');
  assert.equal(saved?.transcript.turns.length, 2);
  assert.equal(await store.load(newId(0)), undefined);
});

test('an answer that was running when the window went away is interrupted, with what came', async () => {
  const files = memoryFiles();
  const id = newId(0);
  const store = new ChatStore(files);
  await store.append(id, [
    entry(asks('1')),
    entry(started, 1),
    entry(says('half'), 2),
    entry({ ...started, id: 'a2' }, 3),
  ]);
  const turns = (await store.load(id))?.transcript.turns.slice(1) ?? [];
  assert.equal(turns.length, 2);
  for (const turn of turns) assert.equal(turn.role === 'assistant' && turn.error?.kind, 'interrupted');
  assert.deepEqual(turns[0]?.role === 'assistant' && turns[0].parts, [{ type: 'text', text: 'half' }]);
});

test('an id that is no file name of ours is refused', async () => {
  const store = new ChatStore(memoryFiles());
  await assert.rejects(store.load('../secret'));
  await assert.rejects(store.append('index', []));
  await assert.rejects(store.remove('..'));
});

test('a file of a later version is read and not written to', async () => {
  const files = memoryFiles();
  const id = newId(0);
  const content = `{"kind":"chat","version":2}\n${JSON.stringify({ kind: 'event', ...entry(asks('Why?')) })}`;
  files.put(`${id}.jsonl`, content);
  const store = new ChatStore(files);
  const saved = await store.load(id);
  assert.equal(saved?.isNewer, true);
  assert.equal(saved?.transcript.turns.length, 1);
  await assert.rejects(store.append(id, [entry(started)]), /newer version/);
  assert.equal(files.text(`${id}.jsonl`), content);
});

test('a first append that failed in the middle is made good by the next', async () => {
  const whole = memoryFiles();
  const id = newId(0);
  const entries = [entry(asks('Why?')), entry(started, 1)];
  await new ChatStore(whole).append(id, entries);
  const length = whole.text(`${id}.jsonl`).length;
  for (let written = 0; written < length; written += 3) {
    const files = memoryFiles();
    const store = new ChatStore(files);
    files.failAppends('ENOSPC', written);
    await assert.rejects(store.append(id, entries));
    files.heal();
    await store.append(id, entries);
    const saved = await store.load(id);
    assert.equal(saved?.transcript.turns.length, 2, `after ${written} characters`);
    assert.match(files.text(`${id}.jsonl`), /^\{"kind":"chat","version":1,.*\}$/m);
  }
});

test('the list has title, time and count, the latest first', async () => {
  const files = memoryFiles();
  const first = await written(files, 'First?');
  const second = await written(files, 'Second?');
  await new ChatStore(files).append(first, [entry(started, 1), entry({ type: 'title', title: 'Mine' }, 2)]);
  files.put('notes.txt', 'not ours');
  files.put('x.jsonl', 'not ours');
  const list = await new ChatStore(files).list();
  assert.deepEqual(
    list.map(({ id, title, messages }) => [id, title, messages]),
    [
      [first, 'Mine', 2],
      [second, 'Second?', 1],
    ],
  );
  assert.ok((list[0]?.changedAt ?? 0) > (list[1]?.changedAt ?? 0));
});

test('a chat is as old as what was last asked in it: another title or other fallbacks move it nowhere', async () => {
  const files = memoryFiles();
  const store = new ChatStore(files);
  const [old, late] = [newId(1), newId(2)];
  const asked = (at: number) => ({ ...asks('Why?'), at }) as const;
  await store.append(old, [entry(asked(1))]);
  await store.append(late, [entry(asked(2))]);
  const order = async () => (await new ChatStore(files).list()).map(({ id, changedAt }) => [id, changedAt]);
  const before = await order();
  assert.deepEqual(before, [
    [late, 2],
    [old, 1],
  ]);
  await store.append(old, [entry({ type: 'title', title: 'Mine' }, 1), entry({ type: 'fallbacks', models: [] }, 2)]);
  assert.deepEqual(await order(), before);
  await store.restore(old, (await store.remove(old)) ?? new Uint8Array());
  assert.deepEqual(await order(), before, 'nor does a deletion that is undone');
  await store.append(old, [entry({ type: 'continue', id: 'a1', at: 3 }, 3)]);
  assert.deepEqual((await order())[0], [old, 3]);
});

test('a time that is later than the disk’s comes from a clock that was wrong', async () => {
  const files = memoryFiles();
  const id = newId(1);
  await new ChatStore(files).append(id, [entry({ type: 'user', id: 'u', at: 9e15, text: 'Why?', attachments: [] })]);
  assert.equal((await new ChatStore(files).list())[0]?.changedAt, files.contents.get(`${id}.jsonl`)?.modifiedAt);
});

test('however the index is, the list is the same', async () => {
  const files = memoryFiles();
  const id = await written(files, 'One?');
  await written(files, 'Two?');
  const expected = await new ChatStore(files).list();
  assert.equal(expected.length, 2);
  const good = files.text('index.json');
  const entryOf = (change: object) => {
    const index = JSON.parse(good);
    Object.assign(index.chats[id], change);
    return JSON.stringify(index);
  };
  const liar = JSON.parse(good);
  delete liar.chats[id];
  liar.chats[newId(5)] = { size: 5, modifiedAt: 5, title: 'Ghost', messages: 3 };
  const others = [
    '',
    '{',
    '[]',
    'null',
    '{"version":1}',
    '{"version":1,"chats":{}}',
    '{"version":3,"chats":{}}',
    '\0\0\0',
    entryOf({ size: 1, title: 'Wrong' }),
    entryOf({ modifiedAt: 0, title: 'Wrong' }),
    entryOf({ messages: 'x' }),
    JSON.stringify(liar),
  ];
  for (const index of others) {
    files.put('index.json', index);
    assert.deepEqual(await new ChatStore(files).list(), expected, index);
    assert.deepEqual(JSON.parse(files.text('index.json')), JSON.parse(good), `rebuilt from ${index}`);
  }
  files.contents.delete('index.json');
  assert.deepEqual(await new ChatStore(files).list(), expected);
});

test('a file that is not empty is listed, however damaged; an empty one is not', async () => {
  const files = memoryFiles();
  const [damaged, empty] = [newId(1), newId(2)];
  const unreadable = await written(files, 'Back');
  files.put(`${damaged}.jsonl`, '\0\0\0');
  files.put(`${empty}.jsonl`, '');
  const failing = {
    ...files,
    read: async (name: string) =>
      name.startsWith(unreadable) ? Promise.reject(new Error('EACCES')) : files.read(name),
  };
  const store = new ChatStore(failing);
  assert.deepEqual(
    (await store.list()).map(({ id, title }) => `${id}:${title}`).toSorted(),
    [`${damaged}:`, `${unreadable}:`].toSorted(),
  );
  assert.equal((await store.load(damaged))?.damaged, 1);
  // The list of unchanged files comes from the index, but not for what could not be read.
  const listed = await new ChatStore(files).list();
  assert.equal(listed.find(({ id }) => id === unreadable)?.title, 'Back');
});

test('the list of a thousand chats reads only what changed', async () => {
  const files = memoryFiles();
  const ids: string[] = [];
  for (let count = 0; count < 1_000; count++) ids.push(await written(files, `Question ${count}`));
  assert.equal((await new ChatStore(files).list()).length, 1_000);
  const store = new ChatStore(files);
  files.reads.length = 0;
  await store.list();
  assert.deepEqual(files.reads, ['index.json']);
  const [id = ''] = ids;
  await store.append(id, [entry(started, 1)]);
  files.reads.length = 0;
  assert.equal((await store.list())[0]?.messages, 2);
  assert.deepEqual(files.reads, [`${id}.jsonl`]);
});

test('an index that cannot be written costs nothing but time', async () => {
  const files = memoryFiles();
  await written(files, 'One?');
  const store = new ChatStore({ ...files, replace: async () => Promise.reject(new Error('EROFS')) });
  assert.equal((await store.list()).length, 1);
});

test('what a crash left of a file that was being replaced is swept up an hour later', async () => {
  const files = memoryFiles();
  files.put('index.json.old.tmp', 'half');
  files.put('index.json.new.tmp', 'half');
  const id = await written(files, 'One?');
  const hour = 60 * 60 * 1_000;
  for (const [name, modifiedAt] of [
    ['index.json.new.tmp', hour + 1],
    [`${id}.jsonl`, hour + 2],
  ] as const) {
    const file = files.contents.get(name);
    if (file !== undefined) file.modifiedAt = modifiedAt;
  }
  await new ChatStore(files).list();
  assert.deepEqual(
    [...files.contents.keys()].toSorted(),
    [`${id}.jsonl`, 'index.json', 'index.json.new.tmp'].toSorted(),
  );
});

test('deleting takes the file away, and can be undone byte for byte', async () => {
  const files = memoryFiles();
  const id = await written(files, 'One?');
  const before = files.text(`${id}.jsonl`);
  const store = new ChatStore(files);
  await store.list();
  const bytes = await store.remove(id);
  assert.ok(bytes !== undefined);
  assert.deepEqual(await store.list(), []);
  assert.equal(await store.load(id), undefined);
  assert.doesNotMatch(files.text('index.json'), /One/);
  await store.restore(id, bytes);
  assert.equal(files.text(`${id}.jsonl`), before);
  assert.equal((await store.list())[0]?.title, 'One?');
});

test('undoing a deletion keeps what was written since', async () => {
  const files = memoryFiles();
  const id = await written(files, 'One?');
  const store = new ChatStore(files);
  const bytes = await store.remove(id);
  await store.append(id, [entry(started, 1)]);
  await store.restore(id, bytes ?? new Uint8Array());
  assert.equal((await store.load(id))?.transcript.turns.length, 2);
});

test('two windows that write to one chat lose nothing of each other', async () => {
  const files = memoryFiles();
  const id = newId(0);
  const [one, two] = [new ChatStore(files), new ChatStore(files)];
  await one.append(id, [entry(asks('Why?'), 0, 'one'), entry(started, 1, 'one')]);
  await two.load(id);
  for (let n = 2; n < 20; n++) {
    await one.append(id, [entry(says('a'), n, 'one')]);
    await two.append(id, [entry(says('b'), n - 2, 'two')]);
  }
  const turn = (await two.load(id))?.transcript.turns.at(-1);
  assert.deepEqual(turn?.role === 'assistant' && turn.parts, [{ type: 'text', text: 'ab'.repeat(18) }]);
});

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import * as vscode from 'vscode';
import type { Files } from '../../src/chat/files.ts';
import { chatFiles } from '../../src/host/node/chatFiles.ts';
import { chatFiles as webChatFiles } from '../../src/host/web/chatFiles.ts';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('chat files on the real disk', () => {
  let parent: string;
  let folder: string;
  let files: Files;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'parley-chats-'));
    folder = join(parent, 'not', 'there', 'yet');
    files = chatFiles(folder);
  });
  afterEach(() => rm(parent, { recursive: true, force: true }));

  test('a folder that is not there yet is empty, and made by the first write', async () => {
    assert.deepEqual(await files.list(), []);
    assert.equal(await files.read('a.jsonl'), undefined);
    await files.remove('a.jsonl');
    await files.append('a.jsonl', 'one\n');
    assert.equal(await readFile(join(folder, 'a.jsonl'), 'utf8'), 'one\n');
  });

  test('a folder deleted while the window is open is made again', async () => {
    await files.append('a.jsonl', 'one\n');
    await rm(folder, { recursive: true });
    await files.append('a.jsonl', 'two\n');
    assert.equal(await readFile(join(folder, 'a.jsonl'), 'utf8'), 'two\n');
  });

  test('two writers do not mix their lines', async () => {
    const other = chatFiles(folder);
    const line = (writer: string, index: number) => `${writer}${index}:${writer.repeat(20_000)}\n`;
    const writes = Array.from({ length: 20 }, (_, index) => [
      files.append('a.jsonl', line('a', index)),
      other.append('a.jsonl', line('b', index)),
    ]);
    await Promise.all(writes.flat());
    const lines = (await readFile(join(folder, 'a.jsonl'), 'utf8')).trim().split('\n');
    assert.equal(lines.length, 40);
    for (const text of lines) assert.match(text, /^(a\d+:a{20000}|b\d+:b{20000})$/);
  });

  test('replace leaves the new bytes and nothing else', async () => {
    await files.append('index.json', 'old');
    await files.replace('index.json', bytes('new'));
    await files.replace('other.json', bytes('other'));
    assert.equal(await readFile(join(folder, 'index.json'), 'utf8'), 'new');
    assert.deepEqual((await readdir(folder)).toSorted(), ['index.json', 'other.json']);
  });

  test('lists plain files with their size, and neither folders nor links', async () => {
    await files.append('a.jsonl', 'four');
    await mkdir(join(folder, 'b.jsonl'));
    await writeFile(join(parent, 'secret'), 'secret');
    await symlink(join(parent, 'secret'), join(folder, 'c.jsonl'));
    const found = await files.list();
    assert.deepEqual(
      found.map(({ name, size }) => ({ name, size })),
      [{ name: 'a.jsonl', size: 4 }],
    );
    assert.ok(Math.abs(Date.now() - (found[0]?.modifiedAt ?? 0)) < 60_000);
  });

  test('what cannot be read is a failure, not a missing file', async () => {
    await mkdir(join(folder, 'a.jsonl'), { recursive: true });
    await assert.rejects(files.read('a.jsonl'));
    await assert.rejects(files.append('a.jsonl', 'text'));
  });

  test('the web host loses no line, and never takes a file it cannot read for an empty one', async () => {
    const sortedLines = async () => (await readFile(join(folder, 'w.jsonl'), 'utf8')).trim().split('\n').toSorted();
    const web = webChatFiles(vscode.Uri.file(folder));
    await Promise.all(['a\n', 'b\n', 'c\n'].map((line) => web.append('w.jsonl', line)));
    assert.deepEqual(await sortedLines(), ['a', 'b', 'c']);
    await mkdir(join(folder, 'x.jsonl', 'kept'), { recursive: true });
    await assert.rejects(web.append('x.jsonl', 'd\n'));
    await web.append('w.jsonl', 'e\n');
    assert.deepEqual(await sortedLines(), ['a', 'b', 'c', 'e']);
  });
});

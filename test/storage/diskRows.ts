import assert from 'node:assert/strict';
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { Files } from '../../src/chat/files.ts';
import { chatFiles } from '../../src/host/node/chatFiles.ts';
import { whileBusy } from '../../src/host/node/files.ts';
import { randomNumbers } from '../unit/chat/random.ts';
import { fileOf, linesOf, NotMade, talk, textsOf, until, type Row } from './row.ts';
import { openWindow } from './window.ts';

const run = promisify(execFile);
const replacedBytes = 2_000_000;

const replacing: Row = {
  id: 'S03',
  what: 'kill -9 while a whole file is replaced; Windows says EPERM and EBUSY',
  expected: 'the old file or the new one, never a part; it is tried again',
  async see(folder, { seed, kills }) {
    await mkdir(folder);
    const random = randomNumbers(seed);
    const file = join(folder, 'index.json');
    const count = Math.max(3, Math.floor(kills / 10));
    for (let n = 0; n < count; n++) {
      const args = ['--no-warnings', join(import.meta.dirname, 'replacer.ts'), file, String(replacedBytes)];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      await once(child.stdout, 'data');
      await sleep(random(200));
      child.kill('SIGKILL');
      await once(child, 'close');
      const bytes = await readFile(file);
      assert.equal(bytes.length, replacedBytes);
      assert.ok(bytes.every((byte) => byte === bytes[0]));
    }
    const refusals = ['EPERM', 'EBUSY', 'EACCES'];
    await whileBusy(async () => {
      const code = refusals.shift();
      if (code !== undefined) throw Object.assign(new Error(code), { code });
    });
    return `${count} kills, the file whole each time; three refusals outwaited`;
  },
};

const halfway: Row = {
  id: 'S07',
  what: 'writes that fail halfway, again and again',
  expected: 'the same records are written again until they are whole, and count once',
  async see(folder, { seed }) {
    const random = randomNumbers(seed);
    let failures = 0;
    const files = chatFiles(folder);
    const append: Files['append'] = async (name, text) => {
      if (!name.endsWith('.jsonl') || random(2) === 0) return files.append(name, text);
      failures++;
      await files.append(name, text.slice(0, random(text.length)));
      throw Object.assign(new Error('EIO: i/o error, write'), { code: 'EIO' });
    };
    const window = openWindow(folder, undefined, { append });
    const expected: string[] = [];
    for (let n = 0; n < 20; n++) {
      await talk(window, `Question ${n}`, 'one ', 'two');
      expected.push(`Question ${n}`, 'one two');
    }
    const { current } = window.conversations;
    while (current.unsaved !== undefined) await current.whenIdle();
    await window.conversations.dispose();
    const again = openWindow(folder, current.id);
    await again.conversations.restore();
    assert.deepEqual(textsOf(again), expected);
    assert.ok(failures > 5);
    await again.conversations.dispose();
    return `${failures} failed writes; 20 questions and answers, each once`;
  },
};

/** A small disk of its own; its size in KB. */
async function mounted<T>(folder: string, sizeKb: number, use: () => Promise<T>): Promise<T> {
  if (process.platform !== 'linux') throw new NotMade('a small disk can be made on Linux only');
  await mkdir(folder, { recursive: true });
  try {
    await run('mount', ['-t', 'tmpfs', '-o', `size=${sizeKb}k`, 'tmpfs', folder]);
  } catch {
    throw new NotMade('mounting a small disk is not allowed here');
  }
  try {
    return await use();
  } finally {
    await run('umount', ['-l', folder]);
  }
}

/** The chat goes on in memory while its disk refuses, and is written once it does not. */
async function outlasts(folder: string, { refuse, heal }: { refuse(): Promise<unknown>; heal(): Promise<unknown> }) {
  const window = openWindow(folder);
  const { id } = await talk(window, 'before');
  const before = await readFile(fileOf(folder, id));
  await refuse();
  await talk(window, 'meanwhile', 'x'.repeat(50_000));
  const [reason] = window.unsaved;
  assert.ok(reason !== undefined, 'it is told of');
  assert.deepEqual(textsOf(window).slice(0, 3), ['before', 'About before', 'meanwhile']);
  const during = await readFile(fileOf(folder, id));
  assert.ok(during.subarray(0, before.length).equals(before), 'nothing is truncated');
  await heal();
  await until(() => window.unsaved.at(-1) === undefined && window.unsaved.length > 0);
  await talk(window, 'after');
  await window.conversations.dispose();
  const again = openWindow(folder, id);
  await again.conversations.restore();
  assert.equal(textsOf(again).length, 6);
  assert.equal(textsOf(again)[3]?.length, 50_000);
  await again.conversations.dispose();
  return `“${reason.split(',')[0]}” is shown, the chat goes on, and is written by itself as soon as it can be`;
}

const full: Row = {
  id: 'S08',
  what: 'ENOSPC: a full disk',
  expected: 'visible, the chat goes on in memory and is retried, nothing is truncated',
  see: (folder) =>
    mounted(folder, 512, () => {
      const filler = join(folder, 'filler');
      const refuse = async () => {
        // To the last byte: writing stops with an error where the disk ends.
        await writeFile(filler, Buffer.alloc(1_000_000)).catch(() => undefined);
        assert.ok((await readFile(filler)).length > 0);
      };
      return outlasts(folder, { refuse, heal: () => rm(filler) });
    }),
};

const readOnlyDisk: Row = {
  id: 'S08',
  what: 'EROFS: a disk that became read-only',
  expected: 'the same',
  see: (folder) =>
    mounted(folder, 2_048, () =>
      outlasts(folder, {
        refuse: () => run('mount', ['-o', 'remount,ro', folder]),
        heal: () => run('mount', ['-o', 'remount,rw', folder]),
      }),
    ),
};

/** Permissions mean nothing to root. */
const nobody = 65_534;

const readOnlyFolder: Row = {
  id: 'S08',
  what: 'EACCES: a folder and file without permission to write',
  expected: 'the same',
  async see(folder) {
    if (process.platform === 'win32') throw new NotMade('Windows has no such permissions');
    const isRoot = process.getuid?.() === 0;
    const modes = async (folderMode: number, fileMode: number) => {
      for (const name of await readdir(folder)) await chmod(join(folder, name), fileMode);
      await chmod(folder, folderMode);
    };
    await mkdir(folder);
    await chmod(dirname(folder), 0o755);
    try {
      return await outlasts(folder, {
        refuse: async () => {
          await modes(0o555, 0o444);
          if (isRoot) process.seteuid?.(nobody);
        },
        heal: async () => {
          if (isRoot) process.seteuid?.(0);
          await modes(0o755, 0o644);
        },
      });
    } finally {
      if (isRoot) process.seteuid?.(0);
    }
  },
};

const deletedFolder: Row = {
  id: 'S08',
  what: 'the folder is deleted while the window is open',
  expected: 'what is written next is in a new one',
  async see(folder) {
    const window = openWindow(folder);
    const { id } = await talk(window, 'before');
    // The window goes on writing its index meanwhile, so the folder may be empty only at another try.
    await rm(folder, { recursive: true, maxRetries: 20, retryDelay: 5 });
    await talk(window, 'after');
    await window.conversations.dispose();
    assert.ok((await linesOf(fileOf(folder, id))).some((line) => line.includes('after')));
    return 'made again, and written to';
  },
};

/** What a disk can refuse. */
export const diskRows: readonly Row[] = [replacing, halfway, full, readOnlyDisk, readOnlyFolder, deletedFolder];

import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, mock, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { append, replace, whileBusy, writingProcess } from '../../../../src/host/node/files.ts';

const folder = await mkdtemp(join(tmpdir(), 'parley-files-'));
after(() => rm(folder, { recursive: true, maxRetries: 5 }));

const refusal = (code: string) => Object.assign(new Error(code), { code });

test('appending creates and adds, in order', async () => {
  const file = join(folder, 'a');
  await append(file, 'größer ');
  await append(file, '😀');
  assert.equal(await readFile(file, 'utf8'), 'größer 😀');
  await assert.rejects(append(join(folder, 'none', 'a'), 'x'));
});

test('what is appended while the disk is busy is brought to it afterwards', async () => {
  const file = join(folder, 'synced');
  const handle = await open(file, 'a');
  const prototype = Object.getPrototypeOf(handle) as typeof handle;
  await handle.close();
  const reached: string[] = [];
  const gate = Promise.withResolvers<void>();
  const datasync = mock.method(prototype, 'datasync', async () => {
    const now = await readFile(file, 'utf8');
    if (reached.push(now) === 1) await gate.promise;
  });
  try {
    await append(file, 'one ');
    while (reached.length === 0) await setImmediate();
    await append(file, 'two ');
    await append(file, 'three');
    gate.resolve();
    while (reached.length < 2) await setImmediate();
    await append(file, '!');
    while (reached.length < 3) await setImmediate();
  } finally {
    datasync.mock.restore();
  }
  assert.deepEqual(reached, ['one ', 'one two three', 'one two three!']);
});

test('replacing leaves the new contents and nothing else, and a failure leaves the old', async () => {
  const inside = join(folder, 'replaced');
  await mkdir(inside);
  await replace(join(inside, 'a'), new TextEncoder().encode('one'));
  await replace(join(inside, 'a'), new TextEncoder().encode('two'));
  assert.equal(await readFile(join(inside, 'a'), 'utf8'), 'two');
  await mkdir(join(inside, 'b', 'c'), { recursive: true });
  await assert.rejects(replace(join(inside, 'b'), new Uint8Array(1)));
  assert.deepEqual((await readdir(inside)).toSorted(), ['a', 'b']);
});

test('a refusal that passes is outwaited; another one is not', async () => {
  const refusals = ['EPERM', 'EBUSY'];
  let tries = 0;
  await whileBusy(async () => {
    tries++;
    const code = refusals.shift();
    if (code !== undefined) throw refusal(code);
  });
  assert.equal(tries, 3);
  tries = 0;
  const change = async () => {
    tries++;
    throw refusal('ENOSPC');
  };
  await assert.rejects(whileBusy(change), /ENOSPC/);
  assert.equal(tries, 1);
});

test('a process is alive until it is gone, and one of another machine is unknown', async () => {
  const [host, pid] = [writingProcess.name.slice(0, writingProcess.name.lastIndexOf('/')), process.pid];
  assert.equal(writingProcess.name, `${host}/${pid}`);
  assert.equal(writingProcess.stateOf(writingProcess.name), 'alive');
  const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' });
  assert.equal(writingProcess.stateOf(`${host}/${child.pid}`), 'alive');
  child.kill('SIGKILL');
  await once(child, 'close');
  assert.equal(writingProcess.stateOf(`${host}/${child.pid}`), 'gone');
  assert.equal(writingProcess.stateOf(`another-${host}/${pid}`), 'unknown');
  assert.equal(writingProcess.stateOf(''), 'unknown');
});

import { open, rename, rm, type FileHandle } from 'node:fs/promises';
import { hostname } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import type { WritingProcess } from '../../chat/files.ts';

/**
 * Adds text to the end of a file in a single write, which the system keeps whole between those of other processes.
 * Rejects when not all of it went in: what did is then a line that was torn off.
 */
export async function append(path: string, text: string): Promise<void> {
  const bytes = Buffer.from(text);
  await using(await open(path, 'a'), async (file) => {
    const { bytesWritten } = await file.write(bytes);
    if (bytesWritten < bytes.length) throw new Error('ENOSPC: no space left on device, write');
  });
  void sync(path);
}

/** The files that are on their way past the caches, and whether more was appended meanwhile. */
const syncing = new Map<string, boolean>();

/**
 * Gets what was appended past the caches of the system, for the case of a power failure. Nobody waits for it: a busy disk
 * can take seconds, in which the next words would not even reach the system, where they outlive a crash of ours.
 */
async function sync(path: string): Promise<void> {
  const isUnderWay = syncing.has(path);
  syncing.set(path, true);
  if (isUnderWay) return;
  try {
    while (syncing.get(path) === true) {
      syncing.set(path, false);
      await using(await open(path, 'r+'), (file) => file.datasync());
    }
  } catch {
    // Not every disk can.
  } finally {
    syncing.delete(path);
  }
}

/** Puts whole new contents in the place of a file: whoever reads it, and whatever crashes, finds the old or the new. */
export async function replace(path: string, bytes: Uint8Array): Promise<void> {
  const whole = `${path}.${crypto.randomUUID()}.tmp`;
  try {
    await using(await open(whole, 'wx'), async (file) => {
      await file.writeFile(bytes);
      await file.datasync();
    });
    await whileBusy(() => rename(whole, path));
  } catch (error) {
    await rm(whole, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function using(file: FileHandle, use: (file: FileHandle) => Promise<void>): Promise<void> {
  try {
    await use(file);
  } finally {
    await file.close();
  }
}

const busyDelaysMs = [10, 50, 100, 250, 500, 1_000];

/** Tries again for two seconds: Windows refuses while a virus scanner or another window has the file open. */
export async function whileBusy(change: () => Promise<void>): Promise<void> {
  for (const delayMs of busyDelaysMs) {
    try {
      return await change();
    } catch (error) {
      if (!isOneOf(error, ['EPERM', 'EBUSY', 'EACCES'])) throw error;
      await sleep(delayMs);
    }
  }
  return change();
}

export function isOneOf(error: unknown, codes: readonly string[]): boolean {
  return error instanceof Error && codes.includes(String((error as NodeJS.ErrnoException).code));
}

/** This extension host, told from those of other machines by the machine's name. */
export const writingProcess: WritingProcess = {
  name: `${hostname()}/${process.pid}`,
  stateOf(name) {
    const slash = name.lastIndexOf('/');
    if (name.slice(0, slash) !== hostname()) return 'unknown';
    return isRunning(Number(name.slice(slash + 1))) ? 'alive' : 'gone';
  },
};

/** Signal 0 is never delivered; a process of another user is there, too. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isOneOf(error, ['EPERM']);
  }
}

import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileEntry, Files } from '../../chat/files.ts';
import { append, isOneOf, replace, whileBusy, writingProcess } from './files.ts';

/**
 * The folder of conversations on the disk itself. The editor's own file system works through the window, and in a reload
 * the window goes first: what was said last would be lost.
 */
export function chatFiles(folder: string): Files {
  const at = (name: string) => join(folder, name);
  return {
    list: () => orMissing(list(folder), []),
    stat: (name) => orMissing(entryOf(folder, name), undefined),
    read: (name) => orMissing(readFile(at(name)), undefined),
    remove: (name) => whileBusy(() => rm(at(name), { force: true })),
    async append(name, text) {
      try {
        await append(at(name), text);
      } catch (error) {
        if (!isMissing(error)) throw error;
        // Not there yet, or deleted while the window is open: what is written next must not be lost.
        await mkdir(folder, { recursive: true });
        await append(at(name), text);
      }
    },
    async replace(name, bytes) {
      await mkdir(folder, { recursive: true });
      await replace(at(name), bytes);
    },
    process: writingProcess,
  };
}

/** Plain files only: a link may lead anywhere. */
async function list(folder: string): Promise<readonly FileEntry[]> {
  const found = await readdir(folder, { withFileTypes: true });
  const files = found.filter((entry) => entry.isFile());
  const entries = await Promise.all(files.map(({ name }) => orMissing(entryOf(folder, name), undefined)));
  return entries.filter((entry) => entry !== undefined);
}

async function entryOf(folder: string, name: string): Promise<FileEntry> {
  const { size, mtimeMs } = await stat(join(folder, name));
  return { name, size, modifiedAt: Math.floor(mtimeMs) };
}

/** The result, or what stands for a file that is not there. Any other failure stays one: it says nothing about the file. */
async function orMissing<T, M>(result: Promise<T>, missing: M): Promise<T | M> {
  try {
    return await result;
  } catch (error) {
    if (isMissing(error)) return missing;
    throw error;
  }
}

const isMissing = (error: unknown): boolean => isOneOf(error, ['ENOENT']);

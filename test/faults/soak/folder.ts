import { readdir, readFile, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { FileEntry, Files } from '../../../src/chat/files.ts';
import { append, replace } from '../../../src/host/node/files.ts';

/** A folder of the disk, written to by the extension's own functions. */
export function folderFiles(folder: string): Files {
  const at = (name: string) => join(folder, name);
  const entry = async (name: string): Promise<FileEntry | undefined> => {
    const found = await stat(at(name)).catch(() => undefined);
    return found === undefined ? undefined : { name, modifiedAt: found.mtimeMs, size: found.size };
  };
  return {
    list: async () => (await Promise.all((await readdir(folder)).map(entry))).filter((one) => one !== undefined),
    stat: entry,
    read: (name) => readFile(at(name)).catch(() => undefined),
    append: (name, text) => append(at(name), text),
    replace: (name, bytes) => replace(at(name), bytes),
    remove: (name) => rm(at(name), { force: true }),
  };
}

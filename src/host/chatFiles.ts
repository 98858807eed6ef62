import { FileType, Uri, workspace } from 'vscode';
import type { FileEntry, Files } from '../chat/files.ts';
import { orMissing } from './orMissing.ts';
import type { Platform } from './platform.ts';

/** The folder of conversations, below the extension's global storage so that it does not depend on the workspace. */
export function chatFiles(folder: Uri, platform: Platform): Files {
  const at = (name: string) => Uri.joinPath(folder, name);
  return {
    list: () => orMissing(list(folder), []),
    read: (name) => orMissing(workspace.fs.readFile(at(name)), undefined),
    remove: (name) => orMissing(workspace.fs.delete(at(name)), undefined),
    async append(name, text) {
      // Each time, because the folder may be deleted while the window is open, and what is written next must not be lost.
      await workspace.fs.createDirectory(folder);
      await platform.append(at(name), text);
    },
    async replace(name, bytes) {
      const whole = at(`${name}.${crypto.randomUUID()}.tmp`);
      await workspace.fs.createDirectory(folder);
      try {
        await workspace.fs.writeFile(whole, bytes);
        await workspace.fs.rename(whole, at(name), { overwrite: true });
      } catch (error) {
        await workspace.fs.delete(whole).then(undefined, () => undefined);
        throw error;
      }
    },
  };
}

async function list(folder: Uri): Promise<readonly FileEntry[]> {
  const found = await workspace.fs.readDirectory(folder);
  const files = found.filter(([, type]) => type === FileType.File);
  const entries = files.map(async ([name]): Promise<FileEntry[]> => {
    const stat = await orMissing(workspace.fs.stat(Uri.joinPath(folder, name)), undefined);
    return stat === undefined ? [] : [{ name, modifiedAt: stat.mtime, size: stat.size }];
  });
  return (await Promise.all(entries)).flat();
}

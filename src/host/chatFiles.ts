import { FileType, Uri, workspace } from 'vscode';
import type { FileEntry, Files } from '../chat/files.ts';
import { orMissing } from './orMissing.ts';
import type { Platform } from './platform.ts';

/** The folder of conversations, below the extension's global storage so that it does not depend on the workspace. */
export function chatFiles(folder: Uri, platform: Platform): Files {
  const at = (name: string) => Uri.joinPath(folder, name);
  return {
    list: () => orMissing(list(folder), []),
    stat: (name) => stat(folder, name),
    read: (name) => orMissing(workspace.fs.readFile(at(name)), undefined),
    remove: (name) => orMissing(workspace.fs.delete(at(name)), undefined),
    async append(name, text) {
      try {
        await platform.append(at(name), text);
      } catch (error) {
        if ((error as { code?: unknown }).code !== 'ENOENT') throw error;
        // Not there yet, or deleted while the window is open: what is written next must not be lost.
        await workspace.fs.createDirectory(folder);
        await platform.append(at(name), text);
      }
    },
    async replace(name, bytes) {
      await workspace.fs.createDirectory(folder);
      await platform.replace(at(name), bytes);
    },
    ...(platform.process === undefined ? {} : { process: platform.process }),
  };
}

async function list(folder: Uri): Promise<readonly FileEntry[]> {
  const found = await workspace.fs.readDirectory(folder);
  const files = found.filter(([, type]) => type === FileType.File);
  const entries = await Promise.all(files.map(([name]) => stat(folder, name)));
  return entries.filter((entry) => entry !== undefined);
}

async function stat(folder: Uri, name: string): Promise<FileEntry | undefined> {
  const found = await orMissing(workspace.fs.stat(Uri.joinPath(folder, name)), undefined);
  return found === undefined ? undefined : { name, modifiedAt: found.mtime, size: found.size };
}

import { FileSystemError, FileType, Uri, workspace } from 'vscode';
import type { FileEntry, Files } from '../chat/files.ts';
import type { Platform } from './platform.ts';

/** The folder of conversations, below the extension's global storage so that it does not depend on the workspace. */
export function chatFiles(folder: Uri, platform: Platform): Files {
  const at = (name: string) => Uri.joinPath(folder, name);
  const created = once(() => workspace.fs.createDirectory(folder));
  return {
    list: () => orMissing(list(folder), []),
    read: (name) => orMissing(workspace.fs.readFile(at(name)), undefined),
    remove: (name) => orMissing(workspace.fs.delete(at(name)), undefined),
    async append(name, text) {
      await created();
      await platform.append(at(name), text);
    },
    async replace(name, bytes) {
      await created();
      const whole = at(`${name}.${crypto.randomUUID()}.tmp`);
      await workspace.fs.writeFile(whole, bytes);
      await workspace.fs.rename(whole, at(name), { overwrite: true });
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

async function orMissing<T, M>(result: Thenable<T>, missing: M): Promise<T | M> {
  try {
    return await result;
  } catch (error) {
    if (error instanceof FileSystemError && error.code === 'FileNotFound') return missing;
    throw error;
  }
}

/** Does it at the first call; again at a later one only if it failed. */
function once(run: () => Thenable<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () =>
    (done ??= Promise.resolve(run()).catch((error: unknown) => {
      done = undefined;
      throw error;
    }));
}

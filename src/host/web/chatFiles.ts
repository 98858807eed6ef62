import { FileType, Uri, workspace } from 'vscode';
import type { FileEntry, Files } from '../../chat/files.ts';
import { orMissing } from '../orMissing.ts';
import { append } from './append.ts';

/** The folder of conversations in the browser's own storage. */
export function chatFiles(folder: Uri): Files {
  const at = (name: string) => Uri.joinPath(folder, name);
  return {
    list: () => orMissing(list(folder), []),
    stat: (name) => stat(folder, name),
    read: (name) => orMissing(workspace.fs.readFile(at(name)), undefined),
    remove: (name) => orMissing(workspace.fs.delete(at(name)), undefined),
    append: (name, text) => append(at(name), text),
    // The browser's database takes a file as a whole or not at all, so there is nothing to rename.
    replace: async (name, bytes) => workspace.fs.writeFile(at(name), bytes),
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

// What the storage code uses of `vscode`, on the real disk, so that it runs in a plain process that can be killed.
import * as sentences from '@vscode/l10n';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

export const FileType = { File: 1, Directory: 2, SymbolicLink: 64 };

export class FileSystemError extends Error {
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

interface FileUri {
  readonly fsPath: string;
}

export const Uri = {
  file: (fsPath: string): FileUri => ({ fsPath }),
  joinPath: ({ fsPath }: FileUri, ...parts: string[]): FileUri => ({ fsPath: join(fsPath, ...parts) }),
};

/** As VS Code does: only a file that is not there has that code. */
async function translated<T>(result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new FileSystemError(message, code === 'ENOENT' ? 'FileNotFound' : 'Unknown');
  }
}

export const workspace = {
  fs: {
    createDirectory: async ({ fsPath }: FileUri) => void (await translated(mkdir(fsPath, { recursive: true }))),
    readFile: ({ fsPath }: FileUri) => translated(readFile(fsPath)),
    writeFile: ({ fsPath }: FileUri, bytes: Uint8Array) => translated(writeFile(fsPath, bytes)),
    delete: ({ fsPath }: FileUri) => translated(rm(fsPath)),
    stat: async ({ fsPath }: FileUri) => {
      const { mtimeMs, size } = await translated(stat(fsPath));
      return { mtime: Math.floor(mtimeMs), size };
    },
    readDirectory: async ({ fsPath }: FileUri) => {
      const entries = await translated(readdir(fsPath, { withFileTypes: true }));
      return entries.map((entry) => [entry.name, entry.isFile() ? FileType.File : FileType.Directory]);
    },
  },
};

export const authentication = {};

export const l10n = { t: sentences.t, bundle: undefined };

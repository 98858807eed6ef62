import { FileType, l10n, Uri, workspace } from 'vscode';
import { promptNameOf, readPromptFile, type PromptFile, type PromptFileProblem } from '../chat/promptFile.ts';
import { linksBelow } from './symbolicLinks.ts';

/** A prompt file and what is in it. */
export interface FoundPrompt {
  readonly name: string;
  readonly uri: Uri;
  read(): Promise<PromptFile | { readonly problem: string }>;
}

/** Where VS Code looks for those of a workspace, too. */
export const promptFolderIn = (root: Uri): Uri => Uri.joinPath(root, '.github', 'prompts');

/**
 * The user's own prompt files, those of a workspace first. What a folder says that the user does not trust is no
 * prompt. Looked for anew each time: they are few, and change as they are written.
 */
export async function promptFiles(own: Uri): Promise<readonly FoundPrompt[]> {
  const roots = workspace.isTrusted ? (workspace.workspaceFolders ?? []) : [];
  const all = await Promise.all([...roots.map(({ uri }) => sharedIn(uri)), filesIn(own)]);
  const byName = new Map<string, FoundPrompt>();
  for (const file of all.flat()) if (!byName.has(file.name)) byName.set(file.name, file);
  return [...byName.values()];
}

/** A link in a workspace may lead to any file of the user's, and would send it. */
async function sharedIn(root: Uri): Promise<readonly FoundPrompt[]> {
  const isLinked = linksBelow(root);
  const files = await filesIn(promptFolderIn(root));
  const linked = await Promise.all(files.map(({ uri }) => isLinked(uri)));
  return files.filter((_file, index) => linked[index] === false);
}

async function filesIn(folder: Uri): Promise<readonly FoundPrompt[]> {
  const entries = await listed(folder);
  return entries.flatMap(([fileName, type]) => {
    if ((type & FileType.Directory) !== 0) return [];
    const name = promptNameOf(fileName);
    const uri = Uri.joinPath(folder, fileName);
    return name === undefined ? [] : [{ name, uri, read: () => read(uri) }];
  });
}

/** Mostly there is none. One that cannot be read must not keep other commands from working. */
async function listed(folder: Uri): Promise<readonly (readonly [string, FileType])[]> {
  try {
    return await workspace.fs.readDirectory(folder);
  } catch {
    return [];
  }
}

async function read(uri: Uri): Promise<PromptFile | { readonly problem: string }> {
  const path = workspace.asRelativePath(uri);
  try {
    const { size } = await workspace.fs.stat(uri);
    const text = size > mostBytes ? '\0' : new TextDecoder().decode(await workspace.fs.readFile(uri));
    if (text.includes('\0'))
      return { problem: l10n.t('{0} is no prompt: write text of at most {1} KB.', path, mostBytes / 1_000) };
    const file = readPromptFile(text);
    return typeof file === 'string' ? { problem: problems[file](path) } : file;
  } catch {
    return { problem: l10n.t('{0} cannot be read. Look whether it is still there.', path) };
  }
}

/** All are read while the name of a command is typed. */
const mostBytes = 200_000;

const problems: Readonly<Record<PromptFileProblem, (path: string) => string>> = {
  'open head': (path) => l10n.t('The head of {0} has no end. Put a line with --- after it.', path),
  empty: (path) => l10n.t('{0} asks nothing. Write the prompt below its head.', path),
};

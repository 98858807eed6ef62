import { l10n, Uri, window, workspace, type QuickPickItem } from 'vscode';
import { promptFileEnd, promptNameOf } from '../chat/promptFile.ts';
import { builtIn } from '../chat/slashCommands.ts';
import { promptFolderIn } from './promptFiles.ts';
import { orMissing } from './orMissing.ts';

/** Makes a prompt file where the user wants it and opens it; one that is there is only opened. */
export async function newPromptFile(own: Uri): Promise<void> {
  const folder = await pickFolder(own);
  if (folder === undefined) return;
  const typed = await window.showInputBox({
    title: l10n.t('New prompt file'),
    prompt: l10n.t('The name it is asked by, after a slash'),
    placeHolder: 'review',
    validateInput: problemOf,
  });
  if (typed === undefined) return;
  const uri = Uri.joinPath(folder, nameOf(typed) + promptFileEnd);
  if ((await orMissing(workspace.fs.stat(uri), undefined)) === undefined) {
    await workspace.fs.createDirectory(folder);
    await workspace.fs.writeFile(uri, new TextEncoder().encode(template()));
  }
  await window.showTextDocument(uri);
}

const nameOf = (typed: string): string => typed.trim().replace(/^\//, '');

function problemOf(typed: string): string | undefined {
  const name = nameOf(typed);
  if (promptNameOf(name + promptFileEnd) === undefined)
    return l10n.t('Use letters, digits, dots, hyphens and underscores, and begin with a letter or digit.');
  return builtIn(name) === undefined ? undefined : l10n.t('/{0} is a command of Parley. Take another name.', name);
}

async function pickFolder(own: Uri): Promise<Uri | undefined> {
  const roots = workspace.isTrusted ? (workspace.workspaceFolders ?? []) : [];
  const places: (QuickPickItem & { readonly folder: Uri })[] = [
    ...roots.map(({ name, uri }) => ({
      label: l10n.t('In {0}', name),
      detail: l10n.t('.github/prompts, shared with everyone who works on it'),
      folder: promptFolderIn(uri),
    })),
    { label: l10n.t('For me'), detail: l10n.t('In every workspace on this machine'), folder: own },
  ];
  if (places.length === 1) return own;
  const picked = await window.showQuickPick(places, { title: l10n.t('Where is the prompt file to be?') });
  return picked?.folder;
}

const template = (): string => `---
description: ${l10n.t('What it does, shown in the list of commands')}
---

${l10n.t('What the model is asked. It is sent when you type the name of this file after a slash.')}
${l10n.t('It may hold {0}, {1} and {2}.', '${selection}', '${file}', '${input:topic:What about?}')}
`;

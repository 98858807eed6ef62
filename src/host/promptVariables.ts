import { l10n, window, workspace } from 'vscode';
import { filledIn, variablesIn, type Variable } from '../chat/promptFile.ts';

interface Filling {
  /** Of the prompt file, for the title of what is asked. */
  readonly name: string;
  /** To be sent, or only to be looked at: then nothing is asked for. */
  readonly goal: 'send' | 'show';
}

/** The body of a prompt file with its variables filled in. Without a problem to tell, the user left. */
export async function filledPrompt(
  body: string,
  { name, goal }: Filling,
): Promise<string | { readonly problem?: string }> {
  const values = new Map<string, string>();
  for (const variable of variablesIn(body)) {
    if (variable.input !== undefined && goal === 'show') continue;
    const value = variable.input === undefined ? known(variable, name) : await asked(variable.input, name);
    if (value === undefined) return {};
    if (typeof value === 'object') return value;
    values.set(variable.text, value);
  }
  return filledIn(body, values);
}

function asked({ name, hint }: NonNullable<Variable['input']>, prompt: string): Thenable<string | undefined> {
  return window.showInputBox({ title: `/${prompt}`, prompt: name, placeHolder: hint, ignoreFocusOut: true });
}

/** A file is named as the user knows it: what the folders above a workspace are called is nobody's business. */
function known({ name }: Variable, prompt: string): string | { readonly problem: string } {
  const editor = window.activeTextEditor ?? window.visibleTextEditors[0];
  if (editor === undefined) return { problem: l10n.t('/{0} is about the open file. Open one first.', prompt) };
  const { document, selections } = editor;
  const path = workspace.asRelativePath(document.uri);
  if (name === 'file') return path;
  if (name === 'fileBasename') return path.slice(path.lastIndexOf('/') + 1);
  const selected = selections.map((selection) => document.getText(selection)).filter((text) => text !== '');
  if (selected.length === 0)
    return { problem: l10n.t('/{0} is about what is selected. Select something first.', prompt) };
  return selected.join('\n');
}

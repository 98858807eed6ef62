import { languages, RelativePattern, workspace, type TextDocument } from 'vscode';

type Globs = Readonly<Record<string, boolean>>;

/** True where the user's settings make a file read-only. What is so until the window closes, nobody is told. */
export function isReadOnlyBySetting(document: TextDocument): boolean {
  const settings = workspace.getConfiguration('files', document.uri);
  const isAmong = (name: string) => isMatched(document, settings.get<Globs>(name) ?? {});
  return isAmong('readonlyInclude') && !isAmong('readonlyExclude');
}

/** As the editor does it: a pattern is that of a whole path, or of one from the folder that is open. */
function isMatched(document: TextDocument, globs: Globs): boolean {
  const folder = workspace.getWorkspaceFolder(document.uri);
  return Object.entries(globs).some(([glob, isOn]) => {
    const patterns = [glob, ...(folder === undefined ? [] : [new RelativePattern(folder, glob)])];
    return isOn && patterns.some((pattern) => languages.match({ pattern }, document) > 0);
  });
}

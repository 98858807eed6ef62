import { commands } from 'vscode';

/** Opens the editor's settings at Parley's, or at one of them. */
export async function openSettings(setting?: string): Promise<void> {
  // The name comes from the panel: it can only narrow the list.
  const own = setting === undefined ? '' : ` parley.${setting.replaceAll(/\W/g, '')}`;
  await commands.executeCommand('workbench.action.openSettings', `@ext:parley.parley${own}`);
}

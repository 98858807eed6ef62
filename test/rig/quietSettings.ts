import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** Settings that keep VS Code's own greetings, tips and AI views out of tests and pictures. */
export const quietSettings: Readonly<Record<string, unknown>> = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.welcomePage.walkthroughs.openOnInstall': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.enableExperiments': false,
  'workbench.colorTheme': 'Default Dark Modern',
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'window.commandCenter': false,
  // Settings and lists open as editors, not as a dialog over everything that swallows the keyboard.
  'workbench.editor.useModal': 'off',
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'extensions.autoCheckUpdates': false,
  'extensions.ignoreRecommendations': true,
  'git.openRepositoryInParentFolders': 'never',
  'security.workspace.trust.untrustedFiles': 'open',
  // The demo's port is not worth a notification, nor "code-server" a place in the title.
  'remote.autoForwardPorts': false,
  'window.title': '${activeEditorShort}${separator}${rootName}',
  'files.autoSave': 'off',
  // What moves costs a machine without a graphics card a tenth of its time.
  'workbench.reduceMotion': 'on',
  'editor.cursorBlinking': 'solid',
  // Would ask npm for types of what a file imports.
  'typescript.disableAutomaticTypeAcquisition': true,
};

export function settingsFile(userDataDir: string): string {
  return join(userDataDir, 'User', 'settings.json');
}

/** Writes them for a new user; a settings file that is already there may hold what a person changed and is left alone. */
export async function writeQuietSettings(userDataDir: string): Promise<void> {
  if (!existsSync(settingsFile(userDataDir))) await writeSettings(userDataDir, quietSettings);
}

/** Changes user settings from outside; a running VS Code picks them up. */
export async function changeSettings(userDataDir: string, changes: Record<string, unknown>): Promise<void> {
  const text = await readFile(settingsFile(userDataDir), 'utf8');
  await writeSettings(userDataDir, { ...(JSON.parse(text) as Record<string, unknown>), ...changes });
}

async function writeSettings(userDataDir: string, settings: Readonly<Record<string, unknown>>): Promise<void> {
  await mkdir(join(userDataDir, 'User'), { recursive: true });
  await writeFile(settingsFile(userDataDir), `${JSON.stringify(settings, null, 2)}\n`);
}

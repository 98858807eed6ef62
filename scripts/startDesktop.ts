import { spawn } from 'node:child_process';
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { projectFolder } from '../test/rig/paths.ts';
import { writeQuietSettings } from '../test/rig/quietSettings.ts';

/** The desktop VS Code to use: the one VSCODE_EXECUTABLE names, or `code` from the PATH. */
export async function findDesktopVscode(): Promise<string | undefined> {
  const named = process.env['VSCODE_EXECUTABLE'];
  if (named) return named;
  // In a terminal of a remote window `code` is another program, which opens things in that window.
  if (process.env['VSCODE_IPC_HOOK_CLI'] !== undefined) return undefined;
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    const path = join(folder, name);
    const found = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (found) return path;
  }
  return undefined;
}

type DesktopOptions = { executable: string; profile: string; workspace: string; env: NodeJS.ProcessEnv };

/**
 * Opens desktop VS Code for a user of its own, with the extension loaded from this folder, and resolves when its window
 * is closed.
 */
export async function runDesktopVscode({ executable, profile, workspace, env }: DesktopOptions): Promise<void> {
  const userDataDir = join(profile, 'desktop-user');
  await writeQuietSettings(userDataDir);
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const args = [
    workspace,
    '--new-window',
    '--wait',
    `--user-data-dir=${userDataDir}`,
    `--extensions-dir=${join(profile, 'desktop-extensions')}`,
    `--extensionDevelopmentPath=${projectFolder}`,
    '--disable-workspace-trust',
    ...asRoot,
  ];
  const inShell = executable.endsWith('.cmd');
  const quote = (text: string) => (inShell ? `"${text}"` : text);
  const child = spawn(quote(executable), args.map(quote), { env, stdio: 'inherit', shell: inShell });
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', () => resolve());
  });
}

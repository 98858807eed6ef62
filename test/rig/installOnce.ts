import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

export type Log = (line: string) => void;

type Installation = {
  folder: string;
  label: string;
  log: Log;
  fill: (staging: string) => Promise<void>;
};

/**
 * Fills a folder once. The work happens in a staging folder that is renamed when complete, so a folder that exists is
 * whole, an interrupted install is redone, and of two that run at once the second result is thrown away.
 */
export async function installOnce({ folder, label, log, fill }: Installation): Promise<void> {
  if (existsSync(folder)) return;
  await removeAbandonedStaging(folder);
  const started = Date.now();
  log(`Installing ${label} into ${folder} ...`);
  const staging = `${folder}.staging-${process.pid}`;
  await rm(staging, { recursive: true, force: true });
  await mkdir(staging, { recursive: true });
  try {
    await fill(staging);
    await rename(staging, folder).catch((error: unknown) => {
      if (!existsSync(folder)) throw error;
    });
  } finally {
    await rm(staging, { recursive: true, force: true });
  }
  log(`Installed ${label} in ${((Date.now() - started) / 1000).toFixed(1)} s.`);
}

async function removeAbandonedStaging(folder: string): Promise<void> {
  const prefix = `${basename(folder)}.staging-`;
  const names = await readdir(dirname(folder)).catch(() => []);
  for (const name of names.filter((name) => name.startsWith(prefix))) {
    if (!isRunning(Number(name.slice(prefix.length))))
      await rm(join(dirname(folder), name), { recursive: true, force: true });
  }
}

function isRunning(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** `npm install` in a folder that has, or is given, a package.json. Install scripts never run: they want compilers and downloads. */
export async function npmInstall(folder: string, packages: readonly string[] = []): Promise<void> {
  const manifest = join(folder, 'package.json');
  if (!existsSync(manifest)) await writeFile(manifest, '{ "private": true }\n');
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error', '--engine-strict=false'];
  await runToEnd('npm', ['install', '--omit=dev', '--ignore-scripts', ...quiet, ...packages], folder);
}

/** Runs a command and resolves when it succeeds; a failure carries the command's own output. */
export function runToEnd(command: string, args: readonly string[], cwd: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'], shell: process.platform === 'win32' });
    let output = '';
    const collect = (chunk: Buffer) => (output += chunk.toString());
    child.stdout.on('data', collect);
    child.stderr.on('data', collect);
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(output);
      else reject(new Error(`${command} ${args.join(' ')} ended with ${code} in ${cwd}:\n${output.trim()}`));
    });
  });
}

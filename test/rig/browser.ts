import { chromium, type Browser } from 'playwright-core';
import { access, constants, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { installOnce, npmInstall, runToEnd, type Log } from './installOnce.ts';
import { rigFolder } from './paths.ts';

export type FoundBrowser = { executable: string; source: string; env?: Record<string, string> };

/** What works as root, without a GPU and in a closed network; harmless elsewhere. */
const launchFlags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const commandNames = [
  'google-chrome-stable',
  'google-chrome',
  'chromium',
  'chromium-browser',
  'microsoft-edge-stable',
  'microsoft-edge',
];

function usualPlaces(): string[] {
  if (process.platform === 'darwin') {
    const homes = ['/Applications', join(process.env['HOME'] ?? '', 'Applications')];
    const names = ['Google Chrome', 'Chromium', 'Microsoft Edge'];
    return homes.flatMap((home) => names.map((name) => join(home, `${name}.app`, 'Contents', 'MacOS', name)));
  }
  if (process.platform === 'win32') {
    const homes = ['PROGRAMFILES', 'PROGRAMFILES(X86)', 'LOCALAPPDATA'].flatMap((name) => process.env[name] ?? []);
    const places = ['Google\\Chrome\\Application\\chrome.exe', 'Microsoft\\Edge\\Application\\msedge.exe'];
    return homes.flatMap((home) => places.map((place) => join(home, place)));
  }
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin'];
  return folders.flatMap((folder) => commandNames.map((name) => join(folder, name)));
}

/**
 * A browser for tests: the one CHROME_PATH names, one on the machine, Debian's where this user may install packages,
 * or the one that an npm package carries. `source` says which it became.
 */
export async function findBrowser(log: Log): Promise<FoundBrowser> {
  const named = process.env['CHROME_PATH'];
  if (named !== undefined && named !== '') {
    if (await isExecutable(named)) return { executable: named, source: 'CHROME_PATH' };
    throw new Error(`CHROME_PATH is ${named}, which is not an executable file.`);
  }
  return (await onMachine()) ?? (await fromApt(log)) ?? (await fromNpm(log));
}

async function onMachine(): Promise<FoundBrowser | undefined> {
  for (const executable of usualPlaces()) {
    if (await isExecutable(executable)) return { executable, source: 'found on this machine' };
  }
  return undefined;
}

async function fromApt(log: Log): Promise<FoundBrowser | undefined> {
  if (process.getuid?.() !== 0 || !(await isExecutable('/usr/bin/apt-get'))) return undefined;
  log('No Chrome or Chromium here: installing Debian’s with apt-get ...');
  try {
    // Waits for its turn when another apt-get is at work, for instance a second test run.
    const wait = ['-o', 'DPkg::Lock::Timeout=120', '-qq'];
    await runToEnd('apt-get', [...wait, 'update'], '/');
    await runToEnd('apt-get', [...wait, 'install', '-y', '--no-install-recommends', 'chromium'], '/');
  } catch (error) {
    log(`  that did not work: ${lastLine(error)}`);
    return undefined;
  }
  const found = await onMachine();
  return found && { ...found, source: 'installed with apt-get' };
}

const packagedBrowser = '@sparticuz/chromium@153.0.0';

async function fromNpm(log: Log): Promise<FoundBrowser> {
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('No browser was found. Install Chrome, Chromium or Edge, or set CHROME_PATH to one.');
  }
  const folder = join(rigFolder, 'chromium-153');
  const unpack = async (staging: string) => {
    await npmInstall(staging, [packagedBrowser]);
    // The package unpacks itself into the temporary folder, which another user of the machine could have prepared.
    const script = join(staging, 'unpack.mjs');
    await writeFile(script, "import chromium from '@sparticuz/chromium';\nawait chromium.executablePath();\n");
    await runToEnd('env', [`TMPDIR=${staging}`, process.execPath, script], staging);
  };
  await installOnce({ folder, label: `a browser from npm (${packagedBrowser})`, log, fill: unpack });
  const ownFonts = await access('/etc/fonts/fonts.conf').then(
    () => ({}),
    () => ({ FONTCONFIG_PATH: join(folder, 'fonts') }),
  );
  return { executable: join(folder, 'chromium'), source: `npm package ${packagedBrowser}`, env: ownFonts };
}

let announced = false;

/** Starts a headless browser, or one that can be seen when PARLEY_SHOW_BROWSER is set; `flags` are added to its own. */
export async function launchBrowser(log: Log, flags: readonly string[] = []): Promise<Browser> {
  const { executable, source, env = {} } = await findBrowser(log);
  const browser = await chromium.launch({
    executablePath: executable,
    args: [...launchFlags, ...flags],
    headless: process.env['PARLEY_SHOW_BROWSER'] === undefined,
    env: { ...definedEnvironment(), ...env },
  });
  if (!announced) log(`Browser: ${executable} (${source}), version ${browser.version()}`);
  announced = true;
  return browser;
}

function definedEnvironment(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

async function isExecutable(path: string): Promise<boolean> {
  return access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
}

function lastLine(error: unknown): string {
  return error instanceof Error ? (error.message.trim().split('\n').at(-1) ?? '') : String(error);
}

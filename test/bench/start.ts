import { createVSIX } from '@vscode/vsce';
import type { Browser } from 'playwright-core';
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from '../../scripts/build.ts';
import { launchBrowser } from '../rig/browser.ts';
import { changeSettings, writeQuietSettings } from '../rig/quietSettings.ts';
import { projectFolder } from '../rig/paths.ts';
import { enableSmokeTestDriver } from '../rig/smokeTestDriver.ts';
import { installVscode, vscodeVersion } from '../rig/vscodeInstall.ts';
import { installExtension, startVscode, type Payload, type VscodeServer } from '../rig/vscodeServer.ts';
import { createProfile, openWindow, type Window } from '../rig/window.ts';

/** Someone whose activation is measured, in a VS Code of its own. */
type Contender = {
  label: string;
  /** `name` of its manifest, by which VS Code lists it. */
  extension: string;
  server: VscodeServer;
  /** The command that activates it; one without a command activates at start. */
  command?: string;
  payload?: Payload;
};

const readings = 5;
const targetRatio = 1.3;

const emptyManifest = {
  name: 'empty',
  displayName: 'Empty',
  version: '0.0.1',
  publisher: 'bench',
  engines: { vscode: '^1.110.0' },
  main: './extension.js',
  activationEvents: [],
  contributes: { commands: [{ command: 'empty.run', title: 'Run', category: 'Empty' }] },
};

const emptyCode = `const { commands } = require('vscode');
exports.activate = ({ subscriptions }) => {
  subscriptions.push(commands.registerCommand('empty.run', () => {}));
};
`;

/** An extension as a folder to be packed, and the command that activates it at its first use. */
type Subject = { name: string; label: string; command: string; source: string };

async function emptySubject(folder: string): Promise<Subject> {
  const source = join(folder, 'empty');
  await mkdir(source, { recursive: true });
  await writeFile(join(source, 'package.json'), JSON.stringify(emptyManifest));
  await writeFile(join(source, 'extension.js'), emptyCode);
  return { name: 'empty', label: 'An empty extension', command: 'Empty: Run', source };
}

async function parleySubject(folder: string): Promise<Subject> {
  const source = join(folder, 'parley');
  await build();
  await mkdir(source, { recursive: true });
  for (const part of ['package.json', 'package.nls.json', 'README.md', 'LICENSE', 'dist', 'media'])
    await cp(join(projectFolder, part), join(source, part), { recursive: true });
  return { name: 'parley', label: 'Parley', command: 'Parley: Show Log', source };
}

/** When an extension is activated: by its first command or document, as Parley asks for, or with the editor, as its peers do. */
const moments = { 'first use': [], start: ['onStartupFinished'] } as const;
type Moment = keyof typeof moments;

async function pack({ name, source }: Subject, moment: Moment): Promise<string> {
  const manifestPath = join(source, 'package.json');
  const manifest = JSON.parse(await readFile(manifestPath, 'utf8')) as object;
  await writeFile(manifestPath, JSON.stringify({ ...manifest, activationEvents: moments[moment] }));
  const packagePath = join(source, '..', `${name}-${moment.replace(' ', '-')}.vsix`);
  const options = { dependencies: false, skipLicense: true, allowMissingRepository: true, rewriteRelativeLinks: false };
  await createVSIX({ cwd: source, packagePath, ...options });
  return packagePath;
}

/** VS Code's own list of running extensions: the text beside each name is the load and activate time. */
class RunningExtensions {
  readonly #window: Window;

  constructor(window: Window) {
    this.#window = window;
  }

  get #rows() {
    return this.#window.page.locator('.runtime-extensions-editor .monaco-list-row');
  }

  async show(): Promise<void> {
    await this.#window.palette('Developer: Show Running Extensions');
    await this.#rows.first().waitFor();
  }

  /** While others activate, their work counts into everyone's time. */
  async waitUntilQuiet(): Promise<void> {
    await this.#rows.filter({ hasText: 'Activating' }).first().waitFor({ state: 'detached', timeout: 60_000 });
  }

  async activationMs(extension: string): Promise<number> {
    const row = this.#window.page.locator(`.runtime-extensions-editor .monaco-list-row[aria-label="${extension}"]`);
    const time = row.locator('.activation-time', { hasText: /\d+ms/ });
    await time.waitFor();
    return Number(/(\d+)ms/.exec(await time.innerText())?.[1]);
  }
}

type Stand = { browser: Browser; workspace: string };

/** One reading in a window, and so an extension host, that nothing has happened in. */
async function measure(contender: Contender, { browser, workspace }: Stand): Promise<number> {
  const { server, extension, command, payload = [] } = contender;
  // Tall, since only rows on the screen exist.
  const profile = await createProfile(browser, { size: { width: 1000, height: 2400 } });
  try {
    await profile.addInitScript(enableSmokeTestDriver);
    const window = await openWindow({ profile, server, workspace, payload });
    const running = new RunningExtensions(window);
    await running.show();
    await running.waitUntilQuiet();
    if (command !== undefined) await window.palette(command);
    return await running.activationMs(extension);
  } finally {
    await profile.close();
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((one, other) => one - other);
  const upper = sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
  const lower = sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN;
  return (upper + lower) / 2;
}

async function prepare(folder: string, version: string): Promise<Contender[]> {
  const start = async (name: string, vsix?: string) => {
    const options = {
      version,
      userDataDir: join(folder, name, 'user'),
      extensionsDir: join(folder, name, 'extensions'),
    };
    await writeQuietSettings(options.userDataDir);
    if (vsix === undefined) await changeSettings(options.userDataDir, { 'chat.disableAIFeatures': false });
    else await installExtension(vsix, options);
    return startVscode(options);
  };
  const contenders: Contender[] = [];
  for (const moment of ['first use', 'start'] as const) {
    for (const subject of [await emptySubject(folder), await parleySubject(folder)]) {
      const server = await start(`${subject.name} ${moment}`, await pack(subject, moment));
      const label = `${subject.label}, at ${moment}`;
      const command = moment === 'first use' ? { command: subject.command } : {};
      contenders.push({ label, extension: subject.name, server, ...command });
    }
  }
  const builtIn = await builtInChat(version);
  if (builtIn === undefined) return contenders;
  const server = await start('built-in');
  const payload = [['extensionDevelopmentPath', server.remoteUri(builtIn)]] as const;
  return [...contenders, { label: 'VS Code’s own chat, at start', extension: 'copilot-chat', server, payload }];
}

async function builtInChat(version: string): Promise<string | undefined> {
  const { entry } = await installVscode(version, console.log);
  const folder = join(dirname(entry), '..', '..', 'lib', 'vscode', 'extensions', 'copilot');
  return existsSync(folder) ? folder : undefined;
}

/**
 * Activation as VS Code itself reports it, ours beside an empty extension and VS Code's own chat extension: each alone in
 * fresh windows, in turns, so that whatever slows the machine slows all of them.
 */
export async function bench(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { rounds: { type: 'string', default: String(readings) }, vscode: { type: 'string' } },
  });
  const version = vscodeVersion(values.vscode);
  const folder = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  const workspace = join(folder, 'workspace');
  await mkdir(workspace);
  const contenders = await prepare(folder, version);
  const browser = await launchBrowser(console.log);
  const results = new Map<Contender, number[]>(contenders.map((contender) => [contender, []]));
  try {
    for (let round = 1; round <= Number(values.rounds); round++) {
      for (const [contender, times] of results) {
        times.push(await measure(contender, { browser, workspace }));
        console.log(`round ${round}: ${contender.label} ${times.at(-1)} ms`);
      }
    }
  } finally {
    await browser.close();
    for (const { server } of contenders) await server.stop();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
  report(results, version);
}

function report(results: ReadonlyMap<Contender, readonly number[]>, version: string): void {
  console.log(
    `\nActivation in VS Code ${version.replace(/^4\./, '1.')}, load and activate, each alone in a fresh window`,
  );
  console.log(`\n| extension | median | x empty | readings |\n| --- | --- | --- | --- |`);
  let base = Number.NaN;
  for (const [{ label, extension }, times] of results) {
    if (extension === 'empty') base = median(times);
    console.log(`| ${label} | ${median(times)} ms | ${(median(times) / base).toFixed(2)} | ${times.join(', ')} |`);
  }
  console.log('\nVS Code tells whole milliseconds. At start others activate too, and their work is in the figures.');
  console.log(`Target: Parley at most ${targetRatio} times the empty extension.`);
}

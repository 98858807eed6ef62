#!/usr/bin/env node
// Stands in for the desktop VS Code executable: takes the same flags, drives the browser-hosted VS Code instead, and
// exits with the suite's code. That is what lets @vscode/test-electron's runTests be the one entry for host suites.
import { setTimeout as sleep } from 'node:timers/promises';
import { format } from 'node:util';
import { launchBrowser } from './browser.ts';
import { enableSmokeTestDriver } from './smokeTestDriver.ts';
import { suiteMark } from './suiteMark.ts';
import { parseTotals } from './totals.ts';
import { startVscode, type Payload, type VscodeServer } from './vscodeServer.ts';
import { vscodeVersion } from './vscodeInstall.ts';

const deadlineMs = 5 * 60_000 + Number(process.env['PARLEY_TEST_PATIENCE_MS'] ?? 0);

type Flags = { folder: string | undefined; all: ReadonlyMap<string, readonly string[]> };

function parseFlags(args: readonly string[]): Flags {
  const all = new Map<string, string[]>();
  let folder: string | undefined;
  for (const arg of args) {
    const [, name, value] = /^--([^=]+)(?:=(.*))?$/s.exec(arg) ?? [];
    if (name === undefined) folder = arg;
    else all.set(name, [...(all.get(name) ?? []), value ?? '']);
  }
  return { folder, all };
}

function required({ all }: Flags, name: string): string {
  const value = all.get(name)?.at(-1);
  if (value === undefined || value === '') throw new Error(`--${name}= is needed.`);
  return value;
}

function payloadFor(flags: Flags, server: VscodeServer): Payload {
  const paths = flags.all.get('extensionDevelopmentPath') ?? [];
  const kinds = flags.all.get('extensionDevelopmentKind') ?? [];
  return [
    ...paths.map((path) => ['extensionDevelopmentPath', server.remoteUri(path)] as const),
    ...kinds.map((kind) => ['extensionDevelopmentKind', kind] as const),
    ['extensionTestsPath', server.remoteUri(required(flags, 'extensionTestsPath'))],
    ['skipWelcome', 'true'],
  ];
}

/** Opens the window and resolves to the suite's exit code, or rejects when the window cannot deliver one any more. */
async function runSuite(flags: Flags, server: VscodeServer): Promise<number> {
  const browser = await launchBrowser(console.error);
  const log = createLog();
  let timer: NodeJS.Timeout | undefined;
  try {
    const page = await browser.newPage();
    return await new Promise<number>((resolve, reject) => {
      const fail = (reason: string) => {
        const evidence = `The window said:\n${log.recent()}\nThe server said:\n${server.lastOutput()}`;
        reject(new Error(`${reason}\n${evidence}`, { cause: log.begun() ? 'suite' : windowBroke }));
      };
      timer = setTimeout(() => fail(`The suite did not end within ${deadlineMs / 60_000} minutes.`), deadlineMs);
      page.on('crash', () => fail('The browser tab crashed.'));
      browser.on('disconnected', () => fail('The browser ended.'));
      void server.ended.then(() => fail('The browser-hosted VS Code ended.'));
      const open = async () => {
        await page.exposeFunction('codeAutomationLog', log.add);
        await page.exposeFunction('codeAutomationExit', async (code: number) => {
          if (await log.complete()) resolve(code);
          else fail(`The suite ended with exit code ${code} and did not say how many tests it ran.`);
        });
        await page.addInitScript(enableSmokeTestDriver);
        await page.goto(server.url(flags.folder, payloadFor(flags, server)));
      };
      open().catch((error: unknown) => fail(String(error)));
    });
  } finally {
    clearTimeout(timer);
    await browser.close();
  }
}

const keptLines = 60;
const lastLineWithinMs = 10_000;

const windowBroke = 'window';

type SuiteLog = {
  /** True when a test has said something. */
  begun: () => boolean;
  add: (level: string, args: unknown[]) => void;
  /** Waits for the suite's last line, which takes another way than the exit code that can overtake it. */
  complete: () => Promise<boolean>;
  recent: () => string;
};

/** Prints what the suite says and keeps the last of the many things VS Code says, for when no suite could start. */
function createLog(): SuiteLog {
  const others: string[] = [];
  let begun = false;
  const { promise: lastLine, resolve: lastLineSeen } = Promise.withResolvers<boolean>();
  const add = (_level: string, args: unknown[]) => {
    const text = format(...args);
    if (text.startsWith(suiteMark)) {
      const line = text.replaceAll(suiteMark, '');
      begun = true;
      console.log(line);
      return parseTotals(line) === undefined ? undefined : lastLineSeen(true);
    }
    if (process.env['PARLEY_TEST_VERBOSE'] !== undefined) console.log(text);
    others.push(text);
    if (others.length > keptLines) others.shift();
  };
  const complete = () => Promise.race([lastLine, sleep(lastLineWithinMs, false)]);
  return { begun: () => begun, add, complete, recent: () => others.join('\n') };
}

/** A window that broke before a test could say anything tells nothing about the tests, and is opened once more. */
async function main(): Promise<number> {
  const flags = parseFlags(process.argv.slice(2));
  try {
    return await runInVscode(flags);
  } catch (error) {
    if (!(error instanceof Error) || error.cause !== windowBroke) throw error;
    console.error(`${error.message}\nNo test had begun: trying once more.`);
    return runInVscode(flags);
  }
}

async function runInVscode(flags: Flags): Promise<number> {
  const server = await startVscode({
    version: vscodeVersion(),
    userDataDir: required(flags, 'user-data-dir'),
    extensionsDir: required(flags, 'extensions-dir'),
    workspaceTrust: !flags.all.has('disable-workspace-trust'),
    env: process.env,
    log: console.error,
  });
  try {
    return await runSuite(flags, server);
  } finally {
    await server.stop();
  }
}

main().then(
  (code) => process.exit(code),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);

// Builds Parley and opens it in a real VS Code, with a sample workspace and a provider on this machine:
//
//     npm start [-- --port 8477] [--no-open] [--vscode 1.110.0]
//     npm start -- --check      does the main job once without a screen, says what came back, exits 0 or 1
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { startDemo } from '../test/servers/demo.ts';
import { rigFolder } from '../test/rig/paths.ts';
import { startSession } from '../test/rig/session.ts';
import { installExtension, startVscode } from '../test/rig/vscodeServer.ts';
import { vscodeVersion } from '../test/rig/vscodeInstall.ts';
import { prepareWorkspace } from '../test/rig/workspace.ts';
import { check } from './check.ts';
import { packageVsix } from './package.ts';
import { findDesktopVscode, runDesktopVscode } from './startDesktop.ts';

const { values } = parseArgs({
  options: {
    port: { type: 'string' },
    open: { type: 'boolean', default: true },
    check: { type: 'boolean', default: false },
    vscode: { type: 'string' },
  },
  allowNegative: true,
});

const profile = join(rigFolder, 'start');
const say = (line: string) => console.log(line);

function pack(): Promise<string> {
  say('Building and packaging Parley ...');
  return packageVsix();
}

async function runCheck(demoUrl: string): Promise<void> {
  process.env['PARLEY_TEST_VSIX'] = await pack();
  say('Opening VS Code without a screen ...');
  const session = await startSession({
    env: { PARLEY_DEMO_URL: demoUrl },
    log: say,
    ...(values.vscode && { version: values.vscode }),
  });
  try {
    await check(session, say);
    say('\nCheck passed.');
  } catch (error) {
    say(`\nCheck failed: ${error instanceof Error ? error.message : String(error)}`);
    say(`What the screen showed is in ${await session.saveEvidence('check')}`);
    process.exitCode = 1;
  } finally {
    await session.stop();
  }
}

async function runInBrowser(workspace: string, demoUrl: string): Promise<void> {
  const options = {
    version: vscodeVersion(values.vscode),
    userDataDir: join(profile, 'user'),
    extensionsDir: join(profile, 'extensions'),
    port: Number(values.port ?? 0),
    env: { ...process.env, PARLEY_DEMO_URL: demoUrl },
    log: say,
  };
  await installExtension(await pack(), options);
  say('Starting VS Code ...');
  const server = await startVscode(options);
  const url = server.url(workspace);
  say(`\nVS Code with Parley:  ${url}\nPress Ctrl+C to stop.`);
  if (values.open) openInBrowser(url);
  await server.ended;
  throw new Error(`VS Code ended. Its last output:\n${server.lastOutput()}`);
}

async function runOnDesktop(executable: string, workspace: string, demoUrl: string): Promise<void> {
  await pack();
  say(`Opening ${executable}; close its window or press Ctrl+C to stop.`);
  await runDesktopVscode({ executable, profile, workspace, env: { ...process.env, PARLEY_DEMO_URL: demoUrl } });
}

/** The address is printed too, so a machine without a browser is no error. */
function openInBrowser(url: string): void {
  const openers: Readonly<Record<string, readonly string[]>> = {
    darwin: ['open'],
    win32: ['cmd', '/c', 'start', ''],
  };
  const [command = 'xdg-open', ...args] = openers[process.platform] ?? [];
  const child = spawn(command, [...args, url], { stdio: 'ignore', detached: true });
  child.on('error', () => say('No browser could be opened here; open the address above yourself.'));
  child.unref();
}

async function main(): Promise<void> {
  const demo = await startDemo();
  say(`Demo provider: ${demo.url}`);
  try {
    if (values.check) return await runCheck(demo.url);
    const workspace = await prepareWorkspace(join(profile, 'tally'));
    const desktop = values.vscode === undefined ? await findDesktopVscode() : undefined;
    if (desktop === undefined) await runInBrowser(workspace, demo.url);
    else await runOnDesktop(desktop, workspace, demo.url);
  } finally {
    await demo.stop();
  }
}

/** Ctrl+C is how this is meant to end, so npm shall not report it as a failure; what runs ends with this process. */
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    say('\nStopped.');
    process.exit(values.check ? 1 : 0);
  });
}

await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
process.exit();

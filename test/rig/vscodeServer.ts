import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { runToEnd, type Log } from './installOnce.ts';
import { extensionHostsOf } from './extensionHosts.ts';
import { startProcessGroup, type ProcessGroup } from './processGroup.ts';
import { writeQuietSettings } from './quietSettings.ts';
import { installVscode, newestVscode } from './vscodeInstall.ts';

/** The `payload` of VS Code's own remote tests: what desktop VS Code takes as command-line flags. */
export type Payload = readonly (readonly [name: string, value: string])[];

export type VscodeServer = {
  port: number;
  /** The address of a window on a folder of this machine, or of an empty window. */
  url: (workspaceFolder: string | undefined, payload?: Payload) => string;
  /** How the window names a file of this machine, for payload entries. */
  remoteUri: (path: string) => string;
  ended: Promise<void>;
  lastOutput: () => string;
  /** The processes that extensions run in, one a window. */
  extensionHosts: () => Promise<readonly number[]>;
  stop: () => Promise<void>;
};

export type ServerOptions = {
  userDataDir: string;
  extensionsDir: string;
  version?: string;
  /** Any free port when left out. */
  port?: number;
  /** The whole environment of the server and so of extensions; without provider keys when left out. */
  env?: NodeJS.ProcessEnv;
  /** Further flags, such as `--enable-proposed-api`. */
  flags?: readonly string[];
  /** Starts in Restricted Mode until the folder is trusted, as a person's VS Code does. */
  workspaceTrust?: boolean;
  /** Leaves the server as it comes, which forgets every secret when the page is loaded again. */
  secretsInMemory?: boolean;
  log?: Log;
};

const secretCookie = new URL('./secretCookie.ts', import.meta.url).href;
const startTimeoutMs = 60_000;
const silent: Log = () => {};

/** Starts a browser-hosted VS Code, installing it first if need be, and resolves when it answers. */
export async function startVscode(options: ServerOptions): Promise<VscodeServer> {
  const { userDataDir, extensionsDir, log = silent } = options;
  const { node, entry } = await installVscode(options.version ?? newestVscode, log);
  await mkdir(extensionsDir, { recursive: true });
  await writeQuietSettings(userDataDir);
  const group = startProcessGroup({
    command: node,
    args: [...(options.secretsInMemory ? [] : ['--import', secretCookie]), entry, ...serverFlags(options)],
    env: serverEnvironment(options.env ?? environmentWithoutKeys()),
  });
  const port = await listeningPort(group).catch(async (error: unknown) => {
    await group.stop();
    throw error;
  });
  const authority = `127.0.0.1:${port}`;
  const remoteUri = (path: string) => `vscode-remote://${authority}${encodeURI(path)}`;
  const url = (workspaceFolder: string | undefined, payload: Payload = []) => {
    const query = new URLSearchParams(workspaceFolder === undefined ? { ew: 'true' } : { folder: workspaceFolder });
    if (payload.length > 0) query.set('payload', JSON.stringify(payload));
    return `http://${authority}/?${query}`;
  };
  const { ended, lastOutput, stop, child } = group;
  return { port, url, remoteUri, ended, lastOutput, extensionHosts: () => extensionHostsOf(child.pid), stop };
}

/** Installs a packaged extension into an extensions folder, as a person would with "Install from VSIX". */
export async function installExtension(
  vsix: string,
  { version = newestVscode, userDataDir, extensionsDir, log = silent }: ServerOptions,
): Promise<void> {
  const { node, entry } = await installVscode(version, log);
  const folders = folderFlags({ userDataDir, extensionsDir });
  await mkdir(userDataDir, { recursive: true });
  await mkdir(extensionsDir, { recursive: true });
  await runToEnd(node, [entry, ...folders, '--install-extension', vsix, '--force'], userDataDir);
}

function folderFlags({ userDataDir, extensionsDir }: ServerOptions): string[] {
  // Without a configuration file of its own it would write one into the home folder.
  const config = join(userDataDir, 'code-server.yaml');
  return ['--config', config, '--user-data-dir', userDataDir, '--extensions-dir', extensionsDir];
}

function serverFlags(options: ServerOptions): string[] {
  const { port = 0, workspaceTrust = false, flags = [] } = options;
  const quiet = ['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override'];
  const trust = workspaceTrust ? [] : ['--disable-workspace-trust'];
  return ['--auth', 'none', '--bind-addr', `127.0.0.1:${port}`, ...folderFlags(options), ...quiet, ...trust, ...flags];
}

/** This process's environment without anything that looks like a provider's key, so that no test can spend one. */
export function environmentWithoutKeys(): NodeJS.ProcessEnv {
  const env = { ...process.env };
  removeKeys(env);
  return env;
}

/** The same, in place, for where an environment cannot be handed over. */
export function removeKeys(env: NodeJS.ProcessEnv): void {
  const secret = /(_KEY|_TOKEN|_SECRET|_PASSWORD|_CREDENTIALS|_KEY_ID)$/;
  for (const name of Object.keys(env).filter((name) => secret.test(name))) delete env[name];
}

/** Being started from a VS Code terminal or by a test runner must not change how the server behaves. */
function serverEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const foreign = /^(VSCODE_|ELECTRON_|CODE_SERVER_|NODE_TEST_CONTEXT$|NODE_OPTIONS$|PORT$|PASSWORD$|HASHED_PASSWORD$)/;
  return Object.fromEntries(Object.entries(env).filter(([name]) => !foreign.test(name)));
}

function listeningPort(group: ProcessGroup): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string) =>
      reject(new Error(`The browser-hosted VS Code ${reason}. Its last output:\n${group.lastOutput()}`));
    const timer = setTimeout(() => fail(`was not ready after ${startTimeoutMs / 1000} s`), startTimeoutMs);
    let seen = '';
    const watch = (chunk: Buffer) => {
      seen += chunk.toString();
      const port = /HTTP server listening on http:\/\/[^\s:]+:(\d+)/.exec(seen)?.[1];
      if (port === undefined) return;
      clearTimeout(timer);
      group.child.stdout?.off('data', watch);
      resolve(Number(port));
    };
    group.child.stdout?.on('data', watch);
    group.child.once('error', () => fail('could not be started'));
    group.child.once('close', (code, signal) => {
      clearTimeout(timer);
      fail(`ended at once (${code ?? signal})`);
    });
  });
}

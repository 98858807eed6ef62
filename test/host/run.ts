// The one entry for suites that run inside an extension host:
//
//     node test/host/run.ts [--web] [--desktop] [--vscode 4.110.0] [--extension <folder>] [--only faults,panel] [--shard 1/2]
//
// A desktop VS Code is used when VSCODE_EXECUTABLE names one, or downloaded with --desktop; otherwise the browser-hosted
// one stands in for it.
import { runTests } from '@vscode/test-electron';
import { build, type BuildOptions } from 'esbuild';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { build as buildExtension } from '../../scripts/build.ts';
import { chatModelsId, installChatModels } from '../rig/chatModels.ts';
import { projectFolder } from '../rig/paths.ts';
import { removeKeys } from '../rig/vscodeServer.ts';
import { prepareWorkspace } from '../rig/workspace.ts';

const suitesFolder = join(projectFolder, 'test', 'host');

const { values } = parseArgs({
  options: {
    web: { type: 'boolean', default: false },
    desktop: { type: 'boolean', default: false },
    vscode: { type: 'string' },
    extension: { type: 'string', default: projectFolder },
    only: { type: 'string' },
    shard: { type: 'string' },
  },
});

/** Names of suites, where not all are to run. */
const only = values.only?.split(',');

/** `1/2` stands for each second suite from the first on; others run at the same time, of an extension that is built already. */
const [shard = 1, shards = 1] = values.shard?.split('/').map(Number) ?? [];

const bundleOptions = {
  bundle: true,
  format: 'cjs',
  external: ['vscode'],
  sourcemap: 'inline',
  logLevel: 'warning',
  target: 'es2023',
} as const satisfies BuildOptions;

/** All suites become one file with one group around them; test/host/index.ts says why it must be one. */
async function suitesSource(): Promise<string> {
  const files = (await readdir(suitesFolder, { recursive: true }))
    .filter((file) => file.endsWith('.test.ts') && (only?.includes(file.slice(0, -'.test.ts'.length)) ?? true))
    .toSorted()
    .filter((_, at) => at % shards === shard - 1);
  if (files.length === 0) throw new Error(`There is no suite in ${suitesFolder}.`);
  const loads = files.map((file) => `require(${JSON.stringify(`./${file}`)});`);
  return `import { describe } from 'node:test';\ndescribe('host', () => {\n${loads.join('\n')}\n});\n`;
}

/** VS Code runs a suite in the host of the extension whose folder it lies in, so the bundle goes into that folder. */
async function bundleSuites(extension: string): Promise<string> {
  const outdir = join(extension, 'out', 'host');
  const outfile = join(outdir, 'index.cjs');
  if (values.web) {
    await build({ ...bundleOptions, platform: 'browser', entryPoints: [join(suitesFolder, 'webIndex.ts')], outfile });
    return outfile;
  }
  const stdin = { contents: await suitesSource(), resolveDir: suitesFolder, loader: 'ts' } as const;
  await build({ ...bundleOptions, platform: 'node', stdin, outfile: join(outdir, 'suites.cjs') });
  await build({ ...bundleOptions, platform: 'node', entryPoints: [join(suitesFolder, 'index.ts')], outfile });
  return outfile;
}

/**
 * The extension but for what of its manifest is in the way of suites. In the web that is the Node entry, since an extension
 * with one always goes to the Node host of a remote window, whatever kind is asked for; in Node it is what activates it
 * before the suites could take hold of its context.
 */
async function extensionCopy(target: string): Promise<string> {
  const { main, activationEvents, ...manifest } = JSON.parse(
    await readFile(join(values.extension, 'package.json'), 'utf8'),
  ) as Record<string, unknown>;
  for (const name of ['dist', 'media', 'l10n', 'package.nls.json']) {
    const source = join(values.extension, name);
    if (existsSync(source)) await cp(source, join(target, name), { recursive: true });
  }
  const kept = values.web ? { ...manifest, activationEvents } : { ...manifest, main };
  await writeFile(join(target, 'package.json'), JSON.stringify(kept, null, 2));
  return target;
}

/** Undefined lets @vscode/test-electron download a desktop VS Code. */
function executable(): { path: string | undefined; leadingArgs: string[] } {
  const named = process.env['VSCODE_EXECUTABLE'];
  if (values.desktop || named) return { path: named, leadingArgs: [] };
  return { path: process.execPath, leadingArgs: [join(projectFolder, 'test', 'rig', 'desktopLauncher.ts')] };
}

function downloadVersion(): { version?: string } {
  const version = values.vscode ?? process.env['PARLEY_TEST_VSCODE'];
  return version === undefined ? {} : { version: version.replace(/^4\./, '1.') };
}

async function main(): Promise<void> {
  removeKeys(process.env);
  const { path, leadingArgs } = executable();
  const profile = await mkdtemp(join(tmpdir(), 'parley-host-'));
  try {
    if (shards === 1 && resolve(values.extension) === resolve(projectFolder)) await buildExtension();
    const workspace = await prepareWorkspace(join(profile, 'workspace'));
    const extension = await extensionCopy(join(profile, 'extension'));
    const extensions = join(profile, 'extensions');
    const folders = [`--user-data-dir=${join(profile, 'user')}`, `--extensions-dir=${extensions}`];
    if (!values.web) await installChatModels(extensions);
    await runTests({
      ...(path === undefined ? downloadVersion() : { vscodeExecutablePath: path }),
      extensionDevelopmentPath: extension,
      extensionTestsPath: await bundleSuites(extension),
      extensionTestsEnv: { ...(values.vscode && { PARLEY_TEST_VSCODE: values.vscode }) },
      launchArgs: [
        ...leadingArgs,
        workspace,
        values.web ? '--extensionDevelopmentKind=web' : `--enable-proposed-api=${chatModelsId}`,
        ...folders,
      ],
    });
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});

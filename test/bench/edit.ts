import { runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build as buildExtension } from '../../scripts/build.ts';
import { projectFolder } from '../rig/paths.ts';
import { removeKeys } from '../rig/vscodeServer.ts';
import { prepareWorkspace } from '../rig/workspace.ts';
import type { Reading } from './edit/suite.ts';
import { text } from './edit/text.ts';

const msALine = 4;
const patienceMs = 10 * 60_000;
/** The driver runs in the host of the extension whose folder it lies in. */
async function bundleSuite(): Promise<string> {
  const outfile = join(projectFolder, 'out', 'bench', 'edit.cjs');
  await build({
    entryPoints: [join(projectFolder, 'test', 'bench', 'edit', 'suite.ts')],
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    target: 'es2023',
    external: ['vscode'],
    logLevel: 'warning',
  });
  return outfile;
}

/**
 * From a line of an answer to the document that holds it, in the extension host of a real VS Code: the real inline edit
 * beside a whole-region replace at each line, in turns, so that whatever slows the machine slows both.
 */
export async function bench(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { rounds: { type: 'string', default: '2' }, lines: { type: 'string', default: '2000' } },
  });
  removeKeys(process.env);
  const profile = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  const readings = join(profile, 'readings.json');
  const named = process.env['VSCODE_EXECUTABLE'];
  try {
    await buildExtension();
    await runTests({
      vscodeExecutablePath: named ?? process.execPath,
      extensionDevelopmentPath: projectFolder,
      extensionTestsPath: await bundleSuite(),
      extensionTestsEnv: {
        PARLEY_BENCH_ROUNDS: values.rounds,
        PARLEY_BENCH_LINES: values.lines,
        PARLEY_BENCH_MS_A_LINE: String(msALine),
        PARLEY_BENCH_READINGS: readings,
        // The simpler way takes minutes.
        PARLEY_TEST_PATIENCE_MS: String(patienceMs * Number(values.rounds)),
      },
      launchArgs: [
        ...(named === undefined ? [join(projectFolder, 'test', 'rig', 'desktopLauncher.ts')] : []),
        await prepareWorkspace(join(profile, 'workspace')),
        `--user-data-dir=${join(profile, 'user')}`,
        `--extensions-dir=${join(profile, 'extensions')}`,
      ],
    });
    report(JSON.parse(await readFile(readings, 'utf8')) as readonly Reading[], Number(values.lines));
  } finally {
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}

function quantile(values: readonly number[], share: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * share))] ?? Number.NaN;
}

const median = (values: readonly number[]): number => quantile(values, 0.5);

const columns: Readonly<Record<string, (all: readonly Reading[]) => number>> = {
  'p50, ms': (all) =>
    quantile(
      all.flatMap(({ latenciesMs }) => latenciesMs),
      0.5,
    ),
  'p99, ms': (all) =>
    quantile(
      all.flatMap(({ latenciesMs }) => latenciesMs),
      0.99,
    ),
  'all there after, ms': (all) => median(all.map(({ totalMs }) => totalMs)),
  'CPU of the extension host, ms': (all) => median(all.map(({ hostCpuMs }) => hostCpuMs)),
  changes: (all) => median(all.map(({ changes }) => changes)),
  'characters written': (all) => median(all.map(({ characters }) => characters)),
};

function report(readings: readonly Reading[], count: number): void {
  const byWay = Object.entries(Object.groupBy(readings, ({ way }) => way));
  const rows = byWay.map(([way, all = []]) => ({ way, cells: Object.values(columns).map((column) => column(all)) }));
  const [ours, other] = rows;
  const ratios = ours?.cells.map((cell, index) => cell / (other?.cells[index] ?? Number.NaN)) ?? [];
  const lines = count.toLocaleString('en');
  console.log(
    `\n${lines} of ${text.length.toLocaleString('en')} lines written anew, one each ${msALine} ms; from a line to the document\n`,
  );
  console.log(`| | ${Object.keys(columns).join(' | ')} |\n| --- |${' --- |'.repeat(ratios.length)}`);
  for (const { way, cells } of rows) console.log(`| ${way} | ${cells.map((cell) => cell.toFixed(0)).join(' | ')} |`);
  console.log(`| ratio | ${ratios.map((ratio) => ratio.toFixed(3)).join(' | ')} |\n`);
}

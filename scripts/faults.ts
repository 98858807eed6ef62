// Every fault a stream can have, against the real extension in a real extension host:
//
//     npm run faults [-- --slow] [-- --extension <folder>] [-- --soak [--turns 500] [--seed 1]]
//
// Prints what was expected and seen of each; the exit code is 1 when something was not as it should be. With --slow also
// what takes minutes of real time; with --soak instead a long run of turns with faults at random.
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { faultTable } from '../test/faults/faultTable.ts';
import type { FaultRow } from '../test/faults/row.ts';
import { projectFolder } from '../test/rig/paths.ts';

const { values } = parseArgs({
  options: {
    slow: { type: 'boolean', default: false },
    soak: { type: 'boolean', default: false },
    turns: { type: 'string', default: '500' },
    seed: { type: 'string' },
    extension: { type: 'string' },
  },
});

/** More than the longest silence that is tried. */
const patienceMs = 400_000;

function run(args: readonly string[], env: Record<string, string> = {}): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: projectFolder,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
}

async function inHost(): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-fault-rows-'));
  const report = join(folder, 'rows.jsonl');
  try {
    const extension = values.extension === undefined ? [] : ['--extension', values.extension];
    const code = await run(['test/host/run.ts', '--only', 'faults', ...extension], {
      PARLEY_FAULTS_REPORT: report,
      ...(values.slow ? { PARLEY_FAULTS_SLOW: '1', PARLEY_TEST_PATIENCE_MS: String(patienceMs) } : {}),
    });
    const lines = (await readFile(report, 'utf8').catch(() => '')).split('\n').filter((line) => line !== '');
    const rows = lines.map((line) => JSON.parse(line) as FaultRow);
    console.log(faultTable(rows));
    return code !== 0 || rows.length === 0 || rows.some(({ failed }) => failed > 0) ? 1 : 0;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function soak(): Promise<number> {
  const seed = values.seed === undefined ? [] : ['--seed', values.seed];
  return run(['--expose-gc', 'test/faults/soak/main.ts', '--turns', values.turns, ...seed]);
}

process.exitCode = await (values.soak ? soak() : inHost());

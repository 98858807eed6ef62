// Everything that has to hold, in one command:
//
//     npm test [-- --only unit,host] [-- --oldest]
//
// The last line is `N passed, N failed, N skipped`; the exit code is 1 when a test failed, a step broke, or a step that
// should have run tests ran none.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectFolder } from '../test/rig/paths.ts';
import { addTotals, formatTotals, parseTotals, type Totals } from '../test/rig/totals.ts';
import { oldestVscode } from '../test/rig/vscodeInstall.ts';
import { build } from './build.ts';
import { packageVsix } from './package.ts';

type Step = { name: string; run: () => Promise<Totals> };
/** Of commands that run at the same time, all but one keep what they say until they end. */
type Command = { command: string; args: readonly string[]; env?: Record<string, string>; keeps?: boolean };

const nothing: Totals = { passed: 0, failed: 0, skipped: 0 };
const oneFailed: Totals = { ...nothing, failed: 1 };

const { values } = parseArgs({ options: { only: { type: 'string' }, oldest: { type: 'boolean', default: false } } });

/** Files that run at one time; Node would leave a core without work, which is half of a small machine. */
const atOnce = `--test-concurrency=${availableParallelism()}`;

/** What the step at work has written to either stream, to be shown once more at the end should it fail. */
let said = '';

/** Streams a command's output and resolves to its exit code and what it wrote to stdout. */
function stream({ command, args, env = {}, keeps = false }: Command): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    const child = spawn(command, args, {
      cwd: projectFolder,
      stdio: ['inherit', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && command === 'npm',
      env: { ...process.env, ...env },
    });
    let output = '';
    const kept: (() => void)[] = [];
    const tell = (stream: NodeJS.WriteStream) => (chunk: Buffer) => {
      const write = () => {
        said += chunk.toString();
        stream.write(chunk);
      };
      if (keeps) kept.push(write);
      else write();
    };
    child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
    child.stdout.on('data', tell(process.stdout));
    child.stderr.on('data', tell(process.stderr));
    child.on('error', (error) => {
      console.error(`${command}: ${error.message}`);
      resolve({ code: 1, output });
    });
    child.on('close', (code) => {
      for (const write of kept) write();
      resolve({ code: code ?? 1, output });
    });
  });
}

/** Counts as no test when it passes: only tests are tests. */
async function check(command: Command): Promise<Totals> {
  const { code } = await stream(command);
  return code === 0 ? nothing : oneFailed;
}

/** An exit code that the totals do not explain is a failure of its own, and so is a run without a single test. */
function judged(totals: Totals | undefined, code: number): Totals {
  if (totals === undefined || totals.passed + totals.failed + totals.skipped === 0) {
    console.error('This step ran no tests.');
    return oneFailed;
  }
  if (code !== 0 && totals.failed === 0) {
    console.error(`All tests passed, but the step ended with exit code ${code}.`);
    return { ...totals, failed: 1 };
  }
  return totals;
}

/** A script of ours, whose last line is the totals. */
async function script(args: readonly string[], how: Pick<Command, 'env' | 'keeps'> = {}): Promise<Totals> {
  const { code, output } = await stream({ command: process.execPath, args, ...how });
  return judged(parseTotals(output), code);
}

async function nodeTests(pattern: string, flags: readonly string[], env: Record<string, string> = {}): Promise<Totals> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-totals-'));
  const file = join(folder, 'totals');
  const reporter = join(projectFolder, 'test', 'rig', 'totalsReporter.ts');
  const reporters = [
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    `--test-reporter=${reporter}`,
    `--test-reporter-destination=${file}`,
  ];
  try {
    const { code } = await stream({
      command: process.execPath,
      args: ['--test', ...reporters, ...flags, pattern],
      env,
    });
    return judged(parseTotals(await readFile(file, 'utf8').catch(() => '')), code);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Recordings of real providers are not part of the repository; PARLEY_RECORDINGS names them where they are. */
async function replayRecordings(): Promise<Totals> {
  const recordings = process.env['PARLEY_RECORDINGS'] ?? join(projectFolder, '..', 'shared', 'recordings');
  if (existsSync(recordings)) return script(['scripts/replay.ts', recordings]);
  console.log(`Skipped: there are no recordings in ${recordings}.`);
  return { ...nothing, skipped: 1 };
}

/** The package that was looked at is the one that the steps after it install. */
async function pack(): Promise<Totals> {
  const totals = await nodeTests('test/package/**/*.test.ts', []);
  process.env['PARLEY_TEST_VSIX'] = await packageVsix();
  return totals;
}

/** Half of the suites in each of two windows: one spends much of its time with waiting. */
async function inHosts(env: Record<string, string>): Promise<Totals> {
  await build();
  const halves = [1, 2].map((half) => script(['test/host/run.ts', `--shard=${half}/2`], { env, keeps: half > 1 }));
  return (await Promise.all(halves)).reduce(addTotals);
}

/**
 * One window at a time: it takes more than one core when it starts and draws, and what a person would wait for is then not
 * what is tested. A file whose test waits for what never comes fails in the end; the longest takes two minutes.
 */
const oneWindow = ['--test-concurrency=1', '--test-timeout=600000'];

async function endToEnd(env: Record<string, string>): Promise<Totals> {
  // Otherwise each file would make a package of its own.
  process.env['PARLEY_TEST_VSIX'] ??= await packageVsix();
  return nodeTests('test/e2e/**/*.test.ts', oneWindow, env);
}

function inVscode(version?: string): Step[] {
  const env = version === undefined ? {} : { PARLEY_TEST_VSCODE: version };
  const suffix = version === undefined ? '' : ` on VS Code ${version.replace(/^4\./, '1.')}`;
  return [
    { name: `host${suffix}`, run: () => inHosts(env) },
    { name: `web${suffix}`, run: () => script(['test/host/run.ts', '--web'], { env }) },
    { name: `e2e${suffix}`, run: () => endToEnd(env) },
  ];
}

const steps: readonly Step[] = [
  { name: 'types', run: () => check({ command: 'npm', args: ['run', '--silent', 'typecheck'] }) },
  { name: 'lint', run: () => check({ command: 'npm', args: ['run', '--silent', 'lint'] }) },
  { name: 'unit', run: () => nodeTests('test/unit/**/*.test.ts', [atOnce]) },
  { name: 'replay', run: replayRecordings },
  { name: 'package', run: pack },
  ...inVscode(),
  ...(values.oldest ? inVscode(oldestVscode) : []),
];

async function runStep({ name, run }: Step): Promise<Totals> {
  console.log(`\n── ${name} ${'─'.repeat(Math.max(3, 60 - name.length))}`);
  const started = Date.now();
  said = '';
  const totals = await run().catch((error: unknown) => {
    console.error(error);
    return oneFailed;
  });
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`── ${name}: ${totals.failed === 0 ? 'ok' : 'FAILED'}, ${formatTotals(totals)}, ${seconds} s`);
  return totals;
}

/** A name stands for the step on every VS Code that is asked for. */
function selectedSteps(): readonly Step[] {
  if (values.only === undefined) return steps;
  const nameOf = (step: Step) => step.name.split(' ')[0] ?? '';
  const wanted = values.only.split(',');
  const known = new Set(steps.map(nameOf));
  const unknown = wanted.filter((name) => !known.has(name));
  if (unknown.length === 0) return steps.filter((step) => wanted.includes(nameOf(step)));
  console.error(`No such step: ${unknown.join(', ')}. Steps: ${[...known].join(', ')}.`);
  return process.exit(1);
}

/** The lines that name a failed test with what follows each, or the last lines where no test was named. */
function whatFailed(output: string): string {
  const lines = output.trimEnd().split('\n');
  const named = lines.flatMap((line, at) => (line.includes('✖') ? [at] : []));
  if (named.length === 0) return lines.slice(-30).join('\n');
  const shown = new Set(named.flatMap((at) => Array.from({ length: 15 }, (_, after) => at + after)));
  return lines
    .filter((_, at) => shown.has(at))
    .slice(-120)
    .join('\n');
}

let sum = nothing;
const failures: { name: string; output: string }[] = [];
for (const step of selectedSteps()) {
  const totals = await runStep(step);
  sum = addTotals(sum, totals);
  if (totals.failed > 0) failures.push({ name: step.name, output: said });
}
for (const { name, output } of failures) console.log(`\nFailed: ${name}\n${whatFailed(output)}`);
console.log();
console.log(formatTotals(sum));
process.exit(sum.failed === 0 ? 0 : 1);

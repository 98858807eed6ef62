import { join } from 'node:path';
import { run as runTestFiles } from 'node:test';
import { inspect } from 'node:util';
import { suiteMark } from '../rig/suiteMark.ts';
import { formatTotals, type Totals } from '../rig/totals.ts';

/** Some tests wait for minutes of real time on purpose, and say so in the environment. */
const stalledAfterMs = Number(process.env['PARLEY_TEST_PATIENCE_MS'] ?? 60_000);

type TestsStream = ReturnType<typeof runTestFiles>;
type EndedTest = {
  name: string;
  nesting: number;
  skip?: string | boolean;
  todo?: string | boolean;
  details: { type?: string; duration_ms: number; error?: Error & { failureType?: string } };
};

/**
 * What VS Code calls as extensionTestsPath: runs the bundled suites with node:test in this very process, where `vscode`
 * can be required, and rejects when one of them failed. Lines go through the console, the only way out of a remote host.
 */
export async function run(): Promise<void> {
  const totals: Totals = { passed: 0, failed: 0, skipped: 0 };
  const stream = runTestFiles({ files: [join(__dirname, 'suites.cjs')], isolation: 'none' });
  await watch(stream, (test, failed) => {
    const outcome = outcomeOf(test, failed);
    if (outcome !== undefined) totals[outcome] += 1;
    if (test.nesting > 0 || outcome !== undefined) say(describeTest(test, failed));
  });
  say(formatTotals(totals));
  if (totals.failed > 0) throw new Error(`${totals.failed} failed`);
}

/**
 * The stream never ends inside an extension host, whose event loop never runs dry. The bundle therefore wraps all suites
 * in one group, and the end of that group, the only thing at nesting 0, is the end of the run.
 */
function watch(stream: TestsStream, onEnd: (test: EndedTest, failed: boolean) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    let running = 'the first test';
    const stalled = () =>
      reject(new Error(`No test ended for ${stalledAfterMs / 1000} s; the last one begun: ${running}`));
    let timer = setTimeout(stalled, stalledAfterMs);
    const ended = (test: EndedTest, failed: boolean) => {
      clearTimeout(timer);
      onEnd(test, failed);
      if (test.nesting === 0) resolve();
      else timer = setTimeout(stalled, stalledAfterMs);
    };
    stream.on('test:dequeue', ({ name }) => (running = name));
    stream.on('test:pass', (test) => ended(test, false));
    stream.on('test:fail', (test) => ended(test, true));
    stream.on('error', reject);
    stream.resume();
  });
}

/** A group has no outcome of its own, unless it failed by itself rather than through a test in it. */
function outcomeOf({ skip, todo, details }: EndedTest, failed: boolean): keyof Totals | undefined {
  const isGroup = details.type === 'suite';
  if (isGroup && (!failed || details.error?.failureType === 'subtestsFailed')) return undefined;
  if (skip || todo) return 'skipped';
  return failed ? 'failed' : 'passed';
}

function describeTest({ name, nesting, skip, todo, details }: EndedTest, failed: boolean): string {
  const indent = '  '.repeat(Math.max(0, nesting - 1));
  const mark = skip || todo ? '﹣' : failed ? '✖' : '✔';
  const line = `${indent}${mark} ${name} (${details.duration_ms.toFixed(0)} ms)`;
  const isOwnFailure = failed && details.error?.failureType !== 'subtestsFailed';
  return isOwnFailure ? `${line}\n${withoutNodeFrames(inspect(details.error?.cause ?? details.error))}` : line;
}

function withoutNodeFrames(stack: string): string {
  return stack.replaceAll(/\n\s+at .*\(?node:internal.*/g, '');
}

/** VS Code makes the console's methods read-only in an extension host, so the mark cannot be added there. */
function say(text: string): void {
  console.log(suiteMark + text.replaceAll('\n', `\n${suiteMark}`));
}

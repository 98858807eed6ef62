import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { adjudged } from './replay/adjudications.ts';
import { differences } from './replay/compare.ts';
import { exchange, type Exchange, expectedAnswer, idOf } from './replay/exchange.ts';
import { readerFor } from './replay/kinds.ts';
import { type Got, play } from './replay/play.ts';

/** One byte at a time splits every character and line; all must come to the same. */
const chunkSizes = [4_096, 7, 1] as const;

/**
 * What became of one exchange; `--json` prints it. One without an `expected` passes when it can be read at all and in
 * the same way at every chunk size; what was read is there for whoever knows what to expect.
 */
export interface Replayed {
  readonly id: string;
  readonly status: 'pass' | 'fail' | 'unsupported';
  /** Absent for a kind that is not supported, and when reading failed altogether. */
  readonly got?: Got;
  readonly diff: readonly string[];
}

export interface ReplaySummary {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** Replays files of recordings, or all in a folder, and tells of each exchange as it is done. */
export async function replay(
  paths: readonly string[],
  onReplayed: (replayed: Replayed) => void,
): Promise<ReplaySummary> {
  const counts = { pass: 0, fail: 0, unsupported: 0 };
  for (const file of (await Promise.all(paths.map(filesOf))).flat()) {
    for (const [index, line] of (await readFile(file, 'utf8')).split('\n').entries()) {
      if (line.trim() === '') continue;
      const replayed = await replayLine(line, `${basename(file)}:${index + 1}`);
      counts[replayed.status]++;
      onReplayed(replayed);
    }
  }
  return { passed: counts.pass, failed: counts.fail, skipped: counts.unsupported };
}

async function filesOf(path: string): Promise<readonly string[]> {
  if (!(await stat(path)).isDirectory()) return [path];
  const names = await readdir(path);
  return names
    .filter((name) => name.endsWith('.jsonl'))
    .toSorted()
    .map((name) => join(path, name));
}

/** A line that is no recording fails under the id it has, else under its place, and spoils none of the others. */
async function replayLine(line: string, place: string): Promise<Replayed> {
  let json: unknown;
  try {
    json = JSON.parse(line);
    return await replayOne(exchange.parse(json));
  } catch (error) {
    return { id: idOf(json) ?? place, status: 'fail', diff: [String(error)] };
  }
}

async function replayOne(recorded: Exchange): Promise<Replayed> {
  const { id, expected } = recorded;
  const reader = readerFor(recorded);
  if (reader === undefined) return { id, status: 'unsupported', diff: [] };
  const [firstSize, ...otherSizes] = chunkSizes;
  const got = await play(recorded, reader, firstSize);
  const diff = expected ? [...adjudged(compared(expected, got), recorded)] : [];
  for (const size of otherSizes) {
    if (!isDeepStrictEqual(await play(recorded, reader, size), got)) diff.push(`in chunks of ${size} it differs`);
  }
  return { id, status: diff.length === 0 ? 'pass' : 'fail', got, diff };
}

function compared(expected: unknown, got: Got): readonly string[] {
  const wanted = expectedAnswer.safeParse(expected);
  return wanted.success ? differences(wanted.data, got) : [`expected cannot be read: ${wanted.error.message}`];
}

/** Where the recordings are in this project's workshop; they are no part of the project. */
export const defaultRecordings = join(import.meta.dirname, '../../shared/recordings');

async function main(args: readonly string[]): Promise<void> {
  const json = args.includes('--json');
  const named = args.filter((arg) => !arg.startsWith('--'));
  const paths = named.length > 0 ? named : [defaultRecordings];
  const missing = paths.filter((path) => !existsSync(path));
  for (const path of missing) console.error(`There are no recordings at ${path}: nothing to replay.`);
  const found = paths.filter((path) => existsSync(path));
  const { passed, failed, skipped } = await replay(found, (replayed) => {
    if (json) console.log(JSON.stringify(replayed));
    else if (replayed.status === 'fail') console.log([`FAIL ${replayed.id}`, ...replayed.diff].join('\n  '));
  });
  console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
  // A path that someone typed and that is not there is a mistake; a project alone on a machine is none.
  process.exitCode = failed > 0 || (named.length > 0 && missing.length > 0) ? 1 : 0;
}

if (import.meta.main) await main(process.argv.slice(2));

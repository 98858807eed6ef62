import { appendFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { encodeEntries } from '../../src/chat/record.ts';
import type { AssistantTurn, Turn } from '../../src/model/transcript.ts';
import { randomNumbers } from '../unit/chat/random.ts';
import { eventOf, questionOf } from './script.ts';
import type { Told } from './told.ts';
import { startWriter } from './writerProcess.ts';

/** A crash may cost this much of an answer, and nothing of a question. */
const forgivenMs = 1_000;
/** A writer tells something at least this often; when it does not, the machine has not let it run. */
const longestPauseMs = 100;
/** Into how long a time after the start the moments of the kills fall. */
const longestLifeMs = 2_500;
const lineFeed = 0x0a;

export interface KillReport {
  readonly kills: number;
  /** Records that were cut in two, by a kill or, since the system rarely does that, by us afterwards. */
  readonly torn: number;
  /** The most of an answer that any kill cost, as time in which the machine let the writer run. */
  readonly longestLossMs: number;
  /** What must not be: empty. */
  readonly problems: readonly string[];
}

interface Life {
  readonly seed: number;
  readonly told: readonly Told[];
}

/**
 * Kills one writer of the same chat after the other, at moments that follow from the seed. Each finds what those before
 * left, and what it finds is held against what they told.
 */
export async function killInARow(folder: string, seed: number, kills: number): Promise<KillReport> {
  const random = randomNumbers(seed);
  const lives: Life[] = [];
  const problems: string[] = [];
  let longestLossMs = 0;
  let torn = 0;
  let chat: string | undefined;
  for (let life = 0; life <= kills; life++) {
    const isLast = life === kills;
    const writer = startWriter({ folder, seed: seed * 1000 + life, chat, flags: isLast ? ['--read'] : [] });
    const opened = await writer.first('opened');
    const found = check(opened, { lives, torn });
    problems.push(...found.problems.map((problem) => `seed ${seed}, after ${life} kills: ${problem}`));
    longestLossMs = Math.max(longestLossMs, found.lossMs);
    if (isLast) await writer.ended;
    else {
      await sleep(random(longestLifeMs));
      await writer.kill();
      lives.push({ seed: seed * 1000 + life, told: writer.told });
    }
    if (lives.some(({ told }) => told.some(({ type }) => type === 'left'))) chat ??= opened.chat;
    else lives.length = 0;
    if (chat === undefined) continue;
    const file = join(folder, `${chat}.jsonl`);
    if (!isLast && random(2) === 0 && (await endsWhole(file))) await appendFile(file, halfRecord(random));
    const raw = await rawRecords(file);
    torn = raw.torn;
    problems.push(...raw.fused.map((line) => `seed ${seed}: two records on one line: ${line.slice(0, 200)}`));
  }
  return { kills, torn, longestLossMs, problems };
}

/** Whether the kill has left whole lines only: what we cut ourselves is not to be joined to what it has cut. */
async function endsWhole(file: string): Promise<boolean> {
  return (await readFile(file)).at(-1) === lineFeed;
}

function halfRecord(random: (below: number) => number): Uint8Array {
  const event = { type: 'title', title: 'größer 日本語 😀' } as const;
  const bytes = Buffer.from(encodeEntries([{ by: 'torn', n: 0, event }]));
  return bytes.subarray(0, 1 + random(bytes.length - 2));
}

type Opened = Extract<Told, { type: 'opened' }>;

function check(
  opened: Opened,
  { lives, torn }: { lives: readonly Life[]; torn: number },
): { problems: string[]; lossMs: number } {
  const problems: string[] = [];
  if (torn > 0 && !opened.notices.join().startsWith(`${torn} damaged record`)) {
    problems.push(`${torn} damaged records, but it says: ${opened.notices.join()}`);
  }
  if (opened.readOnly !== undefined) problems.push(`it is read-only (${opened.readOnly}), though nobody else is there`);
  let lossMs = 0;
  for (const { seed, told } of lives) {
    const timesMs = told.flatMap((one) => ('atMs' in one ? [one.atMs] : []));
    for (const left of told.filter((one) => one.type === 'left')) {
      const asked = questionOf(seed, left.n);
      const at = opened.turns.findIndex((turn) => turn.role === 'user' && turn.text === asked.text);
      const question = opened.turns[at];
      if (question?.role !== 'user' || !isDeepStrictEqual(question.attachments, asked.attachments)) {
        problems.push(`question ${seed}/${left.n} is not whole`);
        continue;
      }
      const said = told.filter((one) => one.type === 'said' && one.n === left.n) as Said[];
      const loss = lossOf(opened.turns[at + 1], { seed, said, timesMs });
      lossMs = Math.max(lossMs, typeof loss === 'number' ? loss : 0);
      if (typeof loss === 'string') problems.push(`answer ${seed}/${left.n} ${loss}`);
    }
  }
  if (lossMs > forgivenMs) problems.push(`${lossMs} ms of an answer were lost`);
  return { problems, lossMs };
}

type Said = Extract<Told, { type: 'said' }>;

/** How long before the end the first event came that is missing; in words what is wrong beyond that. */
function lossOf(
  turn: Turn | undefined,
  { seed, said, timesMs }: { seed: number; said: readonly Said[]; timesMs: readonly number[] },
): number | string {
  if (turn?.role !== 'assistant') return said.length === 0 ? 0 : 'is not there';
  if (turn.finish === undefined && turn.error?.kind !== 'interrupted') return 'neither ended nor was interrupted';
  const kept = contentOf(turn);
  let expected = '';
  for (const { n, k, atMs } of said) {
    const event = eventOf(seed, n, k);
    const isKept = event.type === 'finish' ? turn.finish !== undefined : kept.length > expected.length;
    if (!isKept) return expected === kept ? lifeAfter(atMs, timesMs) : 'is not what was said';
    if (event.type === 'text' || event.type === 'reasoning') expected += event.delta;
    if (event.type === 'tool-call') expected += event.arguments;
  }
  return expected.startsWith(kept) ? 0 : 'is not what was said';
}

/** How long the writer ran after this moment: an overloaded machine keeps it from speaking and from writing alike. */
function lifeAfter(atMs: number, timesMs: readonly number[]): number {
  const later = timesMs.filter((timeMs) => timeMs >= atMs);
  return later.reduce((sum, timeMs, n) => sum + Math.min(timeMs - (later[n - 1] ?? atMs), longestPauseMs), 0);
}

function contentOf({ parts }: AssistantTurn): string {
  return parts.map((part) => (part.type === 'tool-call' ? part.arguments : part.text)).join('');
}

/** Reads the file without our own code. */
async function rawRecords(path: string): Promise<{ torn: number; fused: readonly string[] }> {
  const lines = (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
  const broken = lines.filter((line) => !isJson(line));
  return { torn: broken.length, fused: broken.filter((line) => line.includes('{"kind":', 1)) };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Answerer } from '../../src/chat/answerer.ts';
import type { Session } from '../../src/chat/session.ts';
import type { StreamEvent } from '../../src/model/event.ts';
import { until as untilWithin } from '../host/until.ts';
import type { OpenedWindow } from './window.ts';

/** How much of everything: little in the unit tests, much in `npm run storage`. */
export interface Extent {
  readonly seed: number;
  readonly kills: number;
  readonly chats: number;
  readonly chatBytes: number;
}

/** One fault of the disk or of the state, and what is done to prove that it does no harm. */
export interface Row {
  readonly id: string;
  readonly what: string;
  readonly expected: string;
  /** Says what was seen; rejects when that is not what was expected, and with {@link NotMade} when it could not be tried. */
  see(folder: string, extent: Extent): Promise<string>;
}

/** The fault could not be made on this machine, or cannot arise at all. */
export class NotMade extends Error {}

export interface Outcome {
  readonly row: Row;
  readonly status: 'passed' | 'failed' | 'skipped';
  readonly seen: string;
}

/** Tries a row in a folder of its own. */
export async function outcomeOf(row: Row, extent: Extent): Promise<Outcome> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-storage-'));
  try {
    return { row, status: 'passed', seen: await row.see(join(folder, 'chats'), extent) };
  } catch (error) {
    const seen = error instanceof Error ? error.message : String(error);
    return { row, status: error instanceof NotMade ? 'skipped' : 'failed', seen };
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** A lease is given up after half a minute of silence. */
const limitMs = 60_000;

/** Waits for a state of the disk or of another process. */
export const until = (holds: () => boolean | Promise<boolean>): Promise<void> => untilWithin(holds, limitMs);

/** A model that says this. */
export function answering(...events: readonly StreamEvent[]): Answerer {
  const all: readonly StreamEvent[] = [...events, { type: 'finish', reason: 'stop' }];
  return {
    model: { connection: 'c', model: 'm' },
    label: 'M',
    respond: async function* () {
      yield* all;
    },
  };
}

/** Asks in the current chat of a window and waits until all is written, or could not be. */
export async function talk(
  { conversations }: OpenedWindow,
  text: string,
  ...said: readonly string[]
): Promise<Session> {
  const { current } = conversations;
  const deltas = (said.length === 0 ? [`About ${text}`] : said).map((delta) => ({ type: 'text', delta }) as const);
  if (!current.ask({ text, attachments: [] }, answering(...deltas))) throw new Error(`“${text}” cannot be asked`);
  await current.whenIdle();
  return current;
}

/** Questions and answers as plain text. */
export function textsOf({ conversations }: OpenedWindow): readonly string[] {
  return conversations.current.transcript.turns.map((turn) =>
    turn.role === 'user' ? turn.text : turn.parts.map((part) => ('text' in part ? part.text : '')).join(''),
  );
}

export function fileOf(folder: string, id: string): string {
  return join(folder, `${id}.jsonl`);
}

export async function linesOf(path: string): Promise<readonly string[]> {
  return (await readFile(path, 'utf8')).split('\n').filter((line) => line !== '');
}

import { spawn } from 'node:child_process';
import { join } from 'node:path';
import type { Told } from './told.ts';

export interface WriterProcess {
  readonly pid: number;
  /** Grows while it lives. */
  readonly told: readonly Told[];
  /** Resolves with the first of a type; rejects when it ends before. */
  first<T extends Told['type']>(type: T): Promise<Extract<Told, { type: T }>>;
  /** Ends it the way nothing can be done about; resolves when all it told has arrived. */
  kill(): Promise<void>;
  readonly ended: Promise<void>;
}

interface WriterOptions {
  readonly folder: string;
  readonly seed: number;
  readonly chat?: string | undefined;
  readonly flags?: readonly string[];
  /** Runs as another user, which only root can arrange. */
  readonly uid?: number;
}

/** Starts writer.ts in a process of its own. */
export function startWriter({ folder, seed, chat, flags = [], uid }: WriterOptions): WriterProcess {
  const file = join(import.meta.dirname, 'writer.ts');
  const args = ['--no-warnings', file, folder, String(seed), ...(chat === undefined ? [] : [chat]), ...flags];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    ...(uid === undefined ? {} : { uid, gid: uid }),
  });
  const told: Told[] = [];
  const waiting = new Set<() => void>();
  let complaint = '';
  let isOver = false;
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()));
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    told.push(...lines.map((line) => JSON.parse(line) as Told));
    for (const look of waiting) look();
  });
  const ended = new Promise<void>((resolve) =>
    child.once('close', () => {
      isOver = true;
      for (const look of waiting) look();
      resolve();
    }),
  );
  const first = <T extends Told['type']>(type: T) =>
    new Promise<Extract<Told, { type: T }>>((resolve, reject) => {
      const look = () => {
        const found = told.find((one): one is Extract<Told, { type: T }> => one.type === type);
        if (found !== undefined) resolve(found);
        else if (isOver) reject(new Error(`The writer ended before “${type}”: ${complaint}`));
        else return waiting.add(look);
        return waiting.delete(look);
      };
      look();
    });
  const kill = async () => {
    child.kill('SIGKILL');
    await ended;
  };
  return { pid: child.pid ?? 0, told, first, kill, ended };
}

import { build, type BuildOptions } from 'esbuild';
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { projectFolder } from '../rig/paths.ts';
import { piece } from './stream/answers.ts';
import type { Reading } from './stream/client.ts';
import { type Measure, measures, type Results, type Subject, subjects, type Taken } from './stream/measures.ts';
import { report } from './stream/report.ts';
import type { FromServer } from './stream/server.ts';

const folder = join(import.meta.dirname, 'stream');

interface Rig {
  readonly server: ChildProcess;
  readonly port: number;
  readonly bundles: string;
}

interface Program {
  readonly name: string;
  readonly contents: string;
  readonly resolveDir: string;
}

/** Bundled as an extension would ship it; who needs more files than one does not gain by it. */
const programs: readonly Program[] = [
  ...subjects.map(({ file }) => ({
    name: file,
    contents: `import { serve } from './client.ts'; import { read } from './subjects/${file}.ts'; serve(read);`,
    resolveDir: folder,
  })),
  {
    // The provider layer of all hosts, without the transport.
    name: 'layer',
    contents: `export { providers } from './src/providers/lookup.ts'; export { stream } from './src/llm/stream.ts';`,
    resolveDir: projectFolder,
  },
];

const minified: BuildOptions = {
  bundle: true,
  minify: true,
  format: 'cjs',
  platform: 'node',
  target: 'es2023',
  mainFields: ['module', 'main'],
  logLevel: 'error',
};

/** Gives the size of each bundle. */
async function bundleAll(bundles: string): Promise<ReadonlyMap<string, number>> {
  const sizes = programs.map(async ({ name, ...stdin }) => {
    const outfile = join(bundles, `${name}.cjs`);
    await build({ stdin, outfile, ...minified });
    return [name, (await stat(outfile)).size] as const;
  });
  return new Map(await Promise.all(sizes));
}

async function startServer(): Promise<Pick<Rig, 'server' | 'port'>> {
  const server = fork(join(folder, 'server.ts'));
  const [message] = (await once(server, 'message')) as [FromServer];
  if (!('port' in message)) throw new Error('The server did not tell its port.');
  return { server, port: message.port };
}

async function startReader({ bundles }: Rig, { file }: Subject): Promise<ChildProcess> {
  const child = fork(join(bundles, `${file}.cjs`));
  await once(child, 'message');
  return child;
}

async function read({ server, port }: Rig, child: ChildProcess, task: Subject & { measure: Measure }): Promise<Taken> {
  const { pieces, bytesPerWrite } = measures[task.measure];
  const arrived = once(server, 'message') as Promise<[{ readonly arrivedMs: number }]>;
  const done = once(child, 'message') as Promise<[Reading]>;
  child.send(`http://127.0.0.1:${port}/${task.api}/${pieces}/${bytesPerWrite}`);
  const [[{ arrivedMs }], [reading]] = await Promise.all([arrived, done]);
  const expected = piece.length * (task.api === 'gemini' ? pieces + 1 : pieces);
  if (reading.characters !== expected) throw new Error(`${task.file} read ${reading.characters}, not ${expected}.`);
  return { ...reading, onTheWireMs: arrivedMs - reading.calledMs };
}

/** One reading of everyone, in turns, so that whatever slows the machine slows all of them. */
async function round(rig: Rig, measure: Measure, { readers, results }: Lasting): Promise<void> {
  for (const subject of subjects) {
    const lasting = readers.get(subject);
    const child = measures[measure].warmUps > 0 && lasting ? lasting : await startReader(rig, subject);
    results.get(subject)?.[measure].push(await read(rig, child, { ...subject, measure }));
    if (child !== lasting) child.disconnect();
  }
}

interface Lasting {
  /** Processes that read again and again. */
  readonly readers: ReadonlyMap<Subject, ChildProcess>;
  readonly results: Results;
}

async function measureAll(rig: Rig, rounds: number): Promise<Results> {
  const readers = new Map<Subject, ChildProcess>();
  const results: Results = new Map(subjects.map((subject) => [subject, emptyResults()]));
  try {
    for (const subject of subjects) readers.set(subject, await startReader(rig, subject));
    for (const measure of Object.keys(measures) as Measure[]) {
      const { warmUps, pieces } = measures[measure];
      const unread: Results = new Map(subjects.map((subject) => [subject, emptyResults()]));
      for (let index = 0; index < warmUps; index++) await round(rig, measure, { readers, results: unread });
      const times = pieces > 10_000 ? Math.ceil(rounds / 3) : rounds;
      for (let index = 0; index < times; index++) await round(rig, measure, { readers, results });
      console.log(`${measure}: ${times} rounds done`);
    }
  } finally {
    for (const child of readers.values()) child.disconnect();
  }
  return results;
}

const emptyResults = () =>
  Object.fromEntries(Object.keys(measures).map((measure) => [measure, []])) as unknown as Record<Measure, Taken[]>;

/**
 * Bytes to events: Parley's whole path beside the least there is to do and beside the official clients, each in a process
 * of its own, reading from a server in another.
 */
export async function bench(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { rounds: { type: 'string', default: '9' } } });
  const bundles = await mkdtemp(join(tmpdir(), 'parley-bench-'));
  const { server, port } = await startServer();
  try {
    const sizes = await bundleAll(bundles);
    const results = await measureAll({ server, port, bundles }, Number(values.rounds));
    report(results, sizes);
  } finally {
    server.disconnect();
    await rm(bundles, { recursive: true, force: true });
  }
}

import assert from 'node:assert/strict';
import { getEventListeners, once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import * as http from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Answerer } from '../../../src/chat/answerer.ts';
import { Session } from '../../../src/chat/session.ts';
import { newId } from '../../../src/chat/ids.ts';
import { ChatStore } from '../../../src/chat/store.ts';
import { transport } from '../../../src/host/node/transport.ts';
import { Limiter } from '../../../src/llm/limiter.ts';
import { stream } from '../../../src/llm/stream.ts';
import type { AssistantTurn } from '../../../src/model/transcript.ts';
import { openaiCompatible } from '../../../src/providers/openaiCompatible.ts';
import { until } from '../../host/until.ts';
import { hurriedClock } from '../hurriedClock.ts';
import { folderFiles } from './folder.ts';
import { soakTurn, type SoakFault, type SoakTurn } from './plan.ts';

export interface SoakOptions {
  readonly turns: number;
  readonly seed: number;
  /** Sweeps the heap before it is measured. */
  readonly sweep?: () => void;
}

/** What a soak measured; it has rejected where something was lost. */
export interface SoakReport {
  readonly turns: number;
  readonly chats: number;
  readonly faults: ReadonlyMap<SoakFault, number>;
  /** Of the traffic as the extension's clock counts it. */
  readonly simulatedMinutes: number;
  readonly bytes: number;
  readonly heapBeforeMb: number;
  readonly heapAfterMb: number;
  readonly listeners: number;
  readonly timers: number;
  readonly connections: number;
  readonly sockets: number;
}

const turnsPerChat = 20;

/** A person reads and types between two questions, also where it is not waited for. */
const pauseMs = 7_000;

const speed = 200;

/** Asks so many questions, some of which go wrong, and takes the step the panel offers until each answer is whole. */
export async function soak(options: SoakOptions): Promise<SoakReport> {
  const folder = await mkdtemp(join(tmpdir(), 'parley-soak-'));
  const worker = new Worker(new URL('./server.ts', import.meta.url), { workerData: { seed: options.seed } });
  const warnings: Error[] = [];
  const warn = (warning: Error) => void warnings.push(warning);
  process.on('warning', warn);
  try {
    const [{ url }] = (await once(worker, 'message')) as [{ url: string }];
    const report = await run({ ...options, folder, url, worker });
    assert.deepEqual(
      warnings.filter(({ name }) => name === 'MaxListenersExceededWarning'),
      [],
    );
    return report;
  } finally {
    process.off('warning', warn);
    await worker.terminate();
    await rm(folder, { recursive: true, force: true });
  }
}

interface Run extends SoakOptions {
  readonly folder: string;
  readonly url: string;
  readonly worker: Worker;
}

async function run({ turns, seed, sweep, folder, url, worker }: Run): Promise<SoakReport> {
  const clock = hurriedClock(speed);
  const store = new ChatStore(folderFiles(folder));
  const signals: WeakRef<AbortSignal>[] = [];
  const endpoint = { provider: openaiCompatible, baseUrl: `${url}/v1`, transport, clock, limiter: new Limiter(clock) };
  const answerer: Answerer = {
    model: { connection: 'soak', model: 'soak' },
    label: 'Soak',
    respond: (request, signal) => {
      signals.push(new WeakRef(signal));
      return stream(endpoint, request, signal);
    },
  };
  const faults = new Map<SoakFault, number>();
  const startedMs = clock.now();
  let [heapBefore, bytes, chats] = [0, 0, 0];
  for (let first = 1; first <= turns; first += turnsPerChat) {
    const plans = Array.from({ length: Math.min(turnsPerChat, turns - first + 1) }, (_, at) =>
      soakTurn(seed, first + at),
    );
    bytes += await chat(plans, { folder, store, answerer, clock });
    chats++;
    for (const { fault } of plans) faults.set(fault, (faults.get(fault) ?? 0) + 1);
    // Whatever is made once has been made by then.
    if (chats === 2 || turns <= 2 * turnsPerChat) heapBefore = heapMb(sweep);
  }
  const simulatedMinutes = (clock.now() - startedMs) / 60_000;
  http.globalAgent.destroy();
  await until(async () => (await connectionsOf(worker)) === 0 && socketsHere() === 0);
  return {
    turns,
    chats,
    faults,
    simulatedMinutes,
    bytes,
    heapBeforeMb: heapBefore,
    heapAfterMb: heapMb(sweep),
    listeners: listenersOn(signals),
    timers: clock.pending,
    connections: await connectionsOf(worker),
    sockets: socketsHere(),
  };
}

interface Surroundings {
  readonly folder: string;
  readonly store: ChatStore;
  readonly answerer: Answerer;
  readonly clock: ReturnType<typeof hurriedClock>;
}

/** One conversation of these turns; resolves to the bytes of its answers once its file holds every one of them. */
async function chat(plans: readonly SoakTurn[], { folder, store, answerer, clock }: Surroundings): Promise<number> {
  const id = newId(Date.now());
  const session = new Session({ id, clock, append: (chatId, entries) => store.append(chatId, entries) });
  for (const plan of plans) {
    await new Promise<void>((resolve) => void clock.after(pauseMs, resolve));
    await untilWhole(session, plan, answerer);
  }
  await session.dispose();
  const saved = await new ChatStore(folderFiles(folder)).load(id);
  assert.equal(saved?.damaged, 0);
  assert.deepEqual(
    JSON.parse(JSON.stringify(saved?.transcript.turns)),
    JSON.parse(JSON.stringify(session.transcript.turns)),
  );
  const answers = (saved?.transcript.turns ?? []).flatMap((turn) => (turn.role === 'assistant' ? [textOf(turn)] : []));
  assert.deepEqual(
    answers,
    plans.map(({ answer }) => answer),
  );
  return answers.reduce((sum, text) => sum + text.length, 0);
}

async function untilWhole(session: Session, plan: SoakTurn, answerer: Answerer): Promise<void> {
  session.ask({ text: `Turn ${plan.turn}, please.`, attachments: [] }, answerer);
  if (plan.fault === 'cancelled') {
    await until(() => textOf(lastOf(session)).length >= plan.cut);
    session.stop();
  }
  await session.whenIdle();
  for (let steps = 0; lastOf(session).finish?.reason !== 'stop'; steps++) {
    assert.ok(steps < 3, `turn ${plan.turn} (${plan.fault}) ends as ${JSON.stringify(lastOf(session).error)}`);
    assert.ok(plan.answer.startsWith(textOf(lastOf(session))), `turn ${plan.turn} (${plan.fault}) lost words`);
    assert.equal(textOf(lastOf(session)) === '' ? session.retry(answerer) : session.continueLast(answerer), true);
    await session.whenIdle();
  }
  assert.equal(textOf(lastOf(session)), plan.answer, `turn ${plan.turn} (${plan.fault})`);
}

function lastOf({ transcript }: Session): AssistantTurn {
  const last = transcript.turns.at(-1);
  assert.ok(last?.role === 'assistant');
  return last;
}

const textOf = ({ parts }: AssistantTurn): string =>
  parts.map((part) => (part.type === 'text' ? part.text : '')).join('');

function heapMb(sweep: SoakOptions['sweep']): number {
  sweep?.();
  sweep?.();
  return process.memoryUsage().heapUsed / 1024 / 1024;
}

/** Those that were swept away hold nothing any more. */
const listenersOn = (signals: readonly WeakRef<AbortSignal>[]): number =>
  signals.reduce((sum, ref) => {
    const signal = ref.deref();
    return sum + (signal === undefined ? 0 : getEventListeners(signal, 'abort').length);
  }, 0);

const socketsHere = (): number => process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length;

async function connectionsOf(worker: Worker): Promise<number> {
  worker.postMessage('connections');
  const [{ connections }] = (await once(worker, 'message')) as [{ connections: number }];
  return connections;
}

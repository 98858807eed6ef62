import assert from 'node:assert/strict';
import type { ErrorKind } from '../../src/model/error.ts';
import type { FinishReason } from '../../src/model/event.ts';
import type { ToolCallPart } from '../../src/model/message.ts';
import type { Step } from '../servers/faultServer.ts';
import { openStage, type Stage } from './stage.ts';
import { canary, type StageOptions } from './wiring.ts';

/** What must have come of a case; what is left out is not looked at. */
export interface Expected {
  readonly text?: string;
  readonly finish?: FinishReason;
  readonly error?: ErrorKind;
  /** Of the error's sentence. */
  readonly says?: RegExp;
  /** Under the answer, in their order. */
  readonly buttons?: readonly string[];
  readonly requests?: number;
  readonly calls?: readonly Pick<ToolCallPart, 'name' | 'arguments'>[];
}

/** One way in which a fault shows. */
export interface Case extends StageOptions {
  readonly name?: string;
  /** What the server does with each request in turn. */
  readonly script: readonly (readonly Step[])[];
  /** What the user does; by default asks, and waits until the answer has ended. What it returns is told as seen. */
  readonly act?: (stage: Stage) => Promise<string | undefined | void>;
  readonly expected: Expected;
  /** What more must hold. What it returns is told as seen. */
  readonly check?: (stage: Stage) => Promise<string | undefined | void> | string | undefined | void;
}

/** One of the faults that the plan lists: what must happen in words, and the cases that show it. */
export interface Fault {
  readonly id: string;
  readonly title: string;
  readonly expected: string;
  readonly cases: readonly Case[];
  /** Why it cannot arise, or not as a whole; cases then show that. */
  readonly cannotArise?: string;
  /** Needs minutes of real time. */
  readonly isSlow?: true;
}

/** Runs one case against the real extension; resolves to what was seen, and rejects when it was not as expected. */
export async function runCase(one: Case): Promise<string> {
  const stage = await openStage(one);
  try {
    for (const steps of one.script) stage.server.script(...steps);
    const did = one.act === undefined ? await stage.ask() : await one.act(stage);
    await stage.idle();
    expectOutcome(stage, one.expected);
    const checked = await one.check?.(stage);
    await expectKept(stage);
    return [did, checked, seenOn(stage)].filter((text) => typeof text === 'string' && text !== '').join('; ');
  } finally {
    await stage.close();
  }
}

function expectOutcome({ page, server }: Stage, expected: Expected): void {
  const { answer, end } = page;
  const seen = JSON.stringify({ end, error: answer.error, finish: answer.finish, requests: server.requests.length });
  if (expected.error === undefined) assert.equal(answer.error?.kind, undefined, seen);
  else assert.equal(answer.error?.kind, expected.error, seen);
  if (expected.finish !== undefined) assert.equal(answer.finish?.reason, expected.finish, seen);
  if (expected.text !== undefined) assert.equal(page.words, expected.text, seen);
  if (expected.says !== undefined) assert.match(end.words, expected.says);
  if (expected.buttons !== undefined) assert.deepEqual(end.buttons, expected.buttons, seen);
  if (expected.requests !== undefined) assert.equal(server.requests.length, expected.requests, seen);
  if (expected.calls !== undefined) {
    const calls = answer.parts.flatMap((part) => (part.type === 'tool-call' ? [part] : []));
    assert.deepEqual(
      calls.map(({ name, arguments: text }) => ({ name, arguments: text })),
      expected.calls,
    );
  }
}

/** What holds after every fault: one end, the same on the page, in memory and on disk, and the key nowhere. */
async function expectKept(stage: Stage): Promise<void> {
  const { page, conversations, log } = stage;
  const { answer } = page;
  assert.notEqual(answer.finish === undefined, answer.error === undefined, 'an answer has exactly one end');
  assert.deepEqual(page.transcript.turns, JSON.parse(JSON.stringify(conversations.current.transcript.turns)));
  const saved = await stage.onDisk();
  assert.deepEqual(JSON.parse(JSON.stringify(saved.turns)), withoutWaiting(page.transcript.turns));
  const everything = [await stage.file(), JSON.stringify(stage.view.posted), ...log].join('\n');
  assert.ok(!everything.includes(canary) && !everything.includes('CANARY'), 'the key leaked');
}

/** What an answer waited for is not worth writing down. */
const withoutWaiting = (turns: readonly object[]): unknown =>
  turns.map((turn) => ('waiting' in turn ? { ...turn, waiting: undefined } : turn));

function seenOn({ page, server }: Stage): string {
  const { answer, end } = page;
  const words = page.words === '' ? '' : `“${short(page.words, 30)}”, `;
  const ended =
    answer.error === undefined ? `${answer.finish?.reason}` : `${answer.error.kind}: “${short(end.words, 110)}”`;
  const buttons = end.buttons.length === 0 ? '' : ` [${end.buttons.join('] [')}]`;
  const requests = server.requests.length === 1 ? '' : `${server.requests.length} requests, `;
  return `${requests}${words}${ended}${buttons}`;
}

const short = (text: string, length: number): string => (text.length > length ? `${text.slice(0, length - 1)}…` : text);

/** Milliseconds between the requests as the extension's clock counts them. */
function gapsMs({ server, speed }: Stage): readonly number[] {
  return server.requests.slice(1).map(({ atMs }, index) => (atMs - (server.requests[index]?.atMs ?? 0)) * speed);
}

/** What a hurried clock cannot tell apart: timers fire up to a millisecond early. */
const slackMs = ({ speed }: Stage): number => 2 * speed;

/** Fails when the requests came closer together than they should; tells the gaps. */
export function expectGaps(stage: Stage, leastMs: readonly number[]): string {
  const gaps = gapsMs(stage);
  assert.equal(gaps.length, leastMs.length);
  for (const [index, least] of leastMs.entries()) {
    assert.ok((gaps[index] ?? 0) >= least - slackMs(stage), `gap ${index + 1} was ${gaps[index]} ms, not ${least}`);
  }
  return `gaps ${gaps.map((gap) => `${(gap / 1_000).toFixed(1)} s`).join(', ')}`;
}

/** Milliseconds until the server saw the client go; rejects when that takes more than a second. */
export async function closedWithin(stage: Stage, request = 0): Promise<string> {
  const started = performance.now();
  const late = new Promise<'late'>((resolve) => setTimeout(resolve, 1_000, 'late').unref());
  assert.equal(await Promise.race([stage.server.requests[request]?.closed, late]), 'client');
  return `socket closed after ${Math.round(performance.now() - started)} ms`;
}

import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../host/until.ts';
import type { Step } from '../servers/faultServer.ts';
import { closedWithin, type Case, type Fault } from './fault.ts';
import type { Stage } from './stage.ts';
import { answerOf, wires } from './wires.ts';

const { chat, anthropic } = wires;
const good: readonly Step[] = [{ bytes: answerOf(chat, 'Hello.') }];
const fine = { text: 'Hello.', finish: 'stop', requests: 1, buttons: [] } as const;
const half: Step = { bytes: Buffer.concat([chat.open, chat.text('Hel')]) };
const rest: Step = { bytes: Buffer.concat([chat.text('lo.'), chat.close]) };
const ping = Buffer.from('event: ping\ndata: {"type":"ping"}\n\n');
const thousandfold = 1_000;

/** Longer than any library's own limit. */
const silentMs = 310_000;

/** Asks, lets that much of the stage's time pass at the gate, and goes on. */
const holding =
  (gate: string, holdMs: number) =>
  async (stage: Stage): Promise<string> => {
    const asked = stage.ask();
    await stage.server.reached(gate);
    await sleep(holdMs / stage.speed);
    stage.server.open(gate);
    await asked;
    return `silent for ${holdMs / 1_000} s`;
  };

const silences = (speed: number): readonly Case[] => [
  {
    name: 'before the first byte',
    speed,
    script: [[{ wait: 'go' }, ...good]],
    act: holding('go', silentMs),
    expected: fine,
  },
  {
    name: 'after the headers',
    speed,
    script: [[{ status: 200 }, { wait: 'go' }, ...good]],
    act: holding('go', silentMs),
    expected: fine,
  },
  {
    name: 'in the middle',
    speed,
    script: [[half, { wait: 'go' }, rest]],
    act: holding('go', silentMs),
    expected: fine,
  },
];

/** Cancels at the gate by the page's button; tells how soon the socket was closed. */
const cancelAt =
  (gate: string, times = 1) =>
  async (stage: Stage): Promise<string> => {
    stage.send({ type: 'send', text: 'Question?' });
    await stage.server.reached(gate);
    if (gate === 'said') await stage.reads('Hel');
    for (let time = 0; time < times; time++) stage.send({ type: 'stop' });
    const closed = await closedWithin(stage);
    const shown = stage.page.words;
    await stage.idle();
    assert.equal(stage.page.words, shown, 'words came after the cancel');
    return closed;
  };

const cancelled = { finish: 'aborted', requests: 1 } as const;

async function cancelWaiting(stage: Stage): Promise<string> {
  stage.send({ type: 'send', text: 'Question?' });
  await until(() => stage.page.retries.length === 1);
  const started = performance.now();
  stage.send({ type: 'stop' });
  await until(() => !stage.conversations.current.isRunning);
  assert.ok(performance.now() - started < 1_000);
  return `ended after ${Math.round(performance.now() - started)} ms`;
}

/** Cancels and breaks the connection at once, in both orders. */
async function race(stage: Stage): Promise<string> {
  const rounds = 12;
  for (let round = 0; round < rounds; round++) {
    stage.server.script(half, { wait: `said ${round}` }, { cut: 'rst' });
    stage.send({ type: 'send', text: `Question ${round}?` });
    await stage.server.reached(`said ${round}`);
    await stage.reads('Hel');
    if (round % 2 === 0) stage.server.open(`said ${round}`);
    stage.send({ type: 'stop' });
    if (round % 2 === 1) stage.server.open(`said ${round}`);
    await stage.answered();
  }
  const ends = stage.page.events.filter(
    (event) => event.type === 'stream' && (event.event.type === 'finish' || event.event.type === 'error'),
  );
  assert.equal(ends.length, rounds, 'each answer has exactly one end');
  return `${rounds} races, ${ends.length} ends`;
}

/** Tells how long nothing but pings was waited through. */
const pinged = async (stage: Stage): Promise<string> => {
  const started = stage.clock.now();
  const asked = stage.ask();
  await stage.reads('Hel');
  await until(() => stage.page.events.some((event) => event.type === 'stream' && event.event.type === 'alive'));
  const { words } = stage.page.waitAfter(20_000);
  assert.match(words, /sign of life 2\d s ago/);
  await asked;
  return `“${words}”, only pings for ${Math.round((stage.clock.now() - started) / 1_000)} s`;
};

const sparse = `${['Hel', 'lo.'].map((words) => `data:{"choices":[{"delta":{"content":"${words}"}}]}\n\n`).join('')}data:[DONE]\n\n`;

const pings = {
  bytes: Buffer.concat(Array.from({ length: 1_000 }, () => ping)),
  bytesPerWrite: ping.length,
  everyMs: 10,
};

/** Faults of time: silence, slowness, cancelling. */
export const timeFaults: readonly Fault[] = [
  {
    id: 'F29',
    title: 'silence of 310 s on a local host',
    expected: 'survived, before the first byte and in the middle',
    cases: silences(thousandfold),
  },
  {
    id: 'F30',
    title: 'a stall with nothing but pings',
    expected: 'pings are no progress: told after the limit, nothing asked again after words; never on a local host',
    cases: [
      {
        name: 'after words',
        wire: 'anthropic',
        address: 'far',
        speed: 100,
        script: [[{ bytes: Buffer.concat([anthropic.open, anthropic.text('Hel')]) }, pings]],
        act: pinged,
        expected: { text: 'Hel', error: 'timeout', requests: 1, buttons: ['Continue', 'Retry'] },
      },
      {
        name: 'on a local host, then more words',
        wire: 'anthropic',
        speed: thousandfold,
        script: [
          [
            { bytes: Buffer.concat([anthropic.open, anthropic.text('Hel')]) },
            { ...pings, bytes: pings.bytes.subarray(0, 60 * ping.length) },
            { bytes: Buffer.concat([anthropic.text('lo.'), anthropic.close]) },
          ],
        ],
        act: pinged,
        expected: fine,
      },
    ],
  },
  {
    id: 'F31',
    title: 'cancel in every phase',
    expected:
      'the socket is closed within a second; nothing is shown after; nothing is left behind (no tool is run yet)',
    cases: [
      { name: 'before headers', script: [[{ wait: 'asked' }]], act: cancelAt('asked'), expected: cancelled },
      {
        name: 'before words',
        script: [[{ status: 200 }, { wait: 'open' }]],
        act: cancelAt('open'),
        expected: cancelled,
      },
      {
        name: 'in mid-stream',
        script: [[half, { wait: 'said' }, rest]],
        act: cancelAt('said'),
        expected: { ...cancelled, text: 'Hel', buttons: ['Continue', 'Retry'] },
      },
      {
        name: 'twice',
        script: [[half, { wait: 'said' }, rest]],
        act: cancelAt('said', 2),
        expected: { ...cancelled, text: 'Hel' },
      },
      {
        name: 'in the wait before a retry',
        script: [[{ status: 429, headers: { 'retry-after': '60' } }]],
        act: cancelWaiting,
        expected: cancelled,
      },
      {
        name: 'after the end',
        script: [good],
        act: async (stage) => {
          await stage.ask();
          stage.send({ type: 'stop' });
        },
        expected: fine,
      },
    ],
  },
  {
    id: 'F32',
    title: 'cancel and a reset at the same moment',
    expected: 'one end, whichever comes first',
    cases: [{ script: [], act: race, expected: {}, check: () => undefined }],
  },
  {
    id: 'F35',
    title: 'a laptop asleep: frozen for 90 s, then reset',
    expected: 'as F11: before words silently again, after them Continue and Retry',
    cases: [
      {
        name: 'before words',
        speed: thousandfold,
        script: [[{ wait: 'asleep' }, { cut: 'rst' }], good],
        act: holding('asleep', 90_000),
        expected: { ...fine, requests: 2 },
      },
      {
        name: 'after words',
        speed: thousandfold,
        script: [[half, { wait: 'asleep' }, { cut: 'rst' }]],
        act: async (stage) => {
          const asked = stage.ask();
          await stage.reads('Hel');
          await sleep(90_000 / stage.speed);
          stage.server.open('asleep');
          await asked;
        },
        expected: { text: 'Hel', error: 'interrupted', requests: 1, buttons: ['Continue', 'Retry'] },
      },
    ],
  },
  {
    id: 'F38',
    title: 'a byte a second',
    expected: 'is no stall as long as words come of it',
    cases: [
      {
        address: 'far',
        speed: 100,
        script: [[{ bytes: sparse, bytesPerWrite: 1, everyMs: 10 }]],
        expected: fine,
      },
    ],
  },
];

/** The same silences in real time. */
export const slowFaults: readonly Fault[] = [
  {
    id: 'F29 in real time',
    title: 'silence of 310 s on a local host',
    expected: 'survived, before the first byte and in the middle',
    isSlow: true,
    cases: silences(1),
  },
];

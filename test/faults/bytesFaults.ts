import assert from 'node:assert/strict';
import { bedrockException } from '../servers/bedrockScript.ts';
import { openaiEvent } from '../servers/openaiScript.ts';
import type { Step } from '../servers/faultServer.ts';
import type { Case, Fault } from './fault.ts';
import type { Stage } from './stage.ts';
import { answerOf, chatChoice, wires } from './wires.ts';

const { chat, anthropic, gemini, bedrock } = wires;
const fine = { text: 'Hello.', finish: 'stop', requests: 1, buttons: [] } as const;
const interrupted = { error: 'interrupted', requests: 1, buttons: ['Continue', 'Retry'] } as const;
const done = 'data: [DONE]\n\n';
const say = (content: string): string => chatChoice({ delta: { content } });
const stopped = chatChoice({ delta: {}, finish_reason: 'stop' });

const reads = (name: string, bytes: string | Uint8Array, more: Partial<Case> = {}): Case => ({
  name,
  script: [[{ bytes }]],
  expected: fine,
  ...more,
});

const oneByOne = (name: string, bytes: string | Uint8Array): Case =>
  reads(name, '', { script: [[{ bytes, bytesPerWrite: 1 }]] });

const lineEnds = { LF: '\n', CR: '\r', CRLF: '\r\n' } as const;

/** Every pairing of what ends a line and what ends an event, a byte at a time; CR and LF together are one end. */
const endings: readonly Case[] = Object.entries(lineEnds).flatMap(([line, first]) =>
  Object.entries(lineEnds)
    .filter(([event]) => line !== 'CR' || event !== 'LF')
    .map(([event, second]) =>
      oneByOne(
        `${line} and ${event}`,
        [say('Hel'), say('lo.'), stopped, done].join('').replaceAll('\n\n', first + second),
      ),
    ),
);

const wide = '🦜 漢字 é 👩‍👩‍👧 ﷽';

const comments = [
  ': OPENROUTER PROCESSING\n\n',
  ':\n',
  'event: ping\ndata: {"type":"ping"}\n\n',
  'id: 7\nretry: 10\n',
  'data:{"choices":[{"index":0,"delta":{"content":"Hel"}}]}\n\n',
  ': ping\ndata: {"choices":[{"index":0,\ndata: "delta":{"content":"lo."}}]}\n\n',
  'data:\n\n',
  'event: something.new\ndata: {"choices":[]}\n\n',
  stopped,
  done,
].join('');

const usage = { prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 };
const odd = [
  openaiEvent({ id: 'c', choices: [{ index: 0, delta: { role: '', content: null } }], usage }),
  openaiEvent({ id: 'c' }),
  openaiEvent({ id: 'c', choices: [{ index: 0, delta: null }], usage }),
  openaiEvent({ id: 'c', choices: [{ index: 0, delta: { content: 'Hello.' } }], usage }),
  openaiEvent({ id: 'c', choices: [{ index: 0 }], usage }),
  stopped,
  openaiEvent({ id: 'c', choices: [], usage }),
  done,
].join('');

const secret = 'PAYLOAD-THAT-NOBODY-LOGS';

const candidate = (text: string, finishReason?: string) => ({
  candidates: [{ index: 0, content: { parts: [{ text }], role: 'model' }, ...(finishReason ? { finishReason } : {}) }],
});
const list = JSON.stringify([candidate('Hel'), candidate('lo.', 'STOP')]);

/** An answer of that many small events, written in lumps. */
function events(count: number): string {
  return Array.from({ length: count }, () => say('x')).join('') + stopped + done;
}

/** A body of one-byte HTTP chunks: the client is woken for each of them. */
function shredded(text: string): readonly Step[] {
  const chunks = Array.from(Buffer.from(text), (byte) => `1\r\n${String.fromCharCode(byte)}\r\n`).join('');
  const head = 'HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n';
  return [{ raw: Buffer.from(`${head}${chunks}0\r\n\r\n`, 'latin1') }];
}

/** Processor time of this process, so that a busy machine does not look like a busy host. */
function busyMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
}

/** The test runner watches every promise, which makes each several times dearer; without it 200 ms are kept with ease. */
const deafLimitMs = 400;

/** Asks and measures how long the extension host was deaf, and how often the page was written to. */
async function heartbeat(stage: Stage): Promise<string> {
  let last = busyMs();
  let deafMs = 0;
  const beat = setInterval(() => {
    deafMs = Math.max(deafMs, busyMs() - last);
    last = busyMs();
  }, 5);
  const [started, posted] = [performance.now(), stage.view.posted.length];
  await stage.ask();
  const tookMs = performance.now() - started;
  clearInterval(beat);
  const posts = stage.view.posted.length - posted;
  assert.ok(deafMs < deafLimitMs, `the host was deaf for ${Math.round(deafMs)} ms`);
  assert.ok(posts <= tookMs / 16 + 3, `${posts} messages in ${Math.round(tookMs)} ms`);
  return `${Math.round(tookMs)} ms, deaf at most ${Math.round(deafMs)} ms, ${posts} messages to the page`;
}

const flood = (count: number): Case => ({
  name: `${count} events`,
  script: [[{ bytes: events(count), bytesPerWrite: 65_536 }]],
  act: heartbeat,
  expected: { ...fine, text: 'x'.repeat(count) },
});

const bedrockHalf = Buffer.concat([bedrock.open, bedrock.text('Hel')]);
const damaged = Buffer.from(bedrock.text('lo.'));
damaged.writeUInt8(damaged.readUInt8(damaged.length - 6) ^ 0xff, damaged.length - 6);
const misframed = Buffer.from(bedrock.text('lo.'));
misframed.writeUInt8(misframed.readUInt8(8) ^ 0xff, 8);

const bedrockCase = (name: string, tail: Uint8Array, expected: Case['expected']): Case => ({
  name,
  wire: 'bedrock',
  script: [[{ bytes: Buffer.concat([bedrockHalf, tail]) }]],
  expected: { text: 'Hel', requests: 1, buttons: ['Continue', 'Retry'], ...expected },
});

/** Faults of the bytes themselves. */
export const bytesFaults: readonly Fault[] = [
  {
    id: 'F15',
    title: 'line ends of every kind, a byte at a time',
    expected: 'read alike; no event twice',
    cases: endings,
  },
  {
    id: 'F16',
    title: 'a byte order mark',
    expected: 'at the start ignored, within the text kept',
    cases: [
      oneByOne('at the start', `\ufeff${say('Hello.')}${stopped}${done}`),
      reads('within', say('a\ufeffb') + stopped + done, { expected: { ...fine, text: 'a\ufeffb' } }),
    ],
  },
  {
    id: 'F17',
    title: 'characters of several bytes cut everywhere',
    expected: 'no replacement character',
    cases: [
      {
        ...oneByOne('chat', Buffer.concat([chat.open, Buffer.from(say(wide)), chat.close])),
        expected: { ...fine, text: wide },
      },
      { ...oneByOne('Anthropic', answerOf(anthropic, wide)), wire: 'anthropic', expected: { ...fine, text: wide } },
      { ...oneByOne('Gemini', answerOf(gemini, wide)), wire: 'gemini', expected: { ...fine, text: wide } },
      { ...oneByOne('Bedrock', answerOf(bedrock, wide)), wire: 'bedrock', expected: { ...fine, text: wide } },
    ],
  },
  {
    id: 'F18',
    title: 'comments, pings, unknown events, several data lines',
    expected: 'passed over or joined; data in the same chunk is not lost',
    cases: [reads('all at once', comments), oneByOne('byte by byte', comments)],
  },
  {
    id: 'F19',
    title: 'the last event without its blank line',
    expected: 'taken when it is whole; an end is still needed',
    cases: [
      reads('[DONE]', `${say('Hello.')}${stopped}data: [DONE]`),
      reads('finish_reason', say('Hello.') + stopped.trimEnd()),
      reads('half an event', say('Hel') + say('lo.').slice(0, -20), { expected: { ...interrupted, text: 'Hel' } }),
      reads('words, but no end', say('Hel') + say('lo.').trimEnd(), { expected: { ...interrupted, text: 'Hello.' } }),
    ],
  },
  {
    id: 'F21',
    title: 'an event that is not JSON',
    expected: 'a failed turn, unless the end was there; its bytes are in no log, file or message',
    cases: [
      reads('in the middle', `${say('Hel')}data: {"${secret}": tru\n\n${say('lo.')}${stopped}${done}`, {
        expected: { text: 'Hel', error: 'bad-response', requests: 1, buttons: ['Continue', 'Retry'] },
        check: async (stage) =>
          assert.ok(
            !((await stage.file()) + stage.log.join('') + JSON.stringify(stage.view.posted)).includes('PAYLOAD'),
          ),
      }),
      reads('after the end', `${say('Hello.')}${stopped}data: {"${secret}": tru\n\n${done}`),
    ],
  },
  {
    id: 'F22',
    title: 'chunks without choices, nulls, usage in every chunk',
    expected: 'no crash; counted once',
    cases: [
      reads('all of them', odd, {
        check: ({ page }) =>
          assert.deepEqual([page.answer.usage?.inputTokens, page.answer.usage?.outputTokens], [3, 2]),
      }),
    ],
  },
  {
    id: 'F25',
    title: 'Google’s JSON list instead of events',
    expected: 'alt=sse is asked for; a list is read wherever it is cut, and half of one is no answer',
    cases: [
      {
        name: 'a list, a byte at a time',
        wire: 'gemini',
        script: [
          [
            { status: 200, headers: { 'content-type': 'application/json' } },
            { bytes: list, bytesPerWrite: 1 },
          ],
        ],
        expected: fine,
        check: ({ server }) => assert.match(server.requests[0]?.path ?? '', /alt=sse/),
      },
      {
        name: 'half a list',
        wire: 'gemini',
        speed: 50,
        script: Array.from({ length: 3 }, () => [{ bytes: list.slice(0, -30) }]),
        expected: { error: 'interrupted' },
      },
      {
        name: 'an error in a list',
        wire: 'gemini',
        script: [
          [
            { status: 400, headers: { 'content-type': 'application/json' } },
            {
              bytes:
                '[{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}]',
            },
          ],
        ],
        expected: { error: 'unauthorized', requests: 1 },
      },
    ],
  },
  {
    id: 'F26',
    title: 'a line of 32 MB, a flood of events, chunks of a byte',
    expected: 'linear time; the host is never deaf for 200 ms; at most a message a frame',
    cases: [
      {
        name: 'a line of 32 MB',
        script: [
          [
            { bytes: say('Hel') },
            ...Array.from(
              { length: 32 },
              (_, at) => ({ bytes: (at === 0 ? 'data: ' : '') + 'x'.repeat(1024 * 1024) }) as const,
            ),
            { bytes: '\n\n' },
          ],
        ],
        act: heartbeat,
        expected: { text: 'Hel', error: 'bad-response', says: /16 MB/, requests: 1 },
      },
      flood(40_000),
      {
        name: '256 KB in chunks of a byte',
        script: [shredded(events(2_800))],
        act: heartbeat,
        expected: { ...fine, text: 'x'.repeat(2_800) },
      },
    ],
  },
  {
    id: 'F27',
    title: 'Bedrock frames that are damaged',
    expected: 'a typed error; what came stays',
    cases: [
      bedrockCase('a wrong checksum', damaged, { error: 'bad-response' }),
      bedrockCase('a wrong prelude', misframed, { error: 'bad-response' }),
      bedrockCase('a cut tail', bedrock.text('lo.').subarray(0, 40), { error: 'interrupted' }),
      bedrockCase('an exception', bedrockException('throttlingException', { message: 'Too many requests' }), {
        error: 'rate-limited',
      }),
      {
        name: 'JSON instead',
        wire: 'bedrock',
        script: [[{ status: 200, headers: { 'content-type': 'application/json' } }, { bytes: '{"message":"no"}' }]],
        expected: { requests: 1, error: 'bad-request' },
      },
    ],
  },
];

/** The flood as large as the list asks for, which takes a while. */
export const largeFaults: readonly Fault[] = [
  {
    id: 'F26 in full',
    title: 'a flood of 200,000 events',
    expected: 'linear time; the host is never deaf for long; at most a message a frame',
    isSlow: true,
    cases: [flood(200_000)],
  },
];

import assert from 'node:assert/strict';
import { until } from '../host/until.ts';
import type { Step } from '../servers/faultServer.ts';
import { expectGaps, type Case, type Fault } from './fault.ts';
import type { Stage } from './stage.ts';
import { answerOf, wires } from './wires.ts';

const good: readonly Step[] = [{ bytes: answerOf(wires.chat, 'Hello.') }];
const fine = { text: 'Hello.', finish: 'stop', buttons: [] } as const;

const limited = (headers: Readonly<Record<string, string>>): readonly Step[] => [
  { status: 429, headers: { 'content-type': 'application/json', ...headers } },
  { bytes: '{"error":{"message":"Slow down","code":"rate_limit_exceeded"}}' },
];

const status = (code: number, body: string | Uint8Array = '', headers: Readonly<Record<string, string>> = {}) =>
  [{ status: code, headers }, { bytes: body }] as const;

const hurried = 50;

/** One refusal with these headers, then an answer, so many milliseconds later at least. */
const waits = (name: string, headers: Readonly<Record<string, string>>, leastMs: number): Case => ({
  name,
  speed: leastMs > 10_000 ? 8 * hurried : hurried,
  script: [limited(headers), good],
  expected: { ...fine, requests: 2 },
  check: (stage) => expectGaps(stage, [leastMs]),
});

/** Less than this a retry never waits by itself. */
const ownMs = 375;

async function cancelWhileWaiting(stage: Stage): Promise<string> {
  stage.send({ type: 'send', text: 'Question?' });
  const shown = await countdown(stage);
  const started = performance.now();
  stage.send({ type: 'stop' });
  await until(() => !stage.conversations.current.isRunning);
  return `“${shown}”, stopped after ${Math.round(performance.now() - started)} ms`;
}

async function retryNow(stage: Stage): Promise<string> {
  stage.send({ type: 'send', text: 'Question?' });
  const shown = await countdown(stage);
  stage.send({ type: 'ask-now' });
  await stage.answered();
  return `“${shown}”, Retry now`;
}

/** Resolves once a wait is counted down on the page, to its words. */
async function countdown({ page }: Stage): Promise<string> {
  await until(() => page.retries.length === 1);
  const { words, buttons } = page.waitAfter(0);
  assert.match(words, /Trying again in \d+ s/);
  assert.deepEqual(buttons, ['Retry now', 'Cancel']);
  return words;
}

const never = (code: number, error: Case['expected']['error'], body = ''): Case => ({
  name: String(code),
  speed: hurried,
  script: [status(code, body)],
  expected: { ...(error === undefined ? {} : { error }), requests: 1, text: '' },
});

const again = (code: number): Case => ({
  name: String(code),
  speed: hurried,
  script: [status(code), status(code), good],
  expected: { ...fine, requests: 3 },
});

const page = `<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head><body>${'<p>nginx</p>'.repeat(400_000)}</body></html>`;

/** An error body, and what the user reads of it. */
const body = (name: string, text: string | Uint8Array, detail: RegExp, headers = {}): Case => ({
  name,
  script: [status(400, text, headers)],
  expected: { error: 'bad-request', requests: 1 },
  check: ({ page: { answer } }) => {
    assert.match(answer.error?.detail ?? '', detail);
    assert.ok((answer.error?.detail ?? '').length <= 2_048);
    assert.doesNotMatch(JSON.stringify(answer.error), /<html|<!doctype|<p>/i);
  },
});

const failing = (name: string, steps: readonly Step[], says: RegExp): Case => ({
  name,
  speed: hurried,
  script: [steps, steps, steps],
  expected: { error: 'network', says, requests: 3, buttons: ['Retry'] },
  check: (stage) => expectGaps(stage, [ownMs, 2 * ownMs]),
});

/** Faults before an answer has begun: refusals, and no answer at all. */
export const refusalFaults: readonly Fault[] = [
  {
    id: 'F01',
    title: '429 with Retry-After: 2',
    expected: 'a countdown, retries after 2.0 s or more, at most two; Cancel and Retry now end the wait',
    cases: [
      {
        name: 'twice, then an answer',
        speed: hurried,
        script: [limited({ 'retry-after': '2' }), limited({ 'retry-after': '2' }), good],
        expected: { ...fine, requests: 3 },
        check: (stage) => {
          assert.deepEqual(
            stage.page.retries.map(({ attempt, delayMs, error }) => [attempt, delayMs, error.kind]),
            [
              [1, 2_000, 'rate-limited'],
              [2, 2_000, 'rate-limited'],
            ],
          );
          return expectGaps(stage, [2_000, 2_000]);
        },
      },
      {
        name: 'always',
        speed: hurried,
        script: [limited({ 'retry-after': '2' }), limited({ 'retry-after': '2' }), limited({ 'retry-after': '2' })],
        expected: { error: 'rate-limited', requests: 3, says: /in 2 seconds/, buttons: ['Retry'] },
        check: (stage) => expectGaps(stage, [2_000, 2_000]),
      },
      {
        name: 'cancelled in the wait',
        script: [limited({ 'retry-after': '100' })],
        act: cancelWhileWaiting,
        expected: { finish: 'aborted', requests: 1, text: '' },
      },
      {
        name: 'Retry now',
        script: [limited({ 'retry-after': '100' }), good],
        act: retryNow,
        expected: { ...fine, requests: 2 },
      },
    ],
  },
  {
    id: 'F02',
    title: 'Retry-After of every form',
    expected: 'numbers before dates; a past date is 0; nonsense counts as not said',
    cases: [
      waits('45', { 'retry-after': '45' }, 45_000),
      waits('2.5', { 'retry-after': '2.5' }, 2_500),
      waits('0', { 'retry-after': '0' }, 0),
      // By the server's clock, whatever ours says.
      waits(
        'a date',
        { date: 'Wed, 21 Oct 2026 07:28:00 GMT', 'retry-after': 'Wed, 21 Oct 2026 07:29:00 GMT' },
        60_000,
      ),
      waits('a date long ago', { 'retry-after': 'Wed, 21 Oct 2015 07:28:00 GMT' }, 0),
      waits('-1', { 'retry-after': '-1' }, ownMs),
      waits('NaN', { 'retry-after': 'NaN' }, ownMs),
      {
        name: '1e9',
        script: [limited({ 'retry-after': '1e9' })],
        expected: { error: 'rate-limited', requests: 1, buttons: ['Retry'] },
      },
    ],
  },
  {
    id: 'F03',
    title: 'retry-after-ms beside retry-after',
    expected: 'the milliseconds win, 0 too',
    cases: [
      waits('1500 against 60', { 'retry-after-ms': '1500', 'retry-after': '60' }, 1_500),
      {
        ...waits('0 against 60', { 'retry-after-ms': '0', 'retry-after': '60' }, 0),
        check: (stage) => {
          assert.equal(stage.page.retries[0]?.delayMs, 0);
          return expectGaps(stage, [0]);
        },
      },
    ],
  },
  {
    id: 'F04',
    title: 'Retry-After: 600',
    expected: 'not slept through: told at once with the time, and a button',
    cases: [
      {
        script: [limited({ 'retry-after': '600' })],
        expected: { error: 'rate-limited', requests: 1, says: /10 minutes/, buttons: ['Retry'] },
      },
      waits('120 is still waited for', { 'retry-after': '120' }, 120_000),
    ],
  },
  {
    id: 'F05',
    title: 'x-ratelimit-reset in every format',
    expected: 'never slept on: the retry comes after its own short wait',
    cases: ['1900000000', '1900000000000', '6m0s', '2030-01-01T00:00:00Z'].map((value): Case => ({
      ...waits(value, { 'x-ratelimit-reset': value, 'x-ratelimit-reset-requests': value }, ownMs),
      check: (stage) => {
        assert.ok((stage.page.retries[0]?.delayMs ?? Infinity) <= 8_000);
        return expectGaps(stage, [ownMs]);
      },
    })),
  },
  {
    id: 'F06',
    title: 'x-should-retry, and which statuses are tried again',
    expected: '408 409 429 5xx 529 are; 400 401 402 403 404 413 422 and spent quotas never',
    cases: [
      ...[408, 409, 500, 502, 503, 504, 529].map(again),
      never(400, 'bad-request'),
      never(401, 'unauthorized'),
      never(402, 'quota'),
      never(403, 'forbidden'),
      never(404, 'not-found'),
      never(413, 'too-long'),
      never(422, 'bad-request'),
      never(429, 'quota', '{"error":{"code":"insufficient_quota","message":"You exceeded your current quota"}}'),
      {
        name: '503 and x-should-retry: false',
        script: [status(503, '', { 'x-should-retry': 'false' })],
        expected: { error: 'overloaded', requests: 1 },
      },
      {
        name: '401 and x-should-retry: true',
        script: [status(401, '', { 'x-should-retry': 'true' })],
        expected: { error: 'unauthorized', requests: 1, buttons: ['Add a key…'] },
      },
    ],
  },
  {
    id: 'F07',
    title: 'error bodies of every kind',
    expected: 'one sentence with the status; the detail is short and no HTML; no parser’s words',
    cases: [
      body('a string', '{"error":"broken thing"}', /^broken thing$/),
      body('an object', '{"error":{"message":"broken thing"}}', /^broken thing$/),
      body('a message', '{"message":"broken thing"}', /^broken thing$/),
      body('a detail', '{"detail":"broken thing"}', /^broken thing$/),
      body('a list', '[{"error":{"message":"broken thing"}}]', /^broken thing$/),
      body('nothing', '', /^$/),
      body('half JSON', '{"error":{"mess', /^\{"error":\{"mess$/),
      body('gzip', Buffer.from('1f8b0800000000000003', 'hex'), /^/, { 'content-encoding': 'gzip' }),
      {
        name: '5 MB of HTML',
        speed: hurried,
        script: [status(502, page), status(502, page), status(502, page)],
        expected: { error: 'overloaded', requests: 3, says: /status 502/, buttons: ['Retry'] },
        check: ({ page: { answer } }) => assert.equal(answer.error?.detail, '502 Bad Gateway'),
      },
      {
        name: 'a captive portal',
        script: [[{ status: 200, headers: { 'content-type': 'text/html' } }, { bytes: page.slice(0, 9_000) }]],
        expected: { error: 'bad-response', requests: 1, says: /web page/ },
      },
      {
        name: '407',
        script: [status(407)],
        expected: { error: 'network', requests: 1, says: /proxy/ },
      },
    ],
  },
  {
    id: 'F10',
    title: 'refused, reset or broken before the headers',
    expected: 'two retries with growing waits, then the cause in words and a button',
    cases: [
      failing('reset after the request', [{ cut: 'rst' }], /cut/),
      failing('closed after the request', [{ cut: 'fin' }], /cut/),
      failing('no HTTP', [{ raw: 'SSH-2.0-OpenSSH_9.6\r\n\r\n' }], /not proper HTTP/),
      {
        name: 'reset on connecting',
        speed: hurried,
        script: [good],
        act: async (stage) => {
          stage.server.refuse(2);
          await stage.ask();
        },
        expected: { ...fine, requests: 1 },
        check: (stage) => assert.equal(stage.page.retries.length, 2),
      },
      {
        name: 'nobody there',
        speed: hurried,
        address: 'closed',
        script: [],
        expected: { error: 'network', requests: 0, says: /start it, or check its address/, buttons: ['Retry'] },
        check: (stage) => assert.equal(stage.page.retries.length, 2),
      },
      {
        name: 'no TLS there',
        speed: hurried,
        address: 'https',
        script: [],
        expected: { error: 'network', requests: 0, says: /https/ },
      },
    ],
  },
  {
    id: 'F34',
    title: 'retries of one request',
    expected: 'carry one idempotency key, and another question another one',
    cases: [
      {
        wire: 'responses',
        speed: hurried,
        script: [
          status(503),
          status(503),
          [{ bytes: answerOf(wires.responses, 'One.') }],
          [{ bytes: answerOf(wires.responses, 'Two.') }],
        ],
        act: async (stage) => {
          await stage.ask();
          await stage.ask();
        },
        expected: { text: 'Two.', finish: 'stop', requests: 4 },
        check: ({ server }) => {
          const keys = server.requests.map(({ headers }) => headers['idempotency-key']);
          assert.ok(keys[0] !== undefined && keys[0] !== '');
          assert.deepEqual(keys.slice(0, 3), [keys[0], keys[0], keys[0]]);
          assert.notEqual(keys[3], keys[0]);
          return `${new Set(keys).size} keys`;
        },
      },
    ],
  },
  {
    id: 'F40',
    title: 'headers too large, either way',
    expected: 'a named error',
    cases: [
      {
        name: 'a line of 20 KB',
        speed: hurried,
        script: Array.from({ length: 3 }, () => [{ raw: `HTTP/1.1 200 OK\r\nx-large: ${'x'.repeat(20_000)}\r\n\r\n` }]),
        expected: { error: 'network', says: /headers that are too large/ },
      },
      {
        name: '431',
        script: [status(431)],
        expected: { error: 'bad-request', requests: 1, says: /431/ },
      },
    ],
  },
];

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StreamEvent } from '../../../src/model/event.ts';
import { anthropic } from '../../../src/providers/anthropic.ts';
import {
  type Answer,
  answer,
  ask,
  canary,
  chatStream,
  endpoint,
  joined,
  refused,
  says,
  scripted,
  sleeplessClock,
  stops,
} from './harness.ts';

const good = answer(chatStream(says('Hello'), stops('stop')));

const failed = (status: number, headers: Record<string, string> = {}, body = ''): Answer =>
  answer(body, { status, headers });

async function attempt(
  ...answers: readonly Answer[]
): Promise<{ events: readonly StreamEvent[]; slept: readonly number[]; requests: number }> {
  const { clock, slept } = sleeplessClock();
  const { transport, requests } = scripted(...answers);
  const events = await ask(endpoint(transport, { clock }));
  return { events: joined(events), slept, requests: requests.length };
}

const kinds = (events: readonly StreamEvent[]): readonly string[] => events.map(({ type }) => type);

for (const status of [408, 409, 429, 500, 502, 503, 529]) {
  test(`${status} is tried again, at most twice, with growing waits`, async () => {
    const better = await attempt(failed(status), failed(status), good);
    assert.deepEqual(kinds(better.events), ['retry', 'retry', 'text', 'finish']);
    assert.deepEqual(better.slept, [500, 1_000]);
    const worse = await attempt(failed(status));
    assert.deepEqual(kinds(worse.events), ['retry', 'retry', 'error']);
    assert.equal(worse.requests, 3);
  });
}

for (const status of [400, 401, 402, 403, 404, 413, 422]) {
  test(`${status} is final, whatever the header says`, async () => {
    const { events, requests } = await attempt(failed(status, { 'x-should-retry': 'true' }));
    assert.deepEqual(kinds(events), ['error']);
    assert.equal(requests, 1);
  });
}

test('an empty account is final although it comes as 429', async () => {
  const body = JSON.stringify({
    error: {
      message: 'You exceeded your current quota, please check your plan.',
      type: 'insufficient_quota',
      code: 'insufficient_quota',
    },
  });
  const { events, requests } = await attempt(failed(429, {}, body));
  const [last] = events;
  assert.ok(last?.type === 'error');
  assert.equal(last.error.kind, 'quota');
  assert.equal(requests, 1);
});

test('the wait that was asked for is kept and shown', async () => {
  const { events, slept } = await attempt(
    failed(429, { 'retry-after': '2' }),
    failed(429, { 'retry-after-ms': '0' }),
    good,
  );
  assert.deepEqual(slept, [2_000, 0]);
  assert.deepEqual(events[0], {
    type: 'retry',
    attempt: 1,
    delayMs: 2_000,
    error: {
      kind: 'rate-limited',
      message: 'OpenAI limits how often it may be asked; try again in 2 seconds (status 429).',
      status: 429,
      retryAfterMs: 2_000,
    },
  });
});

test('a wait of more than two minutes is shown instead of slept through', async () => {
  const { events, requests } = await attempt(failed(429, { 'retry-after': '600' }));
  const [last] = events;
  assert.ok(last?.type === 'error');
  assert.equal(last.error.retryAfterMs, 600_000);
  assert.match(last.error.message, /in 10 minutes/);
  assert.equal(requests, 1);
});

test('x-should-retry: false is obeyed, and true makes a failure worth another try', async () => {
  assert.equal((await attempt(failed(500, { 'x-should-retry': 'false' }))).requests, 1);
  assert.equal((await attempt(failed(408, { 'x-should-retry': 'true' }), good)).requests, 2);
});

for (const code of ['ECONNREFUSED', 'ENOTFOUND', 'ECONNRESET', 'ETIMEDOUT', 'CERT_HAS_EXPIRED', 'UNKNOWN_TO_US']) {
  test(`no connection (${code}) is tried again, then told by its cause, without what the platform's error holds`, async () => {
    const { events, requests } = await attempt(refused(code));
    assert.equal(requests, 3);
    const last = events.at(-1);
    assert.ok(last?.type === 'error');
    assert.equal(last.error.kind, 'network');
    assert.equal(last.error.detail, code);
    assert.equal(JSON.stringify(events).includes(canary), false);
  });
}

const breaksAfter =
  (text: string): Answer =>
  () => ({
    status: 200,
    headers: {},
    body: (async function* () {
      yield new TextEncoder().encode(text);
      throw Object.assign(new Error(`socket hang up ${canary}`), { code: 'ECONNRESET' });
    })(),
  });

test('a connection lost before the first output is tried again', async () => {
  const { events } = await attempt(
    breaksAfter(': hi\n\ndata: {"choices":[{"delta":{"role":"assistant","content":""}}]}\n\n'),
    good,
  );
  assert.deepEqual(kinds(events), ['retry', 'text', 'finish']);
});

test('a connection lost after the first output is not, and what came is kept once', async () => {
  for (const delta of ['{"content":"Hel"}', '{"reasoning":"Hm"}']) {
    const { events, requests } = await attempt(breaksAfter(`data: {"choices":[{"delta":${delta}}]}\n\n`), good);
    assert.equal(requests, 1);
    assert.equal(events.length, 2);
    const last = events.at(-1);
    assert.ok(last?.type === 'error');
    assert.deepEqual([last.error.kind, last.error.detail], ['interrupted', 'ECONNRESET']);
    assert.equal(JSON.stringify(events).includes(canary), false);
  }
});

test('a connection lost after the finish reason is no failure', async () => {
  const { events } = await attempt(
    breaksAfter(chatStream(says('Hello'), stops('stop')).replace('data: [DONE]\n\n', '')),
  );
  assert.deepEqual(kinds(events), ['text', 'finish']);
});

test('an overloaded provider inside a stream is asked again while nothing was shown', async () => {
  const overloaded = answer(
    'event: error\ndata: {"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}\n\n',
  );
  const ok = answer(
    'data: {"type":"content_block_delta","index":0,"delta":{"text":"Hello"}}\n\ndata: {"type":"message_stop"}\n\n',
  );
  const events = await ask(endpoint(scripted(overloaded, ok).transport, { provider: anthropic }));
  assert.deepEqual(kinds(events), ['retry', 'text', 'finish']);
});

test('retries send the same request', async () => {
  const { transport, requests } = scripted(failed(500), failed(500), good);
  await ask(endpoint(transport));
  assert.equal(requests.length, 3);
  assert.deepEqual(requests[1], requests[0]);
  assert.deepEqual(requests[2], requests[0]);
});

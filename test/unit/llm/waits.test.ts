import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Limiter } from '../../../src/llm/limiter.ts';
import type { Endpoint } from '../../../src/llm/send.ts';
import { stream } from '../../../src/llm/stream.ts';
import type { StreamEvent } from '../../../src/model/event.ts';
import type { Wake } from '../../../src/model/message.ts';
import { ollama } from '../../../src/providers/ollama.ts';
import {
  type Answer,
  answer,
  chatStream,
  endpoint,
  LiveBody,
  ManualClock,
  question,
  says,
  scripted,
  stops,
} from './harness.ts';

const good = answer(chatStream(says('Hello'), stops('stop')));
const failed = (status: number, headers: Record<string, string> = {}): Answer => answer('', { status, headers });
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
const remote = { baseUrl: 'https://api.example/v1' };

/** The user's button. */
function button(): Wake & { press(): void; readonly listeners: number } {
  const all = new Set<() => void>();
  return {
    listen: (run) => {
      all.add(run);
      return () => void all.delete(run);
    },
    press: () => all.forEach((run) => run()),
    get listeners() {
      return all.size;
    },
  };
}

/** Reads in the background what one request yields. */
function reading(
  to: Endpoint,
  { wake, signal = new AbortController().signal }: { wake?: Wake; signal?: AbortSignal } = {},
) {
  const events: StreamEvent[] = [];
  const done = (async () => {
    for await (const event of stream(to, { ...question, ...(wake === undefined ? {} : { wake }) }, signal))
      events.push(event);
  })();
  return { events, done, types: () => events.map(({ type }) => type) };
}

test('“Retry now” ends the wait, says so, and leaves nothing behind', async () => {
  const clock = new ManualClock();
  const wake = button();
  const { transport, requests } = scripted(failed(429, { 'retry-after': '60' }), good);
  const { events, done } = reading(endpoint(transport, { clock }), { wake });
  await settled();
  assert.equal(requests.length, 1);
  wake.press();
  await done;
  assert.equal(requests.length, 2);
  assert.deepEqual(
    events.map((event) => (event.type === 'retry' ? event.delayMs : event.type)),
    [60_000, 0, 'text', 'finish'],
  );
  assert.deepEqual([clock.pending, wake.listeners], [0, 0]);
});

test('“Retry now” that gets an answer shows that the wait was not needed: whoever comes next need not wait', async () => {
  const clock = new ManualClock();
  const wake = button();
  const { transport, requests } = scripted(failed(429, { 'retry-after': '60' }), good);
  const to = endpoint(transport, { ...remote, clock, limiter: new Limiter(clock) });
  const first = reading(to, { wake });
  await settled();
  wake.press();
  await first.done;
  const next = reading(to);
  await settled();
  assert.equal(requests.length, 3);
  assert.deepEqual(next.types(), ['text', 'finish']);
});

test('a button pressed while nothing waits does nothing', async () => {
  const wake = button();
  const body = new LiveBody();
  const { events, done } = reading(
    endpoint(async () => ({ status: 200, headers: {}, body })),
    { wake },
  );
  await settled();
  wake.press();
  body.push(chatStream(says('Hello'), stops('stop')));
  await done;
  assert.deepEqual(
    events.map(({ type }) => type),
    ['text', 'finish'],
  );
});

test('retries carry the same idempotency key, two requests do not', async () => {
  const { transport, requests } = scripted(failed(500), good, good);
  const to = endpoint(transport);
  await reading(to).done;
  await reading(to).done;
  const keys = requests.map(({ headers }) => headers['idempotency-key']);
  assert.equal(keys.length, 3);
  assert.equal(keys[0], keys[1]);
  assert.notEqual(keys[1], keys[2]);
});

test('a used budget is waited for in sight, and ends with its reset', async () => {
  const clock = new ManualClock();
  const spent = {
    'x-ratelimit-limit-requests': '3',
    'x-ratelimit-remaining-requests': '0',
    'x-ratelimit-reset-requests': '20s',
  };
  const { transport, requests } = scripted(answer(chatStream(says('Hello'), stops('stop')), { headers: spent }), good);
  const to = endpoint(transport, { clock, limiter: new Limiter(clock) });
  await reading(to).done;
  const second = reading(to);
  await settled();
  assert.deepEqual(second.events, [{ type: 'queued', delayMs: 20_000 }]);
  clock.advance(19_999);
  await settled();
  assert.equal(requests.length, 1);
  clock.advance(1);
  await second.done;
  assert.deepEqual(second.events.slice(1, 2), [{ type: 'queued', delayMs: 0 }]);
  assert.deepEqual(second.types(), ['queued', 'queued', 'text', 'finish']);
  assert.equal(clock.pending, 0);
});

test('“Ask anyway” asks at once; Cancel leaves the line and sends nothing', async () => {
  const clock = new ManualClock();
  const { transport, requests } = scripted(failed(429, { 'retry-after': '100' }), good);
  const limiter = new Limiter(clock);
  const to = endpoint(transport, { clock, limiter });
  const controller = new AbortController();
  const refused = reading(to, { signal: controller.signal });
  await settled();
  const [wake, cancel] = [button(), new AbortController()];
  const impatient = reading(to, { wake });
  const cancelled = reading(to, { signal: cancel.signal });
  await settled();
  assert.deepEqual([impatient.types(), cancelled.types()], [['queued'], ['queued']]);
  cancel.abort();
  await cancelled.done;
  assert.deepEqual(cancelled.types(), ['queued', 'finish']);
  assert.equal(requests.length, 1);
  wake.press();
  await impatient.done;
  assert.deepEqual(impatient.types(), ['queued', 'queued', 'text', 'finish']);
  controller.abort();
  await refused.done;
  assert.equal(requests.length, 2);
  assert.deepEqual([clock.pending, wake.listeners], [0, 0]);
});

test('after a 429 with Retry-After, later requests wait too, and follow the one that was refused', async () => {
  const clock = new ManualClock();
  const { transport, requests } = scripted(failed(429, { 'retry-after': '5' }), good, good);
  const to = endpoint(transport, { clock, limiter: new Limiter(clock) });
  const first = reading(to);
  await settled();
  const later = [reading(to), reading(to)];
  await settled();
  clock.advance(4_000);
  await settled();
  assert.equal(requests.length, 1);
  clock.advance(1_000);
  await Promise.all([first.done, ...later.map(({ done }) => done)]);
  assert.equal(requests.length, 4);
  assert.deepEqual(first.types(), ['retry', 'text', 'finish']);
  for (const one of later) assert.deepEqual([one.types()[0], one.types().at(-1)], ['queued', 'finish']);
});

test('signs of life are told at most once a second, and never among text', async () => {
  const clock = new ManualClock();
  const body = new LiveBody();
  const { done, types } = reading(endpoint(async () => ({ status: 200, headers: {}, body }), { ...remote, clock }));
  const push = async (text: string, thenMs: number): Promise<void> => {
    body.push(text);
    await settled();
    clock.advance(thenMs);
  };
  await push(': hi\n\n', 400);
  await push(': hi\n\n', 600);
  assert.deepEqual(types(), []);
  await push(': hi\n\n', 300);
  await push(': hi\n\n', 300);
  await push('event: ping\ndata: {"type":"ping"}\n\n', 300);
  assert.deepEqual(types(), ['alive']);
  await push(': hi\n\n', 5_000);
  assert.deepEqual(types(), ['alive']);
  await push(': hi\n\n', 0);
  assert.deepEqual(types(), ['alive', 'alive']);
  await push('data: {"choices":[{"delta":{"content":"Hel"}}]}\n\n', 900);
  await push(': hi\n\n', 0);
  await push(chatStream(says('lo'), stops('stop')), 0);
  await done;
  assert.deepEqual(types(), ['alive', 'alive', 'text', 'text', 'finish']);
});

test('blanks before a whole answer are signs of life', async () => {
  const clock = new ManualClock();
  const body = new LiveBody();
  const to = endpoint(async () => ({ status: 200, headers: {}, body }), { ...remote, clock, stream: false });
  const { done, types } = reading(to);
  await settled();
  clock.advance(2_000);
  body.push('\n\n');
  await settled();
  assert.deepEqual(types(), ['alive']);
  body.push(JSON.stringify({ choices: [{ message: { content: 'Hello' }, finish_reason: 'stop' }] }));
  body.end();
  await done;
  assert.deepEqual(types(), ['alive', 'text', 'finish']);
});

test('a failure after nothing but signs of life is still tried again', async () => {
  const clock = new ManualClock();
  const body = new LiveBody();
  const { transport } = scripted(() => ({ status: 200, headers: {}, body }), good);
  const { done, types } = reading(endpoint(transport, { ...remote, clock }));
  await settled();
  clock.advance(2_000);
  body.push(': hi\n\n');
  await settled();
  body.end();
  await settled();
  assert.deepEqual(types(), ['alive', 'retry']);
  clock.advance(1_000);
  await done;
  assert.deepEqual(types(), ['alive', 'retry', 'text', 'finish']);
});

test('empty deltas sent again and again are no progress', async () => {
  const clock = new ManualClock();
  const body = new LiveBody();
  const controller = new AbortController();
  const to = endpoint(async () => ({ status: 200, headers: {}, body }), { ...remote, clock });
  const { done, events } = reading(to, { signal: controller.signal });
  for (let count = 0; count < 4; count++) {
    body.push('data: {"id":"c1","choices":[{"index":0,"delta":{"content":""}}]}\n\n');
    await settled();
    clock.advance(100_000);
    await settled();
  }
  controller.abort();
  await done;
  const last = events.at(-1);
  assert.equal(last?.type === 'error' && last.error.kind, 'timeout');
});

/** How long a silent provider is waited for, before its answer and within it; undefined for more than two hours. */
async function patience(options: Partial<Endpoint>, request: object = {}): Promise<(number | undefined)[]> {
  const found: (number | undefined)[] = [];
  for (const headersCame of [false, true]) {
    const clock = new ManualClock();
    const startMs = clock.now();
    const transport = () =>
      headersCame
        ? Promise.resolve({ status: 200, headers: {}, body: new LiveBody() })
        : new Promise<never>(() => undefined);
    let endMs: number | undefined;
    const controller = new AbortController();
    const done = (async () => {
      const to = endpoint(transport, { ...options, clock });
      for await (const event of stream(to, { ...question, ...request }, controller.signal))
        if (event.type === 'error') endMs = clock.now() - startMs;
    })();
    await settled();
    for (let minute = 0; minute < 120; minute++) {
      clock.advance(60_000);
      await settled();
    }
    controller.abort();
    await done;
    found.push(endMs);
  }
  return found;
}

const minutes = (...counts: number[]): number[] => counts.map((count) => count * 60_000);

test('silence is allowed as suits the model and the place, unless the connection says otherwise', async () => {
  assert.deepEqual(await patience(remote), minutes(2, 5));
  assert.deepEqual(await patience(remote, { thinks: true }), minutes(10, 15));
  assert.deepEqual(await patience(remote, { reasoningEffort: 'high' }), minutes(10, 15));
  assert.deepEqual(await patience({ ...remote, stream: false }), minutes(10, 15));
  assert.deepEqual(await patience({ ...remote, timeoutSeconds: { idle: 3_600 } }), minutes(2, 60));
  assert.deepEqual(await patience({ ...remote, timeoutSeconds: { firstByte: 0, idle: 0 } }), [undefined, undefined]);
  assert.deepEqual(await patience({}), [undefined, undefined]);
  assert.deepEqual(await patience({ provider: ollama, ...remote }), [undefined, undefined]);
  assert.deepEqual(await patience({ timeoutSeconds: { firstByte: 60 } }), [60_000, undefined]);
});

test('the time to connect goes along with the request, but not to this machine', async () => {
  for (const [options, expected] of [
    [remote, 20_000],
    [{ ...remote, timeoutSeconds: { connect: 3 } }, 3_000],
    [{ ...remote, timeoutSeconds: { connect: 0 } }, undefined],
    [{}, undefined],
  ] as const) {
    const { transport, requests } = scripted(good);
    await reading(endpoint(transport, options)).done;
    assert.equal(requests[0]?.connectTimeoutMs, expected);
  }
});

test('a wait of more than two minutes is told with its end and what the headers say', async () => {
  const clock = new ManualClock();
  const headers = { 'retry-after': '600', 'x-ratelimit-reset': '1767225600', 'x-ratelimit-remaining-requests': '0' };
  const { transport, requests } = scripted(failed(429, headers));
  const { events, done } = reading(endpoint(transport, { clock }));
  await done;
  assert.equal(requests.length, 1);
  const [last] = events;
  assert.ok(last?.type === 'error');
  assert.equal(last.error.retryAtMs, clock.now() + 600_000);
  assert.deepEqual(last.error.limits, ['x-ratelimit-reset: 1767225600', 'x-ratelimit-remaining-requests: 0']);
});

test('another try waits on when others have used up the own limit in the meantime, and goes before those behind it', async () => {
  const clock = new ManualClock();
  const limiter = new Limiter(clock);
  limiter.allow({ requests: 2 });
  const { transport, requests } = scripted(failed(503), good);
  const to = endpoint(transport, { ...remote, clock, limiter });
  const [first, wake] = [reading(to), button()];
  await settled();
  const second = reading(to);
  await second.done;
  const third = reading(to, { wake });
  await settled();
  clock.advance(500);
  await settled();
  assert.equal(requests.length, 2, 'two are all that may leave in a minute');
  assert.deepEqual(
    first.events.map((event) => (event.type === 'retry' ? event.delayMs : event.type)),
    [500, 59_500],
  );
  clock.advance(59_500);
  await first.done;
  assert.equal(first.events.at(-1)?.type, 'finish');
  await third.done;
  assert.deepEqual([requests.length, clock.pending, wake.listeners], [4, 0, 0]);
});

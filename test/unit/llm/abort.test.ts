import assert from 'node:assert/strict';
import { getEventListeners } from 'node:events';
import { test } from 'node:test';
import { stream } from '../../../src/llm/stream.ts';
import type { StreamEvent } from '../../../src/model/event.ts';
import type { Transport } from '../../../src/model/http.ts';
import { anthropic } from '../../../src/providers/anthropic.ts';
import {
  all,
  answer,
  ask,
  chatStream,
  endpoint,
  LiveBody,
  ManualClock,
  question,
  says,
  scripted,
  stops,
} from './harness.ts';

const aborted: StreamEvent = { type: 'finish', reason: 'aborted' };

const live =
  (body: LiveBody): Transport =>
  async () => ({ status: 200, headers: {}, body });

/** A transport that never answers and tells whether it was called off. */
function silent(): { readonly transport: Transport; readonly signals: readonly AbortSignal[] } {
  const signals: AbortSignal[] = [];
  const transport: Transport = (_request, signal) => {
    signals.push(signal);
    return new Promise(() => undefined);
  };
  return { transport, signals };
}

/** Lets everything that can go on by itself do so. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('aborting in the middle ends at once, closes the body and leaves no listener', async () => {
  const body = new LiveBody();
  const controller = new AbortController();
  const events = stream(endpoint(live(body)), question, controller.signal);
  body.push('data: {"choices":[{"delta":{"content":"Hel"}}]}\n\n');
  assert.deepEqual((await events.next()).value, { type: 'text', delta: 'Hel' });
  const next = events.next();
  await settled();
  controller.abort();
  assert.deepEqual((await next).value, aborted);
  assert.equal((await events.next()).done, true);
  assert.equal(body.closed, true);
  assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
});

test('nothing that came in the same chunk is given after an abort', async () => {
  const controller = new AbortController();
  const events = stream(
    endpoint(scripted(answer(chatStream(says('a'), says('b'), stops('stop')))).transport),
    question,
    controller.signal,
  );
  await events.next();
  controller.abort();
  assert.deepEqual((await events.next()).value, aborted);
});

test('aborting before the answer begins calls the request off', async () => {
  const { transport, signals } = silent();
  const controller = new AbortController();
  const events = all(stream(endpoint(transport), question, controller.signal));
  await settled();
  controller.abort();
  assert.deepEqual(await events, [aborted]);
  assert.equal(signals[0]?.aborted, true);
});

test('an abort before the start sends nothing', async () => {
  const { transport, requests } = scripted(answer(''));
  assert.deepEqual(await ask(endpoint(transport), AbortSignal.abort()), [aborted]);
  assert.equal(requests.length, 0);
});

test('aborting while waiting for a retry ends the wait', async () => {
  const clock = new ManualClock();
  const controller = new AbortController();
  const { transport, requests } = scripted(answer('', { status: 429, headers: { 'retry-after': '60' } }));
  const events = stream(endpoint(transport, { clock }), question, controller.signal);
  assert.equal((await events.next()).value?.type, 'retry');
  const next = events.next();
  await settled();
  controller.abort();
  assert.deepEqual((await next).value, aborted);
  assert.equal(requests.length, 1);
  assert.equal(clock.pending, 0);
  assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
});

test('a reader that stops early closes the body', async () => {
  const body = new LiveBody();
  body.push('data: {"choices":[{"delta":{"content":"Hel"}}]}\n\n');
  const controller = new AbortController();
  for await (const event of stream(endpoint(live(body)), question, controller.signal)) {
    assert.equal(event.type, 'text');
    break;
  }
  assert.equal(body.closed, true);
  assert.equal(getEventListeners(controller.signal, 'abort').length, 0);
});

test('the end of the protocol closes a socket that stays open', async () => {
  const body = new LiveBody();
  body.push(chatStream(says('Hello'), stops('stop')));
  const events = await ask(endpoint(live(body)));
  assert.equal(events.at(-1)?.type, 'finish');
  assert.equal(body.closed, true);
});

test('what an aborted answer has cost is told', async () => {
  const body = new LiveBody();
  const controller = new AbortController();
  const events = all(stream(endpoint(live(body), { provider: anthropic }), question, controller.signal));
  body.push('data: {"type":"message_start","message":{"usage":{"input_tokens":9,"output_tokens":1}}}\n\n');
  await settled();
  controller.abort();
  assert.deepEqual(await events, [{ type: 'usage', usage: { inputTokens: 9, outputTokens: 1 } }, aborted]);
});

const remote = { baseUrl: 'https://api.example/v1' };

test('an answer that comes whole takes as long as it is written', async () => {
  const clock = new ManualClock();
  const [patient, controller] = [silent(), new AbortController()];
  const next = stream(
    endpoint(patient.transport, { clock, baseUrl: 'https://api.example', stream: false }),
    question,
    controller.signal,
  ).next();
  await settled();
  clock.advance(599_000);
  await settled();
  assert.equal(patient.signals[0]?.aborted, false);
  clock.advance(2_000);
  const { value } = await next;
  assert.ok(value?.type === 'error' && value.error.kind === 'timeout');
});

test('silence before the answer is limited, and not tried again', async () => {
  const clock = new ManualClock();
  const { transport, signals } = silent();
  const events = ask(endpoint(transport, { ...remote, clock }));
  await settled();
  clock.advance(119_000);
  await settled();
  assert.equal(signals[0]?.aborted, false);
  clock.advance(1_000);
  const [last, ...rest] = await events;
  assert.ok(last?.type === 'error');
  assert.deepEqual([last.error.kind, rest.length], ['timeout', 0]);
  assert.match(last.error.message, /sent nothing for 120 seconds/);
  assert.equal(signals[0]?.aborted, true);
  assert.equal(clock.pending, 0);
});

test('comments and pings are no progress, payload is', async () => {
  const clock = new ManualClock();
  const body = new LiveBody();
  const events = ask(endpoint(live(body), { ...remote, clock }));
  const pass = async (text: string): Promise<void> => {
    body.push(text);
    await settled();
    clock.advance(200_000);
    await settled();
  };
  await pass('data: {"choices":[{"delta":{"content":"Hel"}}]}\n\n');
  await pass('data: {"choices":[{"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{"}}]}}]}\n\n');
  await pass('data: {"choices":[{"delta":{"content":"lo"}}]}\n\n');
  await pass(': still here\n\nevent: ping\ndata: {"type":"ping"}\n\n');
  const found = await events;
  const last = found.at(-1);
  assert.deepEqual(found.slice(0, -1), [
    { type: 'text', delta: 'Hel' },
    { type: 'alive' },
    { type: 'text', delta: 'lo' },
    { type: 'alive' },
  ]);
  assert.ok(last?.type === 'error');
  assert.equal(last.error.kind, 'timeout');
  assert.equal(body.closed, true);
});

test('a reader that takes its time is not the provider’s silence', async () => {
  const clock = new ManualClock();
  const body = new LiveBody();
  body.push('data: {"choices":[{"delta":{"content":"Hel"}}]}\n\n');
  const events = stream(endpoint(live(body), { ...remote, clock }), question, new AbortController().signal);
  await events.next();
  clock.advance(1_000_000);
  body.push('data: {"choices":[{"delta":{"content":"lo"},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n');
  assert.deepEqual((await events.next()).value, { type: 'text', delta: 'lo' });
});

test('a model on this machine may be silent for as long as it likes', async () => {
  const clock = new ManualClock();
  const body = new LiveBody();
  const events = ask(endpoint(live(body), { clock }));
  await settled();
  assert.equal(clock.pending, 0);
  clock.advance(10_000_000);
  body.push(chatStream(says('Hello'), stops('stop')));
  assert.equal((await events).at(-1)?.type, 'finish');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Limiter, type Place } from '../../../src/llm/limiter.ts';
import { stream } from '../../../src/llm/stream.ts';
import type { StreamEvent } from '../../../src/model/event.ts';
import type { Request } from '../../../src/model/message.ts';
import { requestTokens } from '../../../src/model/requestTokens.ts';
import { answer, chatStream, endpoint, ManualClock, pieces, question, says, scripted, stops } from './harness.ts';

const minuteMs = 60_000;

function start(limits: { requests?: number; tokens?: number }) {
  const clock = new ManualClock();
  const limiter = new Limiter(clock);
  limiter.allow(limits);
  /** How long it is held; undefined when it may go. */
  const held = (place: Place): number | undefined => {
    const hold = place.go();
    if (hold === undefined) return undefined;
    assert.equal(hold.by, 'settings');
    return (hold.untilMs ?? NaN) - clock.now();
  };
  return { clock, limiter, held };
}

const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test('no more requests than allowed leave in any minute, in their order, whatever the model', () => {
  const { clock, limiter, held } = start({ requests: 2 });
  assert.equal(held(limiter.enter('m')), undefined);
  clock.advance(10_000);
  assert.equal(held(limiter.enter('other')), undefined);
  const [third, fourth, fifth] = [limiter.enter('m'), limiter.enter('other'), limiter.enter('m')];
  assert.deepEqual([third, fourth, fifth].map(held), [50_000, 60_000, 110_000], 'each counts those before it');
  clock.advance(50_000);
  assert.deepEqual([fifth, fourth, third].map(held), [60_000, 10_000, undefined], 'whoever asks first');
  clock.advance(10_000);
  assert.deepEqual([fourth, fifth].map(held), [undefined, 50_000]);
});

test('who leaves the line makes room for those behind, and tells them', () => {
  const { limiter, held } = start({ requests: 1 });
  held(limiter.enter('m'));
  const [second, third] = [limiter.enter('m'), limiter.enter('other')];
  assert.equal(held(third), 2 * minuteMs);
  let told = 0;
  third.listen(() => told++);
  second.leave();
  assert.deepEqual([told, held(third)], [1, minuteMs]);
});

test('tokens count as they are estimated, and as they were once the answer tells', () => {
  const { clock, limiter, held } = start({ tokens: 1_000 });
  const first = limiter.enter('m', 700);
  assert.equal(held(first), undefined);
  const small = limiter.enter('m', 300);
  assert.equal(held(small), undefined);
  const next = limiter.enter('m', 200);
  assert.equal(held(next), minuteMs);
  clock.advance(5_000);
  first.used({ inputTokens: 400, outputTokens: 50 });
  assert.equal(held(next), undefined);
  const last = limiter.enter('m', 120);
  assert.equal(held(last), minuteMs - 5_000, 'what was written counts from when it was known');
});

test('one that is larger than the limit goes alone', () => {
  const { clock, limiter, held } = start({ tokens: 1_000 });
  held(limiter.enter('m', 10));
  const huge = limiter.enter('m', 5_000);
  assert.equal(held(huge), minuteMs);
  clock.advance(minuteMs);
  assert.equal(held(huge), undefined);
});

test('a model whose provider takes nothing now keeps no other model from its turn', () => {
  const { clock, limiter, held } = start({ requests: 1 });
  held(limiter.enter('free'));
  const refused = limiter.enter('busy');
  refused.failed({ kind: 'rate-limited', retryAfterMs: 100_000 });
  const other = limiter.enter('free');
  clock.advance(minuteMs);
  assert.equal(held(other), undefined);
  assert.equal(refused.go()?.untilMs, clock.now() + minuteMs, 'the longer of both is told');
});

test('limits that are lifted, or a clock that is set back, hold nobody', () => {
  const { clock, limiter, held } = start({ requests: 1 });
  held(limiter.enter('m'));
  const second = limiter.enter('m');
  assert.equal(held(second), minuteMs);
  clock.advance(-900_000);
  assert.equal(held(second), undefined);
  const third = limiter.enter('m');
  assert.equal(held(third), minuteMs);
  limiter.allow({});
  assert.equal(held(third), undefined);
});

test('what is sent without asking, and each try again, counts too', async () => {
  const { limiter, held } = start({ requests: 2 });
  const place = limiter.enter('m');
  held(place);
  const send = place.through(async () => ({ status: 503, headers: {}, body: pieces(new Uint8Array(), 1) }));
  const once = () => send({ method: 'POST', url: 'https://a.example', headers: {} }, new AbortController().signal);
  await once();
  assert.ok(place.rest() <= 0);
  await once();
  assert.equal(place.rest(), minuteMs);
  assert.equal(held(limiter.enter('m')), minuteMs);
});

test('the size of a request is that of its words, calls and files', () => {
  const words = (messages: Request['messages'], more: Partial<Request> = {}) =>
    requestTokens({ model: 'm', messages, ...more });
  const user = { role: 'user', text: 'hello world' } as const;
  assert.equal(words([]), 0);
  const plain = words([user]);
  assert.ok(plain > 0);
  assert.equal(words([], { system: user.text }), plain);
  assert.equal(words([{ role: 'assistant', parts: [{ type: 'text', text: user.text }] }]), plain);
  assert.equal(words([{ ...user, files: [{ mediaType: 'image/png', data: 'AAAA' }] }]) - plain, 1_600);
});

/** Asks twice of a connection with such a limit; the second one waits. */
function twice() {
  const clock = new ManualClock();
  const limiter = new Limiter(clock);
  limiter.allow({ requests: 1 });
  const { transport, requests } = scripted(answer(chatStream(says('Hello'), stops('stop'))));
  const to = endpoint(transport, { clock, limiter });
  const read = (request: Request = question, signal = new AbortController().signal) => {
    const events: StreamEvent[] = [];
    const done = (async () => {
      for await (const event of stream(to, request, signal)) events.push(event);
    })();
    return { events, done };
  };
  return { clock, requests, read };
}

test('a wait for the own limit is told as such, ends by itself, and leaves no timer', async () => {
  const { clock, requests, read } = twice();
  await read().done;
  const second = read();
  await settled();
  assert.deepEqual(second.events, [{ type: 'queued', delayMs: minuteMs, by: 'settings' }]);
  clock.advance(minuteMs - 1);
  await settled();
  assert.equal(requests.length, 1);
  clock.advance(1);
  await second.done;
  assert.deepEqual(second.events.at(-1), { type: 'finish', reason: 'stop', raw: 'stop' });
  assert.deepEqual([requests.length, clock.pending], [2, 0]);
});

test('it can be cancelled, which sends nothing, or ended, which asks at once', async () => {
  const { clock, requests, read } = twice();
  await read().done;
  const cancel = new AbortController();
  const presses = new Set<() => void>();
  const wake = {
    listen: (run: () => void) => {
      presses.add(run);
      return () => void presses.delete(run);
    },
  };
  const cancelled = read(question, cancel.signal);
  const impatient = read({ ...question, wake });
  await settled();
  cancel.abort();
  await cancelled.done;
  assert.deepEqual([cancelled.events.at(-1), requests.length], [{ type: 'finish', reason: 'aborted' }, 1]);
  for (const press of presses) press();
  await impatient.done;
  assert.deepEqual([impatient.events.at(-1)?.type, requests.length, clock.pending], ['finish', 2, 0]);
});

test('a try again keeps to the limit as well, and the countdown says how long that is', async () => {
  const clock = new ManualClock();
  const limiter = new Limiter(clock);
  limiter.allow({ requests: 1 });
  const { transport, requests } = scripted(
    answer('', { status: 503 }),
    answer(chatStream(says('Hello'), stops('stop'))),
  );
  const events: StreamEvent[] = [];
  const done = (async () => {
    const to = endpoint(transport, { clock, limiter });
    for await (const event of stream(to, question, new AbortController().signal)) events.push(event);
  })();
  await settled();
  assert.deepEqual(
    events.map((event) => event.type === 'retry' && event.delayMs),
    [minuteMs],
  );
  clock.advance(minuteMs);
  await done;
  assert.deepEqual([events.at(-1)?.type, requests.length], ['finish', 2]);
});

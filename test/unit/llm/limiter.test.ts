import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Limiter, type Place } from '../../../src/llm/limiter.ts';
import type { HttpResponse } from '../../../src/model/http.ts';
import { ManualClock, pieces } from './harness.ts';

const response = (headers: Record<string, string> = {}, status = 200): HttpResponse => ({
  status,
  headers,
  body: pieces(new Uint8Array(), 1),
});

const requests = (remaining: number, reset: string): Record<string, string> => ({
  'x-ratelimit-limit-requests': '2',
  'x-ratelimit-remaining-requests': String(remaining),
  'x-ratelimit-reset-requests': reset,
});

/** Sends what the place stands for, and gives it this answer. */
const send = (place: Place, answer = response()) =>
  place.through(async () => answer)(
    { method: 'POST', url: 'https://a.example', headers: {} },
    new AbortController().signal,
  );

function start(): { clock: ManualClock; limiter: Limiter; nowMs: number } {
  const clock = new ManualClock();
  return { clock, limiter: new Limiter(clock), nowMs: clock.now() };
}

const limited = (retryAfterMs: number) => ({ kind: 'rate-limited', retryAfterMs }) as const;

test('nothing known, nothing waits, however many there are', () => {
  const { limiter } = start();
  const places = Array.from({ length: 50 }, () => limiter.enter('m'));
  assert.deepEqual(
    places.map((place) => place.go()).filter((hold) => hold !== undefined),
    [],
  );
});

test('a used budget is waited for until its reset, and then given out in order', async () => {
  const { clock, limiter, nowMs } = start();
  const first = limiter.enter('m');
  first.go();
  await send(first, response(requests(0, '30s')));
  const [second, third, fourth] = [limiter.enter('m'), limiter.enter('m'), limiter.enter('m')];
  for (const place of [second, third, fourth]) assert.deepEqual(place.go(), { untilMs: nowMs + 30_000 });
  clock.advance(30_000);
  assert.deepEqual(fourth.go(), {}, 'who came last goes last, whenever it asks');
  assert.equal(second.go(), undefined);
  assert.equal(third.go(), undefined);
  assert.deepEqual(fourth.go(), {}, 'the limit is two');
  await send(second, response(requests(1, '30s')));
  assert.deepEqual(fourth.go(), { untilMs: clock.now() + 30_000 }, 'the third is still under way and takes the last');
  await send(third, response(requests(1, '30s')));
  assert.equal(fourth.go(), undefined);
});

test('what is under way counts, and stops counting when it leaves', () => {
  const { limiter } = start();
  const first = limiter.enter('m');
  first.go();
  return send(first, response(requests(1, '30s'))).then(() => {
    const [second, third] = [limiter.enter('m'), limiter.enter('m')];
    assert.equal(second.go(), undefined);
    assert.notEqual(third.go(), undefined);
    let told = 0;
    third.listen(() => told++);
    second.leave();
    assert.equal(told, 1);
    assert.equal(third.go(), undefined);
  });
});

test('used tokens are waited for, and each model has its own', async () => {
  const { limiter, nowMs } = start();
  const first = limiter.enter('m');
  first.go();
  await send(
    first,
    response({
      date: new Date(nowMs).toUTCString(),
      'anthropic-ratelimit-output-tokens-limit': '8000',
      'anthropic-ratelimit-output-tokens-remaining': '0',
      'anthropic-ratelimit-output-tokens-reset': new Date(nowMs + 9_000).toISOString(),
    }),
  );
  assert.deepEqual(limiter.enter('m').go(), { untilMs: nowMs + 9_000 });
  assert.equal(limiter.enter('other').go(), undefined);
});

test('a refusal with a time holds the others until then, and the refused one goes first', async () => {
  const { clock, limiter, nowMs } = start();
  const [refused, next] = [limiter.enter('m'), limiter.enter('m')];
  refused.go();
  await send(refused, response({}, 429));
  refused.failed(limited(5_000));
  assert.deepEqual(next.go(), { untilMs: nowMs + 5_000 });
  clock.advance(5_000);
  assert.deepEqual(next.go(), {});
  const sent = send(refused);
  assert.equal(next.go(), undefined, 'as soon as the other has left');
  await sent;
});

test('a refused one that gives up lets the others go', () => {
  const { clock, limiter } = start();
  const [refused, next] = [limiter.enter('m'), limiter.enter('m')];
  refused.go();
  refused.failed(limited(1_000));
  clock.advance(1_000);
  assert.deepEqual(next.go(), {});
  refused.leave();
  assert.equal(next.go(), undefined);
});

test('other failures, and refusals without a time, hold nobody', () => {
  const { limiter } = start();
  const place = limiter.enter('m');
  place.go();
  place.failed({ kind: 'rate-limited' });
  place.failed({ kind: 'quota', retryAfterMs: 60_000 });
  place.failed({ kind: 'unauthorized', retryAfterMs: 60_000 });
  assert.equal(limiter.enter('m').go(), undefined);
});

test('more than two minutes is nothing to wait for: the provider is asked', async () => {
  const { limiter } = start();
  const first = limiter.enter('m');
  first.go();
  await send(first, response(requests(0, '1h')));
  assert.equal(limiter.enter('m').go(), undefined);
});

test('the user may ask anyway, and whoever is behind still waits', async () => {
  const { limiter, nowMs } = start();
  const first = limiter.enter('m');
  first.go();
  first.failed(limited(60_000));
  first.leave();
  const [second, third] = [limiter.enter('m'), limiter.enter('m')];
  assert.deepEqual(second.go(), { untilMs: nowMs + 60_000 });
  second.force();
  assert.equal(second.go(), undefined);
  assert.deepEqual(third.go(), { untilMs: nowMs + 60_000 });
  await send(second);
  assert.equal(third.go(), undefined, 'it worked, so the provider takes requests');
});

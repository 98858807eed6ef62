import { isTransient, type FinishEvent, type RetryEvent, type StreamEvent } from '../model/event.ts';
import type { Request } from '../model/message.ts';
import { requestTokens } from '../model/requestTokens.ts';
import type { Usage } from '../model/usage.ts';
import { answer } from './attempt.ts';
import { type Sleeper, sleep } from './clock.ts';
import { Failure } from './failure.ts';
import type { Hold, Place } from './limiter.ts';
import { retryDelayMs } from './retry.ts';
import { clockOf, dialectOf, type Endpoint, failureOf } from './send.ts';
import { Aborted } from './watchdog.ts';

/**
 * One request as events; see {@link StreamEvent} for the contract. Failures before the first output are tried again
 * here and nowhere else. Aborting ends the events at once and closes the socket.
 */
export async function* stream(
  endpoint: Endpoint,
  request: Request,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent, void> {
  const place = endpoint.limiter?.enter(request.model, requestTokens(request));
  if (place === undefined) return yield* attempts({ endpoint, request, signal });
  try {
    yield* lineUp(place, endpoint, { signal, wake: request.wake });
    yield* attempts({
      endpoint: { ...endpoint, transport: place.through(endpoint.transport) },
      request,
      signal,
      place,
    });
  } finally {
    place.leave();
  }
}

/** Waits for its turn, if there is a reason to, until the user has had enough of it. */
async function* lineUp(place: Place, endpoint: Endpoint, { signal, wake }: Sleeper): AsyncGenerator<StreamEvent, void> {
  const clock = clockOf(endpoint);
  const unlisten = wake?.listen(() => place.force());
  let told: Hold | undefined;
  try {
    for (let hold = place.go(); hold !== undefined && !signal.aborted; hold = place.go()) {
      const { untilMs, by } = hold;
      const delayMs = untilMs === undefined ? undefined : untilMs - clock.now();
      if (told === undefined || told.untilMs !== untilMs) {
        told = hold;
        yield { type: 'queued', ...(delayMs === undefined ? {} : { delayMs }), ...(by === undefined ? {} : { by }) };
        // While that was read the line may have moved, which nobody was told of.
        continue;
      }
      await sleep(clock, delayMs, { signal, wake: place });
    }
    if (told !== undefined && !signal.aborted) yield { type: 'queued', delayMs: 0 };
  } finally {
    unlisten?.();
  }
}

interface Job {
  readonly endpoint: Endpoint;
  readonly request: Request;
  readonly signal: AbortSignal;
  readonly place?: Place | undefined;
}

async function* attempts({ endpoint, request, signal, place }: Job): AsyncGenerator<StreamEvent, void> {
  const clock = clockOf(endpoint);
  const idempotencyKey = uniqueKey();
  for (let attempt = 1; ; attempt++) {
    const dialect = dialectOf(endpoint, request.model);
    const decoder = dialect.decoder();
    let end: FinishEvent | Failure = failureOf(neverEnded, endpoint);
    let shown = false;
    try {
      for await (const batch of answer({ endpoint, request, signal, dialect, decoder, idempotencyKey })) {
        for (const event of batch) {
          if (signal.aborted) throw new Aborted();
          if (event.type === 'finish') end = event;
          else {
            shown ||= !isTransient(event);
            yield event;
          }
        }
      }
    } catch (cause) {
      end = cause instanceof Aborted ? aborted : failureOf(cause, endpoint);
    }
    if (end instanceof Failure) place?.failed(end.fault);
    const leastMs = end instanceof Failure && !shown ? retryDelayMs(end.fault, attempt, clock.random) : undefined;
    const usage = decoder.usage();
    if (usage !== undefined) place?.used(usage);
    if (leastMs === undefined) return yield* closing(end, usage);
    yield* pause({ endpoint, request, signal, place }, { attempt, delayMs: leastMs, error: (end as Failure).error });
    if (signal.aborted) return yield* closing(aborted, undefined);
  }
}

/** Waits before another try, and on while others have used up what the user allows, until the user has had enough of it. */
async function* pause(
  { endpoint, request: { wake }, signal, place }: Job,
  { delayMs: leastMs, ...what }: Omit<RetryEvent, 'type'>,
): AsyncGenerator<StreamEvent, void> {
  const restMs = () => Math.max(0, place?.rest() ?? 0);
  let delayMs = Math.max(leastMs, restMs());
  do {
    yield { type: 'retry', ...what, delayMs };
    const how = await sleep(clockOf(endpoint), delayMs, { signal, wake });
    if (signal.aborted) return;
    if (how === 'woken') {
      place?.force();
      yield { type: 'retry', ...what, delayMs: 0 };
    }
    delayMs = how === 'woken' ? 0 : restMs();
  } while (delayMs > 0);
}

/** Nobody has to be kept from guessing it, and reading `crypto` for the first time takes as long as all the rest. */
const uniqueKey = (): string => `${Math.random().toString(36).slice(2)}-${Math.random().toString(36).slice(2)}`;

const aborted: FinishEvent = { type: 'finish', reason: 'aborted' };

const neverEnded = new Failure({ kind: 'interrupted' });

function* closing(end: FinishEvent | Failure, usage: Usage | undefined): Generator<StreamEvent, void> {
  if (usage !== undefined) yield { type: 'usage', usage };
  yield end instanceof Failure ? { type: 'error', error: end.error } : end;
}

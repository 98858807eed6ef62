import type { StreamEvent } from '../model/event.ts';
import type { HttpRequest } from '../model/http.ts';
import type { Request } from '../model/message.ts';
import type { Clock } from './clock.ts';
import { Failure } from './failure.ts';
import type { Frame } from './framing.ts';
import type { Decoder, Dialect } from './provider.ts';
import type { ResponseBody } from './responseBody.ts';
import { clockOf, type Endpoint, send } from './send.ts';
import { timeLimits } from './timeLimits.ts';
import { joinUrl } from './url.ts';
import { Watchdog } from './watchdog.ts';

type Batch = readonly StreamEvent[];

/** What one attempt at a request needs. */
export interface Attempt {
  readonly endpoint: Endpoint;
  readonly request: Request;
  readonly signal: AbortSignal;
  readonly dialect: Dialect;
  readonly decoder: Decoder;
  /** The same for all attempts at one request. */
  readonly idempotencyKey: string;
}

/** One attempt, as the events of each chunk together, so that only the outermost generator costs a turn an event. */
export async function* answer(attempt: Attempt): AsyncGenerator<Batch, void> {
  const { endpoint, request, signal, decoder, dialect } = attempt;
  const watchdog = new Watchdog(clockOf(endpoint), signal);
  const limits = timeLimits(endpoint, request);
  const pulse = new Pulse(clockOf(endpoint));
  let body: ResponseBody | undefined;
  try {
    watchdog.limit(limits.firstByteMs);
    body = await send(endpoint, encoded(attempt, limits.connectMs), watchdog);
    watchdog.limit(limits.idleMs);
    let first = await body.firstByte();
    for (; first === 'blank'; first = await body.firstByte()) if (pulse.isDue()) yield alive;
    if (isWholeAnswer(first, body) && dialect.framesWholeAnswers === undefined) {
      yield decoder.body(await wholeJson(body));
      return yield decoder.end();
    }
    const cutter = dialect.framing();
    for (let bytes = await body.read(); bytes !== undefined; bytes = await body.read()) {
      const frames = cutter.push(bytes);
      const { events, failure, finished } = decoded(decoder, frames);
      if (events.length > 0) yield events;
      if (failure !== undefined) throw failure;
      if (finished) return;
      if (pulse.isNews(events, frames)) watchdog.progress();
      if (pulse.isDue()) yield alive;
    }
    const last = body.broken === undefined ? decoded(decoder, cutter.end()) : nothingDecoded;
    if (last.events.length > 0) yield last.events;
    if (last.failure !== undefined) throw last.failure;
    if (!last.finished) yield ending(decoder, body.broken);
  } finally {
    body?.close();
    watchdog.stop();
  }
}

const alive: Batch = [{ type: 'alive' }];

const leastPauseMs = 1_000;

/** Tells payload from signs of life, and when it is time to tell of one. */
class Pulse {
  readonly #clock: Clock;
  #toldMs: number;
  #previous: string | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#toldMs = clock.now();
  }

  /**
   * True unless the frames yield nothing and repeat what came before, as the empty deltas do that some servers send to
   * keep the connection alive. Arguments of a call, which yield nothing until they are complete, differ.
   */
  isNews(events: Batch, frames: readonly Frame[]): boolean {
    if (events.length > 0) {
      this.#toldMs = this.#clock.now();
      return true;
    }
    const data = frames.at(-1)?.data;
    if (data === undefined || data === this.#previous) return false;
    this.#previous = data;
    return true;
  }

  isDue(): boolean {
    const nowMs = this.#clock.now();
    if (nowMs - this.#toldMs < leastPauseMs) return false;
    this.#toldMs = nowMs;
    return true;
  }
}

interface Decoded {
  readonly events: Batch;
  readonly failure?: unknown;
  readonly finished: boolean;
}

const nothingDecoded: Decoded = { events: [], finished: false };

/** What the frames say; what came before a failure is kept, and what follows the finish is not looked at. */
function decoded(decoder: Decoder, frames: readonly Frame[]): Decoded {
  if (frames.length === 0) return nothingDecoded;
  const events: StreamEvent[] = [];
  try {
    for (const { data, name } of frames) {
      for (const event of decoder.frame(data, name)) events.push(event);
      if (events.at(-1)?.type === 'finish') return { events, finished: true };
    }
    return { events, finished: false };
  } catch (failure) {
    return { events, failure, finished: false };
  }
}

/** The decoder's own end; a lost connection matters only when the answer was not complete yet. */
function ending(decoder: Decoder, broken: Failure | undefined): Batch {
  try {
    return decoder.end();
  } catch (failure) {
    throw broken ?? failure;
  }
}

/** Told by the first byte rather than by the content type, which is not to be trusted. */
function isWholeAnswer(first: number | undefined, body: ResponseBody): boolean {
  if (first === openAngle) throw new Failure({ kind: 'bad-response', reason: webPage });
  if (first !== undefined) return first === openBrace || first === openBracket;
  if (body.broken !== undefined) throw body.broken;
  throw new Failure({ kind: 'bad-response', reason: 'sent an empty answer; try again, or pick another model' });
}

async function wholeJson(body: ResponseBody): Promise<unknown> {
  const text = await body.text(maxJsonBytes);
  try {
    return JSON.parse(text);
  } catch {
    if (body.broken !== undefined) throw body.broken;
    throw new Failure({ kind: 'interrupted' });
  }
}

/** Of a whole answer; far more than any model writes. */
const maxJsonBytes = 32 * 1024 * 1024;

const [openBrace, openBracket, openAngle] = [0x7b, 0x5b, 0x3c];

const webPage =
  'answered with a web page instead of an AI answer; check the address, and whether this network asks to sign in first';

/** What is sent, but for what proves who asks. */
export function encoded(
  attempt: Omit<Attempt, 'signal' | 'decoder'>,
  connectTimeoutMs: number | undefined,
): HttpRequest {
  const { endpoint, request, dialect, idempotencyKey } = attempt;
  const { provider, baseUrl, values = {}, stream: streams = true, cachePrompt = true } = endpoint;
  const { path, body, headers } = dialect.encode(request, { stream: streams, cachePrompt });
  return {
    method: 'POST',
    url: provider.requestUrl?.({ baseUrl, path, model: request.model, values }) ?? joinUrl(baseUrl, path),
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream, application/json',
      // A compressed stream arrives in lumps, and a truncated one looks complete.
      'accept-encoding': 'identity',
      ...dialect.headers,
      ...headers,
      ...(provider.idempotencyHeader === undefined ? {} : { [provider.idempotencyHeader]: idempotencyKey }),
    },
    body: JSON.stringify(body),
    ...(connectTimeoutMs === undefined ? {} : { connectTimeoutMs }),
  };
}

import type { FinishEvent, StreamEvent } from '../model/event.ts';
import type { HttpRequest } from '../model/http.ts';
import type { Request } from '../model/message.ts';
import type { Usage } from '../model/usage.ts';
import { sleep } from './clock.ts';
import { Failure } from './failure.ts';
import type { Frame } from './framing.ts';
import type { Decoder, Dialect } from './provider.ts';
import type { ResponseBody } from './responseBody.ts';
import { retryDelayMs } from './retry.ts';
import { clockOf, dialectOf, type Endpoint, failureOf, isPatient, send, silence } from './send.ts';
import { joinUrl } from './url.ts';
import { Aborted, Watchdog } from './watchdog.ts';

type Batch = readonly StreamEvent[];

/**
 * One request as events; see {@link StreamEvent} for the contract. Failures before the first output are tried again
 * here and nowhere else. Aborting ends the events at once and closes the socket.
 */
export async function* stream(
  endpoint: Endpoint,
  request: Request,
  signal: AbortSignal,
): AsyncGenerator<StreamEvent, void> {
  const clock = clockOf(endpoint);
  for (let attempt = 1; ; attempt++) {
    const dialect = dialectOf(endpoint, request.model);
    const decoder = dialect.decoder();
    let end: FinishEvent | Failure = failureOf(neverEnded, endpoint);
    let shown = false;
    try {
      for await (const batch of answer({ endpoint, request, signal, dialect, decoder })) {
        for (const event of batch) {
          if (signal.aborted) throw new Aborted();
          if (event.type === 'finish') end = event;
          else {
            shown = true;
            yield event;
          }
        }
      }
    } catch (cause) {
      end = cause instanceof Aborted ? aborted : failureOf(cause, endpoint);
    }
    const delayMs = end instanceof Failure && !shown ? retryDelayMs(end.fault, attempt, clock.random) : undefined;
    if (delayMs === undefined) return yield* closing(end, decoder.usage());
    yield { type: 'retry', attempt, delayMs, error: (end as Failure).error };
    await sleep(clock, delayMs, signal);
    if (signal.aborted) return yield* closing(aborted, undefined);
  }
}

const aborted: FinishEvent = { type: 'finish', reason: 'aborted' };

const neverEnded = new Failure({ kind: 'interrupted' });

function* closing(end: FinishEvent | Failure, usage: Usage | undefined): Generator<StreamEvent, void> {
  if (usage !== undefined) yield { type: 'usage', usage };
  yield end instanceof Failure ? { type: 'error', error: end.error } : end;
}

interface Call {
  readonly endpoint: Endpoint;
  readonly request: Request;
  readonly signal: AbortSignal;
  readonly dialect: Dialect;
  readonly decoder: Decoder;
}

/** One attempt, as the events of each chunk together, so that only the outermost generator costs a turn an event. */
async function* answer({ endpoint, request, signal, dialect, decoder }: Call): AsyncGenerator<Batch, void> {
  const watchdog = new Watchdog(clockOf(endpoint), signal);
  const patient = isPatient(endpoint);
  let body: ResponseBody | undefined;
  try {
    watchdog.limit(patient ? undefined : endpoint.stream === false ? silence.beforeWholeMs : silence.beforeMs);
    body = await send(endpoint, encoded(endpoint, request, dialect), watchdog);
    watchdog.limit(patient ? undefined : silence.withinMs);
    if ((await isWholeAnswer(body)) && dialect.framesWholeAnswers === undefined) {
      yield decoder.body(await wholeJson(body));
      return yield decoder.end();
    }
    const cutter = dialect.framing();
    for (let bytes = await body.read(); bytes !== undefined; bytes = await body.read()) {
      const frames = cutter.push(bytes);
      if (frames.length === 0) continue;
      const { events, failure, finished } = decoded(decoder, frames);
      if (events.length > 0) yield events;
      if (failure !== undefined) throw failure;
      if (finished) return;
      watchdog.progress();
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

interface Decoded {
  readonly events: Batch;
  readonly failure?: unknown;
  readonly finished: boolean;
}

const nothingDecoded: Decoded = { events: [], finished: false };

/** What the frames say; what came before a failure is kept, and what follows the finish is not looked at. */
function decoded(decoder: Decoder, frames: readonly Frame[]): Decoded {
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
async function isWholeAnswer(body: ResponseBody): Promise<boolean> {
  const first = await body.firstByte();
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

function encoded(endpoint: Endpoint, request: Request, dialect: Dialect): HttpRequest {
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
    },
    body: JSON.stringify(body),
  };
}

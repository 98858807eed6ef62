import type { Clock } from '../../src/llm/clock.ts';
import { stream } from '../../src/llm/stream.ts';
import type { ResponseError } from '../../src/model/error.ts';
import type { FinishReason, StreamEvent } from '../../src/model/event.ts';
import type { Transport } from '../../src/model/http.ts';
import type { Usage } from '../../src/model/usage.ts';
import { type Exchange, modelOf } from './exchange.ts';
import type { Reader } from './kinds.ts';

/** What Parley understood of an answer. */
export interface Got {
  readonly text: string;
  readonly reasoning: string;
  readonly refusal: string;
  /** The arguments parsed; text where they are no JSON, as with a custom tool. */
  readonly toolCalls: readonly { readonly id: string; readonly name: string; readonly arguments: unknown }[];
  readonly finish?: { readonly reason: FinishReason; readonly raw?: string };
  readonly usage?: Usage;
  readonly error?: ResponseError;
}

/** Feeds a recorded answer through the real decode path, in pieces of the given size. */
export async function play(exchange: Exchange, reader: Reader, bytesPerChunk: number): Promise<Got> {
  const endpoint = {
    ...reader,
    baseUrl: 'http://127.0.0.1',
    key: 'not-a-key-of-anyone',
    transport: transportOf(exchange, bytesPerChunk),
    clock,
  };
  const request = { model: modelOf(exchange), messages: [{ role: 'user', text: 'replayed' } as const] };
  const events: StreamEvent[] = [];
  for await (const event of stream(endpoint, request, new AbortController().signal)) events.push(event);
  return gotFrom(events);
}

/** No delay is waited for; since the address is this machine's, silence has no limit and delays are all there is. */
const clock: Clock = {
  now: () => Date.UTC(2026, 0, 1),
  random: () => 0.5,
  after: (_delayMs, run) => {
    queueMicrotask(run);
    return () => undefined;
  },
};

function transportOf({ response }: Exchange, bytesPerChunk: number): Transport {
  const bytes = Buffer.from(response.body_base64 ?? '', 'base64');
  return async () => ({ status: response.status, headers: response.headers ?? {}, body: pieces(bytes, bytesPerChunk) });
}

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

function gotFrom(events: readonly StreamEvent[]): Got {
  const joined = (type: 'text' | 'reasoning' | 'refusal') =>
    events.flatMap((event) => (event.type === type ? [event.delta] : [])).join('');
  const ends = events.filter(({ type }) => type === 'finish' || type === 'error');
  if (ends.length !== 1 || ends[0] !== events.at(-1)) throw new Error('not exactly one terminal event, at the end');
  const end = events.at(-1);
  const usage = events.find((event) => event.type === 'usage')?.usage;
  return {
    text: joined('text'),
    reasoning: joined('reasoning'),
    refusal: joined('refusal'),
    toolCalls: events.flatMap((event) =>
      event.type === 'tool-call' ? [{ id: event.id, name: event.name, arguments: parsed(event.arguments) }] : [],
    ),
    ...(end?.type === 'finish'
      ? { finish: { reason: end.reason, ...(end.raw === undefined ? {} : { raw: end.raw }) } }
      : {}),
    ...(usage === undefined ? {} : { usage }),
    ...(end?.type === 'error' ? { error: end.error } : {}),
  };
}

function parsed(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

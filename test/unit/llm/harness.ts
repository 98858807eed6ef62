import type { Clock } from '../../../src/llm/clock.ts';
import type { Provider } from '../../../src/llm/provider.ts';
import { type Endpoint } from '../../../src/llm/send.ts';
import { stream } from '../../../src/llm/stream.ts';
import type { StreamEvent } from '../../../src/model/event.ts';
import type { HttpRequest, HttpResponse, Transport } from '../../../src/model/http.ts';
import type { Request } from '../../../src/model/message.ts';
import { openai } from '../../../src/providers/openai.ts';

export const canary = 'sk-canary-0123456789abcdef';

export const chunkSizes = [1, 2, 3, 7, 64, 4096] as const;

/** Answers one attempt. */
export type Answer = (request: HttpRequest, signal: AbortSignal) => HttpResponse | Promise<HttpResponse>;

const encoder = new TextEncoder();

export const bytesOf = (text: string | Uint8Array): Uint8Array =>
  typeof text === 'string' ? encoder.encode(text) : text;

export async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
}

/** An answer of text or bytes, cut into chunks of the given size. */
export const answer =
  (
    text: string | Uint8Array,
    {
      status = 200,
      headers = {},
      size = 4_096,
    }: { status?: number; headers?: Record<string, string>; size?: number } = {},
  ): Answer =>
  () => ({ status, headers, body: pieces(bytesOf(text), size) });

/** Rejects as a platform does that could not connect. */
export const refused =
  (code: string): Answer =>
  () =>
    Promise.reject(Object.assign(new Error(`connect ${code} with ${canary}`), { code }));

/** A transport that gives these answers in turn, the last one for ever, and what it was asked. */
export function scripted(...answers: readonly Answer[]): {
  readonly transport: Transport;
  readonly requests: readonly HttpRequest[];
} {
  const requests: HttpRequest[] = [];
  const transport: Transport = async (request, signal) => {
    requests.push(request);
    const next = answers[Math.min(requests.length, answers.length) - 1];
    if (next === undefined) throw new Error('no answer');
    return next(request, signal);
  };
  return { transport, requests };
}

/** Never waits, but knows what it should have waited for. */
export function sleeplessClock(): { readonly clock: Clock; readonly slept: readonly number[] } {
  const slept: number[] = [];
  const clock: Clock = {
    now: () => Date.UTC(2026, 10, 20),
    random: () => 0.5,
    after: (delayMs, run) => {
      slept.push(delayMs);
      queueMicrotask(run);
      return () => undefined;
    },
  };
  return { clock, slept };
}

/** Time that passes only when a test says so. */
export class ManualClock implements Clock {
  #nowMs = 1_000_000;
  readonly #timers = new Set<{ readonly atMs: number; readonly run: () => void }>();

  now(): number {
    return this.#nowMs;
  }

  random(): number {
    return 0.5;
  }

  after(delayMs: number, run: () => void): () => void {
    const timer = { atMs: this.#nowMs + delayMs, run };
    this.#timers.add(timer);
    return () => this.#timers.delete(timer);
  }

  get pending(): number {
    return this.#timers.size;
  }

  advance(byMs: number): void {
    this.#nowMs += byMs;
    for (const timer of this.#timers) {
      if (timer.atMs > this.#nowMs) continue;
      this.#timers.delete(timer);
      timer.run();
    }
  }
}

/** A body that gives what a test pushes, and tells when it was closed. */
export class LiveBody implements AsyncIterable<Uint8Array> {
  closed = false;
  readonly #queue: Uint8Array[] = [];
  #wake = (): void => undefined;
  #ended = false;

  push(text: string): void {
    this.#queue.push(bytesOf(text));
    this.#wake();
  }

  end(): void {
    this.#ended = true;
    this.#wake();
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    return {
      next: async () => {
        while (this.#queue.length === 0) {
          if (this.#ended) return { done: true, value: undefined };
          await new Promise<void>((resolve) => (this.#wake = resolve));
        }
        return { done: false, value: this.#queue.shift() ?? new Uint8Array() };
      },
      return: async () => {
        this.closed = true;
        return { done: true, value: undefined };
      },
    };
  }
}

export const question: Request = { model: 'm', messages: [{ role: 'user', text: 'hello' }] };

/** OpenAI's chat completions, unless the options name a provider. */
export function endpoint(transport: Transport, options: Partial<Endpoint> = {}): Endpoint {
  return {
    ...(options.provider === undefined ? { provider: openai, api: 'chat' } : { provider: options.provider }),
    baseUrl: 'http://127.0.0.1/v1',
    key: canary,
    transport,
    clock: sleeplessClock().clock,
    ...options,
  };
}

export async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** Asks once and gives all events. */
export const ask = (to: Endpoint, signal = new AbortController().signal, request = question): Promise<StreamEvent[]> =>
  all(stream(to, request, signal));

/** The events of a recorded answer. */
export const decode = (provider: Provider, text: string | Uint8Array, size = 4_096): Promise<StreamEvent[]> =>
  ask(endpoint(scripted(answer(text, { size })).transport, { provider }));

/** Adjacent deltas of a kind joined, since how they are cut means nothing. */
export function joined(events: readonly StreamEvent[]): readonly StreamEvent[] {
  const found: StreamEvent[] = [];
  for (const event of events) {
    const last = found.at(-1);
    if (last?.type === event.type && 'delta' in last && 'delta' in event && !('replay' in last)) {
      found[found.length - 1] = { ...event, delta: last.delta + event.delta };
    } else found.push(event);
  }
  return found;
}

/** A stream of chat completion chunks: each with this choice, then `[DONE]`. */
export const chatStream = (...choices: readonly object[]): string =>
  [
    ...choices.map((choice) => `data: ${JSON.stringify({ id: 'c1', choices: [{ index: 0, ...choice }] })}\n\n`),
    'data: [DONE]\n\n',
  ].join('');

export const says = (content: string): object => ({ delta: { content } });

export const stops = (finish_reason: string): object => ({ delta: {}, finish_reason });

import assert from 'node:assert/strict';
import { usageFromRaw } from '../../../scripts/replay/rawUsage.ts';
import { transport } from '../../../src/host/node/transport.ts';
import type { Clock } from '../../../src/llm/clock.ts';
import type { Endpoint } from '../../../src/llm/send.ts';
import { stream } from '../../../src/llm/stream.ts';
import type { StreamEvent } from '../../../src/model/event.ts';
import type { Request } from '../../../src/model/message.ts';
import type { Usage } from '../../../src/model/usage.ts';
import type { FaultServer } from '../../servers/faultServer.ts';
import type { RecordedRequest } from '../../servers/recordedRequest.ts';

/** What a client made of an answer, in terms that all clients have. */
export interface Understood {
  readonly text: string;
  readonly reasoning: string;
  readonly calls: readonly { readonly name: string; readonly arguments: unknown }[];
  /** The provider's own word. */
  readonly finish: string | undefined;
  readonly usage: Usage | undefined;
}

/** What a client read of an answer before it failed, and how it failed. */
export interface Failed {
  readonly text: string;
  readonly status: number | undefined;
  /** The provider's own words are in here. */
  readonly words: string;
}

/** Canned bytes for one request. */
export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly bytes: string | Uint8Array;
}

export const user = (text: string) => ({ role: 'user', text }) as const;

/** A question for tests in which only the answer matters. */
export const question: Request = { model: 'test-model', messages: [user('hello')], maxOutputTokens: 100 };

/** Odd, so that most characters of more than one byte are cut by one write or another. */
const bytesPerWrite = 7;

/** Has the server give the next request this answer, in small pieces. */
export function script(server: FaultServer, { status = 200, headers = {}, bytes }: Answer): void {
  const contentType = { 'content-type': typeof bytes === 'string' ? 'text/event-stream' : binary };
  server.script({ status, headers: { ...contentType, ...headers } }, { bytes, bytesPerWrite });
}

const binary = 'application/vnd.amazon.eventstream';

/** Never waits, so that what is tried again fails at once again. */
const clock: Clock = {
  now: () => Date.UTC(2026, 10, 20),
  random: () => 0.5,
  after: (_delayMs, run) => {
    queueMicrotask(run);
    return () => undefined;
  },
};

/** Our whole path over a real socket, as events. */
export async function ourEvents(
  endpoint: Omit<Endpoint, 'transport'>,
  request: Request,
): Promise<readonly StreamEvent[]> {
  const events: StreamEvent[] = [];
  const signal = new AbortController().signal;
  for await (const event of stream({ ...endpoint, transport, clock }, request, signal)) events.push(event);
  return events;
}

/** What we made of an answer that did not fail. */
export function understood(events: readonly StreamEvent[]): Understood {
  const end = events.at(-1);
  if (end?.type !== 'finish') assert.fail(JSON.stringify(end));
  return {
    text: joined(events, 'text') + joined(events, 'refusal'),
    reasoning: joined(events, 'reasoning'),
    calls: events.flatMap((event) =>
      event.type === 'tool-call' ? [{ name: event.name, arguments: JSON.parse(event.arguments) as unknown }] : [],
    ),
    finish: end.raw,
    usage: events.find((event) => event.type === 'usage')?.usage,
  };
}

/** What we made of an answer that failed. */
export function failed(events: readonly StreamEvent[]): Failed {
  const end = events.at(-1);
  if (end?.type !== 'error') assert.fail(JSON.stringify(end));
  return { text: joined(events, 'text'), status: end.error.status, words: end.error.detail ?? '' };
}

const joined = (events: readonly StreamEvent[], type: 'text' | 'reasoning' | 'refusal'): string =>
  events.map((event) => (event.type === type ? event.delta : '')).join('');

/** The usage an official client gives, which is the provider's own, in our terms by the calculation of the replay. */
export const theirUsage = (raw: object | null | undefined): Usage | undefined =>
  usageFromRaw(raw as Readonly<Record<string, unknown>> | null | undefined);

/** What must be the same in the requests of two clients; what else they send (user agents, their own telemetry) may differ. */
export interface Sent {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** Headers that name or prove something to the provider. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const comparedHeaders = [
  'content-type',
  'authorization',
  'x-api-key',
  'x-goog-api-key',
  'anthropic-version',
  'anthropic-beta',
] as const;

export function sent({ method, path, headers, body }: RecordedRequest): Sent {
  return {
    method,
    path,
    headers: Object.fromEntries(
      comparedHeaders.flatMap((name) => {
        const value = headers[name];
        return value === undefined ? [] : [[name, name === 'content-type' ? value.split(';')[0] : value]];
      }),
    ) as Sent['headers'],
    body: JSON.parse(body),
  };
}

/** The latest requests, oldest first. */
export function lastSent({ requests }: FaultServer, count: number): readonly Sent[] {
  return requests.slice(-count).map(sent);
}

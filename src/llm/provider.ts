import type { StreamEvent } from '../model/event.ts';
import type { Sign } from '../model/http.ts';
import type { Request } from '../model/message.ts';
import type { Usage } from '../model/usage.ts';
import type { Framing } from './framing.ts';

/** A request in a provider's own terms; the path is appended to the connection's base URL. */
export interface Encoded {
  readonly path: string;
  readonly body: unknown;
}

/**
 * Reads one response. Methods may throw a {@link Failure} with the provider's error object; only `llm/stream.ts`
 * turns it into an event. Exactly one `finish` is emitted, and nothing after it: by `frame` when the protocol says
 * that nothing more will come, or by `end` at the latest. Neither `usage` nor `error` events are emitted.
 */
export interface Decoder {
  /** One frame of a stream: its payload, and its event name when the framing has one. */
  frame(data: string, name: string | undefined): readonly StreamEvent[];
  /** A whole answer that came as one JSON value, because streaming was off or ignored; `end` follows. */
  body(json: unknown): readonly StreamEvent[];
  /** The bytes ended: what is still held back, then `finish`; throws "interrupted" when the protocol's end never came. */
  end(): readonly StreamEvent[];
  /**
   * What was counted so far. Asked for once, when the response is over, however that came about: so it is counted
   * once whatever the stream repeats, and what a failed or stopped response has cost is known too.
   */
  usage(): Usage | undefined;
}

/** One model in a provider's list. */
export interface ModelInfo {
  readonly id: string;
  readonly label?: string;
  /** Tokens the model can read and write in one request, when the list says so. */
  readonly contextWindow?: number;
}

/** How the bytes of an API look, whoever serves it. A quirk of one host is a parameter of the dialect's factory. */
export interface Dialect {
  readonly framing: Framing;
  /** Sent with every request, for instance the version of the API. */
  readonly headers?: Readonly<Record<string, string>>;
  encode(request: Request): Encoded;
  decoder(): Decoder;
  /** Path of the list of models, and how to read its body. Embedding, speech and image models are left out where the list tells. */
  readonly modelsPath: string;
  models(json: unknown): readonly ModelInfo[];
}

/** Where a key comes from and how it looks. */
export interface KeySource {
  /** Page where the user makes one. */
  readonly page: string;
  /** Recognises a pasted key; absent when the provider's keys have no telling prefix. */
  readonly pattern?: RegExp;
  /** Environment variables that customarily hold it. */
  readonly environment: readonly string[];
}

/** Who serves a dialect: pure data. Pickers, settings, key storage and tests derive from it. */
export interface Provider {
  readonly id: string;
  readonly label: string;
  readonly dialect: Dialect;
  /** Absent when the user gives it. */
  readonly baseUrl?: string;
  /** Absent when no key is needed; with `sign` nevertheless there, one may be given. */
  readonly key?: KeySource;
  readonly sign?: Sign;
  /** Path of the cheapest request that fails on a wrong key, where listing the models does not. */
  readonly checkPath?: string;
  /** Model offered first, until the user picks. Matched against the start of listed ids, in this order. */
  readonly preferredModels?: readonly string[];
  /** Context window to assume for a model whose list says nothing. */
  readonly contextWindow: number;
  /** Runs on the user's own machine: no time limit on silence. */
  readonly local?: true;
}

import type { ErrorKind } from '../model/error.ts';
import type { StreamEvent } from '../model/event.ts';
import type { Sign } from '../model/http.ts';
import type { Request } from '../model/message.ts';
import type { Usage } from '../model/usage.ts';
import type { Framing } from './framing.ts';

/** A request in a provider's own terms; the path is appended to the connection's base URL. */
export interface Encoded {
  readonly path: string;
  readonly body: unknown;
  /** Beside those of the dialect, where a request needs some of its own. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** A connection's switches that show in the request. */
export interface EncodeOptions {
  /** False asks for the whole answer at once. */
  readonly stream: boolean;
  /** Asks the provider to keep the beginning of the prompt for the next turn, where that has to be asked for. */
  readonly cachePrompt: boolean;
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

/** What a model takes beside text. */
export type Input = 'image' | 'document' | 'audio';

/** US dollars for a million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
}

/** One model, as its provider's list and the catalogue describe it; what neither says is absent. */
export interface ModelInfo {
  readonly id: string;
  readonly label?: string;
  /** Tokens the model can read and write in one request. */
  readonly contextWindow?: number;
  readonly maxOutputTokens?: number;
  readonly inputs?: readonly Input[];
  /** True when it can think before it answers. */
  readonly reasoning?: boolean;
  /** False when it refuses a request that sets one. */
  readonly temperature?: boolean;
  readonly price?: Price;
}

/** How the bytes of an API look, whoever serves it. A quirk of one host is a parameter of the dialect's factory. */
export interface Dialect {
  readonly framing: Framing;
  /** Set where a whole answer is framed like a stream, so that the first byte does not tell them apart. */
  readonly framesWholeAnswers?: true;
  /** Sent with every request, for instance the version of the API. */
  readonly headers?: Readonly<Record<string, string>>;
  encode(request: Request, options: EncodeOptions): Encoded;
  decoder(): Decoder;
  /** Path of the list of models, and how to read its body. Embedding, speech and image models are left out where the list tells. */
  readonly modelsPath: string;
  models(json: unknown): readonly ModelInfo[];
}

/** What {@link Provider.requestUrl} goes by. */
export interface RequestTarget {
  readonly baseUrl: string;
  readonly path: string;
  readonly model: string;
  readonly values: FieldValues;
}

/** Where a key comes from and how it looks. */
export interface KeySource {
  /** Page where the user makes one. */
  readonly page: string;
  /** Recognises a pasted key; absent when the provider's keys have no telling prefix. */
  readonly pattern?: RegExp;
  /** Environment variables that customarily hold it. */
  readonly environment: readonly string[];
  /** What is to be pasted, where it is not simply a key. */
  readonly prompt?: string;
  /** What form it has, where it can be more than one word. */
  readonly form?: KeyForm;
}

/** A form of what is pasted as a key; `auth` has a reader for each, which only setting up needs. */
export type KeyForm = 'aws' | 'bedrock' | 'google';

/** A secret fit for use, or one sentence on why the pasted text cannot be one. */
export type CleanKey = { readonly key: string } | { readonly problem: string };

/** What a connection's fields hold, by their ids. */
export type FieldValues = Readonly<Record<string, string>>;

/** Something a connection needs to know beside its secret, for instance a region. */
export interface Field {
  readonly id: string;
  readonly label: string;
  readonly placeholder: string;
  /** One sentence: what it is, and where it stands. */
  readonly description: string;
  /** What is used when it is left empty; a field with neither `initial` nor `optional` must be filled. */
  readonly initial?: string;
  readonly optional?: true;
  /** Id of the login that alone has a use for it. */
  readonly forLogin?: string;
  /** What a value looks like. */
  readonly pattern: RegExp;
  /** Environment variables that customarily hold it. */
  readonly environment?: readonly string[];
}

/** A way to prove who asks that needs no pasted secret: the machine or the editor is logged in already. */
export interface Login {
  readonly id: string;
  readonly label: string;
  /** One sentence: what it uses, and how one logs in. */
  readonly description: string;
  /** Who fetches the secret for {@link sign}; the host has one for each. */
  readonly source: 'aws' | 'google' | 'microsoft';
  readonly sign: Sign;
}

/** Who serves a dialect: pure data. Pickers, settings, key storage and tests derive from it. */
export interface Provider {
  readonly id: string;
  readonly label: string;
  readonly dialect: Dialect;
  /** Another dialect for models of other makes, told by their name. */
  dialectFor?(model: string): Dialect | undefined;
  /** Further APIs of the same host, by the name that a connection's `api` may have. */
  readonly apis?: Readonly<Record<string, Dialect>>;
  /** What to ask the user for, in this order. */
  readonly fields?: readonly Field[];
  /** Absent when the fields make it, or the user gives it. */
  readonly baseUrl?: string;
  baseUrlFrom?(values: FieldValues): string;
  /** Takes apart an address copied from the provider's own pages; undefined when it is none. */
  readAddress?(address: URL): { readonly values: FieldValues; readonly baseUrl?: string } | undefined;
  /** Where a request goes, when that is not the dialect's path after the base URL. */
  requestUrl?(target: RequestTarget): string;
  /** Absent when no key is needed; with `sign` nevertheless there, one may be given. */
  readonly key?: KeySource;
  readonly sign?: Sign;
  readonly logins?: readonly Login[];
  /** Address of the list of models, where it is not the dialect's path after the base URL. */
  modelsUrl?(values: FieldValues): string;
  /** A second list, where one does not hold all; what it cannot give is done without. */
  moreModelsUrl?(values: FieldValues): string;
  /** Id of the field that names the models, separated by commas, where no list does: deployments, endpoints. */
  readonly modelsField?: string;
  /** Path of the cheapest request that fails on a wrong key, where listing the models does not. */
  readonly checkPath?: string;
  /** Model offered first, until the user picks. Matched against the start of listed ids, in this order. */
  readonly preferredModels?: readonly string[];
  /** Context window to assume for a model whose list says nothing. */
  readonly contextWindow: number;
  /** Completes "<who> …" for failures whose next step here is another than in general. */
  readonly reasons?: Readonly<Partial<Record<ErrorKind, string>>>;
  /** The header that makes it recognize a request it has had already, so that a retry is neither done nor billed twice. */
  readonly idempotencyHeader?: string;
  /** Runs on the user's own machine: no time limit on silence. */
  readonly local?: true;
}

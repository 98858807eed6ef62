import { checkKey, listModels } from '../llm/calls.ts';
import { systemClock, type Clock } from '../llm/clock.ts';
import { Failure } from '../llm/failure.ts';
import { Limiter } from '../llm/limiter.ts';
import type { Probe } from '../llm/probe.ts';
import type { ModelInfo } from '../llm/provider.ts';
import { failureOf, type Endpoint } from '../llm/send.ts';
import { stream } from '../llm/stream.ts';
import type { ResponseError } from '../model/error.ts';
import type { Respond } from '../model/message.ts';
import type { Connection } from '../providers/connections.ts';
import type { KeyVault } from './keyVault.ts';
import type { LoginManner, Platform } from './platform.ts';

/** The provider layer as the host uses it: connections are given their secrets here, at each request anew. */
export class Endpoints {
  readonly #vault: KeyVault;
  readonly #platform: Pick<Platform, 'transport' | 'logins'>;
  readonly #clock: Clock;
  readonly #limiters = new Map<string, Limiter>();

  constructor(vault: KeyVault, platform: Pick<Platform, 'transport' | 'logins'>, clock: Clock = systemClock) {
    this.#vault = vault;
    this.#platform = platform;
    this.#clock = clock;
  }

  /** True when the connection has the key it needs, or needs none. A login counts as there: looking could show a dialog. */
  async isUsable(connection: Connection): Promise<boolean> {
    if (connection.provider.key === undefined || connection.login !== undefined) return true;
    return (await this.#vault.get(connection)) !== undefined;
  }

  /** The way to ask a connection's models. */
  respond(connection: Connection): Respond {
    const limiter = this.#limiterOf(connection);
    const ready = (signal: AbortSignal) =>
      this.#ready(connection, 'silent', signal).catch((cause: unknown) => this.#failure(connection, cause));
    return async function* (request, signal) {
      const endpoint = await ready(signal);
      if (!(endpoint instanceof Failure)) yield* stream({ ...endpoint, limiter }, request, signal);
      else if (signal.aborted) yield { type: 'finish', reason: 'aborted' };
      else yield { type: 'error', error: endpoint.error };
    };
  }

  /** A connection as {@link respond} asks it, to show what would be sent; a login is not used for that. Rejects with a Failure. */
  async shown(connection: Connection): Promise<Endpoint> {
    if (connection.login !== undefined) return this.#endpoint(connection);
    if (await this.isUsable(connection)) return this.#endpoint(connection, await this.#vault.get(connection));
    throw this.#failure(connection, new Failure({ kind: 'no-key' }));
  }

  /** A connection's own list of models. Rejects with a Failure. */
  async list(
    connection: Connection,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<readonly ModelInfo[]> {
    try {
      return await listModels(await this.#ready(connection, 'silent', signal), signal);
    } catch (cause) {
      throw this.#failure(connection, cause);
    }
  }

  /** Why a key does not work; undefined when it does. */
  async check(connection: Connection, key: string, signal: AbortSignal): Promise<ResponseError | undefined> {
    const endpoint = this.#endpoint(connection, key);
    try {
      await checkKey(endpoint, signal);
      return undefined;
    } catch (cause) {
      return failureOf(cause, endpoint).error;
    }
  }

  /** Tries a connection at the user's word; a login may ask the user to sign in. Never rejects. */
  async probe(connection: Connection, signal: AbortSignal): Promise<Probe> {
    const { failed, probe } = await import('../llm/probe.ts');
    try {
      return await probe(await this.#ready(connection, 'asking', signal), signal);
    } catch (cause) {
      return failed(this.#endpoint(connection), cause);
    }
  }

  /** One for all that ask a connection at its address: chats, edits and summaries share what the provider allows. */
  #limiterOf({ id, baseUrl, requestsPerMinute, tokensPerMinute }: Connection): Limiter {
    const name = JSON.stringify([id, baseUrl]);
    const limiter = this.#limiters.get(name) ?? new Limiter(this.#clock);
    this.#limiters.set(name, limiter);
    limiter.allow({ requests: requestsPerMinute, tokens: tokensPerMinute });
    return limiter;
  }

  #ready(connection: Connection, manner: LoginManner, signal: AbortSignal): Promise<Endpoint> {
    return orAborted(this.#withSecret(connection, manner), signal);
  }

  async #withSecret(connection: Connection, manner: LoginManner): Promise<Endpoint> {
    const { login, values = {} } = connection;
    if (login === undefined) return this.#endpoint(connection, await this.#vault.get(connection));
    const fetchSecret = this.#platform.logins[login.source];
    if (fetchSecret === undefined) throw new Failure({ kind: 'unauthorized', reason: outOfReach });
    const secret = await fetchSecret(values, manner);
    this.#vault.see(secret);
    return this.#endpoint(connection, secret);
  }

  #endpoint(connection: Connection, key?: string): Endpoint {
    const { id: _, ...spoken } = connection;
    return {
      ...spoken,
      clock: this.#clock,
      transport: this.#platform.transport,
      ...(key === undefined ? {} : { key }),
    };
  }

  #failure(connection: Connection, cause: unknown): Failure {
    return failureOf(cause, this.#endpoint(connection));
  }
}

const outOfReach =
  'needs a login of your machine, which cannot be reached from a browser; use a key, or a desktop or remote window';

/** A login may wait long for a program or a person; whoever stops does not wait with it. */
function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const leave = () => reject(signal.reason);
    signal.addEventListener('abort', leave);
    if (signal.aborted) leave();
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', leave));
  });
}

/** What to tell the user of a rejected {@link Endpoints.list}. */
export function describe(failure: unknown): ResponseError {
  return failure instanceof Failure ? failure.error : { kind: 'bad-response', message: String(failure) };
}

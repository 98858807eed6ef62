import { checkKey, listModels } from '../llm/calls.ts';
import { Failure } from '../llm/failure.ts';
import type { ModelInfo } from '../llm/provider.ts';
import { failureOf, type Endpoint } from '../llm/send.ts';
import { stream } from '../llm/stream.ts';
import type { ResponseError } from '../model/error.ts';
import type { Respond } from '../model/message.ts';
import type { Connection } from '../providers/connections.ts';
import type { KeyVault } from './keyVault.ts';
import type { Platform } from './platform.ts';

/** The provider layer as the host uses it: connections are given their keys here, at each request anew. */
export class Endpoints {
  readonly #vault: KeyVault;
  readonly #platform: Platform;

  constructor(vault: KeyVault, platform: Platform) {
    this.#vault = vault;
    this.#platform = platform;
  }

  /** True when the connection has the key it needs, or needs none. */
  async isUsable(connection: Connection): Promise<boolean> {
    return connection.provider.key === undefined || (await this.#vault.get(connection)) !== undefined;
  }

  /** The way to ask a connection's models. */
  respond(connection: Connection): Respond {
    const endpoint = () => this.#endpoint(connection);
    return async function* (request, signal) {
      yield* stream(await endpoint(), request, signal);
    };
  }

  /** A connection's own list of models. Rejects with a Failure. */
  async list(
    connection: Connection,
    signal: AbortSignal = new AbortController().signal,
  ): Promise<readonly ModelInfo[]> {
    return listModels(await this.#endpoint(connection), signal);
  }

  /** Why a key does not work; undefined when it does. */
  async check(connection: Connection, key: string, signal: AbortSignal): Promise<ResponseError | undefined> {
    const endpoint = endpointOf(connection, this.#platform, key);
    try {
      await checkKey(endpoint, signal);
      return undefined;
    } catch (cause) {
      return failureOf(cause, endpoint).error;
    }
  }

  async #endpoint(connection: Connection): Promise<Endpoint> {
    return endpointOf(connection, this.#platform, await this.#vault.get(connection));
  }
}

function endpointOf(connection: Connection, { transport }: Platform, key: string | undefined): Endpoint {
  const { id: _, ...spoken } = connection;
  return { ...spoken, transport, ...(key === undefined ? {} : { key }) };
}

/** What to tell the user of a rejected {@link Endpoints.list}. */
export function describe(failure: unknown): ResponseError {
  return failure instanceof Failure ? failure.error : { kind: 'bad-response', message: String(failure) };
}

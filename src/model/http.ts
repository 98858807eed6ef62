/** An HTTP request ready to be sent; header names are lower case. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  /** How long to try to connect, where the platform tells; as long as it likes when absent. */
  readonly connectTimeoutMs?: number;
}

/** Header names are lower case; `body` must be read to its end, or returned early, to free the socket. */
export interface HttpResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * Sends a request, follows no redirect, and rejects with an Error whose `code` is the platform's
 * (ECONNREFUSED, ENOTFOUND ...) when no response came. Aborting closes the socket.
 */
export type Transport = (request: HttpRequest, signal: AbortSignal) => Promise<HttpResponse>;

/** What signing may need beyond the secret itself. */
export interface SigningContext {
  /** The connection's fields, for instance its region. */
  readonly values: Readonly<Record<string, string>>;
  /** For a secret that has to be exchanged for a token first. */
  readonly transport: Transport;
  readonly signal: AbortSignal;
  /** Milliseconds since 1970. */
  now(): number;
}

/**
 * Puts a credential into a request, which is complete otherwise. The only place a secret is allowed to be. May throw a
 * Failure.
 */
export type Sign = (
  request: HttpRequest,
  secret: string,
  context: SigningContext,
) => HttpRequest | Promise<HttpRequest>;

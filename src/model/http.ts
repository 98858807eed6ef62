/** An HTTP request ready to be sent; header names are lower case. */
export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
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

/** Puts a credential into a request. The only place a key is allowed to be. */
export type Sign = (request: HttpRequest, key: string) => HttpRequest | Promise<HttpRequest>;

import type { IncomingMessage, ServerResponse } from 'node:http';

/** Who ended the exchange: the server, by finishing or breaking it, or the client, by going away first. */
export type ClosedBy = 'client' | 'server';

/** One request as a local server received it. */
export interface RecordedRequest {
  readonly method: string;
  /** With the query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  /** When it had come whole, in milliseconds of `performance.now()`. */
  readonly atMs: number;
  /** Settles when the connection of this exchange is done with; never rejects. */
  readonly closed: Promise<ClosedBy>;
}

const maxBodyBytes = 64 * 1024 * 1024;

/** Reads a request to its end. Rejects when the client leaves before that or sends more than a model could read. */
export async function recordRequest(request: IncomingMessage, response: ServerResponse): Promise<RecordedRequest> {
  const closed = closedBy(response);
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxBodyBytes) {
      request.destroy();
      throw new Error(`The request is larger than ${maxBodyBytes} bytes.`);
    }
  }
  return {
    method: request.method ?? '',
    path: request.url ?? '',
    headers: plainHeaders(request),
    body: Buffer.concat(chunks).toString(),
    atMs: performance.now(),
    closed,
  };
}

function closedBy(response: ServerResponse): Promise<ClosedBy> {
  // A script that breaks the connection itself destroys the response's own socket, which `destroyed` does not tell
  // apart from a client that left; `endedByServer` does.
  return new Promise((resolve) => {
    response.once('close', () => resolve(response.writableEnded || endedByServer.has(response) ? 'server' : 'client'));
  });
}

const endedByServer = new WeakSet<ServerResponse>();

/** To be called before a server breaks a connection on purpose, so that `closed` tells the truth. */
export function markEndedByServer(response: ServerResponse): void {
  endedByServer.add(response);
}

function plainHeaders(request: IncomingMessage): Record<string, string> {
  const entries = Object.entries(request.headers).map(([name, value]) => [name, [value].flat().join(', ')]);
  return Object.fromEntries(entries) as Record<string, string>;
}

// Without the `node:` prefix, because VS Code puts its proxy and certificate support into the modules of these names only:
// https://github.com/microsoft/vscode/blob/main/src/vs/workbench/api/node/proxyResolver.ts
import * as http from 'http';
import * as https from 'https';
import type { HttpRequest, HttpResponse, Transport } from '../../model/http.ts';

/** How long a body that nobody reads any more may take to end, so that its connection can be used again. */
const drainMs = 250;

/**
 * Sends through node:http(s) rather than fetch: it follows no redirect, so a key cannot travel to another host,
 * and it has no time limit of its own, so a slow local model is not cut off. Connections are kept and used again.
 */
export const transport: Transport = async (request, signal) => {
  try {
    return await send(request, signal);
  } catch (cause) {
    // The server closed a kept connection just as it was used again, so it has not had the request:
    // https://nodejs.org/api/http.html#requestreusedsocket
    if (!(cause instanceof Stale) || signal.aborted) throw cause;
    return send(request, signal);
  }
};

/** Lost on a connection that had served another request before. */
class Stale extends Error {
  readonly code: string;

  constructor(code: string) {
    super(code);
    this.code = code;
  }
}

function send(request: HttpRequest, signal: AbortSignal): Promise<HttpResponse> {
  return new Promise((resolve, reject) => {
    const outgoing = start(request, signal, (incoming) =>
      resolve({ status: incoming.statusCode ?? 0, headers: headersOf(incoming), body: bodyOf(incoming) }),
    );
    // Not once: after an abort there may be a second one, and an error nobody listens for ends the extension host.
    outgoing.on('error', (error: NodeJS.ErrnoException) => {
      const isStale = outgoing.reusedSocket && (error.code === 'ECONNRESET' || error.code === 'EPIPE');
      reject(isStale ? new Stale(error.code ?? '') : error);
    });
    // After a 101, which nobody asked for, this is all that is heard.
    outgoing.on('close', () => reject(Object.assign(new Error('Closed without an answer'), { code: 'ECONNRESET' })));
    if (request.connectTimeoutMs !== undefined) limitConnecting(outgoing, request.connectTimeoutMs);
    outgoing.end(request.body);
  });
}

/** Ends a request whose connection does not stand in time; how long the answer takes then is not looked at. */
function limitConnecting(outgoing: http.ClientRequest, timeoutMs: number): void {
  const timer = setTimeout(
    () => outgoing.destroy(Object.assign(new Error('No connection in time'), { code: 'ETIMEDOUT' })),
    timeoutMs,
  );
  const stop = () => clearTimeout(timer);
  outgoing.once('socket', (socket) => {
    if (outgoing.reusedSocket) return stop();
    socket.once('encrypted' in socket ? 'secureConnect' : 'connect', stop);
  });
  // A proxy's connection may stand already when it becomes the request's.
  for (const event of ['finish', 'response', 'close']) outgoing.once(event, stop);
}

function start(request: HttpRequest, signal: AbortSignal, onResponse: (incoming: http.IncomingMessage) => void) {
  const { url, method } = request;
  // Some gateways refuse requests without one.
  const headers = { 'user-agent': 'parley', ...request.headers };
  const open = url.startsWith('https:') ? https.request : http.request;
  return open(url, { method, headers, signal }, onResponse);
}

function headersOf(incoming: http.IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

/** Chunks that are there already are read without a pause; in a flood of them all else in the host would have to wait. */
const longestTurnMs = 50;

/** The stream's own iterator would not free the socket when it is returned before its first read. */
function bodyOf(incoming: http.IncomingMessage): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]() {
      const chunks: AsyncIterator<Uint8Array> = incoming[Symbol.asyncIterator]();
      let turnMs = performance.now();
      return {
        next: async () => {
          if (performance.now() - turnMs > longestTurnMs) {
            await new Promise((resolve) => setImmediate(resolve));
            turnMs = performance.now();
          }
          return chunks.next();
        },
        return: () => {
          void drain(incoming, chunks);
          return Promise.resolve({ done: true, value: undefined });
        },
      };
    },
  };
}

/** Mostly only the end of the body is missing; whatever takes longer costs its connection. */
async function drain(incoming: http.IncomingMessage, chunks: AsyncIterator<Uint8Array>): Promise<void> {
  const timer = setTimeout(() => incoming.destroy(), drainMs);
  try {
    while ((await chunks.next()).done !== true);
  } catch {
    // Cut off, which is as good an end.
  } finally {
    clearTimeout(timer);
  }
}

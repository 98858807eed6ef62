// Without the `node:` prefix, because VS Code puts its proxy and certificate support into the modules of these names only:
// https://github.com/microsoft/vscode/blob/main/src/vs/workbench/api/node/proxyResolver.ts
import * as http from 'http';
import * as https from 'https';
import type { HttpRequest, HttpResponse, Transport } from '../../model/http.ts';

/**
 * Sends through node:http(s) rather than fetch: it follows no redirect, so a key cannot travel to another host,
 * and it has no time limit of its own, so a slow local model is not cut off.
 */
export const transport: Transport = (request, signal) =>
  new Promise<HttpResponse>((resolve, reject) => {
    const outgoing = start(request, signal, (incoming) =>
      resolve({ status: incoming.statusCode ?? 0, headers: headersOf(incoming), body: bodyOf(incoming) }),
    );
    // Not once: after an abort there may be a second one, and an error nobody listens for ends the extension host.
    outgoing.on('error', reject);
    outgoing.end(request.body);
  });

function start(request: HttpRequest, signal: AbortSignal, onResponse: (incoming: http.IncomingMessage) => void) {
  const { url, method } = request;
  // Some gateways refuse requests without one.
  const headers = { 'user-agent': 'parley', ...request.headers };
  const send = url.startsWith('https:') ? https.request : http.request;
  return send(url, { method, headers, signal }, onResponse);
}

function headersOf(incoming: http.IncomingMessage): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return headers;
}

/** The stream's own iterator would not free the socket when it is returned before its first read. */
function bodyOf(incoming: http.IncomingMessage): AsyncIterable<Uint8Array> {
  return {
    [Symbol.asyncIterator]() {
      const chunks: AsyncIterator<Uint8Array> = incoming[Symbol.asyncIterator]();
      return {
        next: () => chunks.next(),
        return: () => {
          incoming.destroy();
          return Promise.resolve({ done: true, value: undefined });
        },
      };
    },
  };
}

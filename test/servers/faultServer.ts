import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { markEndedByServer, recordRequest, type RecordedRequest } from './recordedRequest.ts';

/** How a connection is broken: after all bytes left (`fin`), dropping what is not sent yet (`destroy`), with a reset (`rst`). */
export type Cut = 'fin' | 'destroy' | 'rst';

/**
 * One thing the server does. A script whose first step is `bytes` answers 200 `text/event-stream`; one that ends
 * without a `cut` ends the response properly. `raw` goes to the socket past HTTP, for answers that are none. With
 * `everyMs`, writes drip at that pace.
 */
export type Step =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string | readonly string[]>> }
  | { readonly bytes: string | Uint8Array; readonly bytesPerWrite?: number; readonly everyMs?: number }
  | { readonly raw: string | Uint8Array }
  | { readonly wait: string }
  | { readonly cut: Cut };

/** Answers each request with the next script, byte for byte; see {@link startFaultServer}. */
export interface FaultServer {
  /** `http://127.0.0.1:<port>`, any path. */
  readonly url: string;
  readonly requests: readonly RecordedRequest[];
  /** Adds the script of one more request. */
  script(...steps: readonly Step[]): void;
  /** Lets every script that waits for this gate, now or later, go on. */
  open(gate: string): void;
  /** Resets this many of the next connections at once, before a request can be read. */
  refuse(connections: number): void;
  /** How many connections are open now. */
  openConnections(): Promise<number>;
  /** Resolves once a script waits for this gate: all bytes before it have left. */
  reached(gate: string): Promise<void>;
  /** Frees the port and every connection. Rejects when a request had no script or a script outlived its time. */
  stop(): Promise<void>;
}

interface Gate {
  readonly opened: PromiseWithResolvers<void>;
  readonly reached: PromiseWithResolvers<void>;
}

interface Exchange {
  readonly response: ServerResponse;
  readonly socket: Socket;
  readonly gate: (name: string) => Gate;
  /** Resolves when there is nobody left to write to. */
  readonly gone: Promise<unknown>;
}

const cuts: Readonly<Record<Cut, (socket: Socket) => void>> = {
  fin: (socket) => socket.end(),
  destroy: (socket) => socket.destroy(),
  rst: (socket) => socket.resetAndDestroy(),
};

/** Starts a server on a free port of 127.0.0.1. But for a drip, no step takes time by itself: a test opens gates. */
export async function startFaultServer(options: { readonly limitMs?: number } = {}): Promise<FaultServer> {
  const requests: RecordedRequest[] = [];
  const scripts: (readonly Step[])[] = [];
  const faults: string[] = [];
  const gates = new Map<string, Gate>();
  const gate = (name: string): Gate => {
    const known = gates.get(name) ?? { opened: Promise.withResolvers<void>(), reached: Promise.withResolvers<void>() };
    gates.set(name, known);
    return known;
  };
  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const recorded = await recordRequest(request, response);
    requests.push(recorded);
    const steps = scripts.shift();
    if (steps === undefined) {
      faults.push(`no script for ${recorded.method} ${recorded.path}`);
      response.writeHead(501).end('no script for this request');
      return;
    }
    const limit = setTimeout(() => {
      faults.push(`the script for ${recorded.method} ${recorded.path} outlived its time`);
      markEndedByServer(response);
      request.socket.destroy();
    }, options.limitMs ?? 10_000);
    try {
      await play(steps, { response, socket: request.socket, gate, gone: recorded.closed });
    } finally {
      clearTimeout(limit);
    }
  };
  const server = await listen((request, response) => {
    // A client that left is what many tests are about: `closed` has told, nobody waits for this answer.
    serve(request, response).catch(() => response.destroy());
  });
  let refusals = 0;
  server.on('connection', (socket: Socket) => {
    if (refusals-- > 0) socket.resetAndDestroy();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    refuse: (connections) => void (refusals = connections),
    openConnections: () =>
      new Promise((resolve, reject) =>
        server.getConnections((error, count) => (error === null ? resolve(count) : reject(error))),
      ),
    script: (...steps) => void scripts.push(steps),
    open: (name) => gate(name).opened.resolve(),
    reached: (name) => gate(name).reached.promise,
    stop: () => stop(server, faults),
  };
}

async function play(steps: readonly Step[], exchange: Exchange): Promise<void> {
  const { response, socket, gate, gone } = exchange;
  for (const step of steps) {
    if ('status' in step) {
      response.writeHead(step.status, mutableHeaders(step.headers));
      response.flushHeaders();
    } else if ('wait' in step) {
      gate(step.wait).reached.resolve();
      await Promise.race([gate(step.wait).opened.promise, gone]);
    } else if ('cut' in step) {
      markEndedByServer(response);
      return cuts[step.cut](socket);
    } else {
      await writeStep(step, exchange);
    }
    if (response.destroyed || socket.destroyed) return;
  }
  if (steps.some((step) => 'raw' in step)) {
    markEndedByServer(response);
    socket.end();
  } else {
    response.end();
  }
}

async function writeStep(
  step: Extract<Step, { readonly bytes: unknown } | { readonly raw: unknown }>,
  { response, socket }: Exchange,
): Promise<void> {
  if ('raw' in step) return write(socket, Buffer.from(step.raw));
  if (!response.headersSent) response.writeHead(200, { 'content-type': 'text/event-stream' });
  const bytes = Buffer.from(step.bytes);
  const size = step.bytesPerWrite ?? bytes.length;
  for (let at = 0; at < bytes.length && !response.destroyed; at += size) {
    await write(response, bytes.subarray(at, at + size));
    if (step.everyMs !== undefined) await sleep(step.everyMs);
  }
}

/** Waits until the kernel has the bytes, so that each write is a chunk of its own and order across steps is certain. */
function write(target: Socket | ServerResponse, bytes: Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => {
    target.write(bytes, (error?: Error | null) => (error ? reject(error) : resolve()));
  });
}

function mutableHeaders(headers: Readonly<Record<string, string | readonly string[]>> = {}) {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
  );
}

async function listen(handle: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  const server = createServer({ noDelay: true }, handle);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  return server;
}

async function stop(server: Server, faults: readonly string[]): Promise<void> {
  const closed = new Promise<void>((resolve) => server.close(() => resolve()));
  server.closeAllConnections();
  await closed;
  if (faults.length > 0) throw new Error(`The fault server met ${faults.join('; ')}.`);
}

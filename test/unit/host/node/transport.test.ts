import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer, globalAgent, type RequestListener, type Server } from 'node:http';
import { createServer as createTcpServer, type AddressInfo, type Socket } from 'node:net';
import { test, type TestContext } from 'node:test';
import { transport } from '../../../../src/host/node/transport.ts';
import type { HttpRequest } from '../../../../src/model/http.ts';

const signal = new AbortController().signal;

const to = (port: number, more: Partial<HttpRequest> = {}): HttpRequest => ({
  method: 'POST',
  url: `http://127.0.0.1:${port}/`,
  headers: {},
  body: '{}',
  ...more,
});

/** A server, and every connection it was given. */
async function serve(
  t: TestContext,
  listener: RequestListener,
): Promise<{ port: number; sockets: Socket[]; server: Server }> {
  const sockets: Socket[] = [];
  const server = createServer(listener).listen(0, '127.0.0.1');
  server.on('connection', (socket) => sockets.push(socket));
  await once(server, 'listening');
  t.after(() => server.close().closeAllConnections());
  return { port: (server.address() as AddressInfo).port, sockets, server };
}

async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
  const parts: Uint8Array[] = [];
  for await (const part of body) parts.push(part);
  return Buffer.concat(parts).toString();
}

/** Lets the pool have a socket back. */
const free = (): Promise<void> => new Promise((resolve) => setImmediate(() => setImmediate(resolve)));

/** True when the pool has a connection to this port that nobody uses. */
const isKept = (port: number): boolean =>
  Object.values(globalAgent.freeSockets).some((sockets = []) => sockets.some(({ remotePort }) => remotePort === port));

test('a connection is used again after a body that was read to its end', async (t) => {
  const { port, sockets } = await serve(t, (_request, response) => void response.end('ok'));
  for (let count = 0; count < 3; count++) {
    assert.equal(await textOf((await transport(to(port), signal)).body), 'ok');
    await free();
  }
  assert.equal(sockets.length, 1);
});

test('and after one that was left when only its end was missing, as after [DONE]', { timeout: 10_000 }, async (t) => {
  // However busy the machine is, the end is not too late.
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { port, sockets } = await serve(t, (_request, response) => {
    response.write('data: [DONE]\n\n');
    setImmediate(() => response.end());
  });
  for (let count = 0; count < 2; count++) {
    const iterator = (await transport(to(port), signal)).body[Symbol.asyncIterator]();
    await iterator.next();
    await iterator.return?.();
    while (!isKept(port)) await free();
  }
  assert.equal(sockets.length, 1);
});

test('a body that is left and does not end is closed within a second', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { port, sockets } = await serve(t, (_request, response) => void response.write('more and more'));
  const iterator = (await transport(to(port), signal)).body[Symbol.asyncIterator]();
  await iterator.next();
  const closed = once(sockets[0] ?? assert.fail(), 'close');
  await iterator.return?.();
  t.mock.timers.tick(1_000);
  await closed;
});

test('an abort closes the socket at once', async (t) => {
  const { port, sockets } = await serve(t, (_request, response) => void response.write('more and more'));
  const controller = new AbortController();
  const iterator = (await transport(to(port), controller.signal)).body[Symbol.asyncIterator]();
  await iterator.next();
  const closed = once(sockets[0] ?? assert.fail(), 'close');
  controller.abort();
  await iterator.return?.();
  await closed;
});

test('a kept connection that the server has just closed is replaced without a word', async (t) => {
  let requests = 0;
  const { port, sockets } = await serve(t, (request, response) => {
    requests++;
    if (requests === 2) return void request.socket.resetAndDestroy();
    response.end('ok');
  });
  await textOf((await transport(to(port), signal)).body);
  await free();
  assert.equal(await textOf((await transport(to(port), signal)).body), 'ok');
  assert.deepEqual([requests, sockets.length], [3, 2]);
});

test('a new connection that is reset is not', async (t) => {
  let requests = 0;
  const { port } = await serve(t, (request) => {
    requests++;
    request.socket.resetAndDestroy();
  });
  await assert.rejects(transport(to(port), signal), { code: 'ECONNRESET' });
  assert.equal(requests, 1);
});

test('a connection that does not come to stand in time is given up', async (t) => {
  // Takes the connection and never says a word of TLS.
  const server = createTcpServer().listen(0, '127.0.0.1');
  const sockets: Socket[] = [];
  server.on('connection', (socket) => sockets.push(socket.on('error', () => undefined)));
  await once(server, 'listening');
  t.after(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const request = to(port, { url: `https://127.0.0.1:${port}/`, connectTimeoutMs: 50 });
  await assert.rejects(transport(request, signal), { code: 'ETIMEDOUT' });
});

test('once it stands, an answer may take longer than that', async (t) => {
  t.mock.timers.enable({ apis: ['setTimeout'] });
  const { port } = await serve(t, (_request, response) => {
    t.mock.timers.tick(150);
    response.end('late');
  });
  assert.equal(await textOf((await transport(to(port, { connectTimeoutMs: 50 }), signal)).body), 'late');
});

test(
  'a server that wants to speak another protocol is a lost connection, not a wait without end',
  { timeout: 5_000 },
  async (t) => {
    const server = createTcpServer((socket) => {
      socket.once('data', () =>
        socket.write('HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n'),
      );
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    t.after(() => server.close());
    const answer = transport(to((server.address() as AddressInfo).port), AbortSignal.timeout(2_000));
    await assert.rejects(answer, { code: 'ECONNRESET' });
  },
);

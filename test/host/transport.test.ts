import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, test } from 'node:test';
import { transport } from '../../src/host/node/transport.ts';
import { startFaultServer, type FaultServer } from '../servers/faultServer.ts';

const canary = 'sk-canary-0123456789abcdef';
const never = new AbortController().signal;
const closedWithinMs = 1_000;

describe('node transport', () => {
  let server: FaultServer;
  beforeEach(async () => {
    server = await startFaultServer();
  });
  afterEach(() => server.stop());

  const get = (path = '/v1', signal = never) =>
    transport({ method: 'GET', url: server.url + path, headers: { 'x-api-key': canary } }, signal);

  async function textOf(body: AsyncIterable<Uint8Array>): Promise<string> {
    const chunks: Uint8Array[] = [];
    for await (const chunk of body) chunks.push(chunk);
    return Buffer.concat(chunks).toString();
  }

  /** Fails when the client has not gone within a second. */
  async function clientLeft(): Promise<void> {
    const late = AbortSignal.timeout(closedWithinMs);
    const tooLate = new Promise<'too late'>((resolve) => late.addEventListener('abort', () => resolve('too late')));
    assert.equal(await Promise.race([server.requests[0]?.closed, tooLate]), 'client');
  }

  test('sends method, headers and body as they are, and gives back status, headers and bytes', async () => {
    server.script(
      { status: 418, headers: { 'x-one': 'a', 'X-Two': ['b', 'c'] } },
      { bytes: 'héllo', bytesPerWrite: 1 },
    );
    const url = `${server.url}/v1/chat?a=1%262`;
    const headers = { 'content-type': 'application/json', 'x-api-key': canary };
    const response = await transport({ method: 'POST', url, headers, body: '{"ü":1}' }, never);
    assert.equal(response.status, 418);
    assert.equal(response.headers['x-one'], 'a');
    assert.equal(response.headers['x-two'], 'b, c');
    assert.equal(await textOf(response.body), 'héllo');
    const [sent] = server.requests;
    assert.deepEqual([sent?.method, sent?.path, sent?.body], ['POST', '/v1/chat?a=1%262', '{"ü":1}']);
    assert.equal(sent?.headers['x-api-key'], canary);
  });

  for (const status of [301, 302, 303, 307, 308]) {
    test(`a ${status} is an answer, not a way to go on; left unread it frees the socket`, async () => {
      const target = await startFaultServer();
      server.script({ status, headers: { location: `${target.url}/steal` } }, { bytes: 'moved' }, { wait: 'for ever' });
      const response = await get();
      assert.equal(response.status, status);
      await response.body[Symbol.asyncIterator]().return?.();
      await clientLeft();
      assert.equal(target.requests.length, 0);
      await target.stop();
    });
  }

  test('abort before the answer closes the socket and rejects', async () => {
    const { signal, abort } = aborter();
    server.script({ wait: 'for ever' });
    const answer = get('/v1', signal);
    await server.reached('for ever');
    abort();
    await assert.rejects(answer, { name: 'AbortError' });
    await clientLeft();
  });

  test('abort within the answer closes the socket and ends the bytes', async () => {
    const { signal, abort } = aborter();
    server.script({ bytes: 'first' }, { wait: 'for ever' });
    const { body } = await get('/v1', signal);
    const chunks = body[Symbol.asyncIterator]();
    assert.equal(Buffer.from((await chunks.next()).value ?? []).toString(), 'first');
    const next = chunks.next();
    abort();
    await assert.rejects(next);
    await clientLeft();
  });

  test('a reader that leaves closes the socket', async () => {
    server.script({ bytes: 'first' }, { wait: 'for ever' });
    for await (const _ of (await get()).body) break;
    await clientLeft();
  });

  test('a connection that breaks rejects with the code of the platform', async () => {
    server.script({ bytes: 'first' }, { wait: 'read' }, { cut: 'rst' });
    const { body } = await get();
    const chunks = body[Symbol.asyncIterator]();
    await chunks.next();
    server.open('read');
    await assert.rejects(chunks.next(), { code: 'ECONNRESET' });
    await assert.rejects(
      transport({ method: 'GET', url: `http://127.0.0.1:${await closedPort()}/`, headers: {} }, never),
      { code: 'ECONNREFUSED' },
    );
  });

  test('what can be no header is refused without being repeated', async () => {
    const headers = { 'x-api-key': `${canary}\r\nx-evil: 1` };
    await assert.rejects(transport({ method: 'GET', url: server.url, headers }, never), (error: Error) => {
      assert.doesNotMatch(error.message, /canary/);
      return 'code' in error && error.code === 'ERR_INVALID_CHAR';
    });
    await assert.rejects(transport({ method: 'GET', url: 'ftp://127.0.0.1/', headers: {} }, never));
  });
});

function aborter(): { readonly signal: AbortSignal; readonly abort: () => void } {
  const controller = new AbortController();
  return { signal: controller.signal, abort: () => controller.abort() };
}

/** A port that has just been given up. */
async function closedPort(): Promise<string> {
  const server = await startFaultServer();
  const { port } = new URL(server.url);
  await server.stop();
  await new Promise((resolve) => connect(Number(port), '127.0.0.1').once('error', resolve));
  return port;
}

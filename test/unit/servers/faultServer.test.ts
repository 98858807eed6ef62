import assert from 'node:assert/strict';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { afterEach, beforeEach, test } from 'node:test';
import { openaiScript } from '../../servers/openaiScript.ts';
import { startFaultServer, type FaultServer } from '../../servers/faultServer.ts';

let server: FaultServer;
beforeEach(async () => {
  server = await startFaultServer();
});
afterEach(() => server.stop());

/** With node:http, because it shows every chunk as it was sent, and the code of a broken connection. */
function get(path = '/'): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    httpRequest(server.url + path, { method: 'POST' }, resolve)
      .once('error', reject)
      .end('{"a":1}');
  });
}

function chunksOf(response: IncomingMessage): Promise<string[]> {
  const chunks: string[] = [];
  return new Promise((resolve, reject) => {
    response.on('data', (chunk: Buffer) => chunks.push(chunk.toString('latin1')));
    response.once('end', () => resolve(chunks)).once('error', reject);
  });
}

test('a script is answered in order, with its status, headers and body', async () => {
  server.script({ status: 429, headers: { 'retry-after': '2', 'content-type': 'text/plain' } }, { bytes: 'slow down' });
  server.script({ bytes: 'data: 1\n\n' });
  const first = await fetch(`${server.url}/v1/x?y=1`, { method: 'POST', body: 'one', headers: { 'x-api-key': 'k' } });
  assert.deepEqual([first.status, first.headers.get('retry-after'), await first.text()], [429, '2', 'slow down']);
  const second = await fetch(server.url, { method: 'POST', body: 'two' });
  assert.equal(second.headers.get('content-type'), 'text/event-stream');
  assert.equal(await second.text(), 'data: 1\n\n');
  assert.deepEqual(
    server.requests.map(({ method, path, body }) => [method, path, body]),
    [
      ['POST', '/v1/x?y=1', 'one'],
      ['POST', '/', 'two'],
    ],
  );
  assert.equal(server.requests[0]?.headers['x-api-key'], 'k');
  assert.equal(await server.requests[0]?.closed, 'server');
});

test('bytes leave exactly as cut: a character in two, or one byte at a time', async () => {
  server.script({ bytes: Buffer.from([0xc3]) }, { bytes: Buffer.from([0xa9]) }, { bytes: 'äb', bytesPerWrite: 1 });
  assert.deepEqual(await chunksOf(await get()), ['\xc3', '\xa9', '\xc3', '\xa4', 'b']);
});

test('a gate holds the script until the test opens it', async () => {
  server.script({ bytes: 'before' }, { wait: 'go' }, { bytes: 'after' });
  const response = await get();
  await server.reached('go');
  const first = await new Promise<Buffer>((resolve) => response.once('data', resolve));
  assert.equal(first.toString(), 'before');
  assert.equal(response.complete, false);
  server.open('go');
  assert.deepEqual(await chunksOf(response), ['after']);
});

test('a client that leaves is noticed, also while the script waits', async () => {
  server.script({ status: 200 }, { wait: 'never' });
  const left = new AbortController();
  const pending = fetch(server.url, { method: 'POST', signal: left.signal });
  await server.reached('never');
  await pending;
  left.abort();
  assert.equal(await server.requests[0]?.closed, 'client');
});

for (const cut of ['fin', 'destroy', 'rst'] as const) {
  test(`${cut} breaks a stream after its bytes, and a request before its headers`, async () => {
    server.script({ bytes: 'half' }, { wait: 'read' }, { cut });
    const response = await get();
    const received: string[] = [];
    await assert.rejects(
      async () => {
        for await (const chunk of response as AsyncIterable<Buffer>) {
          received.push(chunk.toString());
          server.open('read');
        }
      },
      { code: 'ECONNRESET' },
    );
    assert.deepEqual(received, ['half']);
    assert.equal(await server.requests[0]?.closed, 'server');
    server.script({ cut });
    await assert.rejects(get(), { code: 'ECONNRESET' });
  });
}

test('connections can be reset before a request is read', async () => {
  server.refuse(2);
  await assert.rejects(get(), { code: 'ECONNRESET' });
  await assert.rejects(get(), { code: 'ECONNRESET' });
  server.script({ bytes: 'in' });
  assert.deepEqual(await chunksOf(await get()), ['in']);
  assert.equal(server.requests.length, 1);
});

test('bytes drip at their pace, and requests say when they came', async () => {
  server.script({ bytes: 'abc', bytesPerWrite: 1, everyMs: 20 });
  assert.deepEqual(await chunksOf(await get()), ['a', 'b', 'c']);
  assert.ok(performance.now() - (server.requests[0]?.atMs ?? 0) >= 55);
});

test('raw bytes go past HTTP', async () => {
  server.script({ raw: 'NOT HTTP AT ALL\r\n\r\n' });
  await assert.rejects(get(), { code: 'HPE_INVALID_CONSTANT' });
  server.script({ raw: 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok' });
  assert.deepEqual(await chunksOf(await get()), ['ok']);
});

test('an unscripted request and a script that takes too long make stop fail', async () => {
  const strict = await startFaultServer({ limitMs: 20 });
  assert.equal((await fetch(strict.url)).status, 501);
  strict.script({ status: 200 }, { wait: 'never' });
  const endless = await fetch(strict.url);
  await assert.rejects(endless.text());
  await assert.rejects(strict.stop(), /no script for GET \/; the script for GET \/ outlived its time/);
  await assert.rejects(fetch(strict.url), (error: Error) => (error.cause as { code: string }).code === 'ECONNREFUSED');
});

test('the events of a script are what OpenAI sends', () => {
  const script = openaiScript({ id: 'c', model: 'm', created: 1 });
  assert.equal(
    script.toolCall({ index: 0, id: 'call_1', name: 'look', arguments: '' }) +
      script.finish('tool_calls') +
      script.done(),
    'data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"look","arguments":""}}]},"finish_reason":null}]}\n\n' +
      'data: {"id":"c","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}\n\n' +
      'data: [DONE]\n\n',
  );
});

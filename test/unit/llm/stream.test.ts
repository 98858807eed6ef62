import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stream } from '../../../src/llm/stream.ts';
import type { ErrorEvent, StreamEvent } from '../../../src/model/event.ts';
import { anthropic } from '../../../src/providers/anthropic.ts';
import { deepseek } from '../../../src/providers/deepseek.ts';
import {
  all,
  answer,
  ask,
  canary,
  chatStream,
  chunkSizes,
  endpoint,
  joined,
  question,
  says,
  scripted,
  stops,
} from './harness.ts';

const hello: readonly StreamEvent[] = [
  { type: 'text', delta: 'Hello' },
  { type: 'finish', reason: 'stop', raw: 'stop' },
];

const helloStream = chatStream(says('Hel'), says('lo'), stops('stop'));

/** The error that ends a failed request; everything before it is in `before`. */
async function failing(
  text: string,
  options?: Parameters<typeof answer>[1],
): Promise<{ error: ErrorEvent['error']; before: StreamEvent[] }> {
  const events = await ask(endpoint(scripted(answer(text, options)).transport));
  const last = events.at(-1);
  assert.ok(last?.type === 'error', JSON.stringify(last));
  return { error: last.error, before: events.slice(0, -1).filter(({ type }) => type !== 'retry') };
}

test('sends one signed request, uncompressed, to the joined address', async () => {
  const { transport, requests } = scripted(answer(helloStream));
  assert.deepEqual(joined(await ask(endpoint(transport, { baseUrl: 'https://api.example/v1/' }))), hello);
  assert.equal(requests.length, 1);
  const { body, ...rest } = requests[0] ?? assert.fail();
  const key = rest.headers['idempotency-key'];
  assert.match(key ?? '', /^[0-9a-z]+-[0-9a-z]+$/);
  assert.deepEqual(rest, {
    method: 'POST',
    url: 'https://api.example/v1/chat/completions',
    headers: {
      'content-type': 'application/json',
      accept: 'text/event-stream, application/json',
      'accept-encoding': 'identity',
      authorization: `Bearer ${canary}`,
      'idempotency-key': key,
    },
    connectTimeoutMs: 20_000,
  });
  assert.equal(body?.includes(canary), false);
});

for (const size of chunkSizes) {
  test(`chunks of ${size} make no difference, whichever way the answer comes`, async () => {
    const whole = JSON.stringify({ choices: [{ message: { content: 'Hello' }, finish_reason: 'stop' }] });
    for (const text of [
      helloStream,
      `\uFEFF${helloStream}`,
      `\n\n ${helloStream}`,
      helloStream.replaceAll('\n', '\r\n'),
      whole,
      `\n  \n\n${whole}\n`,
    ]) {
      assert.deepEqual(joined(await ask(endpoint(scripted(answer(text, { size })).transport))), hello, text);
    }
  });
}

test('the content type is not believed', async () => {
  const typed = (type: string) => ({ headers: { 'content-type': type } });
  const whole = JSON.stringify({ choices: [{ message: { content: 'Hello' }, finish_reason: 'stop' }] });
  assert.deepEqual(joined(await ask(endpoint(scripted(answer(whole, typed('text/event-stream'))).transport))), hello);
  assert.deepEqual(
    joined(await ask(endpoint(scripted(answer(helloStream, typed('application/json'))).transport))),
    hello,
  );
});

test('a page instead of an answer is named as such and not shown', async () => {
  const { error } = await failing('<!DOCTYPE html><html><title>Sign in to the hotel</title>secret</html>');
  assert.equal(error.kind, 'bad-response');
  assert.match(error.message, /^OpenAI answered with a web page/);
  assert.equal(error.detail, undefined);
});

for (const [name, text, kind] of [
  ['nothing', '', 'bad-response'],
  ['only blanks', ' \n\n', 'bad-response'],
  ['only comments', ': waiting\n\n', 'interrupted'],
  ['only the end', 'data: [DONE]\n\n', 'interrupted'],
  ['half of an answer in one piece', '{"choices":[{"mess', 'interrupted'],
  ['JSON that is no answer', '{"ok":true}', 'bad-response'],
  ['a list', '[1,2]', 'bad-response'],
  ['plain text', 'Internal Server Error', 'interrupted'],
] as const) {
  test(`${name} with status 200 is an error`, async () => assert.equal((await failing(text)).error.kind, kind));
}

test('204 is an error', async () => assert.equal((await failing('', { status: 204 })).error.kind, 'bad-response'));

test('a stream that ends without its end is interrupted, and its text is kept', async () => {
  const cut = 'data: {"choices":[{"index":0,"delta":{"content":"Hel"}}]}\n\n';
  const { error, before } = await failing(cut);
  assert.equal(error.kind, 'interrupted');
  assert.deepEqual(before, [{ type: 'text', delta: 'Hel' }]);
});

test('a finish reason without [DONE] is an end, and [DONE] without a finish reason too', async () => {
  const withoutDone = helloStream.replace('data: [DONE]\n\n', '');
  assert.deepEqual(joined(await ask(endpoint(scripted(answer(withoutDone)).transport))), hello);
  const withoutReason = chatStream(says('Hello'));
  assert.deepEqual(joined(await ask(endpoint(scripted(answer(withoutReason)).transport))), [
    { type: 'text', delta: 'Hello' },
    { type: 'finish', reason: 'stop' },
  ]);
});

test('an empty finish reason in the middle is none', async () => {
  const text = chatStream(
    { delta: { content: 'Hel' }, finish_reason: '' },
    { delta: { content: 'lo' }, finish_reason: null },
    stops('stop'),
  );
  assert.deepEqual(joined(await ask(endpoint(scripted(answer(text)).transport))), hello);
});

test('only the exact [DONE] ends a stream, and what follows it is ignored', async () => {
  const forged = 'data: {"choices":[{"delta":{"content":"Hel"}}]}\n\ndata: [DONE]x\n\n';
  assert.equal((await failing(forged)).error.kind, 'bad-response');
  const more = `${helloStream}data: {"choices":[{"delta":{"content":" again"}}]}\n\ndata: nonsense\n\n`;
  assert.deepEqual(joined(await ask(endpoint(scripted(answer(more)).transport))), hello);
});

test('nonsense in the middle fails the turn without repeating it; after the finish reason it does no harm', async () => {
  const { error, before } = await failing(
    `data: {"choices":[{"delta":{"content":"Hel"}}]}\n\ndata: {"secret":\n\ndata: [DONE]\n\n`,
  );
  assert.equal(error.kind, 'bad-response');
  assert.equal(JSON.stringify(error).includes('secret'), false);
  assert.deepEqual(before, [{ type: 'text', delta: 'Hel' }]);
  const late = helloStream.replace('data: [DONE]', 'data: {oops\n\ndata: [DONE]');
  assert.deepEqual(joined(await ask(endpoint(scripted(answer(late)).transport))), hello);
});

for (const [name, frame] of [
  ['an event named error', 'event: error\ndata: {"message":"the model fell over","code":500}\n\n'],
  ['an error object', 'data: {"error":{"message":"the model fell over","code":500},"choices":[]}\n\n'],
  ['an error string', 'data: {"error":"the model fell over"}\n\n'],
  ['a bare message', 'data: {"message":"the model fell over"}\n\n'],
  ['a detail', 'data: {"detail":"the model fell over"}\n\n'],
] as const) {
  test(`${name} inside a stream fails the turn and keeps its text`, async () => {
    const { error, before } = await failing(
      `data: {"choices":[{"delta":{"content":"Hel"}}]}\n\n${frame}data: [DONE]\n\n`,
    );
    assert.equal(error.detail, 'the model fell over');
    assert.deepEqual(before, [{ type: 'text', delta: 'Hel' }]);
  });
}

test('usage that came with an error is reported before it', async () => {
  const text =
    'data: {"choices":[{"delta":{"content":"Hel"}}]}\n\ndata: {"error":{"code":502,"message":"gone"},"usage":{"prompt_tokens":3,"completion_tokens":1}}\n\n';
  const { before } = await failing(text);
  assert.deepEqual(before, [
    { type: 'text', delta: 'Hel' },
    { type: 'usage', usage: { inputTokens: 3, outputTokens: 1 } },
  ]);
});

test('a finish reason that is a failure is one', async () => {
  const { error, before } = await failing(chatStream(says('Hel'), stops('insufficient_system_resource')));
  assert.equal(error.kind, 'overloaded');
  assert.deepEqual(before, [{ type: 'text', delta: 'Hel' }]);
});

for (const status of [301, 302, 303, 307, 308]) {
  test(`${status} is told and not followed`, async () => {
    const { transport, requests } = scripted(
      answer('', { status, headers: { location: 'https://evil.example/steal?token=1' } }),
    );
    const last = (await ask(endpoint(transport))).at(-1);
    assert.ok(last?.type === 'error');
    assert.match(last.error.message, /redirects to https:\/\/evil\.example, which was not followed/);
    assert.equal(JSON.stringify(last).includes('token=1'), false);
    assert.equal(requests.length, 1);
  });
}

test('without a key nothing is sent to a provider that needs one', async () => {
  const { transport, requests } = scripted(answer(helloStream));
  const { key: _, ...keyless } = endpoint(transport);
  assert.deepEqual(await all(stream(keyless, question, new AbortController().signal)), [
    { type: 'error', error: { kind: 'no-key', message: 'OpenAI needs a key; add one to use it.' } },
  ]);
  assert.equal(requests.length, 0);
});

test('a key never leaves over a plain connection to another machine', async () => {
  const { transport, requests } = scripted(answer(helloStream));
  const last = (await ask(endpoint(transport, { baseUrl: 'http://api.example/v1' }))).at(-1);
  assert.ok(last?.type === 'error');
  assert.match(last.error.message, /not https/);
  assert.equal(requests.length, 0);
});

test('a provider that repeats the key does not get it shown', async () => {
  const { error } = await failing(JSON.stringify({ error: { message: `Incorrect key ${canary}, really ${canary}` } }), {
    status: 401,
  });
  assert.equal(error.detail, 'Incorrect key [key], really [key]');
});

test('nor is a token shown that the key was exchanged for, while a made-up key garbles no sentence', async () => {
  const message = 'Refused: Authorization: Bearer ya29.a0AfB_canary-0123456789 of ollama';
  const to = endpoint(scripted(answer(JSON.stringify({ error: message }), { status: 400 })).transport, { key: canary });
  const redacted = (await ask(to)).at(-1);
  assert.ok(redacted?.type === 'error');
  assert.equal(redacted.error.detail, 'Refused: Authorization: Bearer [key] of ollama');
  const plain = endpoint(scripted(answer('{"error":"no ollama here"}', { status: 400 })).transport, { key: 'ollama' });
  const kept = (await ask(plain)).at(-1);
  assert.ok(kept?.type === 'error');
  assert.equal(kept.error.detail, 'no ollama here');
});

test('the user’s own name of a connection is the one that is told', async () => {
  const to = endpoint(scripted(answer('', { status: 403 })).transport, { label: 'Work', provider: deepseek });
  const last = (await ask(to)).at(-1);
  assert.ok(last?.type === 'error');
  assert.match(last.error.message, /^Work does not allow/);
});

test('an answer of an unreasonable size is cut off and its body closed', async () => {
  let given = 0;
  let closed = false;
  const piece = new TextEncoder().encode(`: ${'x'.repeat(1024 * 1024)}\n\n`);
  async function* endless(): AsyncGenerator<Uint8Array> {
    try {
      for (;;) {
        given += piece.length;
        yield piece;
      }
    } finally {
      closed = true;
    }
  }
  const last = (await ask(endpoint(async () => ({ status: 200, headers: {}, body: endless() })))).at(-1);
  assert.ok(last?.type === 'error');
  assert.equal(last.error.kind, 'bad-response');
  assert.ok(given < 110 * 1024 * 1024);
  assert.equal(closed, true);
});

test('of an error page of any size only the beginning is read', async () => {
  let given = 0;
  async function* page(): AsyncGenerator<Uint8Array> {
    const piece = new TextEncoder().encode(`<html><title>502 Bad Gateway</title>${'x'.repeat(16_000)}`);
    for (let count = 0; count < 320; count++) {
      given += piece.length;
      yield piece;
    }
  }
  const to = endpoint(async () => ({ status: 502, headers: { 'x-should-retry': 'false' }, body: page() }));
  const last = (await ask(to)).at(-1);
  assert.ok(last?.type === 'error');
  assert.deepEqual(last.error, {
    kind: 'overloaded',
    message: 'OpenAI is overloaded or has a fault of its own; try again in a moment (status 502).',
    detail: '502 Bad Gateway',
    status: 502,
  });
  assert.ok(given < 200_000);
});

test('an Anthropic stream needs its message_stop', async () => {
  const cut = [
    'event: message_start\ndata: {"type":"message_start","message":{"usage":{"input_tokens":5,"output_tokens":1}}}\n\n',
    'event: content_block_delta\ndata: {"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hel"}}\n\n',
    'event: message_delta\ndata: {"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"output_tokens":2}}\n\n',
  ].join('');
  const events = await ask(endpoint(scripted(answer(cut)).transport, { provider: anthropic }));
  assert.deepEqual(events.slice(0, 2), [
    { type: 'text', delta: 'Hel' },
    { type: 'usage', usage: { inputTokens: 5, outputTokens: 2 } },
  ]);
  assert.equal(events[2]?.type === 'error' && events[2].error.kind, 'interrupted');
});

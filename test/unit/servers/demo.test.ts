import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { startDemo } from '../../servers/demo.ts';
import { demoClient, user, withCode } from './demoClient.ts';

const demo = await startDemo({ pace: 'instant' });
after(() => demo.stop());
const { post, complete, streamed, answer, anthropic } = demoClient(demo);

test('streamed and whole answers are the same, and the usage counts both', async () => {
  const messages = [user('Hello 👩‍🚀 日本')];
  const whole = (await (await complete(messages)).json()) as {
    choices: [{ message: { content: string }; finish_reason: string }];
    usage: { prompt_tokens: number; completion_tokens: number; total_tokens: number };
  };
  const stream = await answer(messages);
  assert.equal(whole.choices[0].message.content, stream.text);
  assert.ok(stream.text.includes('> Hello 👩‍🚀 日本'));
  assert.equal(whole.choices[0].finish_reason, 'stop');
  assert.deepEqual(whole.usage, stream.usage);
  assert.equal(whole.usage.total_tokens, whole.usage.prompt_tokens + whole.usage.completion_tokens);
  assert.equal(whole.usage.completion_tokens, stream.deltas - 2, 'one token a delta, without the first and the last');
});

test('usage of a stream comes only when it is asked for', async () => {
  const { usage } = await answer([user('hi')], { stream_options: null });
  assert.equal(usage, undefined);
});

test('"error", a key that says it is invalid, an unknown model and an overlong prompt are refused as OpenAI does', async () => {
  const cases: readonly (readonly [Promise<Response>, number, string | null])[] = [
    [complete([user('error')]), 401, 'invalid_api_key'],
    [
      post(
        '/v1/chat/completions',
        { model: 'demo-large', messages: [user('hi')] },
        { authorization: 'Bearer invalid' },
      ),
      401,
      'invalid_api_key',
    ],
    [complete([user('hi')], { model: 'gpt-0' }), 404, 'model_not_found'],
    [complete([user('x'.repeat(40_000))], { model: 'demo-small' }), 400, 'context_length_exceeded'],
  ];
  for (const [pending, status, code] of cases) {
    const response = await pending;
    const { error } = (await response.json()) as { error: { code: string | null; message: string } };
    assert.deepEqual([response.status, error.code], [status, code]);
    assert.ok(error.message.length > 10);
  }
});

test('"drop" loses the connection in the middle', async () => {
  const response = await streamed([user('drop')]);
  assert.equal(response.status, 200);
  let received = '';
  await assert.rejects(async () => {
    for await (const chunk of response.body ?? []) received += Buffer.from(chunk).toString();
  });
  assert.ok(received.includes('"content":"**This"'));
  assert.ok(!received.includes('[DONE]'));
  assert.equal(await demo.requests.at(-1)?.closed, 'server');
});

test('a client that leaves is noticed at once, and the server stops writing', async () => {
  const paced = await startDemo({ pace: 'model' });
  try {
    const request = httpRequest(`${paced.url}/v1/chat/completions`, { method: 'POST' });
    request.on('error', () => {});
    request.end(JSON.stringify({ model: 'demo-large', stream: true, messages: [user('long')] }));
    await new Promise((resolve) => request.once('response', (response) => response.once('data', resolve)));
    request.destroy();
    assert.equal(await paced.requests[0]?.closed, 'client');
  } finally {
    await paced.stop();
  }
});

test('both dialects list the models with their context windows', async () => {
  const openai = (await (await fetch(`${demo.url}/v1/models`)).json()) as {
    data: { id: string; context_length: number }[];
  };
  assert.deepEqual(
    openai.data.map(({ id, context_length }) => [id, context_length]),
    [
      ['demo-large', 200_000],
      ['demo-small', 8_000],
    ],
  );
  const models = (await (await fetch(`${demo.url}/anthropic/v1/models`)).json()) as { data: { id: string }[] };
  assert.deepEqual(
    models.data.map(({ id }) => id),
    ['demo-large', 'demo-small'],
  );
});

interface AnthropicEvent {
  readonly type: string;
  readonly index?: number;
  readonly delta?: {
    readonly type?: string;
    readonly text?: string;
    readonly thinking?: string;
    readonly stop_reason?: string;
  };
  readonly usage?: { readonly output_tokens: number };
}

test('an Anthropic stream has its blocks in order, with thinking first, and the same words', async () => {
  const response = await anthropic([withCode('think')], { stream: true });
  const events = (await response.text())
    .split('\n\n')
    .filter((event) => event !== '')
    .map((event) => {
      const [, name, data] = /^event: (.*)\ndata: (.*)$/.exec(event) ?? [];
      const payload = JSON.parse(data ?? '') as AnthropicEvent;
      assert.equal(name, payload.type);
      return payload;
    });
  const types = events.map((event) => event.delta?.type ?? event.type).filter((type, at, all) => type !== all[at - 1]);
  assert.deepEqual(types, [
    'message_start',
    'content_block_start',
    'thinking_delta',
    'signature_delta',
    'content_block_stop',
    'content_block_start',
    'ping',
    'text_delta',
    'content_block_stop',
    'message_delta',
    'message_stop',
  ]);
  const text = events.map((event) => event.delta?.text ?? '').join('');
  assert.equal(text, (await answer([withCode('think')])).text);
  const end = events.find((event) => event.type === 'message_delta');
  assert.equal(end?.delta?.stop_reason, 'end_turn');
  const deltas = events.filter((event) => /^(text|thinking)_delta$/.test(event.delta?.type ?? ''));
  assert.equal(end?.usage?.output_tokens, deltas.length);
});

test('what Anthropic demands is demanded: version, max_tokens, its own error shape', async () => {
  const noVersion = await post('/anthropic/v1/messages', {
    model: 'demo-large',
    max_tokens: 9,
    messages: [user('hi')],
  });
  assert.equal(noVersion.status, 400);
  const noLimit = await anthropic([user('hi')], { max_tokens: undefined });
  assert.equal(noLimit.status, 400);
  const failure = (await noLimit.json()) as {
    type: string;
    error: { type: string; message: string };
    request_id: string;
  };
  assert.equal(failure.type, 'error');
  assert.equal(failure.error.type, 'invalid_request_error');
  assert.match(failure.error.message, /max_tokens/);
  assert.equal(failure.request_id, noLimit.headers.get('request-id'));
});

test('requests are recorded with headers and body', async () => {
  await (await anthropic([user('a needle')])).text();
  const recorded = demo.requests.at(-1);
  assert.equal(recorded?.path, '/anthropic/v1/messages');
  assert.equal(recorded.headers['x-api-key'], 'sk-test');
  assert.ok(recorded.body.includes('a needle'));
  assert.equal(await recorded.closed, 'server');
});

test('the dialects of others get the same answer', async () => {
  const response = await post('/v1beta/models/gemini-any:generateContent', {
    contents: [{ role: 'user', parts: [{ text: 'hello there' }] }],
  });
  assert.ok((await response.text()).includes('> hello there'));
});

test('run by itself it prints its URL, and ends when its parent is gone', { timeout: 10_000 }, async (t) => {
  const main = fileURLToPath(new URL('../../servers/main.ts', import.meta.url));
  const child = spawn(process.execPath, [main, '--pace', 'instant'], { stdio: ['pipe', 'pipe', 'inherit'] });
  t.after(() => child.kill());
  const [output] = (await once(child.stdout, 'data')) as [Buffer];
  assert.match(output.toString(), /^http:\/\/127\.0\.0\.1:\d+\n$/);
  assert.equal((await fetch(`${output.toString().trim()}/v1/models`)).status, 200);
  child.stdin.end();
  assert.deepEqual(await once(child, 'exit', { signal: t.signal }), [0, null]);
});

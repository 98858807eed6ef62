import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { listModels } from '../../../src/llm/calls.ts';
import type { Request } from '../../../src/model/message.ts';
import { connectionFrom } from '../../../src/providers/connections.ts';
import { ollama } from '../../../src/providers/ollama.ts';
import { answer, ask, canary, chunkSizes, decode, endpoint, joined, question, scripted } from '../llm/harness.ts';

const options = { stream: true, cachePrompt: true };
const bodyOf = (request: Partial<Request>) => ollama.dialect.encode({ ...question, ...request }, options).body;

const lines = (...all: readonly object[]): string => all.map((line) => `${JSON.stringify(line)}\n`).join('');
const says = (message: object) => ({ model: 'm', created_at: '2026-01-02T03:04:05.6Z', message, done: false });
const done = (rest: object = {}) => ({
  message: { role: 'assistant', content: '' },
  done: true,
  done_reason: 'stop',
  ...rest,
});
const counts = { prompt_eval_count: 7, eval_count: 3 };
const usage = { type: 'usage', usage: { inputTokens: 7, outputTokens: 3 } };

describe('encode', () => {
  test('a question, and nothing that is not set but that nothing may be cut off', () => {
    assert.deepEqual(bodyOf({}), {
      model: 'm',
      messages: [{ role: 'user', content: 'hello' }],
      stream: true,
      truncate: false,
    });
    assert.equal(ollama.dialect.encode(question, options).path, '/api/chat');
  });

  test('a whole answer has to be asked for', () => {
    const { body } = ollama.dialect.encode(question, { stream: false, cachePrompt: true });
    assert.equal((body as { stream: unknown }).stream, false);
  });

  test('everything at once', () => {
    const tool = { name: 'f', description: 'Does it.', parameters: { type: 'object' } };
    const schema = { type: 'object' };
    assert.deepEqual(
      bodyOf({
        system: 'Be brief.',
        tools: [tool],
        maxOutputTokens: 5,
        temperature: 0,
        reasoningEffort: 'medium',
        responseFormat: { name: 'r', schema },
      }),
      {
        model: 'm',
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'hello' },
        ],
        stream: true,
        truncate: false,
        tools: [{ type: 'function', function: tool }],
        think: true,
        format: schema,
        options: { num_predict: 5, temperature: 0 },
      },
    );
  });

  test('tools and what came of them, with arguments as objects', () => {
    const messages = [
      { role: 'user', text: 'Weather?' },
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', text: 'Look it up.' },
          { type: 'tool-call', id: 'a', name: 'weather', arguments: '{"city":"Rome"}' },
          { type: 'tool-call', id: 'b', name: 'weather', arguments: '{"city":' },
        ],
      },
      { role: 'tool', toolCallId: 'a', toolName: 'weather', text: 'Sunny' },
    ] as const;
    assert.deepEqual((bodyOf({ messages }) as { messages: unknown }).messages, [
      { role: 'user', content: 'Weather?' },
      {
        role: 'assistant',
        content: '',
        thinking: 'Look it up.',
        tool_calls: [
          { function: { name: 'weather', arguments: { city: 'Rome' } } },
          { function: { name: 'weather', arguments: { invalid: '{"city":' } } },
        ],
      },
      { role: 'tool', tool_name: 'weather', content: 'Sunny' },
    ]);
  });

  test('images beside the text, text files in it, and others named', () => {
    const files = [
      { mediaType: 'image/png', data: 'aWNvbg==', name: 'a.png' },
      { mediaType: 'text/plain', data: btoa('some words'), name: 'a.txt' },
      { mediaType: 'application/pdf', data: 'cGRm', name: 'a.pdf' },
    ];
    const { messages } = bodyOf({ messages: [{ role: 'user', text: 'Look', files }] }) as {
      messages: readonly { readonly content: string; readonly images: unknown }[];
    };
    assert.deepEqual(messages[0]?.images, ['aWNvbg==']);
    assert.match(messages[0]?.content ?? '', /some words[^]*a\.pdf[^]*\n\nLook$/);
  });

  for (const [model, effort, think] of [
    ['qwen3:8b', 'none', false],
    ['qwen3:8b', 'low', true],
    ['gpt-oss:20b', 'none', 'low'],
    ['gpt-oss:20b', 'high', 'high'],
  ] as const) {
    test(`${model} that is to think ${effort}`, () =>
      assert.equal((bodyOf({ model, reasoningEffort: effort }) as { think: unknown }).think, think));
  }

  for (const [name, toolChoice, left] of [
    ['none', 'none', undefined],
    ['one', { name: 'g' }, ['g']],
    ['any', 'required', ['f', 'g']],
  ] as const) {
    test(`the choice of ${name} of the tools`, () => {
      const tools = ['f', 'g'].map((tool) => ({ name: tool, parameters: {} }));
      const body = bodyOf({ tools, toolChoice }) as { tools?: readonly { function: { name: string } }[] };
      assert.deepEqual(
        body.tools?.map((tool) => tool.function.name),
        left,
      );
    });
  }
});

describe('decode', () => {
  const stream = lines(
    says({ role: 'assistant', content: '', thinking: 'Hm' }),
    says({ content: '', thinking: 'm' }),
    says({ content: 'He' }),
    says({ content: 'llo' }),
    says({ content: '', tool_calls: [{ function: { name: 'f', arguments: { a: 1 } } }] }),
    says({ content: '', tool_calls: [{ id: 'own', function: { name: 'g', arguments: {} } }] }),
    done(counts),
  );
  const expected = [
    { type: 'reasoning', delta: 'Hmm' },
    { type: 'text', delta: 'Hello' },
    { type: 'tool-call', id: 'call_20260102T0304056Z_0', name: 'f', arguments: '{"a":1}' },
    { type: 'tool-call', id: 'own', name: 'g', arguments: '{}' },
    usage,
    { type: 'finish', reason: 'tool-calls', raw: 'stop' },
  ];
  for (const size of chunkSizes)
    test(`a stream in chunks of ${size}`, async () =>
      assert.deepEqual(joined(await decode(ollama, stream, size)), expected));

  for (const [name, text] of [
    ['on one line', JSON.stringify(done({ message: { content: 'Hello' }, ...counts }))],
    ['spread over lines', JSON.stringify(done({ message: { content: 'Hello' }, ...counts }), null, 2)],
  ] as const) {
    test(`a whole answer ${name}`, async () =>
      assert.deepEqual(await decode(ollama, text, 5), [
        { type: 'text', delta: 'Hello' },
        usage,
        { type: 'finish', reason: 'stop', raw: 'stop' },
      ]));
  }

  for (const [name, last, finish] of [
    ['at the limit', done({ done_reason: 'length' }), { reason: 'length', raw: 'length' }],
    ['when only loaded', done({ done_reason: 'load' }), { reason: 'stop', raw: 'load' }],
    ['without a reason', { done: true }, { reason: 'stop' }],
  ] as const) {
    test(`the end ${name}`, async () =>
      assert.deepEqual((await decode(ollama, lines(says({ content: 'x' }), last))).at(-1), {
        type: 'finish',
        ...finish,
      }));
  }

  test('a stream that never says that it is done was interrupted', async () => {
    const events = await decode(ollama, lines(says({ content: 'Hel' })));
    assert.deepEqual(events[0], { type: 'text', delta: 'Hel' });
    const [end] = events.slice(-1);
    assert.equal(end?.type === 'error' && end.error.kind, 'interrupted');
  });

  for (const [name, line, kind] of [
    ['an error in the middle', '{"error":"an error was encountered while running the model"}', 'interrupted'],
    ['nonsense in the middle', 'oops', 'bad-response'],
    ['another JSON', '{"models":[]}', 'bad-response'],
    ['a call without a name', JSON.stringify(says({ tool_calls: [{ function: {} }] })), 'bad-response'],
  ] as const) {
    test(name, async () => {
      const end = (await decode(ollama, `${lines(says({ content: 'Hel' }))}${line}\n`)).at(-1);
      assert.equal(end?.type === 'error' && end.error.kind, kind);
    });
  }
});

describe('refusals say what to do', () => {
  for (const [status, error, kind, words] of [
    [404, 'model "x" not found, try pulling it first', 'not-found', /ollama pull/],
    [404, "model 'x' not found", 'not-found', /ollama pull/],
    [400, 'the input length exceeds the context length', 'too-long', /OLLAMA_CONTEXT_LENGTH/],
    [
      400,
      'the prompt is longer than the context length currently available to the model; shorten the prompt',
      'too-long',
      /OLLAMA_CONTEXT_LENGTH/,
    ],
    [401, 'unauthorized', 'unauthorized', /ollama signin/],
    [
      500,
      'model requires more system memory (5.6 GiB) than is available (4.0 GiB)',
      'bad-request',
      /too little memory/,
    ],
    [400, '"x" does not support tools', 'bad-request', /did not accept/],
  ] as const) {
    test(`${status} ${error}`, async () => {
      const { transport } = scripted(answer(JSON.stringify({ error }), { status }));
      const end = (await ask(endpoint(transport, { provider: ollama }))).at(-1);
      assert.ok(end?.type === 'error');
      assert.equal(end.error.kind, kind);
      assert.match(end.error.message, words);
      assert.equal(end.error.detail, error);
    });
  }
});

describe('models', () => {
  const listed = {
    models: [
      {
        name: 'qwen3:8b',
        details: { family: 'qwen3', context_length: 40_960 },
        capabilities: ['completion', 'thinking'],
      },
      { name: 'gemma3:4b', details: { family: 'gemma3' }, capabilities: ['completion', 'vision'] },
      { name: 'embeddinggemma:latest', capabilities: ['embedding'] },
      { name: 'kimi-k2:1t-cloud', remote_host: 'https://ollama.com:443', details: { context_length: 262_144 } },
      { name: 'old:7b', details: { family: 'llama' } },
      { name: 'nomic-embed-text:latest', details: { family: 'nomic-bert' } },
      { name: 'all-minilm:latest', details: { family: 'x' } },
      { model: 'nameless' },
    ],
  };

  test('those that chat, with what is known of them', () => {
    assert.deepEqual(ollama.dialect.models(listed), [
      { id: 'qwen3:8b', inputs: [], reasoning: true },
      { id: 'gemma3:4b', inputs: ['image'], reasoning: false },
      { id: 'kimi-k2:1t-cloud', contextWindow: 262_144 },
      { id: 'old:7b' },
    ]);
  });

  test('an answer that is no list is refused', () => assert.throws(() => ollama.dialect.models({ data: [] })));

  for (const [api, url] of [
    ['native', 'http://127.0.0.1:11434/api/tags'],
    ['chat', 'http://127.0.0.1:11434/v1/models'],
  ] as const) {
    test(`are asked for where its API ${api} has them`, async () => {
      const { transport, requests } = scripted(answer('{"models":[],"data":[]}'));
      const { baseUrl } = ollama;
      await listModels(endpoint(transport, { provider: ollama, baseUrl, api }), new AbortController().signal);
      assert.equal(requests[0]?.url, url);
    });
  }
});

for (const [given, baseUrl] of [
  [undefined, 'http://127.0.0.1:11434'],
  ['http://localhost:11434', 'http://localhost:11434'],
  ['http://localhost:11434/', 'http://localhost:11434'],
  ['http://localhost:11434/v1', 'http://localhost:11434'],
  ['http://localhost:11434/v1/', 'http://localhost:11434'],
  ['http://localhost:11434/v1/chat/completions', 'http://localhost:11434'],
  ['http://localhost:11434/api/chat', 'http://localhost:11434'],
  ['https://ai.example/ollama/v1', 'https://ai.example/ollama'],
  ['https://ai.example/ollama', 'https://ai.example/ollama'],
] as const) {
  test(`the address ${given ?? 'of its own'} serves both APIs`, async () => {
    const connection = connectionFrom('ollama', { provider: 'ollama', baseUrl: given });
    assert.ok(typeof connection === 'object');
    assert.equal(connection.baseUrl, baseUrl);
    const { transport, requests } = scripted(answer(lines(done())));
    for (const api of ['native', 'chat']) await ask(endpoint(transport, { ...connection, api, key: canary }));
    assert.deepEqual(
      requests.map(({ url }) => url),
      [`${baseUrl}/api/chat`, `${baseUrl}/v1/chat/completions`],
    );
  });
}

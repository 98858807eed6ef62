import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { listModels } from '../../../src/llm/calls.ts';
import type { Request } from '../../../src/model/message.ts';
import { cohere } from '../../../src/providers/cohere.ts';
import { answer, ask, chunkSizes, decode, endpoint, joined, question, scripted } from '../llm/harness.ts';

const options = { stream: true, cachePrompt: true };
const bodyOf = (request: Partial<Request>) => cohere.dialect.encode({ ...question, ...request }, options).body;

interface Event {
  readonly type: string;
  readonly [field: string]: unknown;
}

const stream = (...all: readonly Event[]): string =>
  `${all.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('')}data: [DONE]\n\n`;

const start = { type: 'message-start', id: 'id1', delta: { message: { role: 'assistant', tool_plan: '' } } };
const piece = (content: object): Event => ({ type: 'content-delta', index: 0, delta: { message: { content } } });
const plan = (words: string): Event => ({ type: 'tool-plan-delta', delta: { message: { tool_plan: words } } });
const call = (type: string, index: number, calls: object): Event => ({
  type,
  index,
  delta: { message: { tool_calls: calls } },
});
const end = (finish_reason: string, rest: object = {}): Event => ({
  type: 'message-end',
  delta: { finish_reason, ...rest },
});

const raw = {
  billed_units: { input_tokens: 3, output_tokens: 2 },
  tokens: { input_tokens: 70, output_tokens: 9, reasoning_tokens: 4 },
  cached_tokens: 64,
};
const usage = {
  type: 'usage',
  usage: { inputTokens: 70, outputTokens: 9, cacheReadTokens: 64, reasoningTokens: 4 },
};

describe('encode', () => {
  test('a question, and nothing that is not set', () => {
    assert.deepEqual(bodyOf({}), { model: 'm', messages: [{ role: 'user', content: 'hello' }], stream: true });
    assert.equal(cohere.dialect.encode(question, options).path, '/v2/chat');
  });

  test('everything at once', () => {
    const tool = { name: 'f', description: 'Does it.', parameters: { type: 'object' } };
    const schema = { type: 'object' };
    assert.deepEqual(
      bodyOf({
        system: 'Be brief.',
        tools: [tool],
        toolChoice: 'required',
        maxOutputTokens: 5,
        temperature: 0,
        reasoningEffort: 'high',
        responseFormat: { name: 'r', schema },
      }),
      {
        model: 'm',
        messages: [
          { role: 'system', content: 'Be brief.' },
          { role: 'user', content: 'hello' },
        ],
        stream: true,
        tools: [{ type: 'function', function: tool }],
        tool_choice: 'REQUIRED',
        max_tokens: 5,
        temperature: 0,
        thinking: { type: 'enabled' },
        response_format: { type: 'json_object', json_schema: schema },
      },
    );
  });

  for (const [name, toolChoice, word, left] of [
    ['none', 'none', 'NONE', ['f', 'g']],
    ['any or none', 'auto', undefined, ['f', 'g']],
    ['one', { name: 'g' }, 'REQUIRED', ['g']],
  ] as const) {
    test(`the choice of ${name} of the tools`, () => {
      const tools = ['f', 'g'].map((tool) => ({ name: tool, parameters: {} }));
      const body = bodyOf({ tools, toolChoice }) as {
        tools: readonly { function: { name: string } }[];
        tool_choice?: string;
      };
      assert.deepEqual(
        body.tools.map((tool) => tool.function.name),
        left,
      );
      assert.equal(body.tool_choice, word);
    });
  }

  test('no thinking, and some', () => {
    assert.deepEqual((bodyOf({ reasoningEffort: 'none' }) as { thinking: unknown }).thinking, { type: 'disabled' });
    const { thinking } = bodyOf({ reasoningEffort: 'low' }) as { thinking: { type: string; token_budget: number } };
    assert.equal(thinking.type, 'enabled');
    assert.ok(thinking.token_budget > 0);
  });

  test('files before the text: images as such, text as text, others named', () => {
    const files = [
      { mediaType: 'image/png', data: 'aWNvbg==' },
      { mediaType: 'text/plain', data: btoa('some words'), name: 'a.txt' },
      { mediaType: 'application/pdf', data: 'cGRm', name: 'a.pdf' },
    ];
    const { messages } = bodyOf({ messages: [{ role: 'user', text: 'Look', files }] }) as {
      messages: readonly { readonly content: readonly { readonly type: string; readonly text?: string }[] }[];
    };
    const [image, text, left, words] = messages[0]?.content ?? [];
    assert.deepEqual(image, { type: 'image_url', image_url: { url: 'data:image/png;base64,aWNvbg==' } });
    assert.match(text?.text ?? '', /some words/);
    assert.match(left?.text ?? '', /a\.pdf.*left out/);
    assert.deepEqual(words, { type: 'text', text: 'Look' });
  });

  test('calls go back with what led to them, and other reasoning stays', () => {
    const tool = { type: 'tool-call', id: 'a', name: 'f', arguments: '{"x":1}' } as const;
    const messages = [
      { role: 'assistant', parts: [{ type: 'reasoning', text: 'I will.', replay: { plan: true } }, tool] },
      { role: 'tool', toolCallId: 'a', toolName: 'f', text: '7' },
      { role: 'assistant', parts: [{ type: 'reasoning', text: 'Again?' }, { type: 'text', text: 'Once more.' }, tool] },
      {
        role: 'assistant',
        parts: [
          { type: 'reasoning', text: 'Done.' },
          { type: 'text', text: 'Seven.' },
        ],
      },
    ] as const;
    const tool_calls = [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{"x":1}' } }];
    assert.deepEqual((bodyOf({ messages }) as { messages: unknown }).messages, [
      { role: 'assistant', tool_plan: 'I will.', tool_calls },
      { role: 'tool', tool_call_id: 'a', content: '7' },
      {
        role: 'assistant',
        content: [
          { type: 'thinking', thinking: 'Again?' },
          { type: 'text', text: 'Once more.' },
        ],
        tool_calls,
      },
      { role: 'assistant', content: 'Seven.' },
    ]);
  });
});

describe('decode', () => {
  const citation = { text: '7', sources: [{ type: 'tool', id: 'f_1:0', tool_output: { content: '7' } }] };
  const document = {
    text: '7',
    sources: [{ type: 'document', id: 'd', document: { title: 'T', url: 'https://t.example', snippet: 's' } }],
  };
  const cited = [
    { type: 'citation', citation: { title: 'f_1:0', quote: '7' } },
    { type: 'citation', citation: { url: 'https://t.example', title: 'T', quote: 's' } },
  ];
  const said = stream(
    start,
    { type: 'content-start', index: 0, delta: { message: { content: { type: 'thinking', thinking: '' } } } },
    piece({ thinking: 'Hm' }),
    piece({ thinking: 'm' }),
    { type: 'content-end', index: 0 },
    piece({ text: 'He' }),
    { type: 'debug', prompt: 'x' },
    piece({ text: 'llo' }),
    { type: 'citation-start', index: 0, delta: { message: { citations: citation } } },
    { type: 'citation-end', index: 0 },
    { type: 'citation-start', index: 1, delta: { message: { citations: document } } },
    end('COMPLETE', { usage: raw }),
  );
  for (const size of chunkSizes)
    test(`a stream in chunks of ${size}`, async () =>
      assert.deepEqual(joined(await decode(cohere, said, size)), [
        { type: 'reasoning', delta: 'Hmm' },
        { type: 'text', delta: 'Hello' },
        ...cited,
        usage,
        { type: 'finish', reason: 'stop', raw: 'COMPLETE' },
      ]));

  test('calls in pieces, after the plan for them', async () => {
    const events = await decode(
      cohere,
      stream(
        start,
        plan('I '),
        plan('will.'),
        call('tool-call-start', 0, { id: 'a', type: 'function', function: { name: 'f', arguments: '' } }),
        call('tool-call-delta', 0, { function: { arguments: '{"x"' } }),
        call('tool-call-delta', 0, { function: { arguments: ':1}' } }),
        { type: 'tool-call-end', index: 0 },
        call('tool-call-start', 1, { type: 'function', function: { name: 'g', arguments: '' } }),
        { type: 'tool-call-end', index: 1 },
        end('TOOL_CALL', { usage: { billed_units: { input_tokens: 3, output_tokens: 2 } } }),
      ),
    );
    assert.deepEqual(joined(events), [
      { type: 'reasoning', delta: 'I will.', replay: { plan: true } },
      { type: 'tool-call', id: 'a', name: 'f', arguments: '{"x":1}' },
      { type: 'tool-call', id: 'call_id1_1', name: 'g', arguments: '{}' },
      { type: 'usage', usage: { inputTokens: 3, outputTokens: 2 } },
      { type: 'finish', reason: 'tool-calls', raw: 'TOOL_CALL' },
    ]);
  });

  test('a whole answer', async () => {
    const whole = {
      id: 'id1',
      message: {
        role: 'assistant',
        tool_plan: 'I will.',
        content: [
          { type: 'thinking', thinking: 'Hmm' },
          { type: 'text', text: 'Hello' },
        ],
        tool_calls: [{ id: 'a', type: 'function', function: { name: 'f', arguments: '{"x":1}' } }],
        citations: [citation, document],
      },
      finish_reason: 'TOOL_CALL',
      usage: raw,
    };
    assert.deepEqual(await decode(cohere, JSON.stringify(whole, null, 2), 5), [
      { type: 'reasoning', delta: 'I will.' },
      { type: 'reasoning', delta: '', replay: { plan: true } },
      { type: 'reasoning', delta: 'Hmm' },
      { type: 'text', delta: 'Hello' },
      ...cited,
      { type: 'tool-call', id: 'a', name: 'f', arguments: '{"x":1}' },
      usage,
      { type: 'finish', reason: 'tool-calls', raw: 'TOOL_CALL' },
    ]);
  });

  for (const [word, reason] of [
    ['MAX_TOKENS', 'length'],
    ['ERROR_LIMIT', 'length'],
    ['STOP_SEQUENCE', 'stop'],
    ['ERROR_TOXIC', 'filtered'],
    ['SOMETHING_NEW', 'stop'],
  ] as const) {
    test(`the end ${word}`, async () =>
      assert.deepEqual((await decode(cohere, stream(start, piece({ text: 'x' }), end(word)))).at(-1), {
        type: 'finish',
        reason,
        raw: word,
      }));
  }

  for (const [name, text, kind, detail] of [
    [
      'an end that is an error',
      stream(start, piece({ text: 'x' }), end('ERROR', { error: 'worker died' })),
      'overloaded',
      'worker died',
    ],
    ['an end that came too late', stream(start, piece({ text: 'x' }), end('TIMEOUT')), 'timeout', undefined],
    ['no end', stream(start, piece({ text: 'x' })), 'interrupted', undefined],
    [
      'an error instead of an event',
      `data: {"id":"i","message":"internal error"}\n\n`,
      'interrupted',
      'internal error',
    ],
    ['nonsense', 'data: oops\n\n', 'bad-response', undefined],
  ] as const) {
    test(name, async () => {
      const last = (await decode(cohere, text)).at(-1);
      assert.ok(last?.type === 'error');
      assert.deepEqual([last.error.kind, last.error.detail], [kind, detail]);
    });
  }
});

describe('refusals', () => {
  for (const [status, body, kind] of [
    [
      400,
      { message: 'too many tokens: size limit exceeded by 19296 tokens. Try using shorter or fewer inputs.' },
      'too-long',
    ],
    [401, { id: 'i', message: 'invalid api token' }, 'unauthorized'],
    [404, { id: 'i', message: "model 'x' not found, make sure the correct model ID was used" }, 'not-found'],
    [429, { message: 'You are using a Trial key, which is limited to 40 API calls / minute.' }, 'rate-limited'],
    [400, { message: 'invalid request: message must be at least 1 token long' }, 'bad-request'],
  ] as const) {
    test(`${status} ${body.message}`, async () => {
      const { transport } = scripted(answer(JSON.stringify(body), { status }));
      const last = (await ask(endpoint(transport, { provider: cohere }))).at(-1);
      assert.ok(last?.type === 'error');
      assert.deepEqual([last.error.kind, last.error.detail, last.error.status], [kind, body.message, status]);
    });
  }
});

test('models: those that chat and stay, with what is known of them', async () => {
  const listed = {
    models: [
      { name: 'command-a', endpoints: ['chat', 'generate'], context_length: 288_000, features: ['tools', 'vision'] },
      { name: 'command-a-reasoning', endpoints: ['chat'], context_length: 288_768, features: ['reasoning'] },
      { name: 'command-old', endpoints: ['chat'], is_deprecated: true, features: null },
      { name: 'embed-v4', endpoints: ['embed'] },
      { name: 'bare' },
      { name: '' },
    ],
  };
  const { transport, requests } = scripted(answer(JSON.stringify(listed)));
  const { baseUrl } = cohere;
  for (const api of ['native', 'chat', 'v1']) {
    const to = endpoint(transport, { provider: cohere, baseUrl, api });
    assert.deepEqual(await listModels(to, new AbortController().signal), [
      { id: 'command-a', contextWindow: 288_000, inputs: ['image'], reasoning: false },
      { id: 'command-a-reasoning', contextWindow: 288_768, inputs: [], reasoning: true },
      { id: 'bare' },
    ]);
  }
  const urls = new Set(requests.map(({ url }) => url));
  assert.deepEqual([...urls], ['https://api.cohere.com/v1/models?endpoint=chat&page_size=1000']);
  assert.throws(() => cohere.dialect.models({ data: [] }));
});

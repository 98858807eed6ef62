import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FinishReason, StreamEvent } from '../../../src/model/event.ts';
import type { Request } from '../../../src/model/message.ts';
import { anthropic as provider } from '../../../src/providers/anthropic.ts';
import { anthropic } from '../../../src/wire/anthropic.ts';
import { chunkSizes, decode, joined } from '../llm/harness.ts';

const streaming = { stream: true, cachePrompt: false };

const rich: Request = {
  model: 'm',
  system: 'Be brief.',
  messages: [
    { role: 'user', text: 'Time and weather?' },
    {
      role: 'assistant',
      parts: [
        { type: 'reasoning', text: 'I need two tools.', replay: { signature: 'sig' } },
        { type: 'reasoning', text: '', replay: { redacted: 'opaque' } },
        { type: 'reasoning', text: 'of another provider' },
        { type: 'text', text: '' },
        { type: 'tool-call', id: 'a', name: 'clock', arguments: '{"zone":"UTC"}' },
        { type: 'tool-call', id: 'b', name: 'weather', arguments: '{"city":' },
      ],
    },
    { role: 'tool', toolCallId: 'a', toolName: 'clock', text: '12:00' },
    { role: 'tool', toolCallId: 'b', toolName: 'weather', text: 'no such city', failed: true },
    { role: 'user', text: 'And?' },
    { role: 'assistant', parts: [{ type: 'text', text: 'Noon.' }] },
    { role: 'user', text: ' ' },
    { role: 'user', text: 'Thanks' },
  ],
  tools: [{ name: 'clock', description: 'Tells the time.', parameters: { type: 'object' } }],
  toolChoice: 'required',
  maxOutputTokens: 50,
};

test('a request says everything that is set, with roles taking turns', () => {
  assert.deepEqual(anthropic().encode(rich, streaming), {
    path: '/v1/messages',
    body: {
      model: 'm',
      max_tokens: 50,
      system: 'Be brief.',
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'Time and weather?' }] },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'I need two tools.', signature: 'sig' },
            { type: 'redacted_thinking', data: 'opaque' },
            { type: 'tool_use', id: 'a', name: 'clock', input: { zone: 'UTC' } },
            { type: 'tool_use', id: 'b', name: 'weather', input: { invalid: '{"city":' } },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'a', content: '12:00' },
            { type: 'tool_result', tool_use_id: 'b', content: 'no such city', is_error: true },
            { type: 'text', text: 'And?' },
          ],
        },
        { role: 'assistant', content: [{ type: 'text', text: 'Noon.' }] },
        { role: 'user', content: [{ type: 'text', text: 'Thanks' }] },
      ],
      stream: true,
      tools: [{ name: 'clock', description: 'Tells the time.', input_schema: { type: 'object' } }],
      tool_choice: { type: 'any' },
    },
  });
});

test('and of what is not set only the limit, which the API requires', () => {
  const plain: Request = { model: 'm', messages: [{ role: 'user', text: 'Hi' }] };
  const expected = { model: 'm', messages: [{ role: 'user', content: [{ type: 'text', text: 'Hi' }] }], stream: true };
  assert.deepEqual(anthropic().encode(plain, streaming).body, { ...expected, max_tokens: 32_000 });
  assert.deepEqual(anthropic({ defaultMaxTokens: 7 }).encode(plain, streaming).body, { ...expected, max_tokens: 7 });
});

for (const [choice, expected] of [
  ['auto', { type: 'auto' }],
  ['none', { type: 'none' }],
  [{ name: 'clock' }, { type: 'tool', name: 'clock' }],
] as const) {
  test(`tool choice ${JSON.stringify(choice)}`, () =>
    assert.deepEqual(
      (anthropic().encode({ ...rich, toolChoice: choice }, streaming).body as { tool_choice: unknown }).tool_choice,
      expected,
    ));
}

const streamOf = (...events: readonly { type: string }[]): string =>
  events.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');

const start = (index: number, content_block: object) => ({ type: 'content_block_start', index, content_block });
const delta = (index: number, change: object) => ({ type: 'content_block_delta', index, delta: change });
const shut = (index: number) => ({ type: 'content_block_stop', index });
const begin = (usage: object = {}) => ({
  type: 'message_start',
  message: { id: 'm', content: [], stop_reason: null, usage },
});
const end = (stop_reason: string, usage: object = {}) => [
  { type: 'message_delta', delta: { stop_reason, stop_sequence: null }, usage },
  { type: 'message_stop' },
];

async function events(...all: readonly { type: string }[]): Promise<readonly StreamEvent[]> {
  const text = streamOf(...all);
  const found = joined(await decode(provider, text));
  for (const size of chunkSizes)
    assert.deepEqual(joined(await decode(provider, text, size)), found, `chunks of ${size}`);
  return found;
}

test('text, thinking and calls come in the order of their blocks; calls of the provider’s own tools are none of ours', async () => {
  assert.deepEqual(
    await events(
      begin({ input_tokens: 10, cache_read_input_tokens: 100, cache_creation_input_tokens: 1000, output_tokens: 1 }),
      { type: 'ping' },
      start(0, { type: 'thinking', thinking: '', signature: '' }),
      delta(0, { type: 'thinking_delta', thinking: 'Hm' }),
      delta(0, { type: 'signature_delta', signature: 'sig' }),
      shut(0),
      start(1, { type: 'redacted_thinking', data: 'opaque' }),
      shut(1),
      start(2, { type: 'text', text: '' }),
      delta(2, { type: 'text_delta', text: 'I look' }),
      delta(2, { type: 'citations_delta', citation: { url: 'https://a.example', title: 'A', cited_text: 'words' } }),
      delta(2, { type: 'citations_delta', citation: { url: 'https://a.example', title: 'A', cited_text: 'more' } }),
      delta(2, {
        type: 'citations_delta',
        citation: { document_title: 'Plan.pdf', cited_text: 'page', start_page_number: 1 },
      }),
      delta(2, { type: 'citations_delta', citation: { source: 'shelf 3', title: 'Found', cited_text: 'it' } }),
      delta(2, { type: 'citations_delta', citation: 7 }),
      shut(2),
      start(3, { type: 'server_tool_use', id: 's', name: 'web_search', input: {} }),
      delta(3, { type: 'input_json_delta', partial_json: '{"query":"x"}' }),
      shut(3),
      start(4, { type: 'web_search_tool_result', tool_use_id: 's', content: [] }),
      shut(4),
      start(5, { type: 'tool_use', id: 'a', name: 'clock', input: {} }),
      delta(5, { type: 'input_json_delta', partial_json: '' }),
      delta(5, { type: 'input_json_delta', partial_json: '{"zone":' }),
      delta(5, { type: 'input_json_delta', partial_json: '"UTC"}' }),
      shut(5),
      start(6, { type: 'tool_use', id: 'b', name: 'bell', input: {} }),
      delta(6, { type: 'input_json_delta', partial_json: '' }),
      shut(6),
      { type: 'something_new' },
      ...end('tool_use', {
        input_tokens: 10,
        cache_read_input_tokens: 100,
        output_tokens: 20,
        output_tokens_details: { thinking_tokens: 5 },
      }),
    ),
    [
      { type: 'reasoning', delta: 'Hm', replay: { signature: 'sig' } },
      { type: 'reasoning', delta: '', replay: { redacted: 'opaque' } },
      { type: 'text', delta: 'I look' },
      { type: 'citation', citation: { url: 'https://a.example', title: 'A', quote: 'words' } },
      { type: 'citation', citation: { title: 'Plan.pdf', quote: 'page' } },
      { type: 'citation', citation: { title: 'Found', quote: 'it' } },
      { type: 'tool-call', id: 'a', name: 'clock', arguments: '{"zone":"UTC"}' },
      { type: 'tool-call', id: 'b', name: 'bell', arguments: '{}' },
      {
        type: 'usage',
        usage: {
          inputTokens: 1110,
          outputTokens: 20,
          cacheReadTokens: 100,
          cacheWriteTokens: 1000,
          reasoningTokens: 5,
        },
      },
      { type: 'finish', reason: 'tool-calls', raw: 'tool_use' },
    ],
  );
});

for (const [raw, reason] of [
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['pause_turn', 'length'],
  ['tool_use', 'tool-calls'],
  ['refusal', 'filtered'],
  ['unheard_of', 'stop'],
] as const satisfies readonly (readonly [string, FinishReason])[]) {
  test(`stop reason ${raw}`, async () =>
    assert.deepEqual(await events(begin(), ...end(raw)), [{ type: 'finish', reason, raw }]));
}

test('the explanation of a refusal is shown as one', async () => {
  const stop = {
    type: 'message_delta',
    delta: { stop_reason: 'refusal', stop_details: { type: 'refusal', explanation: 'Not this.' } },
  };
  assert.deepEqual(await events(begin(), stop, { type: 'message_stop' }), [
    { type: 'refusal', delta: 'Not this.' },
    { type: 'finish', reason: 'filtered', raw: 'refusal' },
  ]);
});

test('an error in the middle keeps what came, with what it cost', async () => {
  const failed = { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' }, request_id: 'req_1' };
  const found = await events(
    begin({ input_tokens: 3 }),
    start(0, { type: 'text', text: 'He' }),
    delta(0, { type: 'text_delta', text: 'l' }),
    failed,
  );
  assert.deepEqual(found, [
    { type: 'text', delta: 'Hel' },
    { type: 'usage', usage: { inputTokens: 3, outputTokens: 0 } },
    {
      type: 'error',
      error: {
        message: 'Anthropic is overloaded or has a fault of its own; try again in a moment.',
        kind: 'overloaded',
        detail: 'Overloaded',
        requestId: 'req_1',
      },
    },
  ]);
});

test('an event named error is one whatever it holds', async () => {
  for (const data of ['Out of memory', '"Out of memory"', '{"message":"Out of memory"}']) {
    const text = `event: message_start\ndata: ${JSON.stringify(begin())}\n\nevent: error\ndata: ${data}\n\n`;
    const last = (await decode(provider, text)).at(-1);
    assert.ok(last?.type === 'error' && last.error.kind === 'interrupted');
    assert.equal(last.error.detail, 'Out of memory');
  }
});

test('a call cut off by the token limit is given as far as it came', async () => {
  const found = await events(
    begin(),
    start(0, { type: 'tool_use', id: 'a', name: 'clock', input: {} }),
    delta(0, { type: 'input_json_delta', partial_json: '{"zo' }),
    ...end('max_tokens'),
  );
  assert.deepEqual(found, [
    { type: 'tool-call', id: 'a', name: 'clock', arguments: '{"zo' },
    { type: 'finish', reason: 'length', raw: 'max_tokens' },
  ]);
});

test('a call whose input came whole with its block', async () => {
  const found = await events(
    begin(),
    start(0, { type: 'tool_use', id: 'a', name: 'clock', input: { zone: 'UTC' } }),
    shut(0),
    ...end('tool_use'),
  );
  assert.deepEqual(found[0], { type: 'tool-call', id: 'a', name: 'clock', arguments: '{"zone":"UTC"}' });
});

test('a call is not lost when the next begins at its index before it has ended', async () => {
  const found = await events(
    begin(),
    start(0, { type: 'tool_use', id: 'a', name: 'clock', input: {} }),
    delta(0, { type: 'input_json_delta', partial_json: '{"zone":"UTC"}' }),
    start(0, { type: 'tool_use', id: 'b', name: 'pay', input: {} }),
    ...end('tool_use'),
  );
  assert.deepEqual(found, [
    { type: 'tool-call', id: 'a', name: 'clock', arguments: '{"zone":"UTC"}' },
    { type: 'tool-call', id: 'b', name: 'pay', arguments: '{}' },
    { type: 'finish', reason: 'tool-calls', raw: 'tool_use' },
  ]);
});

test('a whole answer is read like a stream', async () => {
  const json = {
    type: 'message',
    content: [
      { type: 'thinking', thinking: 'Hm', signature: 'sig' },
      { type: 'redacted_thinking', data: 'opaque' },
      { type: 'text', text: 'Hi', citations: [{ url: 'https://a.example', title: 'A', cited_text: 'words' }] },
      { type: 'server_tool_use', id: 's', name: 'web_search', input: {} },
      { type: 'tool_use', id: 'a', name: 'clock', input: { zone: 'UTC' } },
    ],
    stop_reason: 'tool_use',
    usage: { input_tokens: 1, output_tokens: 2 },
  };
  assert.deepEqual(await decode(provider, JSON.stringify(json)), [
    { type: 'reasoning', delta: 'Hm' },
    { type: 'reasoning', delta: '', replay: { signature: 'sig' } },
    { type: 'reasoning', delta: '', replay: { redacted: 'opaque' } },
    { type: 'text', delta: 'Hi' },
    { type: 'citation', citation: { url: 'https://a.example', title: 'A', quote: 'words' } },
    { type: 'tool-call', id: 'a', name: 'clock', arguments: '{"zone":"UTC"}' },
    { type: 'usage', usage: { inputTokens: 1, outputTokens: 2 } },
    { type: 'finish', reason: 'tool-calls', raw: 'tool_use' },
  ]);
});

test('hostile indexes and keys pollute nothing', async () => {
  const text = [
    '{"type":"message_start","__proto__":{"polluted":1},"message":{"__proto__":{"polluted":1}}}',
    '{"type":"content_block_start","index":4e9,"content_block":{"type":"tool_use","id":"__proto__","name":"constructor","input":{"__proto__":{"polluted":1}}}}',
    '{"type":"content_block_stop","index":4e9}',
    '{"type":"message_stop"}',
  ];
  const found = await decode(provider, text.map((data) => `data: ${data}\n\n`).join(''));
  assert.deepEqual(
    found.map(({ type }) => type),
    ['tool-call', 'finish'],
  );
  assert.equal('polluted' in {}, false);
});

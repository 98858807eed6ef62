import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FinishReason, StreamEvent } from '../../../src/model/event.ts';
import { openai } from '../../../src/providers/openai.ts';
import { chatStream, chunkSizes, decode, joined, says, stops } from '../llm/harness.ts';

/** What a stream of these choices says, checked at every chunk size. */
async function events(...choices: readonly object[]): Promise<readonly StreamEvent[]> {
  const text = chatStream(...choices);
  const found = joined(await decode(openai, text));
  for (const size of chunkSizes) assert.deepEqual(joined(await decode(openai, text, size)), found, `chunks of ${size}`);
  return found;
}

for (const [raw, reason] of [
  ['stop', 'stop'],
  ['eos', 'stop'],
  ['eos_token', 'stop'],
  ['whatever', 'stop'],
  ['length', 'length'],
  ['model_length', 'length'],
  ['max_tokens', 'length'],
  ['tool_calls', 'tool-calls'],
  ['function_call', 'tool-calls'],
  ['content_filter', 'filtered'],
] as const satisfies readonly (readonly [string, FinishReason])[]) {
  test(`finish reason ${raw}`, async () =>
    assert.deepEqual(await events(says('Hi'), stops(raw)), [
      { type: 'text', delta: 'Hi' },
      { type: 'finish', reason, raw },
    ]));
}

test('reasoning under any of its names, once', async () => {
  const expected = [
    { type: 'reasoning', delta: 'Hm. ' },
    { type: 'text', delta: 'Yes' },
    { type: 'finish', reason: 'stop', raw: 'stop' },
  ];
  for (const delta of [
    { reasoning: 'Hm. ' },
    { reasoning_content: 'Hm. ' },
    { reasoning: 'Hm. ', reasoning_content: 'Hm. ', content: '' },
  ]) {
    assert.deepEqual(await events({ delta }, says('Yes'), stops('stop')), expected);
  }
  const thinking = {
    delta: {
      content: [
        { type: 'thinking', thinking: [{ type: 'text', text: 'Hm. ' }] },
        { type: 'reference', reference_ids: [1] },
      ],
    },
  };
  assert.deepEqual(
    await events(thinking, { delta: { content: [{ type: 'text', text: 'Yes' }] } }, stops('stop')),
    expected,
  );
});

test('thinking tags in the text are the model’s own and stay', async () => {
  assert.deepEqual((await events(says('<think>Hm</think>Yes'), stops('stop')))[0], {
    type: 'text',
    delta: '<think>Hm</think>Yes',
  });
});

test('a refusal is told apart and filters', async () => {
  assert.deepEqual(await events({ delta: { refusal: 'I can' } }, { delta: { refusal: 'not.' } }, stops('stop')), [
    { type: 'refusal', delta: 'I cannot.' },
    { type: 'finish', reason: 'filtered', raw: 'stop' },
  ]);
});

test('only the first of several choices is read', async () => {
  assert.deepEqual(
    await events({ index: 1, delta: { content: 'other' }, finish_reason: 'length' }, says('mine'), stops('stop')),
    [
      { type: 'text', delta: 'mine' },
      { type: 'finish', reason: 'stop', raw: 'stop' },
    ],
  );
});

test('chunks with less or with stranger things than promised do no harm', async () => {
  const text = [
    '{"id":null,"choices":[]}',
    '{"object":"chat.completion.chunk","prompt_filter_results":[]}',
    '{"choices":null}',
    '{"choices":[{"index":0}]}',
    '{"choices":[{"index":0,"delta":null}]}',
    '{"choices":[{"index":0,"delta":{"role":"","content":null,"tool_calls":null,"refusal":null}}]}',
    '{"choices":[{"index":null,"delta":{"content":"Hi","reasoning":{"a":1},"refusal":7,"tool_calls":"no","function_call":3}}],"usage":"?","x_groq":5}',
    '{"choices":[{"delta":{"content":{"odd":true}},"finish_reason":7}]}',
    '{"choices":[{"delta":{},"finish_reason":"stop"}],"error":null}',
  ];
  const stream = `${text.map((data) => `data: ${data}\n\n`).join('')}data: [DONE]\n\n`;
  assert.deepEqual(await decode(openai, stream), [
    { type: 'text', delta: 'Hi' },
    { type: 'finish', reason: 'stop', raw: 'stop' },
  ]);
});

test('a whole answer is read like a stream', async () => {
  const message = {
    content: 'Hi',
    reasoning_content: 'Hm',
    tool_calls: [
      { index: 0, id: 'a', type: 'function', function: { name: 'one', arguments: '{}' } },
      { index: 0, id: '', type: 'function', function: { name: 'two', arguments: { b: 1 } } },
      { id: 'c', type: 'custom', custom: { name: 'three', input: '4 + 4' } },
    ],
  };
  const json = {
    id: 'r',
    choices: [{ message, finish_reason: 'tool_calls' }],
    usage: { prompt_tokens: 1, completion_tokens: 2 },
  };
  assert.deepEqual(await decode(openai, JSON.stringify(json)), [
    { type: 'reasoning', delta: 'Hm' },
    { type: 'text', delta: 'Hi' },
    { type: 'tool-call', id: 'a', name: 'one', arguments: '{}' },
    { type: 'tool-call', id: 'call_r_1', name: 'two', arguments: '{"b":1}' },
    { type: 'tool-call', id: 'c', name: 'three', arguments: '4 + 4' },
    { type: 'usage', usage: { inputTokens: 1, outputTokens: 2 } },
    { type: 'finish', reason: 'tool-calls', raw: 'tool_calls' },
  ]);
});

test('a legacy function call is a tool call, streamed or whole', async () => {
  const expected = [
    { type: 'tool-call', id: 'call_c1_0', name: 'joke', arguments: '{"a":1}' },
    { type: 'finish', reason: 'tool-calls', raw: 'function_call' },
  ];
  assert.deepEqual(
    await events(
      { delta: { function_call: { name: 'joke', arguments: '{"a"' } } },
      { delta: { function_call: { arguments: ':1}' } } },
      stops('function_call'),
    ),
    expected,
  );
  const whole = {
    id: 'c1',
    choices: [
      {
        message: { content: null, function_call: { name: 'joke', arguments: '{"a":1}' } },
        finish_reason: 'function_call',
      },
    ],
  };
  assert.deepEqual(await decode(openai, JSON.stringify(whole)), expected);
});

test('a stream that holds one whole message is read, and a message after deltas is not read again', async () => {
  assert.deepEqual(await events({ message: { content: 'Hi' }, finish_reason: 'stop' }), [
    { type: 'text', delta: 'Hi' },
    { type: 'finish', reason: 'stop', raw: 'stop' },
  ]);
  assert.deepEqual(await events(says('Hi'), { message: { content: 'Hi' }, finish_reason: 'stop' }), [
    { type: 'text', delta: 'Hi' },
    { type: 'finish', reason: 'stop', raw: 'stop' },
  ]);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FinishReason, StreamEvent } from '../../../src/model/event.ts';
import { openaiCompatible as openai } from '../../../src/providers/openaiCompatible.ts';
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
  ['MAX_TOKENS', 'length'],
  ['SAFETY', 'filtered'],
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

test('reasoning details are read where there are no words beside them, and given back whole to be replayed', async () => {
  const found = await events(
    { delta: { reasoning_details: [{ type: 'reasoning.text', index: 0, text: 'Hm', format: null }] } },
    { delta: { reasoning: ', so', reasoning_details: [{ type: 'reasoning.text', index: 0, text: ', so' }] } },
    { delta: { reasoning_details: [{ type: 'reasoning.text', index: 0, text: null, signature: 'sig' }, 7] } },
    { delta: { reasoning_details: [{ type: 'reasoning.summary', index: 1, summary: '.' }] } },
    says('Yes'),
    { delta: { reasoning_details: [{ type: 'reasoning.encrypted', index: 2, data: 'a', id: 'r1' }] } },
    { delta: { reasoning_details: [{ type: 'reasoning.encrypted', index: 2, data: 'b', id: 'r2' }] } },
    stops('stop'),
  );
  assert.deepEqual(found, [
    { type: 'reasoning', delta: 'Hm, so.' },
    { type: 'text', delta: 'Yes' },
    {
      type: 'reasoning',
      delta: '',
      replay: {
        reasoning_details: [
          { type: 'reasoning.text', index: 0, text: 'Hm, so', format: null, signature: 'sig' },
          { type: 'reasoning.summary', index: 1, summary: '.' },
          { type: 'reasoning.encrypted', index: 2, data: 'a', id: 'r1' },
          { type: 'reasoning.encrypted', index: 2, data: 'b', id: 'r2' },
        ],
      },
    },
    { type: 'finish', reason: 'stop', raw: 'stop' },
  ]);
});

test('reasoning details of a whole answer are all kept', async () => {
  const reasoning_details = [
    { type: 'reasoning.text', text: 'Hm' },
    { type: 'reasoning.text', text: 'So' },
  ];
  const json = { choices: [{ message: { content: 'Yes', reasoning_details }, finish_reason: 'stop' }] };
  assert.deepEqual(joined(await decode(openai, JSON.stringify(json))), [
    { type: 'reasoning', delta: 'HmSo' },
    { type: 'text', delta: 'Yes' },
    { type: 'reasoning', delta: '', replay: { reasoning_details } },
    { type: 'finish', reason: 'stop', raw: 'stop' },
  ]);
});

test('sources are told once each, however a host names them', async () => {
  const annotations = [
    { type: 'url_citation', url_citation: { url: 'https://a.example', title: 'A', content: 'words', start_index: 1 } },
    { type: 'url_citation', url_citation: { url: 'https://a.example', title: 'A' } },
    { type: 'file_citation', file_citation: { file_id: 'f' } },
    'odd',
  ];
  const [, first, ...more] = await events(
    says('Hi'),
    { delta: { annotations } },
    { delta: { annotations } },
    stops('stop'),
  );
  assert.deepEqual(first, { type: 'citation', citation: { url: 'https://a.example', title: 'A', quote: 'words' } });
  assert.equal(more.length, 1);

  const content = [
    { type: 'text', text: 'Hi' },
    { type: 'reference', reference_ids: [1] },
    { type: 'tool_reference', tool: 'web_search', url: 'https://b.example', title: 'B' },
  ];
  assert.deepEqual((await events({ delta: { content } }, stops('stop')))[1], {
    type: 'citation',
    citation: { url: 'https://b.example', title: 'B' },
  });
});

test('what was searched is told at the end, with its titles where there are some', async () => {
  const chunk = (more: object) =>
    `data: ${JSON.stringify({ choices: [{ index: 0, delta: { content: 'H' } }], ...more })}\n\n`;
  const end = `data: ${JSON.stringify({ choices: [{ index: 0, delta: {}, finish_reason: 'stop' }] })}\n\ndata: [DONE]\n\n`;
  const citations = ['https://a.example', 'https://b.example'];
  const bare = chunk({ citations: ['https://a.example'] }) + chunk({ citations }) + end;
  assert.deepEqual(joined(await decode(openai, bare)), [
    { type: 'text', delta: 'HH' },
    { type: 'citation', citation: { url: 'https://a.example' } },
    { type: 'citation', citation: { url: 'https://b.example' } },
    { type: 'finish', reason: 'stop', raw: 'stop' },
  ]);
  const search_results = [{ url: 'https://a.example', title: 'A', snippet: 'words', date: null }, { url: 3 }];
  assert.deepEqual(joined(await decode(openai, chunk({ citations, search_results }) + end))[1], {
    type: 'citation',
    citation: { url: 'https://a.example', title: 'A', quote: 'words' },
  });
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

test('an end that is a failure keeps what came and says what is known', async () => {
  for (const [last, kind, detail] of [
    [stops('error'), 'overloaded', 'error'],
    [{ ...stops('error'), native_finish_reason: 'MALFORMED' }, 'overloaded', 'error: MALFORMED'],
    [{ ...stops('error'), error: { code: 429, message: 'Too fast' } }, 'rate-limited', 'Too fast'],
    [{ ...stops('stop'), error: { code: 502, message: 'Gone' } }, 'overloaded', 'Gone'],
    [stops('network_error'), 'overloaded', 'network_error'],
  ] as const) {
    const found = await events(says('Hi'), last);
    const end = found.at(-1);
    assert.deepEqual(found[0], { type: 'text', delta: 'Hi' });
    assert.ok(end?.type === 'error');
    assert.deepEqual([end.error.kind, end.error.detail], [kind, detail]);
  }
});

test('a whole answer that failed keeps what came', async () => {
  const choice = { message: { content: 'Hi' }, finish_reason: 'error', error: { code: 502, message: 'Gone' } };
  const [said, counted, end] = await decode(openai, JSON.stringify({ choices: [choice], usage: { prompt_tokens: 1 } }));
  assert.deepEqual(said, { type: 'text', delta: 'Hi' });
  assert.deepEqual(counted, { type: 'usage', usage: { inputTokens: 1, outputTokens: 0 } });
  assert.ok(end?.type === 'error' && end.error.detail === 'Gone');
});

test('a filtered answer may have an end and no message', async () => {
  const json = { choices: [{ index: 0, finish_reason: 'content_filter', content_filter_results: {} }] };
  assert.deepEqual(await decode(openai, JSON.stringify(json)), [
    { type: 'finish', reason: 'filtered', raw: 'content_filter' },
  ]);
});

for (const [name, frame, kind, detail] of [
  ['an event named error', 'event: error\ndata: {"message":"No"}', 'interrupted', 'No'],
  ['an event named error with plain words', 'event: error\ndata: Out of memory', 'interrupted', 'Out of memory'],
  ['a string', 'data: {"error":"No","error_type":"generation"}', 'interrupted', 'No'],
  ['an object beside choices', 'data: {"choices":[],"error":{"code":503,"message":"No"}}', 'overloaded', 'No'],
  ['a list', 'data: [{"error":{"code":429,"message":"No","status":"RESOURCE_EXHAUSTED"}}]', 'rate-limited', 'No'],
  ['a list of errors', 'data: {"success":false,"errors":[{"code":1,"message":"No"}]}', 'interrupted', 'No'],
  ['a detail', 'data: {"detail":{"message":"No"}}', 'interrupted', 'No'],
  ['a message without data', 'data: {"code":20012,"message":"No","data":null}', 'interrupted', 'No'],
  ['an object named error', 'data: {"object":"error","message":"No","code":404}', 'not-found', 'No'],
] as const) {
  test(`an error in the stream as ${name}`, async () => {
    const found = await decode(openai, `${chatStream(says('Hi')).replace('data: [DONE]\n\n', '')}${frame}\n\n`);
    const end = found.at(-1);
    assert.deepEqual(found[0], { type: 'text', delta: 'Hi' });
    assert.ok(end?.type === 'error');
    assert.deepEqual([end.error.kind, end.error.detail], [kind, detail]);
  });
}

test('a call that comes without a list around it is read', async () => {
  const piece = (call: object) => ({ delta: { tool_calls: call } });
  assert.deepEqual(
    await events(
      piece({ index: 0, id: '', function: { name: 'f', arguments: '{"p"' } }),
      piece({ index: 0, id: '', function: { name: null, arguments: ':1}' } }),
      stops('eos_token'),
    ),
    [
      { type: 'tool-call', id: 'call_c1_0', name: 'f', arguments: '{"p":1}' },
      { type: 'finish', reason: 'tool-calls', raw: 'eos_token' },
    ],
  );
});

test('usage is found in the choice, and an empty one later does not take it away', async () => {
  const found = await events(says('Hi'), { ...stops('stop'), usage: { prompt_tokens: 3, completion_tokens: 1 } });
  assert.deepEqual(found[1], { type: 'usage', usage: { inputTokens: 3, outputTokens: 1 } });
  const text = 'data: {"choices":[{"delta":{},"finish_reason":"stop"}],"usage":{"prompt_tokens":3}}\n\n';
  const [counted] = await decode(openai, `${text}data: {"choices":[],"usage":{}}\n\ndata: null\n\ndata: [DONE]\n\n`);
  assert.deepEqual(counted, { type: 'usage', usage: { inputTokens: 3, outputTokens: 0 } });
});

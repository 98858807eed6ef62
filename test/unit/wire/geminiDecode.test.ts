import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StreamEvent } from '../../../src/model/event.ts';
import { gemini as provider } from '../../../src/providers/gemini.ts';
import { vertex } from '../../../src/providers/vertex.ts';
import { chunkSizes, decode, joined } from '../llm/harness.ts';

type Json = Readonly<Record<string, unknown>>;

const chunk = (parts: readonly Json[], rest: Json = {}, whole: Json = {}): Json => ({
  candidates: [{ content: { role: 'model', parts }, index: 0, ...rest }],
  responseId: 'r1',
  ...whole,
});

/** With the line ends that Google sends. */
const sse = (...chunks: readonly Json[]): string =>
  chunks.map((found) => `data: ${JSON.stringify(found)}\r\n\r\n`).join('');

const usage = (counts: Json): Json => ({ usageMetadata: counts });

const answer = sse(
  chunk([{ text: '**Plan**\n\n日本', thought: true }], {}, usage({ promptTokenCount: 10, totalTokenCount: 10 })),
  chunk([{ text: 'Hello' }], {}, usage({ promptTokenCount: 10, candidatesTokenCount: 3, totalTokenCount: 33 })),
  chunk([{ text: ', 日本語 👩🏽‍💻' }]),
  chunk(
    [{ text: '', thoughtSignature: 'sig' }],
    { finishReason: 'STOP' },
    usage({
      promptTokenCount: 10,
      candidatesTokenCount: 5,
      thoughtsTokenCount: 20,
      toolUsePromptTokenCount: 7,
      cachedContentTokenCount: 4,
      totalTokenCount: 42,
    }),
  ),
);

const expected: readonly StreamEvent[] = [
  { type: 'reasoning', delta: '**Plan**\n\n日本' },
  { type: 'text', delta: 'Hello, 日本語 👩🏽‍💻' },
  { type: 'reasoning', delta: '', replay: { thoughtSignature: 'sig', part: 'empty' } },
  {
    type: 'usage',
    usage: { inputTokens: 17, outputTokens: 25, cacheReadTokens: 4, reasoningTokens: 20 },
  },
  { type: 'finish', reason: 'stop', raw: 'STOP' },
];

for (const size of chunkSizes) {
  test(`thoughts, text and tokens, counted once, in chunks of ${size} bytes`, async () =>
    assert.deepEqual(joined(await decode(provider, answer, size)), expected));
}

test('calls come whole, with and without an id, arguments or a signature', async () => {
  const events = await decode(
    provider,
    sse(
      chunk([{ text: 'Looking.', thoughtSignature: 'text' }]),
      chunk([{ functionCall: { name: 'clock', args: { zone: 'UTC' }, id: 'abc' }, thoughtSignature: 'call' }]),
      chunk([{ functionCall: { name: 'weather' } }, { functionCall: { name: 'now', args: {} } }]),
      chunk([{ text: '' }], { finishReason: 'STOP', finishMessage: 'Model generated function call(s).' }),
    ),
  );
  assert.deepEqual(events, [
    { type: 'text', delta: 'Looking.' },
    { type: 'reasoning', delta: '', replay: { thoughtSignature: 'text', part: 'text' } },
    {
      type: 'tool-call',
      id: 'abc',
      name: 'clock',
      arguments: '{"zone":"UTC"}',
      replay: { id: 'abc', thoughtSignature: 'call' },
    },
    { type: 'tool-call', id: 'call_r1_1', name: 'weather', arguments: '{}' },
    { type: 'tool-call', id: 'call_r1_2', name: 'now', arguments: '{}' },
    { type: 'finish', reason: 'tool-calls', raw: 'STOP' },
  ]);
});

test('a chunk that says nothing but whose answer it is does no harm', async () => {
  const events = await decode(provider, sse({ responseId: 'r1' }, chunk([{ text: 'Hi' }], { finishReason: 'STOP' })));
  assert.deepEqual(events, [
    { type: 'text', delta: 'Hi' },
    { type: 'finish', reason: 'stop', raw: 'STOP' },
  ]);
});

test('a call that comes in pieces is put together', async () => {
  const piece = (functionCall: Json): Json => chunk([{ functionCall }]);
  const events = await decode(
    vertex,
    sse(
      piece({ name: 'book', willContinue: true }),
      piece({
        partialArgs: [{ jsonPath: '$.guests[0].name', stringValue: 'An', willContinue: true }],
        willContinue: true,
      }),
      piece({ partialArgs: [{ jsonPath: '$.guests[0].name', stringValue: 'na' }], willContinue: true }),
      piece({
        partialArgs: [
          { jsonPath: '$.nights', numberValue: 2 },
          { jsonPath: '$.late', boolValue: true },
        ],
        willContinue: true,
      }),
      piece({ partialArgs: [{ jsonPath: '$.__proto__.x', stringValue: 'y' }], willContinue: true }),
      piece({ partialArgs: [{ jsonPath: '$.guests.__proto__.x', stringValue: 'y' }], willContinue: true }),
      piece({ partialArgs: [{ jsonPath: '$.guests.length', numberValue: 4_294_967_295 }], willContinue: true }),
      piece({}),
      piece({ name: 'pay', willContinue: true }),
      chunk([], { finishReason: 'STOP' }),
    ),
  );
  assert.deepEqual(
    events.flatMap((event) => (event.type === 'tool-call' ? [[event.name, event.arguments]] : [])),
    [
      ['book', '{"guests":[{"name":"Anna"}],"nights":2,"late":true,"__proto__":{"x":"y"}}'],
      ['pay', '{}'],
    ],
  );
  assert.equal(({} as Json)['x'], undefined);
  assert.equal('x' in [], false);
});

test('a call without a name is no call', async () => {
  const events = await decode(provider, sse(chunk([{ functionCall: { args: { a: 1 } } }], { finishReason: 'STOP' })));
  assert.deepEqual(
    events.map((event) => (event.type === 'error' ? event.error.kind : event.type)),
    ['bad-response'],
  );
});

test('a whole answer', async () => {
  const body = chunk([{ text: 'Hm.', thought: true, thoughtSignature: 't' }, { text: 'Hello' }, {}], {
    finishReason: 'MAX_TOKENS',
  });
  assert.deepEqual(await decode(provider, JSON.stringify(body)), [
    { type: 'reasoning', delta: 'Hm.', replay: { thoughtSignature: 't', part: 'thought' } },
    { type: 'text', delta: 'Hello' },
    { type: 'finish', reason: 'length', raw: 'MAX_TOKENS' },
  ]);
});

test('a stream as a list of chunks is read like any other', async () => {
  const list = answer
    .split('\r\n\r\n')
    .filter((part) => part !== '')
    .map((part) => JSON.parse(part.slice('data: '.length)) as unknown);
  assert.deepEqual(joined(await decode(vertex, JSON.stringify(list, undefined, 2), 7)), expected);
  const [thought, text] = list;
  const broken = await decode(vertex, JSON.stringify([thought, text]));
  assert.deepEqual(
    broken.map((event) => (event.type === 'error' ? event.error.kind : event.type)),
    ['reasoning', 'text', 'usage', 'interrupted'],
  );
  const failed = await decode(
    vertex,
    JSON.stringify([text, { error: { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' } }]),
  );
  assert.deepEqual(
    failed.map((event) => (event.type === 'error' ? [event.error.kind, event.error.detail] : event.type)),
    ['text', 'usage', ['overloaded', 'The model is overloaded.']],
  );
});

test('a stream that ends without a reason is interrupted, and what came is kept', async () => {
  const events = await decode(provider, sse(chunk([{ text: 'Hello' }])));
  assert.deepEqual(
    events.map((event) => (event.type === 'error' ? event.error.kind : event.type)),
    ['text', 'interrupted'],
  );
});

test('an error in the middle of a stream', async () => {
  const error = { error: { code: 429, message: 'Resource has been exhausted.', status: 'RESOURCE_EXHAUSTED' } };
  const events = await decode(provider, sse(chunk([{ text: 'Hello' }]), error));
  assert.deepEqual(
    events.map((event) => (event.type === 'error' ? [event.error.kind, event.error.detail] : event.type)),
    ['text', ['rate-limited', 'Resource has been exhausted.']],
  );
});

for (const [raw, reason] of [
  ['STOP', 'stop'],
  ['FINISH_REASON_UNSPECIFIED', 'stop'],
  ['NEW_REASON', 'stop'],
  ['MAX_TOKENS', 'length'],
  ['SAFETY', 'filtered'],
  ['RECITATION', 'filtered'],
  ['PROHIBITED_CONTENT', 'filtered'],
  ['IMAGE_SAFETY', 'filtered'],
  ['MALFORMED_FUNCTION_CALL', 'filtered'],
  ['OTHER', 'filtered'],
] as const) {
  test(`${raw} ends an answer as ${reason}, with the reason in words where it was cut off`, async () => {
    const events = await decode(
      provider,
      sse(chunk([{ text: 'Hi' }], { finishReason: raw, finishMessage: 'Because.' })),
    );
    assert.deepEqual(events, [
      { type: 'text', delta: 'Hi' },
      ...(reason === 'filtered' ? [{ type: 'refusal', delta: 'Because.' }] : []),
      { type: 'finish', reason, raw },
    ]);
  });
}

test('a call of a tool that there is not is still a call', async () => {
  const events = await decode(
    provider,
    sse(chunk([{ functionCall: { name: 'none' } }], { finishReason: 'UNEXPECTED_TOOL_CALL', finishMessage: 'No.' })),
  );
  assert.deepEqual(events.at(-1), { type: 'finish', reason: 'tool-calls', raw: 'UNEXPECTED_TOOL_CALL' });
});

test('a call in an answer that was filtered is not run', async () => {
  const events = await decode(provider, sse(chunk([{ functionCall: { name: 'a' } }], { finishReason: 'SAFETY' })));
  assert.deepEqual(events.at(-1), { type: 'finish', reason: 'filtered', raw: 'SAFETY' });
});

test('a question that was blocked', async () => {
  const blocked = { promptFeedback: { blockReason: 'SAFETY', blockReasonMessage: 'Not this.' } };
  assert.deepEqual(await decode(provider, sse(blocked)), [
    { type: 'refusal', delta: 'Not this.' },
    { type: 'finish', reason: 'filtered', raw: 'SAFETY' },
  ]);
});

test('sources are told once each', async () => {
  const groundingMetadata = {
    groundingChunks: [
      { web: { uri: 'https://a.example/', title: 'a.example' } },
      { retrievedContext: { title: 'notes.txt', text: 'The words.' } },
      { unknown: {} },
    ],
  };
  const citationMetadata = { citationSources: [{ uri: 'https://b.example/', startIndex: 1 }, { startIndex: 2 }] };
  const events = await decode(
    provider,
    sse(
      chunk([{ text: 'So.' }], { groundingMetadata }),
      chunk([], { groundingMetadata, citationMetadata, finishReason: 'STOP' }),
    ),
  );
  assert.deepEqual(
    events.flatMap((event) => (event.type === 'citation' ? [event.citation] : [])),
    [
      { url: 'https://a.example/', title: 'a.example' },
      { title: 'notes.txt', quote: 'The words.' },
      { url: 'https://b.example/' },
    ],
  );
});

test('what is of an unexpected type counts as missing', async () => {
  const events = await decode(
    provider,
    sse(
      {
        candidates: [{ content: { parts: [null, 1, { text: 5 }, { text: 'Hi', thought: 'no' }] }, index: 'x' }],
        usageMetadata: 3,
      },
      {
        candidates: [{ content: null, finishReason: 'STOP', groundingMetadata: 'x' }],
        usageMetadata: { promptTokenCount: -1, candidatesTokenCount: 2 },
      },
    ),
  );
  assert.deepEqual(events, [
    { type: 'text', delta: 'Hi' },
    { type: 'usage', usage: { inputTokens: 0, outputTokens: 2 } },
    { type: 'finish', reason: 'stop', raw: 'STOP' },
  ]);
});

test('the answer of something else is no answer', async () => {
  for (const text of ['{"this":[1]}', 'data: {"this":[1]}\n\n', 'data: [1]\n\n', '[1]']) {
    const events = await decode(provider, text);
    assert.deepEqual(
      events.map((event) => (event.type === 'error' ? event.error.kind : event.type)),
      ['bad-response'],
      text,
    );
  }
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StreamEvent } from '../../../src/model/event.ts';
import { bedrock } from '../../../src/providers/bedrock.ts';
import { chunkSizes, decode, joined } from '../llm/harness.ts';
import { awsStream } from './awsFrames.ts';

type Event = readonly [name: string, json: object];

const delta = (contentBlockIndex: number, value: object): Event => [
  'contentBlockDelta',
  { contentBlockIndex, delta: value, p: 'abc' },
];
const opens = (contentBlockIndex: number, start: object): Event => ['contentBlockStart', { contentBlockIndex, start }];
const shuts = (contentBlockIndex: number): Event => ['contentBlockStop', { contentBlockIndex }];
const stops = (stopReason: string): Event => ['messageStop', { stopReason }];
const counts: Event = [
  'metadata',
  { usage: { inputTokens: 5, outputTokens: 7, totalTokens: 12 }, metrics: { latencyMs: 1 } },
];
const usage: StreamEvent = { type: 'usage', usage: { inputTokens: 5, outputTokens: 7 } };

const read = async (...events: readonly Event[]) =>
  joined(await decode(bedrock, awsStream(['messageStart', { role: 'assistant' }], ...events), 64));
const readBody = async (body: object) => joined(await decode(bedrock, JSON.stringify(body)));

for (const size of chunkSizes) {
  test(`reasoning, text and calls in chunks of ${size}`, async () => {
    const bytes = awsStream(
      ['messageStart', { role: 'assistant' }],
      delta(0, { reasoningContent: { text: 'Hm, ' } }),
      delta(0, { reasoningContent: { text: '日本.' } }),
      delta(0, { reasoningContent: { signature: 'sig' } }),
      shuts(0),
      delta(1, { reasoningContent: { redactedContent: 'cmVk' } }),
      shuts(1),
      delta(2, { text: 'Grüß' }),
      delta(2, { text: '' }),
      delta(2, { text: ' Gott' }),
      shuts(2),
      opens(3, { toolUse: { toolUseId: 'tooluse_a', name: 'weather' } }),
      opens(4, { toolUse: { toolUseId: 'tooluse_b', name: 'clock' } }),
      delta(3, { toolUse: { input: '{"city":' } }),
      delta(4, { toolUse: { input: '' } }),
      delta(3, { toolUse: { input: '"Bern"}' } }),
      shuts(3),
      shuts(4),
      stops('tool_use'),
      counts,
    );
    assert.deepEqual(joined(await decode(bedrock, bytes, size)), [
      { type: 'reasoning', delta: 'Hm, 日本.', replay: { signature: 'sig' } },
      { type: 'reasoning', delta: '', replay: { redacted: 'cmVk' } },
      { type: 'text', delta: 'Grüß Gott' },
      { type: 'tool-call', id: 'tooluse_a', name: 'weather', arguments: '{"city":"Bern"}' },
      { type: 'tool-call', id: 'tooluse_b', name: 'clock', arguments: '{}' },
      usage,
      { type: 'finish', reason: 'tool-calls', raw: 'tool_use' },
    ]);
  });
}

test('the whole of the same', async () => {
  const content = [
    { reasoningContent: { reasoningText: { text: 'Hm.', signature: 'sig' } } },
    { reasoningContent: { redactedContent: 'cmVk' } },
    { text: 'Hello' },
    { toolUse: { toolUseId: 'tooluse_a', name: 'weather', input: { city: 'Bern' } } },
    { somethingNew: 1 },
  ];
  const body = {
    output: { message: { role: 'assistant', content } },
    stopReason: 'tool_use',
    usage: { inputTokens: 5, outputTokens: 7, totalTokens: 62, cacheReadInputTokens: 20, cacheWriteInputTokens: 30 },
  };
  assert.deepEqual(await readBody(body), [
    { type: 'reasoning', delta: 'Hm.', replay: { signature: 'sig' } },
    { type: 'reasoning', delta: '', replay: { redacted: 'cmVk' } },
    { type: 'text', delta: 'Hello' },
    { type: 'tool-call', id: 'tooluse_a', name: 'weather', arguments: '{"city":"Bern"}' },
    { type: 'usage', usage: { inputTokens: 55, outputTokens: 7, cacheReadTokens: 20, cacheWriteTokens: 30 } },
    { type: 'finish', reason: 'tool-calls', raw: 'tool_use' },
  ]);
});

for (const [raw, reason] of [
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop'],
  ['something_new', 'stop'],
  ['tool_use', 'tool-calls'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['malformed_model_output', 'length'],
  ['malformed_tool_use', 'length'],
  ['guardrail_intervened', 'filtered'],
  ['content_filtered', 'filtered'],
] as const) {
  test(`${raw} is ${reason}`, async () => {
    const finish = { type: 'finish', reason, raw };
    assert.deepEqual(await read(delta(0, { text: 'a' }), stops(raw), counts), [
      { type: 'text', delta: 'a' },
      usage,
      finish,
    ]);
    const body = { output: { message: { content: [{ text: 'a' }] } }, stopReason: raw };
    assert.deepEqual(await readBody(body), [{ type: 'text', delta: 'a' }, finish]);
  });
}

test('calls that end with the end of the turn are calls', async () => {
  const events = await read(opens(0, { toolUse: { toolUseId: 'a', name: 'x' } }), shuts(0), stops('end_turn'), counts);
  assert.deepEqual(events.at(-1), { type: 'finish', reason: 'tool-calls', raw: 'end_turn' });
});

test('a call without its end is told with the end of the message', async () => {
  const events = await read(opens(0, { toolUse: { toolUseId: 'a', name: 'x' } }), stops('tool_use'));
  assert.deepEqual(events[0], { type: 'tool-call', id: 'a', name: 'x', arguments: '{}' });
});

test('an answer is complete without its tokens', async () =>
  assert.deepEqual(await read(delta(0, { text: 'a' }), stops('end_turn')), [
    { type: 'text', delta: 'a' },
    { type: 'finish', reason: 'stop', raw: 'end_turn' },
  ]));

test('without its end it is not, whatever else came', async () => {
  const end = (await read(delta(0, { text: 'a' }), shuts(0), counts)).at(-1);
  assert.ok(end?.type === 'error');
  assert.equal(end.error.kind, 'interrupted');
});

test('citations, and the text they are about', async () => {
  const web = { location: { web: { url: 'https://a.example/', domain: 'a.example' } } };
  const found = {
    source: 'https://b.example/',
    title: 'B',
    sourceContent: [{ text: 'quoted' }],
    location: { searchResultLocation: { start: 0 } },
  };
  const page = { title: 'sample', sourceContent: [{ text: 'from a page' }], location: { documentPage: { start: 1 } } };
  const content = [{ citationsContent: { content: [{ text: 'It is so.' }], citations: [web, found, page] } }];
  const expected = [
    { type: 'citation', citation: { url: 'https://a.example/' } },
    { type: 'citation', citation: { url: 'https://b.example/', title: 'B', quote: 'quoted' } },
    { type: 'citation', citation: { title: 'sample', quote: 'from a page' } },
  ];
  const whole = await readBody({ output: { message: { content } }, stopReason: 'end_turn' });
  assert.deepEqual(whole, [
    { type: 'text', delta: 'It is so.' },
    ...expected,
    { type: 'finish', reason: 'stop', raw: 'end_turn' },
  ]);
  const cited = [web, found, page].map((citation) => delta(0, { citation }));
  const streamed = await read(delta(0, { text: 'It is so.' }), ...cited, stops('end_turn'), counts);
  assert.deepEqual(streamed.slice(0, 4), [{ type: 'text', delta: 'It is so.' }, ...expected]);
});

test('tools that the provider runs itself are none of the user’s', async () => {
  const toolUse = { toolUseId: 'a', name: 'nova_grounding', type: 'server_tool_use' };
  const toolResult = { toolUseId: 'a', content: [{ text: '[HIDDEN]' }], type: 'nova_grounding_result' };
  const finish = { type: 'finish', reason: 'stop', raw: 'end_turn' };
  const content = [{ toolUse: { ...toolUse, input: {} } }, { toolResult }, { text: 'ok' }];
  assert.deepEqual(await readBody({ output: { message: { content } }, stopReason: 'end_turn' }), [
    { type: 'text', delta: 'ok' },
    finish,
  ]);
  const streamed = await read(
    opens(0, { toolUse }),
    delta(0, { toolUse: { input: '{}' } }),
    shuts(0),
    delta(1, { text: 'ok' }),
    stops('end_turn'),
    counts,
  );
  assert.deepEqual(streamed, [{ type: 'text', delta: 'ok' }, usage, finish]);
});

test('fields of unexpected types and unknown events spoil nothing', async () =>
  assert.deepEqual(
    await read(
      ['somethingNew', { a: 1 }],
      delta(0, { text: 1 }),
      delta(0, { image: {} }),
      ['contentBlockDelta', {}],
      ['contentBlockStart', { start: 'x' }],
      ['contentBlockStop', { contentBlockIndex: 'x' }],
      delta(0, { text: 'a' }),
      ['messageStop', { stopReason: 1 }],
      ['metadata', { usage: { inputTokens: 'x' } }],
    ),
    [
      { type: 'text', delta: 'a' },
      { type: 'finish', reason: 'stop' },
    ],
  ));

for (const [body, kind] of [
  [{ message: 'no' }, 'bad-request'],
  [{ __type: 'com.amazon#ThrottlingException', message: 'slow' }, 'rate-limited'],
  [{ hello: 1 }, 'bad-response'],
] as const) {
  test(`${JSON.stringify(body)} instead of an answer is ${kind}`, async () => {
    const [event] = (await readBody(body)).filter(({ type }) => type === 'error');
    assert.ok(event?.type === 'error');
    assert.equal(event.error.kind, kind);
  });
}

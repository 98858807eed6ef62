import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Message, Request } from '../../../src/model/message.ts';
import { anthropic } from '../../../src/wire/anthropic.ts';

type Json = Readonly<Record<string, unknown>>;

const body = (request: Partial<Request>, cachePrompt = false): Json =>
  anthropic().encode(
    { model: 'claude-sonnet-5', messages: [{ role: 'user', text: 'Hi' }], ...request },
    { stream: false, cachePrompt },
  ).body as Json;

const contentOf = (request: Partial<Request>): unknown => (body(request)['messages'] as Json[])[0]?.['content'];

test('files stand before the text, each in the block that is made for it', () => {
  const png = { mediaType: 'image/png', data: 'aW1n' };
  const pdf = { mediaType: 'application/pdf', data: 'cGRm', name: 'plan.pdf' };
  const text = { mediaType: 'text/plain', data: Buffer.from('grüße').toString('base64'), name: 'a.txt' };
  assert.deepEqual(
    contentOf({
      messages: [{ role: 'user', text: 'Why?', files: [png, pdf, text, { ...png, mediaType: 'image/bmp' }] }],
    }),
    [
      { type: 'image', source: { type: 'base64', media_type: 'image/png', data: 'aW1n' } },
      {
        type: 'document',
        source: { type: 'base64', media_type: 'application/pdf', data: 'cGRm' },
        title: 'plan.pdf',
      },
      { type: 'document', source: { type: 'text', media_type: 'text/plain', data: 'grüße' }, title: 'a.txt' },
      {
        type: 'text',
        text: '[The file “without a name” (image/bmp) was left out, because this model does not take such files.]',
      },
      { type: 'text', text: 'Why?' },
    ],
  );
});

test('ids of other hosts become acceptable, the same for a call and its result', () => {
  const id = 'functions.read:0';
  const messages: readonly Message[] = [
    { role: 'user', text: 'Go' },
    { role: 'assistant', parts: [{ type: 'tool-call', id, name: 'read', arguments: '{}' }] },
    { role: 'tool', toolCallId: id, toolName: 'read', text: 'x' },
  ];
  const [, call, result] = body({ messages })['messages'] as readonly { content: Json[] }[];
  assert.match(String(call?.content[0]?.['id']), /^[a-zA-Z0-9_-]{1,64}$/);
  assert.equal(call?.content[0]?.['id'], result?.content[0]?.['tool_use_id']);
});

for (const [model, effort, expected] of [
  ['claude-3-5-haiku-20241022', 'high', {}],
  ['claude-3-7-sonnet-latest', 'minimal', { thinking: { type: 'enabled', budget_tokens: 1_024 } }],
  ['claude-sonnet-4-20250514', 'low', { thinking: { type: 'enabled', budget_tokens: 4_096 } }],
  ['claude-haiku-4-5-20251001', 'high', { thinking: { type: 'enabled', budget_tokens: 24_000 } }],
  ['us.anthropic.claude-opus-4-5-20251101-v1:0', 'none', { thinking: { type: 'disabled' } }],
  [
    'claude-opus-4-6',
    'medium',
    { thinking: { type: 'adaptive', display: 'summarized' }, output_config: { effort: 'medium' } },
  ],
  [
    'claude-opus-5-5',
    'minimal',
    { thinking: { type: 'adaptive', display: 'summarized' }, output_config: { effort: 'low' } },
  ],
  ['claude-sonnet-5', 'none', { thinking: { type: 'disabled' } }],
  ['claude-fable-5', 'none', { output_config: { effort: 'low' } }],
  ['claude-sonnet-5', undefined, {}],
  ['imitation-1', 'low', { thinking: { type: 'enabled', budget_tokens: 4_096 } }],
] as const) {
  test(`${model} thinks with effort ${effort}`, () => {
    const { thinking, output_config } = body({ model, ...(effort === undefined ? {} : { reasoningEffort: effort }) });
    assert.deepEqual(
      { ...(thinking === undefined ? {} : { thinking }), ...(output_config === undefined ? {} : { output_config }) },
      expected,
    );
  });
}

test('a budget leaves room for the answer, and is left out where there is none', () => {
  const budget = (maxOutputTokens: number) =>
    (body({ model: 'claude-sonnet-4-5', reasoningEffort: 'high', maxOutputTokens })['thinking'] as Json | undefined)?.[
      'budget_tokens'
    ];
  assert.equal(budget(64_000), 24_000);
  assert.equal(budget(10_000), 8_000);
  assert.equal(budget(1_024), undefined);
});

test('thinking with a budget goes with neither a forced call nor the middle of another model’s tool loop', () => {
  const base = { model: 'claude-sonnet-4-5', reasoningEffort: 'low' } as const;
  assert.equal('thinking' in body({ ...base, toolChoice: 'required' }), false);
  assert.equal('thinking' in body({ ...base, toolChoice: 'auto' }), true);
  const loop = (...replay: readonly unknown[]): readonly Message[] => [
    { role: 'user', text: 'Go' },
    {
      role: 'assistant',
      parts: [
        ...replay.map((value) => ({ type: 'reasoning', text: 'Hm', replay: value }) as const),
        { type: 'tool-call', id: 'a', name: 'f', arguments: '{}' },
      ],
    },
    { role: 'tool', toolCallId: 'a', toolName: 'f', text: 'x' },
  ];
  assert.equal('thinking' in body({ ...base, messages: loop() }), false);
  assert.equal('thinking' in body({ ...base, messages: loop({ signature: 's' }) }), true);
  assert.equal('thinking' in body({ ...base, model: 'claude-opus-5', messages: loop() }), true);
});

test('a temperature goes only to models that take one, and not with thinking', () => {
  const temperature = (request: Partial<Request>) => body({ temperature: 0.2, ...request })['temperature'];
  assert.equal(temperature({ model: 'claude-opus-4-6' }), 0.2);
  assert.equal(temperature({ model: 'claude-opus-4-6', reasoningEffort: 'none' }), 0.2);
  assert.equal(temperature({ model: 'claude-opus-4-6', reasoningEffort: 'low' }), undefined);
  assert.equal(temperature({ model: 'claude-opus-4-7' }), undefined);
});

test('an answer of a schema is promised by models that can, and asked for in words of the others', () => {
  const responseFormat = { name: 'city', schema: { type: 'object' } } as const;
  assert.deepEqual(body({ responseFormat, reasoningEffort: 'low' })['output_config'], {
    effort: 'low',
    format: { type: 'json_schema', schema: { type: 'object' } },
  });
  const older = body({ model: 'claude-sonnet-4-0', system: 'Be brief.', responseFormat });
  assert.equal('output_config' in older, false);
  assert.match(String(older['system']), /^Be brief\.\n\n.*JSON.*\n\{"type":"object"\}$/);
});

test('models that always think are asked rather than forced to call', () => {
  assert.deepEqual(body({ model: 'claude-fable-5', toolChoice: 'required' })['tool_choice'], { type: 'auto' });
  assert.deepEqual(body({ model: 'claude-fable-5', toolChoice: 'none' })['tool_choice'], { type: 'none' });
});

test('the limit of an answer is what the family can write, where none is set', () => {
  const limits = ['claude-3-haiku-20240307', 'claude-3-5-sonnet-20241022', 'claude-opus-4-1', 'imitation-1'].map(
    (model) => body({ model })['max_tokens'],
  );
  assert.deepEqual(limits, [4_096, 8_192, 32_000, 32_000]);
});

const long = 'x'.repeat(2_000);
const mark = { cache_control: { type: 'ephemeral' } };
const tools = [
  { name: 'one', parameters: {} },
  { name: 'two', parameters: {} },
];

test('marks stand on the last tool, the system prompt and the last two turns of the user', () => {
  const messages: readonly Message[] = [
    { role: 'user', text: 'first' },
    { role: 'assistant', parts: [{ type: 'text', text: 'yes' }] },
    { role: 'user', text: 'second' },
    { role: 'assistant', parts: [{ type: 'tool-call', id: 'a', name: 'one', arguments: '{}' }] },
    { role: 'tool', toolCallId: 'a', toolName: 'one', text: 'done' },
    { role: 'user', text: 'third' },
  ];
  const found = body({ system: long, tools, messages }, true);
  assert.deepEqual(found['system'], [{ type: 'text', text: long, ...mark }]);
  assert.deepEqual(found['tools'], [
    { name: 'one', input_schema: {} },
    { name: 'two', input_schema: {}, ...mark },
  ]);
  const turns = found['messages'] as readonly { content: Json[] }[];
  assert.deepEqual(turns[2]?.content, [{ type: 'text', text: 'second', ...mark }]);
  assert.deepEqual(turns[4]?.content.at(-1), { type: 'text', text: 'third', ...mark });
  assert.equal(JSON.stringify(found).split('cache_control').length - 1, 4);
});

test('marks are left out where they are not wanted, and where nothing is long enough to be kept', () => {
  for (const found of [body({ system: long, tools }), body({ system: 'short', tools }, true)])
    assert.equal(JSON.stringify(found).includes('cache_control'), false);
  const image: Message = { role: 'user', text: '', files: [{ mediaType: 'image/png', data: 'aW1n' }] };
  assert.equal(JSON.stringify(body({ messages: [image] }, true)).includes('cache_control'), true);
});

test('a blank system prompt is none', () => assert.equal('system' in body({ system: ' \n' }), false));

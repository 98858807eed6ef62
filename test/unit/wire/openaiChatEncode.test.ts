import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReasoningEffort, Request } from '../../../src/model/message.ts';
import { openaiChat } from '../../../src/wire/openaiChat.ts';
import { effortWords, type OpenaiChatQuirks } from '../../../src/wire/openaiChatQuirks.ts';
import { nineLetters, plainId } from '../../../src/wire/toolCallId.ts';

const streaming = { stream: true, cachePrompt: false };

const rich: Request = {
  model: 'm',
  system: 'Be brief.',
  messages: [
    { role: 'user', text: 'Time?' },
    {
      role: 'assistant',
      parts: [
        { type: 'reasoning', text: 'I need the clock.', replay: { signature: 's' } },
        { type: 'tool-call', id: 'call_1', name: 'clock', arguments: '{"zone":"UTC"}' },
      ],
    },
    { role: 'tool', toolCallId: 'call_1', toolName: 'clock', text: '12:00' },
    {
      role: 'assistant',
      parts: [
        { type: 'text', text: 'It is ' },
        { type: 'text', text: 'noon.' },
      ],
    },
    { role: 'user', text: 'Thanks' },
  ],
  tools: [
    { name: 'clock', description: 'Tells the time.', parameters: { type: 'object' } },
    { name: 'bell', parameters: { type: 'object' } },
  ],
  toolChoice: 'required',
  maxOutputTokens: 50,
};

test('a request says everything that is set', () => {
  assert.deepEqual(openaiChat().encode(rich, streaming), {
    path: '/chat/completions',
    body: {
      model: 'm',
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'Time?' },
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'clock', arguments: '{"zone":"UTC"}' } }],
        },
        { role: 'tool', tool_call_id: 'call_1', content: '12:00' },
        { role: 'assistant', content: 'It is noon.' },
        { role: 'user', content: 'Thanks' },
      ],
      stream: true,
      stream_options: { include_usage: true },
      max_tokens: 50,
      tools: [
        {
          type: 'function',
          function: { name: 'clock', description: 'Tells the time.', parameters: { type: 'object' } },
        },
        { type: 'function', function: { name: 'bell', parameters: { type: 'object' } } },
      ],
      tool_choice: 'required',
    },
  });
});

test('and nothing that is not', () => {
  assert.deepEqual(
    openaiChat().encode({ model: 'm', messages: [{ role: 'user', text: 'Hi' }], tools: [] }, streaming).body,
    {
      model: 'm',
      messages: [{ role: 'user', content: 'Hi' }],
      stream: true,
      stream_options: { include_usage: true },
    },
  );
});

test('quirks change only what they are about', () => {
  const dialect = openaiChat({
    maxTokensField: 'max_completion_tokens',
    usage: 'unasked',
    requiredToolChoice: 'any',
    toolCallId: nineLetters,
    replayReasoning: 'reasoning_content',
  });
  const id = nineLetters('call_1');
  assert.deepEqual(dialect.encode({ ...rich, tools: [{ name: 'bell', parameters: {} }] }, streaming).body, {
    model: 'm',
    messages: [
      { role: 'system', content: 'Be brief.' },
      { role: 'user', content: 'Time?' },
      {
        role: 'assistant',
        content: null,
        reasoning_content: 'I need the clock.',
        tool_calls: [{ id, type: 'function', function: { name: 'clock', arguments: '{"zone":"UTC"}' } }],
      },
      { role: 'tool', tool_call_id: id, content: '12:00' },
      { role: 'assistant', content: 'It is noon.' },
      { role: 'user', content: 'Thanks' },
    ],
    stream: true,
    max_completion_tokens: 50,
    tools: [{ type: 'function', function: { name: 'bell', parameters: {} } }],
    tool_choice: 'any',
  });
});

test('reasoning is not sent back in a history without tools', () => {
  const messages = [
    {
      role: 'assistant',
      parts: [
        { type: 'reasoning', text: 'Hm' },
        { type: 'text', text: 'Yes' },
      ],
    },
  ] as const;
  assert.deepEqual(
    (
      openaiChat({ replayReasoning: 'reasoning_content' }).encode({ model: 'm', messages }, streaming).body as {
        messages: unknown;
      }
    ).messages,
    [{ role: 'assistant', content: 'Yes' }],
  );
});

for (const [choice, expected] of [
  ['auto', 'auto'],
  ['none', 'none'],
  [{ name: 'clock' }, { type: 'function', function: { name: 'clock' } }],
] as const) {
  test(`tool choice ${JSON.stringify(choice)}`, () => {
    const { body } = openaiChat().encode({ ...rich, toolChoice: choice }, streaming);
    assert.deepEqual((body as { tool_choice: unknown }).tool_choice, expected);
  });
}

test('nine letters are the same for the same id, kept where they are right, and differ where ids do', () => {
  assert.equal(nineLetters('aB3dE6gH9'), 'aB3dE6gH9');
  const made = Array.from({ length: 2_000 }, (_, index) => nineLetters(`call_${index}`));
  assert.equal(new Set(made).size, 2_000);
  for (const id of made) assert.match(id, /^[a-z0-9]{9}$/);
  assert.equal(nineLetters('call_1'), nineLetters('call_1'));
});

type Json = Readonly<Record<string, unknown>>;

const bodyOf = (quirks: OpenaiChatQuirks, request: Partial<Request>, cachePrompt = false): Json =>
  openaiChat(quirks).encode(
    { model: 'm', messages: [{ role: 'user', text: 'Hi' }], ...request },
    { stream: false, cachePrompt },
  ).body as Json;

const messagesOf = (quirks: OpenaiChatQuirks, request: Partial<Request>): readonly Json[] =>
  bodyOf(quirks, request)['messages'] as Json[];

const png = { mediaType: 'image/png', data: 'aW1n' };
const pdf = { mediaType: 'application/pdf', data: 'cGRm', name: 'plan.pdf' };

test('files stand before the text, each in the part that is made for it', () => {
  const text = { mediaType: 'application/json', data: Buffer.from('{"ü":"```"}').toString('base64'), name: 'a.json' };
  const files = [png, pdf, { mediaType: 'audio/mpeg', data: 'bXAz' }, text, { mediaType: 'video/mp4', data: '' }];
  assert.deepEqual(messagesOf({}, { messages: [{ role: 'user', text: 'Why?', files }] }), [
    {
      role: 'user',
      content: [
        { type: 'image_url', image_url: { url: 'data:image/png;base64,aW1n' } },
        { type: 'file', file: { filename: 'plan.pdf', file_data: 'data:application/pdf;base64,cGRm' } },
        { type: 'input_audio', input_audio: { data: 'bXAz', format: 'mp3' } },
        { type: 'text', text: 'File “a.json”\n````\n{"ü":"```"}\n````' },
        {
          type: 'text',
          text: '[The file “without a name” (video/mp4) was left out, because this model does not take such files.]',
        },
        { type: 'text', text: 'Why?' },
      ],
    },
  ]);
});

for (const [documents, part] of [
  ['document_url', { type: 'document_url', document_url: 'data:application/pdf;base64,cGRm' }],
  ['file_url', { type: 'file_url', file_url: { url: 'cGRm' }, file_name: 'plan.pdf' }],
  [
    'none',
    {
      type: 'text',
      text: '[The file “plan.pdf” (application/pdf) was left out, because this model does not take such files.]',
    },
  ],
] as const) {
  test(`documents: ${documents}`, () =>
    assert.deepEqual(messagesOf({ documents }, { messages: [{ role: 'user', text: '', files: [pdf] }] }), [
      { role: 'user', content: [part] },
    ]));
}

test('an effort is put as the first rule for the model has it, and left out where none has', () => {
  const efforts = [effortWords(/^a/, { low: 'little' }), { models: /^b/, fields: { low: { think: { hard: false } } } }];
  const found = (quirks: OpenaiChatQuirks, model: string, reasoningEffort: ReasoningEffort) => {
    const { model: _model, messages: _messages, ...rest } = bodyOf(quirks, { model, reasoningEffort });
    return rest;
  };
  assert.deepEqual(found({ efforts }, 'a1', 'low'), { reasoning_effort: 'little' });
  assert.deepEqual(found({ efforts }, 'a1', 'high'), {});
  assert.deepEqual(found({ efforts }, 'b1', 'low'), { think: { hard: false } });
  assert.deepEqual(found({ efforts }, 'c1', 'low'), {});
  assert.deepEqual(found({}, 'any', 'minimal'), { reasoning_effort: 'low' });
  assert.deepEqual(found({}, 'any', 'none'), { reasoning_effort: 'none' });
});

test('a temperature is sent where the model takes one', () => {
  const quirks = { withoutTemperature: /^o\d/ };
  assert.equal(bodyOf(quirks, { temperature: 0 })['temperature'], 0);
  assert.equal('temperature' in bodyOf(quirks, { model: 'o3', temperature: 0 }), false);
});

const closed = { type: 'object', properties: { a: { type: 'string' } }, required: ['a'], additionalProperties: false };

test('an answer of a schema, strict where the schema is', () => {
  const format = (schema: Json) => bodyOf({}, { responseFormat: { name: 'n', schema } })['response_format'];
  assert.deepEqual(format(closed), { type: 'json_schema', json_schema: { name: 'n', schema: closed, strict: true } });
  for (const schema of [
    { type: 'object' },
    { ...closed, required: [] },
    { ...closed, properties: { a: { type: 'object', properties: {} } } },
    { anyOf: [closed, { type: 'object', properties: {}, required: [] }] },
  ])
    assert.deepEqual(format(schema), { type: 'json_schema', json_schema: { name: 'n', schema } });
});

test('an answer of a schema is asked for in words where the host knows none', () => {
  const responseFormat = { name: 'n', schema: closed };
  const found = bodyOf({ schemaModels: /^clever/ }, { system: 'Be brief.', responseFormat });
  assert.deepEqual(found['response_format'], { type: 'json_object' });
  const [system] = found['messages'] as Json[];
  assert.equal(system?.['role'], 'system');
  assert.match(String(system?.['content']), /^Be brief\.\n\n.*JSON.*\n\{"type":"object"/);
  assert.match(
    JSON.stringify(bodyOf({ schemaModels: /^clever/ }, { model: 'clever-1', responseFormat })),
    /json_schema/,
  );
});

test('ids that no host takes are replaced, the same for a call and its result', () => {
  const id = `${'x'.repeat(80)}:1`;
  const [, call, result] = messagesOf(
    {},
    {
      messages: [
        { role: 'user', text: 'Go' },
        { role: 'assistant', parts: [{ type: 'tool-call', id, name: 'f', arguments: '{}' }] },
        { role: 'tool', toolCallId: id, toolName: 'f', text: 'x' },
      ],
    },
  );
  const [made] = (call ?? {})['tool_calls'] as readonly { id: string }[];
  assert.match(made?.id ?? '', /^[\w-]{1,64}$/);
  assert.equal(result?.['tool_call_id'], made?.id);
  assert.equal(plainId('call_1-a', 40), 'call_1-a');
  assert.notEqual(plainId('call_1', 3), 'call_1');
});

test('Kimi K2 finds the names of functions in the ids, whoever made the calls', () => {
  const calls = ['functions.read:0', 'toolu_1'].map(
    (id) => ({ type: 'tool-call', id, name: 'read', arguments: '{}' }) as const,
  );
  const results = calls.map(({ id }) => ({ role: 'tool', toolCallId: id, toolName: 'read', text: 'x' }) as const);
  const messages: Request['messages'] = [{ role: 'assistant', parts: calls }, ...results];
  const [call, ...answers] = messagesOf({}, { model: 'moonshotai/Kimi-K2-Instruct-0905', messages });
  const ids = ['functions.read:0', 'functions.read:1'];
  assert.deepEqual(
    (call as { tool_calls: readonly { id: string }[] }).tool_calls.map(({ id }) => id),
    ids,
  );
  assert.deepEqual(
    answers.map((answer) => answer['tool_call_id']),
    ids,
  );
});

test('a call that was cut off does not spoil the chat for hosts that read its arguments', () => {
  const texts = ['{"city":"Rom', '[1]', '', '{ "city": "Rome" }'].map((text) => {
    const parts = [{ type: 'tool-call', id: 'a', name: 'f', arguments: text }] as const;
    const [call] = messagesOf({}, { messages: [{ role: 'assistant', parts }] });
    return (call as { tool_calls: readonly { function: { arguments: string } }[] }).tool_calls[0]?.function.arguments;
  });
  assert.deepEqual(texts, [
    '{"invalid":"{\\"city\\":\\"Rom"}',
    '{"invalid":"[1]"}',
    '{"invalid":""}',
    '{ "city": "Rome" }',
  ]);
});

const thought: Request['messages'] = [
  {
    role: 'assistant',
    parts: [
      { type: 'reasoning', text: 'Hm' },
      { type: 'text', text: 'Yes' },
      { type: 'reasoning', text: '', replay: { reasoning_details: [{ type: 'reasoning.encrypted', data: 'x' }] } },
    ],
  },
];

test('reasoning goes back as the host wants it', () => {
  assert.deepEqual(messagesOf({}, { messages: thought }), [
    { role: 'assistant', content: 'Yes', reasoning_details: [{ type: 'reasoning.encrypted', data: 'x' }] },
  ]);
  assert.deepEqual(messagesOf({ replayReasoning: 'content' }, { messages: thought })[0]?.['content'], [
    { type: 'thinking', thinking: [{ type: 'text', text: 'Hm' }] },
    { type: 'text', text: 'Yes' },
  ]);
  const looped: Request['messages'] = [...thought, { role: 'tool', toolCallId: 'a', toolName: 'f', text: 'x' }];
  assert.equal(messagesOf({ replayReasoning: 'reasoning' }, { messages: looped })[0]?.['reasoning'], 'Hm');
  assert.equal('reasoning' in (messagesOf({ replayReasoning: 'reasoning' }, { messages: thought })[0] ?? {}), false);
});

test('the model speaks between a result and a question where the host wants it to', () => {
  const messages: Request['messages'] = [
    { role: 'tool', toolCallId: 'a', toolName: 'f', text: 'x' },
    { role: 'user', text: 'And?' },
  ];
  assert.deepEqual(
    messagesOf({ afterTools: 'I see.' }, { messages }).map(({ role, content }) => [role, content]),
    [
      ['tool', 'x'],
      ['assistant', 'I see.'],
      ['user', 'And?'],
    ],
  );
  assert.equal(messagesOf({}, { messages }).length, 2);
});

test('marks stand where a host that reads them shall cache to', () => {
  const mark = { cache_control: { type: 'ephemeral' } };
  const request: Partial<Request> = {
    model: 'anthropic/claude',
    system: 'x'.repeat(2_000),
    messages: [
      { role: 'user', text: 'one', files: [png] },
      { role: 'assistant', parts: [{ type: 'tool-call', id: 'a', name: 'f', arguments: '{}' }] },
      { role: 'tool', toolCallId: 'a', toolName: 'f', text: 'two' },
    ],
  };
  const quirks = { cacheMarks: /^anthropic\// };
  const [system, first, answer, result] = bodyOf(quirks, request, true)['messages'] as readonly Json[];
  assert.deepEqual(system?.['content'], [{ type: 'text', text: request.system, ...mark }]);
  assert.deepEqual(((first ?? {})['content'] as Json[])[1], { type: 'text', text: 'one', ...mark });
  assert.deepEqual(answer?.['content'], null);
  assert.deepEqual(result?.['content'], [{ type: 'text', text: 'two', ...mark }]);
  for (const body of [
    bodyOf(quirks, request),
    bodyOf(quirks, { ...request, model: 'openai/x' }, true),
    bodyOf({}, request, true),
    bodyOf(quirks, { model: 'anthropic/claude' }, true),
  ])
    assert.equal(JSON.stringify(body).includes('cache_control'), false);
});

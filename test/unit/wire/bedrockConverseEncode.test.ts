import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EncodeOptions } from '../../../src/llm/provider.ts';
import type { FilePart, Message, Request } from '../../../src/model/message.ts';
import { bedrockConverse } from '../../../src/wire/bedrockConverse.ts';
import { encodeConverse } from '../../../src/wire/bedrockConverseEncode.ts';

const claude = 'us.anthropic.claude-sonnet-4-5-20250929-v1:0';
const newestClaude = 'global.anthropic.claude-opus-5';
const oldClaude = 'anthropic.claude-3-sonnet-20240229-v1:0';
const nova = 'us.amazon.nova-2-lite-v1:0';
const llama = 'us.meta.llama4-maverick-17b-instruct-v1:0';

const hello: Message = { role: 'user', text: 'hello' };
const uncached: EncodeOptions = { stream: true, cachePrompt: false };

const encode = (request: Partial<Request>, options = uncached) =>
  encodeConverse({ model: claude, messages: [hello], ...request }, options);

const weather = { name: 'weather', description: 'Tells it.', parameters: { type: 'object', properties: {} } };

test('a whole request', () => {
  const messages: readonly Message[] = [
    hello,
    {
      role: 'assistant',
      parts: [
        { type: 'reasoning', text: 'Hm.', replay: { signature: 'sig' } },
        { type: 'reasoning', text: '', replay: { redacted: 'cmVk' } },
        { type: 'reasoning', text: 'of another make' },
        { type: 'text', text: 'Let me look.' },
        { type: 'tool-call', id: 'tooluse_a', name: 'weather', arguments: '{"city":"Bern"}' },
        { type: 'tool-call', id: 'resp:call/1', name: 'weather', arguments: 'not json' },
      ],
    },
    { role: 'tool', toolCallId: 'tooluse_a', toolName: 'weather', text: 'rain' },
    { role: 'tool', toolCallId: 'resp:call/1', toolName: 'weather', text: ' ', failed: true },
    { role: 'user', text: 'and?' },
  ];
  const body = encode({
    system: 'Be brief.',
    messages,
    tools: [weather],
    toolChoice: 'required',
    maxOutputTokens: 100,
    temperature: 0,
  });
  const [, assistant] = body['messages'] as readonly { content: readonly { toolUse?: { toolUseId: string } }[] }[];
  const foreign = assistant?.content[4]?.toolUse?.toolUseId ?? '';
  assert.match(foreign, /^[\w-]{1,64}$/);
  assert.deepEqual(body, {
    system: [{ text: 'Be brief.' }],
    messages: [
      { role: 'user', content: [{ text: 'hello' }] },
      {
        role: 'assistant',
        content: [
          { reasoningContent: { reasoningText: { text: 'Hm.', signature: 'sig' } } },
          { reasoningContent: { redactedContent: 'cmVk' } },
          { text: 'Let me look.' },
          { toolUse: { toolUseId: 'tooluse_a', name: 'weather', input: { city: 'Bern' } } },
          { toolUse: { toolUseId: foreign, name: 'weather', input: { invalid: 'not json' } } },
        ],
      },
      {
        role: 'user',
        content: [
          { toolResult: { toolUseId: 'tooluse_a', content: [{ text: 'rain' }], status: 'success' } },
          { toolResult: { toolUseId: foreign, content: [{ text: '(no output)' }], status: 'error' } },
          { text: 'and?' },
        ],
      },
    ],
    inferenceConfig: { maxTokens: 100, temperature: 0 },
    toolConfig: {
      tools: [{ toolSpec: { name: 'weather', description: 'Tells it.', inputSchema: { json: weather.parameters } } }],
      toolChoice: { any: {} },
    },
  });
});

test('nothing unset is sent, and blank text not either', () =>
  assert.deepEqual(
    encode({ system: ' ', messages: [hello, { role: 'assistant', parts: [{ type: 'text', text: '\n' }] }] }),
    {
      messages: [{ role: 'user', content: [{ text: 'hello' }] }],
    },
  ));

for (const [operation, stream] of [
  ['converse-stream', true],
  ['converse', false],
] as const) {
  test(`asks at ${operation}`, () => {
    const arn = 'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.x-v1:0';
    const { path } = bedrockConverse().encode({ model: arn, messages: [hello] }, { stream, cachePrompt: false });
    assert.equal(
      path,
      `/model/arn%3Aaws%3Abedrock%3Aus-east-1%3A123456789012%3Ainference-profile%2Fus.x-v1%3A0/${operation}`,
    );
  });
}

const called: readonly Message[] = [
  hello,
  { role: 'assistant', parts: [{ type: 'tool-call', id: 'a', name: 'weather', arguments: '{}' }] },
  { role: 'tool', toolCallId: 'a', toolName: 'weather', text: 'rain' },
];

for (const [name, request, tools] of [
  ['no tool is offered any more', {}, [{ name: 'weather', inputSchema: { json: { type: 'object' } } }]],
  [
    'none is to be called',
    { tools: [weather, { ...weather, name: 'other' }], toolChoice: 'none' },
    [{ name: 'weather', description: 'Tells it.', inputSchema: { json: weather.parameters } }],
  ],
] as const) {
  test(`a history with calls declares their tools though ${name}`, () =>
    assert.deepEqual(encode({ messages: called, ...request })['toolConfig'], {
      tools: tools.map((toolSpec) => ({ toolSpec })),
    }));
}

test('without calls in the history, tools that are not to be called are not offered', () =>
  assert.equal('toolConfig' in encode({ tools: [weather], toolChoice: 'none' }), false));

test('Mistral’s models get ids of nine letters', () => {
  const { messages } = encode({ model: 'us.mistral.pixtral-large-2502-v1:0', messages: called });
  assert.match(JSON.stringify(messages), /"toolUseId":"[a-z0-9]{9}"/);
});

test('other models than Claude and Nova are not told whether a tool failed', () =>
  assert.equal(JSON.stringify(encode({ model: llama, messages: called })).includes('status'), false));

for (const [model, reasoningEffort, fields] of [
  [claude, 'low', { thinking: { type: 'enabled', budget_tokens: 4096 } }],
  [newestClaude, 'high', { thinking: { type: 'adaptive', display: 'summarized' }, output_config: { effort: 'high' } }],
  [oldClaude, 'high', undefined],
  [nova, 'medium', { reasoningConfig: { type: 'enabled', maxReasoningEffort: 'medium' } }],
  [nova, 'none', undefined],
  ['openai.gpt-oss-120b-1:0', 'minimal', { reasoning_effort: 'low' }],
  ['openai.gpt-oss-120b-1:0', 'none', { reasoning_effort: 'low' }],
  ['qwen.qwen3-32b-v1:0', 'high', { reasoning_config: 'high' }],
  [llama, 'high', undefined],
] as const) {
  test(`effort ${reasoningEffort} for ${model}`, () =>
    assert.deepEqual(encode({ model, reasoningEffort })['additionalModelRequestFields'], fields));
}

test('Claude takes no temperature while it thinks, and the newest never', () => {
  assert.deepEqual(encode({ temperature: 0.5 })['inferenceConfig'], { temperature: 0.5 });
  assert.equal('inferenceConfig' in encode({ temperature: 0.5, reasoningEffort: 'low' }), false);
  assert.equal('inferenceConfig' in encode({ temperature: 0.5, model: newestClaude }), false);
});

const schema = { type: 'object', properties: { a: { type: 'string' } } };

test('structured output is promised where it can be, and asked for in words elsewhere', () => {
  const responseFormat = { name: 'thing', schema };
  assert.deepEqual(encode({ responseFormat }), {
    messages: [{ role: 'user', content: [{ text: 'hello' }] }],
    outputConfig: {
      textFormat: {
        type: 'json_schema',
        structure: { jsonSchema: { name: 'thing', schema: JSON.stringify(schema) } },
      },
    },
  });
  for (const model of [newestClaude, nova, llama, oldClaude]) {
    const body = encode({ model, responseFormat, system: 'Be brief.' });
    assert.equal('outputConfig' in body, false);
    const [{ text } = { text: '' }] = body['system'] as readonly { text: string }[];
    assert.ok(text.startsWith('Be brief.\n\n') && text.includes(JSON.stringify(schema)));
  }
});

const cached: EncodeOptions = { stream: true, cachePrompt: true };
const long = { system: 'long '.repeat(500), tools: [weather], messages: [...called, { ...hello }] };
const cachePoints = (body: unknown): number =>
  JSON.stringify(body).split('{"cachePoint":{"type":"default"}}').length - 1;

test('long prompts are marked for the cache where the model takes marks', () => {
  const body = encode(long, cached);
  assert.deepEqual((body['system'] as readonly unknown[]).at(-1), { cachePoint: { type: 'default' } });
  assert.deepEqual((body['toolConfig'] as { tools: readonly unknown[] }).tools.at(-1), {
    cachePoint: { type: 'default' },
  });
  const messages = body['messages'] as readonly { content: readonly unknown[] }[];
  assert.deepEqual(messages.at(-1)?.content.at(-1), { cachePoint: { type: 'default' } });
  assert.equal(cachePoints(body), 3);
});

for (const [model, count] of [
  ['us.amazon.nova-lite-v1:0', 2],
  ['anthropic.claude-3-7-sonnet-20250219-v1:0', 3],
  [newestClaude, 3],
  [oldClaude, 0],
  ['anthropic.claude-v2:1', 0],
  ['anthropic.claude-instant-v1', 0],
  [llama, 0],
] as const) {
  test(`${model} takes ${count} marks`, () => assert.equal(cachePoints(encode({ ...long, model }, cached)), count));
}

test('short prompts are not marked, nor any when caching is off', () => {
  assert.equal(cachePoints(encode({}, cached)), 0);
  assert.equal(cachePoints(encode(long)), 0);
});

const file = (mediaType: string, name?: string): FilePart => ({
  mediaType,
  data: 'Zm9v',
  ...(name === undefined ? {} : { name }),
});

const blocksOf = (files: readonly FilePart[], text = 'what is this?'): readonly unknown[] => {
  const [turn] = encode({ messages: [{ role: 'user', text, files }] })['messages'] as readonly {
    content: readonly unknown[];
  }[];
  return turn?.content ?? [];
};

test('images and documents stand before the text', () =>
  assert.deepEqual(blocksOf([file('image/jpeg'), file('application/pdf', 'report.pdf')]), [
    { image: { format: 'jpeg', source: { bytes: 'Zm9v' } } },
    { document: { format: 'pdf', name: 'report', source: { bytes: 'Zm9v' } } },
    { text: 'what is this?' },
  ]));

test('a document alone gets words, which it is not taken without', () =>
  assert.deepEqual(blocksOf([file('application/pdf', 'a.pdf')], '').at(-1), { text: 'See the attached document.' }));

test('text files go along as text, and what cannot be read is told of', () => {
  const [text, other] = blocksOf([file('text/plain', 'a.txt'), file('video/mp4', 'b.mp4')]) as readonly {
    text: string;
  }[];
  assert.match(text?.text ?? '', /a\.txt[^]*foo/);
  assert.match(other?.text ?? '', /b\.mp4.*left out/);
});

for (const [name, expected] of [
  ["John's report #1.pdf", 'John s report 1'],
  ['résumé_final (2) [x].pdf', 'resume final (2) [x]'],
  ['a\tb  -  c.pdf', 'a b - c'],
  ['분기보고서.pdf', 'Document'],
  ['.pdf', 'Document'],
  [undefined, 'Document'],
  [`${'a'.repeat(300)}.pdf`, 'a'.repeat(200)],
] as const) {
  test(`a document named ${String(name).slice(0, 30)}`, () => {
    const [block] = blocksOf([file('application/pdf', name)]) as readonly { document: { name: string } }[];
    assert.equal(block?.document.name, expected);
  });
}

test('documents of one name are told apart', () => {
  const files = ['a.pdf', 'a.pdf', 'a.pdf'].map((name) => file('application/pdf', name));
  const names = blocksOf(files).flatMap((block) =>
    'document' in (block as object) ? [(block as { document: { name: string } }).document.name] : [],
  );
  assert.deepEqual(names, ['a', 'a (2)', 'a (3)']);
});

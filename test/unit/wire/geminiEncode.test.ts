import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ReasoningEffort, Request } from '../../../src/model/message.ts';
import { gemini } from '../../../src/wire/gemini.ts';

const streaming = { stream: true, cachePrompt: false };
const model = 'gemini-3.1-pro-preview';

const bodyOf = (request: Request): Record<string, unknown> =>
  gemini().encode(request, streaming).body as Record<string, unknown>;

const rich: Request = {
  model,
  system: 'Be brief.',
  messages: [
    {
      role: 'user',
      text: 'Time and weather?',
      files: [
        { mediaType: 'image/png', data: 'iVBO' },
        { mediaType: 'application/pdf', data: 'JVBE', name: 'a.pdf' },
        { mediaType: 'text/markdown', data: btoa('# Hi'), name: 'a.md' },
        { mediaType: 'application/zip', data: 'UEsD', name: 'a.zip' },
      ],
    },
    {
      role: 'assistant',
      parts: [
        { type: 'reasoning', text: 'Two tools.', replay: { thoughtSignature: 'T', part: 'thought' } },
        { type: 'reasoning', text: 'unsigned' },
        { type: 'text', text: 'Let me look.' },
        { type: 'reasoning', text: '', replay: { thoughtSignature: 'X', part: 'text' } },
        {
          type: 'tool-call',
          id: 'a',
          name: 'clock',
          arguments: '{"zone":"UTC"}',
          replay: { id: 'a', thoughtSignature: 'C' },
        },
        { type: 'tool-call', id: 'call_1', name: 'weather', arguments: '{"city":' },
      ],
    },
    { role: 'tool', toolCallId: 'a', toolName: 'clock', text: '12:00' },
    { role: 'tool', toolCallId: 'call_1', toolName: 'weather', text: 'no such city', failed: true },
    { role: 'user', text: 'And?' },
    {
      role: 'assistant',
      parts: [
        { type: 'text', text: 'Noon.' },
        { type: 'reasoning', text: '', replay: { thoughtSignature: 'E', part: 'empty' } },
      ],
    },
    { role: 'user', text: '' },
    { role: 'user', text: 'Thanks' },
  ],
  tools: [{ name: 'clock', description: 'Tells the time.', parameters: { type: 'object', properties: {} } }],
  toolChoice: 'required',
  maxOutputTokens: 50,
  temperature: 0,
  reasoningEffort: 'medium',
  responseFormat: { name: 'answer', schema: { type: 'object' } },
};

test('a request says everything that is set, with roles taking turns and signatures where they were', () => {
  assert.deepEqual(gemini().encode(rich, streaming), {
    path: `/models/${model}:streamGenerateContent?alt=sse`,
    body: {
      systemInstruction: { parts: [{ text: 'Be brief.' }] },
      contents: [
        {
          role: 'user',
          parts: [
            { inlineData: { mimeType: 'image/png', data: 'iVBO' } },
            { inlineData: { mimeType: 'application/pdf', data: 'JVBE' } },
            { text: 'File “a.md”\n```\n# Hi\n```' },
            {
              text: '[The file “a.zip” (application/zip) was left out, because this model does not take such files.]',
            },
            { text: 'Time and weather?' },
          ],
        },
        {
          role: 'model',
          parts: [
            { text: 'Two tools.', thought: true, thoughtSignature: 'T' },
            { text: 'Let me look.', thoughtSignature: 'X' },
            { functionCall: { id: 'a', name: 'clock', args: { zone: 'UTC' } }, thoughtSignature: 'C' },
            { functionCall: { name: 'weather', args: { invalid: '{"city":' } } },
          ],
        },
        {
          role: 'user',
          parts: [
            { functionResponse: { id: 'a', name: 'clock', response: { output: '12:00' } } },
            { functionResponse: { name: 'weather', response: { error: 'no such city' } } },
            { text: 'And?' },
          ],
        },
        { role: 'model', parts: [{ text: 'Noon.' }, { text: '', thoughtSignature: 'E' }] },
        { role: 'user', parts: [{ text: 'Thanks' }] },
      ],
      tools: [
        {
          functionDeclarations: [
            {
              name: 'clock',
              description: 'Tells the time.',
              parametersJsonSchema: { type: 'object', properties: {} },
            },
          ],
        },
      ],
      toolConfig: { functionCallingConfig: { mode: 'ANY' } },
      generationConfig: {
        maxOutputTokens: 50,
        temperature: 0,
        responseMimeType: 'application/json',
        responseJsonSchema: { type: 'object' },
        thinkingConfig: { includeThoughts: true, thinkingLevel: 'medium' },
      },
    },
  });
});

test('and of what is not set nothing', () => {
  const plain: Request = { model: 'models/gemini-2.5-flash', messages: [{ role: 'user', text: 'Hi' }] };
  assert.deepEqual(gemini().encode(plain, { stream: false, cachePrompt: true }), {
    path: '/models/gemini-2.5-flash:generateContent',
    body: { contents: [{ role: 'user', parts: [{ text: 'Hi' }] }] },
  });
});

test('a model that takes no instructions is asked them', () => {
  const request: Request = { model: 'gemma-3-27b-it', system: 'Be brief.', messages: [{ role: 'user', text: 'Hi' }] };
  assert.deepEqual(bodyOf(request), { contents: [{ role: 'user', parts: [{ text: 'Be brief.' }, { text: 'Hi' }] }] });
});

for (const [name, path] of [
  ['gemini-2.5-flash', '/models/gemini-2.5-flash:generateContent'],
  ['tunedModels/my-model', '/tunedModels/my-model:generateContent'],
  ['a?b#c d', '/models/a%3Fb%23c%20d:generateContent'],
] as const) {
  test(`the model ${name} is asked at ${path}`, () => {
    const { path: found } = gemini().encode({ model: name, messages: [] }, { stream: false, cachePrompt: true });
    assert.equal(found, path);
  });
}

for (const [choice, expected] of [
  ['auto', { mode: 'AUTO' }],
  ['none', { mode: 'NONE' }],
  [{ name: 'clock' }, { mode: 'ANY', allowedFunctionNames: ['clock'] }],
] as const) {
  test(`tool choice ${JSON.stringify(choice)}`, () =>
    assert.deepEqual(bodyOf({ ...rich, toolChoice: choice })['toolConfig'], { functionCallingConfig: expected }));
}

const foreign = (name: string): unknown =>
  (
    bodyOf({
      model: name,
      messages: [
        { role: 'user', text: 'Hi' },
        {
          role: 'assistant',
          parts: [
            { type: 'tool-call', id: 'toolu_1', name: 'a', arguments: '{}' },
            { type: 'tool-call', id: 'toolu_2', name: 'b', arguments: '{}' },
          ],
        },
        { role: 'tool', toolCallId: 'toolu_1', toolName: 'a', text: '1' },
        { role: 'tool', toolCallId: 'toolu_2', toolName: 'b', text: '2' },
      ],
    })['contents'] as { parts: unknown }[]
  )[1]?.parts;

const calls = [{ functionCall: { name: 'a', args: {} } }, { functionCall: { name: 'b', args: {} } }];

for (const name of ['gemini-3-flash-preview', 'gemini-3.8-flash', 'gemini-flash-latest', 'gemini-4-pro']) {
  test(`${name}: the first of another model's calls gets the signature that stands for none`, () =>
    assert.deepEqual(foreign(name), [{ ...calls[0], thoughtSignature: 'skip_thought_signature_validator' }, calls[1]]));
}

for (const name of ['gemini-2.5-pro', 'gemini-2.0-flash', 'gemma-3-27b-it']) {
  test(`${name}: signatures are not asked for`, () => assert.deepEqual(foreign(name), calls));
}

const efforts: readonly (readonly [string, ReasoningEffort, unknown])[] = [
  ['gemini-2.5-pro', 'none', { thinkingBudget: 128 }],
  ['gemini-2.5-pro', 'high', { includeThoughts: true, thinkingBudget: 24_576 }],
  ['gemini-2.5-flash', 'none', { thinkingBudget: 0 }],
  ['models/gemini-2.5-flash-lite', 'low', { includeThoughts: true, thinkingBudget: 1_024 }],
  ['gemini-3-flash-preview', 'none', { thinkingLevel: 'minimal' }],
  ['gemini-3.6-flash', 'minimal', { includeThoughts: true, thinkingLevel: 'minimal' }],
  ['gemini-3.5-flash-lite', 'minimal', { includeThoughts: true, thinkingLevel: 'minimal' }],
  ['gemini-3.7-flash', 'minimal', { includeThoughts: true, thinkingLevel: 'low' }],
  ['gemini-3.1-pro-preview', 'none', { thinkingLevel: 'low' }],
  ['gemini-flash-latest', 'high', { includeThoughts: true, thinkingLevel: 'high' }],
  ['gemini-2.0-flash', 'high', undefined],
  ['gemini-2.0-flash-lite', 'high', undefined],
  ['gemini-2.5-flash-image', 'high', undefined],
  ['gemini-1.5-pro', 'none', undefined],
  ['gemma-3-27b-it', 'high', undefined],
];
for (const [name, reasoningEffort, expected] of efforts) {
  test(`${name}, effort ${reasoningEffort}: ${JSON.stringify(expected) ?? 'nothing'}`, () => {
    const config = bodyOf({ model: name, messages: [], reasoningEffort })['generationConfig'];
    assert.deepEqual(config, expected === undefined ? undefined : { thinkingConfig: expected });
  });
}

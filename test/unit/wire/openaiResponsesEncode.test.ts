import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { AssistantMessage, FilePart, Request } from '../../../src/model/message.ts';
import { openaiResponses } from '../../../src/wire/openaiResponses.ts';
import type { OpenaiResponsesQuirks } from '../../../src/wire/openaiResponsesEncode.ts';

const streaming = { stream: true, cachePrompt: true };

const bodyOf = (request: Partial<Request>, quirks: OpenaiResponsesQuirks = {}): Record<string, unknown> =>
  openaiResponses(quirks).encode({ model: 'm', messages: [], ...request }, streaming).body as Record<string, unknown>;

const inputOf = (parts: AssistantMessage['parts'], quirks?: OpenaiResponsesQuirks): unknown =>
  bodyOf({ messages: [{ role: 'assistant', parts }] }, quirks)['input'];

const signed = { id: 'rs_1', encrypted_content: 'c2VjcmV0' };

const rich: Request = {
  model: 'm',
  system: 'Be brief.',
  messages: [
    { role: 'user', text: 'Time?' },
    {
      role: 'assistant',
      parts: [
        { type: 'reasoning', text: 'I need the clock.', replay: signed },
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
  temperature: 0.5,
  reasoningEffort: 'low',
};

test('a request says everything that is set', () => {
  assert.deepEqual(openaiResponses().encode(rich, streaming), {
    path: '/responses',
    body: {
      model: 'm',
      instructions: 'Be brief.',
      input: [
        { role: 'user', content: 'Time?' },
        {
          type: 'reasoning',
          id: 'rs_1',
          summary: [{ type: 'summary_text', text: 'I need the clock.' }],
          encrypted_content: 'c2VjcmV0',
        },
        { type: 'function_call', call_id: 'call_1', name: 'clock', arguments: '{"zone":"UTC"}' },
        { type: 'function_call_output', call_id: 'call_1', output: '12:00' },
        { role: 'assistant', content: 'It is noon.' },
        { role: 'user', content: 'Thanks' },
      ],
      stream: true,
      store: false,
      reasoning: { effort: 'low' },
      max_output_tokens: 50,
      temperature: 0.5,
      tools: [
        {
          type: 'function',
          name: 'clock',
          description: 'Tells the time.',
          parameters: { type: 'object' },
          strict: false,
        },
        { type: 'function', name: 'bell', parameters: { type: 'object' }, strict: false },
      ],
      tool_choice: 'required',
    },
  });
});

test('and nothing that is not, but that nothing is to be kept', () => {
  const request: Request = { model: 'm', messages: [{ role: 'user', text: 'Hi' }], tools: [] };
  const input = [{ role: 'user', content: 'Hi' }];
  assert.deepEqual(openaiResponses().encode(request, streaming).body, {
    model: 'm',
    input,
    stream: true,
    store: false,
  });
  assert.deepEqual(openaiResponses().encode(request, { stream: false, cachePrompt: true }).body, {
    model: 'm',
    input,
    store: false,
  });
});

test('files go before the question, each in the way it can be read', () => {
  const files: readonly FilePart[] = [
    { mediaType: 'image/png', data: 'iVBO' },
    { mediaType: 'application/pdf', data: 'JVBE', name: 'a.pdf' },
    { mediaType: 'application/pdf', data: 'JVBE' },
    { mediaType: 'text/plain', data: btoa('words'), name: 'a.txt' },
    { mediaType: 'audio/mpeg', data: 'SUQz', name: 'a.mp3' },
  ];
  const contentOf = (text: string, quirks?: OpenaiResponsesQuirks) =>
    (bodyOf({ messages: [{ role: 'user', text, files }] }, quirks)['input'] as { content: unknown[] }[])[0]?.content;
  const pdf = 'data:application/pdf;base64,JVBE';
  const [image, named, unnamed, text, audio, question, ...others] = contentOf('What is it?') ?? [];
  assert.deepEqual(image, { type: 'input_image', image_url: 'data:image/png;base64,iVBO', detail: 'auto' });
  assert.deepEqual(named, { type: 'input_file', filename: 'a.pdf', file_data: pdf });
  assert.deepEqual(unnamed, { type: 'input_file', filename: 'document.pdf', file_data: pdf });
  assert.match(JSON.stringify(text), /"input_text".*a\.txt.*words/);
  assert.match(JSON.stringify(audio), /"input_text".*a\.mp3.*left out/);
  assert.deepEqual([question, others], [{ type: 'input_text', text: 'What is it?' }, []]);
  assert.equal(contentOf('')?.length, files.length);
  const without = contentOf('', { documents: 'none' }) ?? [];
  assert.deepEqual(
    without.map((part) => (part as { type: string }).type),
    ['input_image', 'input_text', 'input_text', 'input_text', 'input_text'],
  );
});

test('the parts of one summary go back as one item, and each item by itself', () => {
  const text = { type: 'text', text: 'Yes.' } as const;
  const words = (said: string) => ({ type: 'summary_text', text: said });
  assert.deepEqual(
    inputOf([
      { type: 'reasoning', text: 'One', replay: { id: 'rs_1' } },
      { type: 'reasoning', text: 'two', replay: signed },
      { type: 'reasoning', text: '', replay: { id: 'rs_2', encrypted_content: 'b' } },
      { type: 'reasoning', text: '', replay: { encrypted_content: 'c' } },
      { type: 'reasoning', text: '', replay: { encrypted_content: 'd' } },
      text,
    ]),
    [
      { type: 'reasoning', id: 'rs_1', summary: [words('One'), words('two')], encrypted_content: 'c2VjcmV0' },
      { type: 'reasoning', id: 'rs_2', summary: [], encrypted_content: 'b' },
      { type: 'reasoning', summary: [], encrypted_content: 'c' },
      { type: 'reasoning', summary: [], encrypted_content: 'd' },
      { role: 'assistant', content: 'Yes.' },
    ],
  );
});

test('reasoning is left out that nobody signed, that another dialect signed, or that nothing follows', () => {
  assert.deepEqual(
    inputOf([
      { type: 'reasoning', text: 'a' },
      { type: 'reasoning', text: 'b', replay: { id: 'rs_1' } },
      { type: 'reasoning', text: 'c', replay: { signature: 's' } },
      { type: 'reasoning', text: 'd', replay: 'e' },
      { type: 'text', text: 'Yes.' },
      { type: 'reasoning', text: 'f', replay: signed },
    ]),
    [{ role: 'assistant', content: 'Yes.' }],
  );
});

test('where the host encrypts nothing, reasoning goes back as it was read', () => {
  assert.deepEqual(
    inputOf(
      [
        { type: 'reasoning', text: 'Hm', replay: { id: 'r' } },
        { type: 'reasoning', text: '', replay: { id: 's' } },
        { type: 'text', text: '' },
        { type: 'tool-call', id: 'c', name: 'f', arguments: '{}' },
      ],
      { replayReasoning: 'plain' },
    ),
    [
      { type: 'reasoning', id: 'r', summary: [], content: [{ type: 'reasoning_text', text: 'Hm' }] },
      { type: 'function_call', call_id: 'c', name: 'f', arguments: '{}' },
    ],
  );
});

test('ids of calls are made acceptable, alike in call and result', () => {
  const id = `resp_${'x'.repeat(70)}:0`;
  const input = bodyOf({
    messages: [
      { role: 'assistant', parts: [{ type: 'tool-call', id, name: 'f', arguments: '{}' }] },
      { role: 'tool', toolCallId: id, toolName: 'f', text: 'ok' },
    ],
  })['input'] as { call_id: string }[];
  assert.match(input[0]?.call_id ?? '', /^[\w-]{1,64}$/);
  assert.equal(input[0]?.call_id, input[1]?.call_id);
});

test('an answer of a schema is strict where the schema allows it', () => {
  const closed = { type: 'object', properties: { a: {} }, required: ['a'], additionalProperties: false };
  assert.deepEqual(bodyOf({ responseFormat: { name: 'n', schema: closed } })['text'], {
    format: { type: 'json_schema', name: 'n', schema: closed, strict: true },
  });
  assert.deepEqual(bodyOf({ responseFormat: { name: 'n', schema: { type: 'object' } } })['text'], {
    format: { type: 'json_schema', name: 'n', schema: { type: 'object' } },
  });
});

test('a tool is chosen by its name', () => {
  assert.deepEqual(bodyOf({ toolChoice: { name: 'f' } })['tool_choice'], { type: 'function', name: 'f' });
});

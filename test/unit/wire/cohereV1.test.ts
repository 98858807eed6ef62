import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { cohere } from '../../../src/providers/cohere.ts';
import type { Request } from '../../../src/model/message.ts';
import type { StreamEvent } from '../../../src/model/event.ts';
import { answer, ask, chunkSizes, endpoint, joined, question, scripted } from '../llm/harness.ts';

const decode = (text: string, size = 4_096): Promise<StreamEvent[]> =>
  ask(endpoint(scripted(answer(text, { size })).transport, { provider: cohere, api: 'v1' }));

const lines = (...all: readonly object[]): string => all.map((line) => `${JSON.stringify(line)}\n`).join('');

const documents = [{ id: 'd1', title: 'T', url: 'https://t.example', snippet: 's' }];
const meta = { billed_units: { input_tokens: 3, output_tokens: 2 }, tokens: { input_tokens: 70, output_tokens: 9 } };
const usage = { type: 'usage', usage: { inputTokens: 70, outputTokens: 9 } };
const cited = { type: 'citation', citation: { url: 'https://t.example', title: 'T', quote: 's' } };

describe('encode', () => {
  test('the last question apart from what was said before it', () => {
    const request: Request = {
      ...question,
      system: 'Be brief.',
      temperature: 0,
      maxOutputTokens: 5,
      messages: [
        { role: 'user', text: 'One' },
        { role: 'assistant', parts: [{ type: 'text', text: 'Two' }] },
        { role: 'user', text: 'Three' },
      ],
    };
    assert.deepEqual(cohere.apis.v1.encode(request, { stream: false, cachePrompt: true }), {
      path: '/v1/chat',
      body: {
        model: 'm',
        message: 'Three',
        chat_history: [
          { role: 'USER', message: 'One' },
          { role: 'CHATBOT', message: 'Two' },
        ],
        preamble: 'Be brief.',
        stream: false,
        max_tokens: 5,
        temperature: 0,
      },
    });
  });

  test('tools are refused with a way out, rather than forgotten', async () => {
    const { transport, requests } = scripted(answer(''));
    const request = { ...question, tools: [{ name: 'f', parameters: {} }] };
    const to = endpoint(transport, { provider: cohere, api: 'v1' });
    const last = (await ask(to, new AbortController().signal, request)).at(-1);
    assert.ok(last?.type === 'error');
    assert.match(last.error.message, /remove “api”/);
    assert.equal(requests.length, 0);
  });
});

describe('decode', () => {
  const stream = lines(
    { is_finished: false, event_type: 'stream-start', generation_id: 'g' },
    { is_finished: false, event_type: 'search-results', documents },
    { is_finished: false, event_type: 'text-generation', text: 'He' },
    { is_finished: false, event_type: 'text-generation', text: 'llo' },
    {
      is_finished: false,
      event_type: 'citation-generation',
      citations: [{ text: 'He', document_ids: ['d1', 'gone'] }],
    },
    { is_finished: true, event_type: 'stream-end', finish_reason: 'COMPLETE', response: { text: 'Hello', meta } },
  );
  for (const size of chunkSizes)
    test(`a stream in chunks of ${size}`, async () =>
      assert.deepEqual(joined(await decode(stream, size)), [
        { type: 'text', delta: 'Hello' },
        cited,
        usage,
        { type: 'finish', reason: 'stop', raw: 'COMPLETE' },
      ]));

  test('a whole answer', async () =>
    assert.deepEqual(
      await decode(JSON.stringify({ text: 'Hello', documents, citations: [{ document_ids: ['d1'] }], meta }), 5),
      [{ type: 'text', delta: 'Hello' }, cited, usage, { type: 'finish', reason: 'stop' }],
    ));

  test('calls', async () =>
    assert.deepEqual(
      await decode(
        lines(
          { event_type: 'tool-calls-chunk', text: 'I will.' },
          { event_type: 'tool-calls-generation', text: 'I will.', tool_calls: [{ name: 'f', parameters: { x: 1 } }] },
          { event_type: 'stream-end', finish_reason: 'COMPLETE', response: { meta } },
        ),
      ),
      [
        { type: 'reasoning', delta: 'I will.' },
        { type: 'tool-call', id: 'call__0', name: 'f', arguments: '{"x":1}' },
        usage,
        { type: 'finish', reason: 'tool-calls', raw: 'COMPLETE' },
      ],
    ));

  for (const [name, text, kind] of [
    ['no end', lines({ event_type: 'text-generation', text: 'He' }), 'interrupted'],
    ['an end that is an error', lines({ event_type: 'stream-end', finish_reason: 'ERROR' }), 'overloaded'],
    ['an error', '{"message":"internal error"}', 'interrupted'],
    ['another JSON', '{"models":[]}', 'bad-response'],
    ['nonsense', '{"event_type":"text-generation","text":"x"}\noops\n', 'bad-response'],
  ] as const) {
    test(name, async () => {
      const last = (await decode(text)).at(-1);
      assert.equal(last?.type === 'error' && last.error.kind, kind);
    });
  }
});

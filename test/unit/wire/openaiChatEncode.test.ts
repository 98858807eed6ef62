import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Request } from '../../../src/model/message.ts';
import { openaiChat } from '../../../src/wire/openaiChat.ts';
import { nineLetters } from '../../../src/wire/toolCallId.ts';

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
    replayReasoning: 'with-tools',
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
      openaiChat({ replayReasoning: 'with-tools' }).encode({ model: 'm', messages }, streaming).body as {
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

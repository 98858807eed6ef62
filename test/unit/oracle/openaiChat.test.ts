import assert from 'node:assert/strict';
import OpenAI, { APIError } from 'openai';
import type { ChatCompletionCreateParamsNonStreaming as Params } from 'openai/resources/chat/completions';
import { after, test } from 'node:test';
import type { Request } from '../../../src/model/message.ts';
import { openai } from '../../../src/providers/openai.ts';
import { startFaultServer } from '../../servers/faultServer.ts';
import { openaiCompletion, openaiEvent, openaiScript } from '../../servers/openaiScript.ts';
import { type FailingAnswers, testFailures } from './failures.ts';
import {
  type Answer,
  type Failed,
  lastSent,
  ourEvents,
  question,
  script,
  theirUsage,
  type Understood,
  understood,
  user,
} from './oracle.ts';

const server = await startFaultServer();
after(() => server.stop());
const client = new OpenAI({ apiKey: 'sk-test', baseURL: `${server.url}/v1`, maxRetries: 0 });
const endpoint = {
  provider: openai,
  api: 'chat',
  baseUrl: `${server.url}/v1`,
  key: 'sk-test',
};

const asked: Params = { model: 'test-model', messages: [{ role: 'user', content: 'hello' }] };

type Message = OpenAI.ChatCompletionMessage & { readonly reasoning_content?: string };

const callsOf = ({ tool_calls: calls = [] }: Message): Understood['calls'] =>
  calls.flatMap((call) =>
    call.type === 'function'
      ? [{ name: call.function.name, arguments: JSON.parse(call.function.arguments || '{}') as unknown }]
      : [],
  );

const theirs = ({ choices, usage }: OpenAI.ChatCompletion, reasoning?: string): Understood => {
  const [{ message, finish_reason: finish } = assert.fail()] = choices;
  const said: Message = message;
  return {
    text: (said.content ?? '') + (said.refusal ?? ''),
    reasoning: reasoning ?? said.reasoning_content ?? '',
    calls: callsOf(said),
    finish,
    usage: theirUsage(usage),
  };
};

async function theirStream(): Promise<Understood> {
  const answer = client.chat.completions.stream({ ...asked, stream: true, stream_options: { include_usage: true } });
  let reasoning = '';
  answer.on('chunk', ({ choices }) => {
    const delta = choices[0]?.delta as { readonly reasoning_content?: string } | undefined;
    reasoning += delta?.reasoning_content ?? '';
  });
  return theirs(await answer.finalChatCompletion(), reasoning);
}

const theirWhole = async (): Promise<Understood> => theirs(await client.chat.completions.create(asked));

async function theirFailure(): Promise<Failed> {
  let text = '';
  try {
    for await (const { choices } of await client.chat.completions.create({ ...asked, stream: true }))
      text += choices[0]?.delta.content ?? '';
  } catch (error) {
    if (error instanceof APIError) return { text, status: error.status as number, words: error.message };
    throw error;
  }
  return assert.fail('the client did not fail');
}

const wire = openaiScript();
const usage = {
  prompt_tokens: 120,
  completion_tokens: 45,
  total_tokens: 165,
  prompt_tokens_details: { cached_tokens: 64 },
  completion_tokens_details: { reasoning_tokens: 20 },
};
const closing = (reason: string) => wire.finish(reason) + wire.usage(usage) + wire.done();

const streams: Readonly<Record<string, string>> = {
  'text whose characters are cut by the writes': [
    wire.open(),
    ...['Grüß ', 'Gott, 日本', '語 👩🏽‍💻!', '\n"quoted" \\ \u2028'].map((text) => wire.text(text)),
    closing('stop'),
  ].join(''),
  reasoning: [wire.open(), wire.reasoning('Hm, '), wire.reasoning('so.'), wire.text('Yes.'), closing('stop')].join(''),
  'parallel calls whose arguments come in turns, and one without arguments': [
    wire.open(),
    wire.toolCall({ index: 0, id: 'call_a', name: 'weather', arguments: '' }),
    wire.toolCall({ index: 1, id: 'call_b', name: 'clock', arguments: '' }),
    wire.toolCall({ index: 0, arguments: '{"city":"Zür' }),
    wire.toolCall({ index: 0, arguments: 'ich","days":[1,2]}' }),
    wire.toolCall({ index: 2, id: 'call_c', name: 'weather', arguments: '{"city":"東京"}' }),
    closing('tool_calls'),
  ].join(''),
  'text before a call': [
    wire.open(),
    wire.text('Let me look.'),
    wire.toolCall({ index: 0, id: 'call_a', name: 'look', arguments: '{}' }),
    closing('tool_calls'),
  ].join(''),
  'an answer cut off at the limit': [wire.open(), wire.text('Once upon'), closing('length')].join(''),
  'an answer stopped by a filter': [wire.open(), wire.text('I wo'), closing('content_filter')].join(''),
  'a refusal': [wire.open(), wire.refusal('I cannot '), wire.refusal('do that.'), closing('stop')].join(''),
  'no usage': [wire.open(), wire.text('Hi'), wire.finish('stop'), wire.done()].join(''),
};

for (const [name, bytes] of Object.entries(streams)) {
  test(`a stream is read as the official client reads it: ${name}`, async () => {
    script(server, { bytes });
    const expected = await theirStream();
    script(server, { bytes });
    assert.deepEqual(understood(await ourEvents(endpoint, question)), expected);
    assert.ok(expected.text + expected.calls.map((call) => call.name).join('') !== '');
  });
}

const json = { 'content-type': 'application/json' };
const call = (id: string, name: string, args: string) => ({
  id,
  type: 'function',
  function: { name, arguments: args },
});

const wholes: Readonly<Record<string, object>> = {
  text: { message: { content: 'Grüß Gott, 日本語 👩🏽‍💻' }, finishReason: 'stop' },
  reasoning: { message: { content: 'Yes.', reasoning_content: 'Hm, so.' }, finishReason: 'stop' },
  calls: {
    message: { content: null, tool_calls: [call('a', 'weather', '{"city":"東京"}'), call('b', 'clock', '{}')] },
    finishReason: 'tool_calls',
  },
  'the limit': { message: { content: 'Once upon' }, finishReason: 'length' },
  'a refusal': { message: { content: null, refusal: 'I cannot do that.' }, finishReason: 'stop' },
};

for (const [name, fields] of Object.entries(wholes)) {
  test(`a whole answer is read as the official client reads it: ${name}`, async () => {
    const completion = openaiCompletion({ usage, ...(fields as { message: object; finishReason: string }) });
    const answer: Answer = { bytes: JSON.stringify(completion), headers: json };
    script(server, answer);
    const expected = await theirWhole();
    script(server, answer);
    assert.deepEqual(understood(await ourEvents({ ...endpoint, stream: false }, question)), expected);
    // A server may answer so to a request for a stream, too.
    script(server, answer);
    assert.deepEqual(understood(await ourEvents(endpoint, question)), expected);
  });
}

const failures: FailingAnswers = {
  'a refused key': {
    status: 401,
    headers: json,
    bytes:
      '{"error":{"message":"Incorrect API key provided: sk-t.","type":"invalid_request_error","code":"invalid_api_key"}}',
    words: 'Incorrect API key provided: sk-t.',
  },
  'an overlong prompt': {
    status: 400,
    headers: json,
    bytes:
      '{"error":{"message":"This model\'s maximum context length is 8192 tokens.","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}',
    words: "This model's maximum context length is 8192 tokens.",
  },
  'an error in the middle of a stream': {
    bytes: `${wire.open()}${wire.text('Half an ')}${openaiEvent({ error: { message: 'The server had an error.', type: 'server_error', code: null } })}`,
    words: 'The server had an error.',
  },
};

testFailures(failures, { server, endpoint, theirFailure });

const weather = {
  name: 'weather',
  description: 'Tells the weather.',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

/** The same question in our terms and in the official client's. */
const questions: Readonly<Record<string, { readonly ours: Request; readonly params: Params }>> = {
  'a bare question': {
    ours: { model: 'gpt-4.1', messages: [user('hello')] },
    params: { model: 'gpt-4.1', messages: [{ role: 'user', content: 'hello' }] },
  },
  'instructions, a limit and history': {
    ours: {
      model: 'gpt-4.1',
      system: 'Be brief.',
      maxOutputTokens: 50,
      messages: [user('hello'), { role: 'assistant', parts: [{ type: 'text', text: 'Hi.' }] }, user('and?')],
    },
    params: {
      model: 'gpt-4.1',
      max_completion_tokens: 50,
      messages: [
        { role: 'system', content: 'Be brief.' },
        { role: 'user', content: 'hello' },
        { role: 'assistant', content: 'Hi.' },
        { role: 'user', content: 'and?' },
      ],
    },
  },
  'tools, calls and results': {
    ours: {
      model: 'gpt-4.1',
      tools: [weather],
      toolChoice: { name: 'weather' },
      messages: [
        user('weather?'),
        { role: 'assistant', parts: [{ type: 'tool-call', id: 'c1', name: 'weather', arguments: '{"city":"Köln"}' }] },
        { role: 'tool', toolCallId: 'c1', toolName: 'weather', text: 'sunny' },
      ],
    },
    params: {
      model: 'gpt-4.1',
      messages: [
        { role: 'user', content: 'weather?' },
        {
          role: 'assistant',
          content: null,
          tool_calls: [{ id: 'c1', type: 'function', function: { name: 'weather', arguments: '{"city":"Köln"}' } }],
        },
        { role: 'tool', tool_call_id: 'c1', content: 'sunny' },
      ],
      tools: [{ type: 'function', function: weather }],
      tool_choice: { type: 'function', function: { name: 'weather' } },
    },
  },
};

for (const [name, { ours, params }] of Object.entries(questions)) {
  test(`a request is the one that the official client sends: ${name}`, async () => {
    const bytes = streams['no usage'] ?? '';
    script(server, { bytes });
    await client.chat.completions.create({ ...params, stream: true, stream_options: { include_usage: true } });
    script(server, { bytes });
    await ourEvents(endpoint, ours);
    const [expected, mine] = lastSent(server, 2);
    assert.deepEqual(mine, expected);
    assert.equal(mine?.path, '/v1/chat/completions');

    const whole = {
      bytes: JSON.stringify(openaiCompletion({ usage, message: {}, finishReason: 'stop' })),
      headers: json,
    };
    script(server, whole);
    await client.chat.completions.create(params);
    script(server, whole);
    await ourEvents({ ...endpoint, stream: false }, ours);
    const [expectedWhole, mineWhole] = lastSent(server, 2);
    assert.deepEqual(mineWhole, expectedWhole);
  });
}

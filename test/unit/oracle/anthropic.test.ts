import assert from 'node:assert/strict';
import Anthropic, { APIError } from '@anthropic-ai/sdk';
import type { Message, MessageCreateParamsNonStreaming as Params } from '@anthropic-ai/sdk/resources/messages';
import { after, test } from 'node:test';
import type { Request } from '../../../src/model/message.ts';
import { anthropic } from '../../../src/providers/anthropic.ts';
import { anthropicEvent, anthropicMessage, anthropicScript } from '../../servers/anthropicScript.ts';
import { startFaultServer } from '../../servers/faultServer.ts';
import { type FailingAnswers, testFailures } from './failures.ts';
import {
  type Answer,
  type Failed,
  lastSent,
  ourEvents,
  question,
  script,
  type Sent,
  theirUsage,
  type Understood,
  understood,
  user,
} from './oracle.ts';

const server = await startFaultServer();
after(() => server.stop());
const client = new Anthropic({ apiKey: 'sk-ant-test', baseURL: server.url, maxRetries: 0 });
const endpoint = { provider: anthropic, baseUrl: server.url, key: 'sk-ant-test', cachePrompt: false };

const asked: Params = { model: 'test-model', max_tokens: 100, messages: [{ role: 'user', content: 'hello' }] };

const theirs = ({ content, stop_reason: finish, usage }: Message): Understood => ({
  text: content.map((block) => (block.type === 'text' ? block.text : '')).join(''),
  reasoning: content.map((block) => (block.type === 'thinking' ? block.thinking : '')).join(''),
  calls: content.flatMap((block) => (block.type === 'tool_use' ? [{ name: block.name, arguments: block.input }] : [])),
  finish: finish ?? undefined,
  usage: theirUsage(usage),
});

const theirStream = async (): Promise<Understood> => theirs(await client.messages.stream(asked).finalMessage());

const theirWhole = async (): Promise<Understood> => theirs(await client.messages.create(asked));

async function theirFailure(): Promise<Failed> {
  let text = '';
  try {
    for await (const event of await client.messages.create({ ...asked, stream: true }))
      if (event.type === 'content_block_delta' && event.delta.type === 'text_delta') text += event.delta.text;
  } catch (error) {
    if (error instanceof APIError) return { text, status: error.status as number, words: error.message };
    throw error;
  }
  return assert.fail('the client did not fail');
}

const wire = anthropicScript();
const ends = (reason: string) => wire.finish(reason, 45) + wire.done();
const open = (usage: object) =>
  anthropicEvent({
    type: 'message_start',
    message: {
      ...anthropicMessage({ content: [], stopReason: 'end_turn', outputTokens: 1 }),
      stop_reason: null,
      usage,
    },
  });

const streams: Readonly<Record<string, string>> = {
  'text whose characters are cut by the writes': [
    wire.open(),
    wire.startText(0),
    wire.ping(),
    ...['Grüß ', 'Gott, 日本', '語 👩🏽‍💻!', '\n"quoted" \\ \u2028'].map((text) => wire.text(0, text)),
    wire.stop(0),
    ends('end_turn'),
  ].join(''),
  'thinking, signed': [
    wire.open(),
    wire.startThinking(0),
    wire.thinking(0, 'Hm, '),
    wire.thinking(0, 'so.'),
    wire.signature(0, 'c2lnbmVk'),
    wire.stop(0),
    wire.startText(1),
    wire.text(1, 'Yes.'),
    wire.stop(1),
    ends('end_turn'),
  ].join(''),
  'parallel calls, one without arguments': [
    wire.open(),
    wire.startText(0),
    wire.text(0, 'Let me look.'),
    wire.stop(0),
    wire.startToolUse(1, { id: 'toolu_a', name: 'weather' }),
    ...['', '{"city":"Zür', 'ich","days":[1,', '2]}'].map((json) => wire.json(1, json)),
    wire.stop(1),
    wire.startToolUse(2, { id: 'toolu_b', name: 'clock' }),
    wire.json(2, ''),
    wire.stop(2),
    wire.startToolUse(3, { id: 'toolu_c', name: 'weather' }),
    wire.json(3, '{"city":"東京"}'),
    wire.stop(3),
    ends('tool_use'),
  ].join(''),
  'an answer cut off at the limit': [
    wire.open(),
    wire.startText(0),
    wire.text(0, 'Once upon'),
    wire.stop(0),
    ends('max_tokens'),
  ].join(''),
  'a refusal': [wire.open(), wire.startText(0), wire.text(0, 'I wo'), wire.stop(0), ends('refusal')].join(''),
  'a cache read and written, and counts corrected at the end': [
    open({ input_tokens: 4, cache_creation_input_tokens: 300, cache_read_input_tokens: 2_000, output_tokens: 1 }),
    wire.startText(0),
    wire.text(0, 'Hi'),
    wire.stop(0),
    anthropicEvent({
      type: 'message_delta',
      delta: { stop_reason: 'end_turn', stop_sequence: null },
      usage: {
        input_tokens: 6,
        cache_creation_input_tokens: 300,
        cache_read_input_tokens: 2_000,
        output_tokens: 21,
        output_tokens_details: { thinking_tokens: 9 },
      },
    }),
    wire.done(),
  ].join(''),
};

for (const [name, bytes] of Object.entries(streams)) {
  test(`a stream is read as the official client reads it: ${name}`, async () => {
    script(server, { bytes });
    const expected = await theirStream();
    script(server, { bytes });
    assert.deepEqual(understood(await ourEvents(endpoint, question)), expected);
    assert.notEqual(expected.text, '');
  });
}

const json = { 'content-type': 'application/json' };

const wholes: Readonly<Record<string, { readonly content: readonly object[]; readonly stopReason: string }>> = {
  text: { content: [{ type: 'text', text: 'Grüß Gott, 日本語 👩🏽‍💻' }], stopReason: 'end_turn' },
  thinking: {
    content: [
      { type: 'thinking', thinking: 'Hm, so.', signature: 'c2lnbmVk' },
      { type: 'redacted_thinking', data: 'b3BhcXVl' },
      { type: 'text', text: 'Yes.' },
    ],
    stopReason: 'end_turn',
  },
  calls: {
    content: [
      { type: 'tool_use', id: 'a', name: 'weather', input: { city: '東京' } },
      { type: 'tool_use', id: 'b', name: 'clock', input: {} },
    ],
    stopReason: 'tool_use',
  },
  'the limit': { content: [{ type: 'text', text: 'Once upon' }], stopReason: 'max_tokens' },
};

for (const [name, fields] of Object.entries(wholes)) {
  test(`a whole answer is read as the official client reads it: ${name}`, async () => {
    const answer: Answer = { bytes: JSON.stringify(anthropicMessage({ ...fields, outputTokens: 30 })), headers: json };
    script(server, answer);
    const expected = await theirWhole();
    script(server, answer);
    assert.deepEqual(understood(await ourEvents({ ...endpoint, stream: false }, question)), expected);
    script(server, answer);
    assert.deepEqual(understood(await ourEvents(endpoint, question)), expected);
  });
}

const failures: FailingAnswers = {
  'a refused key': {
    status: 401,
    headers: json,
    bytes:
      '{"type":"error","error":{"type":"authentication_error","message":"invalid x-api-key"},"request_id":"req_1"}',
    words: 'invalid x-api-key',
  },
  'an overlong prompt': {
    status: 400,
    headers: json,
    bytes:
      '{"type":"error","error":{"type":"invalid_request_error","message":"prompt is too long: 200251 tokens > 200000 maximum"}}',
    words: 'prompt is too long: 200251 tokens > 200000 maximum',
  },
  'an error in the middle of a stream': {
    bytes: [
      wire.open(),
      wire.startText(0),
      wire.text(0, 'Half an '),
      wire.error('overloaded_error', 'Overloaded, sorry'),
    ].join(''),
    words: 'Overloaded, sorry',
  },
};

testFailures(failures, { server, endpoint, theirFailure, statusInStream: 'theirs' });

const schema = { type: 'object' as const, properties: { city: { type: 'string' } }, required: ['city'] };

/**
 * The client's request as ours has to be. Of the API's two versions it sends the newer, which refuses temperatures, and of
 * the two headers that may hold a key the other one: https://platform.claude.com/docs/en/api/versioning
 */
function asOurs({ headers: { authorization = '', ...headers }, ...rest }: Sent): Sent {
  return {
    ...rest,
    headers: { ...headers, 'x-api-key': authorization.replace('Bearer ', ''), 'anthropic-version': '2023-06-01' },
  };
}

/** The same question in our terms and in the official client's. */
const questions: Readonly<Record<string, { readonly ours: Request; readonly params: Params }>> = {
  'a bare question': {
    ours: { model: 'claude-test', maxOutputTokens: 50, messages: [user('hello')] },
    params: {
      model: 'claude-test',
      max_tokens: 50,
      messages: [{ role: 'user', content: [{ type: 'text', text: 'hello' }] }],
    },
  },
  'instructions and history': {
    ours: {
      model: 'claude-test',
      system: 'Be brief.',
      maxOutputTokens: 50,
      messages: [user('hello'), { role: 'assistant', parts: [{ type: 'text', text: 'Hi.' }] }, user('and?')],
    },
    params: {
      model: 'claude-test',
      max_tokens: 50,
      system: 'Be brief.',
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'hello' }] },
        { role: 'assistant', content: [{ type: 'text', text: 'Hi.' }] },
        { role: 'user', content: [{ type: 'text', text: 'and?' }] },
      ],
    },
  },
  'tools, thinking, calls and results': {
    ours: {
      model: 'claude-test',
      maxOutputTokens: 50,
      tools: [{ name: 'weather', description: 'Tells the weather.', parameters: schema }],
      toolChoice: 'required',
      messages: [
        user('weather?'),
        {
          role: 'assistant',
          parts: [
            { type: 'reasoning', text: 'Hm.', replay: { signature: 'c2ln' } },
            { type: 'tool-call', id: 'c1', name: 'weather', arguments: '{"city":"Köln"}' },
            { type: 'tool-call', id: 'c2', name: 'weather', arguments: '{}' },
          ],
        },
        { role: 'tool', toolCallId: 'c1', toolName: 'weather', text: 'sunny' },
        { role: 'tool', toolCallId: 'c2', toolName: 'weather', text: 'no city', failed: true },
      ],
    },
    params: {
      model: 'claude-test',
      max_tokens: 50,
      tools: [{ name: 'weather', description: 'Tells the weather.', input_schema: schema }],
      tool_choice: { type: 'any' },
      messages: [
        { role: 'user', content: [{ type: 'text', text: 'weather?' }] },
        {
          role: 'assistant',
          content: [
            { type: 'thinking', thinking: 'Hm.', signature: 'c2ln' },
            { type: 'tool_use', id: 'c1', name: 'weather', input: { city: 'Köln' } },
            { type: 'tool_use', id: 'c2', name: 'weather', input: {} },
          ],
        },
        {
          role: 'user',
          content: [
            { type: 'tool_result', tool_use_id: 'c1', content: 'sunny' },
            { type: 'tool_result', tool_use_id: 'c2', content: 'no city', is_error: true },
          ],
        },
      ],
    },
  },
};

for (const [name, { ours, params }] of Object.entries(questions)) {
  test(`a request is the one that the official client sends: ${name}`, async () => {
    const bytes = streams['a refusal'] ?? '';
    script(server, { bytes });
    await client.messages.create({ ...params, stream: true });
    script(server, { bytes });
    await ourEvents(endpoint, ours);
    const [expected, mine] = lastSent(server, 2);
    assert.deepEqual(mine, asOurs(expected ?? assert.fail()));
    assert.equal(mine?.path, '/v1/messages');

    const whole = {
      bytes: JSON.stringify(anthropicMessage({ content: [], stopReason: 'end_turn', outputTokens: 1 })),
      headers: json,
    };
    script(server, whole);
    await client.messages.create(params);
    script(server, whole);
    await ourEvents({ ...endpoint, stream: false }, ours);
    const [expectedWhole, mineWhole] = lastSent(server, 2);
    assert.deepEqual(mineWhole, asOurs(expectedWhole ?? assert.fail()));
  });
}

import assert from 'node:assert/strict';
import OpenAI, { APIError } from 'openai';
import type { Response, ResponseCreateParamsNonStreaming as Params } from 'openai/resources/responses/responses';
import { after, test } from 'node:test';
import type { Request } from '../../../src/model/message.ts';
import { openai } from '../../../src/providers/openai.ts';
import { startFaultServer } from '../../servers/faultServer.ts';
import { responsesEvent, responsesStream, responsesWhole } from '../../servers/responsesScript.ts';
import type { ScriptedAnswer } from '../../servers/said.ts';
import { type Case, cases, type End } from './cases.ts';
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
const endpoint = { provider: openai, api: 'responses', baseUrl: `${server.url}/v1`, key: 'sk-test' };

const asked: Params = { model: 'test-model', input: [{ role: 'user', content: 'hello' }] };

/** What the client's own names for the parts of a response hold. */
function theirs({ output, status, usage }: Response): Understood {
  const parts = output.flatMap((item) => (item.type === 'message' ? item.content : []));
  return {
    text: parts.map((part) => (part.type === 'output_text' ? part.text : part.refusal)).join(''),
    reasoning: output
      .flatMap((item) => (item.type === 'reasoning' ? item.summary.map(({ text }) => text) : []))
      .join(''),
    calls: output.flatMap((item) =>
      item.type === 'function_call'
        ? [{ name: item.name, arguments: JSON.parse(item.arguments || '{}') as unknown }]
        : [],
    ),
    finish: status,
    usage: theirUsage(usage),
  };
}

/** Put together from what the client read of the events, and checked against the response it ends with. */
async function theirStream(): Promise<Understood> {
  const answer = client.responses.stream({ model: 'test-model', input: 'hello' });
  let [text, reasoning] = ['', ''];
  for await (const event of answer) {
    if (event.type === 'response.output_text.delta' || event.type === 'response.refusal.delta') text += event.delta;
    if (event.type === 'response.reasoning_summary_text.delta') reasoning += event.delta;
  }
  const final = theirs(await answer.finalResponse());
  assert.deepEqual([text, reasoning], [final.text, final.reasoning]);
  return final;
}

const theirWhole = async (): Promise<Understood> => theirs(await client.responses.create(asked));

async function theirFailure(): Promise<Failed> {
  let text = '';
  try {
    for await (const event of await client.responses.create({ ...asked, stream: true })) {
      if (event.type === 'response.output_text.delta') text += event.delta;
      // To the client this is an event like any other.
      if (event.type === 'response.failed')
        return { text, status: undefined, words: event.response.error?.message ?? '' };
    }
  } catch (error) {
    if (error instanceof APIError) return { text, status: error.status as number, words: error.message };
    throw error;
  }
  return assert.fail('the client did not fail');
}

const ends: Readonly<Record<End, string>> = {
  stop: 'completed',
  calls: 'completed',
  limit: 'max_output_tokens',
  filter: 'content_filter',
};
const usage = {
  input_tokens: 120,
  input_tokens_details: { cached_tokens: 64, cache_write_tokens: 8 },
  output_tokens: 45,
  output_tokens_details: { reasoning_tokens: 20 },
  total_tokens: 165,
};
const written = ({ said, end }: Case): ScriptedAnswer => ({ model: 'test-model', said, finish: ends[end], usage });
const json = { 'content-type': 'application/json' };

const all: Readonly<Record<string, Case>> = {
  ...cases,
  'a refusal': { said: [{ type: 'refusal', pieces: ['I cannot ', 'do that.'] }], end: 'stop' },
  'two messages': {
    said: [
      { type: 'text', pieces: ['First.'] },
      { type: 'reasoning', pieces: ['Hm.'] },
      { type: 'text', pieces: [' Second.'] },
    ],
    end: 'stop',
  },
};

for (const [name, one] of Object.entries(all)) {
  test(`an answer is read as the official client reads it: ${name}`, async () => {
    const stream = { bytes: responsesStream(written(one)).join('') };
    script(server, stream);
    const expected = await theirStream();
    assert.notEqual(expected.text + expected.reasoning, '');
    script(server, stream);
    assert.deepEqual(understood(await ourEvents(endpoint, question)), expected);

    const whole: Answer = { bytes: JSON.stringify(responsesWhole(written(one))), headers: json };
    script(server, whole);
    const expectedWhole = await theirWhole();
    for (const asksForStream of [false, true]) {
      script(server, whole);
      assert.deepEqual(understood(await ourEvents({ ...endpoint, stream: asksForStream }, question)), expectedWhole);
    }
  });
}

const [begun] = responsesStream(written({ said: [], end: 'stop' }));
const delta = responsesEvent({
  type: 'response.output_text.delta',
  item_id: 'item_0',
  output_index: 0,
  content_index: 0,
  delta: 'Half an ',
  sequence_number: 4,
});
const failures: FailingAnswers = {
  'a refused key': {
    status: 401,
    headers: json,
    bytes:
      '{"error":{"message":"Incorrect API key provided: sk-t.","type":"invalid_request_error","code":"invalid_api_key"}}',
    words: 'Incorrect API key provided: sk-t.',
  },
  'an error in the middle of a stream': {
    bytes: `${begun}${delta}${responsesEvent({ type: 'error', code: 'server_error', message: 'Something broke.', param: null, sequence_number: 5 })}`,
    words: 'Something broke.',
  },
  'a response that failed': {
    bytes: `${begun}${delta}${responsesEvent({ type: 'response.failed', response: { id: 'r', status: 'failed', output: [], error: { code: 'server_error', message: 'Gave up.' } }, sequence_number: 5 })}`,
    words: 'Gave up.',
  },
};

testFailures(failures, { server, endpoint, theirFailure });

const weather = {
  name: 'weather',
  description: 'Tells the weather.',
  parameters: { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] },
};

/** The same question in our terms and in the official client's. Ours asks for nothing to be kept at the provider. */
const questions: Readonly<Record<string, { readonly ours: Request; readonly params: Params }>> = {
  'instructions, a limit and history': {
    ours: {
      model: 'gpt-4.1',
      system: 'Be brief.',
      maxOutputTokens: 50,
      messages: [user('hello'), { role: 'assistant', parts: [{ type: 'text', text: 'Hi.' }] }, user('and?')],
    },
    params: {
      model: 'gpt-4.1',
      instructions: 'Be brief.',
      max_output_tokens: 50,
      store: false,
      input: [
        { role: 'user', content: 'hello' },
        { role: 'assistant', content: 'Hi.' },
        { role: 'user', content: 'and?' },
      ],
    },
  },
  'tools, calls and results, and an image': {
    ours: {
      model: 'gpt-4.1',
      tools: [weather],
      toolChoice: 'required',
      messages: [
        { role: 'user', text: 'weather?', files: [{ mediaType: 'image/png', data: 'aW1n' }] },
        { role: 'assistant', parts: [{ type: 'tool-call', id: 'c1', name: 'weather', arguments: '{"city":"Köln"}' }] },
        { role: 'tool', toolCallId: 'c1', toolName: 'weather', text: 'sunny' },
      ],
    },
    params: {
      model: 'gpt-4.1',
      store: false,
      input: [
        {
          role: 'user',
          content: [
            { type: 'input_image', image_url: 'data:image/png;base64,aW1n', detail: 'auto' },
            { type: 'input_text', text: 'weather?' },
          ],
        },
        { type: 'function_call', call_id: 'c1', name: 'weather', arguments: '{"city":"Köln"}' },
        { type: 'function_call_output', call_id: 'c1', output: 'sunny' },
      ],
      tools: [{ type: 'function', ...weather, strict: false }],
      tool_choice: 'required',
    },
  },
};

for (const [name, { ours, params }] of Object.entries(questions)) {
  test(`a request is the one that the official client sends: ${name}`, async () => {
    const answer = written({ said: [{ type: 'text', pieces: ['Hi'] }], end: 'stop' });
    const stream = { bytes: responsesStream(answer).join('') };
    script(server, stream);
    await client.responses.create({ ...params, stream: true });
    script(server, stream);
    await ourEvents(endpoint, ours);
    const [expected, mine] = lastSent(server, 2);
    assert.deepEqual(mine, expected);
    assert.equal(mine?.path, '/v1/responses');

    const whole = { bytes: JSON.stringify(responsesWhole(answer)), headers: json };
    script(server, whole);
    await client.responses.create(params);
    script(server, whole);
    await ourEvents({ ...endpoint, stream: false }, ours);
    const [expectedWhole, mineWhole] = lastSent(server, 2);
    assert.deepEqual(mineWhole, expectedWhole);
  });
}

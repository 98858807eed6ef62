import assert from 'node:assert/strict';
import {
  BedrockRuntimeClient,
  BedrockRuntimeServiceException,
  ConverseCommand,
  type ConverseCommandInput as Params,
  type ConverseResponse as Response,
  ConverseStreamCommand,
  type ConverseStreamOutput as Event,
} from '@aws-sdk/client-bedrock-runtime';
import { Readable } from 'node:stream';
import { after, test } from 'node:test';
import type { Request } from '../../../src/model/message.ts';
import { bedrock } from '../../../src/providers/bedrock.ts';
import { bedrockEvent, bedrockException, bedrockStream, bedrockWhole } from '../../servers/bedrockScript.ts';
import { startFaultServer } from '../../servers/faultServer.ts';
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

/** What of the client's own requests is looked at here. */
interface ClientRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: Record<string, string>;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

/** The client's own transport speaks HTTP/2, which no server of ours does. */
const requestHandler = {
  async handle({ method, path, headers, body }: ClientRequest) {
    const { host: _host, 'content-length': _length, ...rest } = headers;
    const answer = await fetch(`${server.url}${path}`, { method, headers: rest, body });
    const response = {
      statusCode: answer.status,
      headers: Object.fromEntries(answer.headers),
      body: Readable.from(answer.body ?? []),
    };
    return { response };
  },
};

const client = new BedrockRuntimeClient({
  region: 'eu-central-1',
  endpoint: server.url,
  maxAttempts: 1,
  token: { token: 'ABSK-test' },
  authSchemePreference: ['httpBearerAuth'],
  requestHandler: requestHandler as never,
});
const endpoint = {
  provider: bedrock,
  baseUrl: server.url,
  key: 'ABSK-test',
  values: { region: 'eu-central-1' },
  cachePrompt: false,
};

const asked: Params = { modelId: 'test-model', messages: [{ role: 'user', content: [{ text: 'hello' }] }] };

/** What the client read of a whole answer. */
function theirs({ output, stopReason, usage }: Response): Understood {
  const blocks = output?.message?.content ?? [];
  return {
    text: blocks.map(({ text = '' }) => text).join(''),
    reasoning: blocks.map(({ reasoningContent }) => reasoningContent?.reasoningText?.text ?? '').join(''),
    calls: blocks.flatMap(({ toolUse }) =>
      toolUse === undefined ? [] : [{ name: toolUse.name ?? '', arguments: toolUse.input }],
    ),
    finish: stopReason,
    usage: theirUsage(withoutUnset(usage)),
  };
}

/** The client has a field for every count, set or not. */
const withoutUnset = (usage: object | undefined) =>
  usage && Object.fromEntries(Object.entries(usage).filter(([, count]) => count !== undefined));

const theirWhole = async (): Promise<Understood> => theirs(await client.send(new ConverseCommand(asked)));

/** The client leaves it to its user to put the pieces of a call together. */
function gathered(events: readonly Event[]): Understood {
  const calls = new Map<number, { name: string; json: string }>();
  for (const { contentBlockStart: start, contentBlockDelta: piece } of events) {
    const opened = start?.start?.toolUse;
    if (opened !== undefined) calls.set(start?.contentBlockIndex ?? 0, { name: opened.name ?? '', json: '' });
    const call = calls.get(piece?.contentBlockIndex ?? -1);
    if (call !== undefined) call.json += piece?.delta?.toolUse?.input ?? '';
  }
  return {
    text: textOf(events),
    reasoning: events.map((event) => event.contentBlockDelta?.delta?.reasoningContent?.text ?? '').join(''),
    calls: [...calls.values()].map(({ name, json }) => ({ name, arguments: JSON.parse(json || '{}') as unknown })),
    finish: events.find((event) => event.messageStop !== undefined)?.messageStop?.stopReason,
    usage: theirUsage(withoutUnset(events.find((event) => event.metadata !== undefined)?.metadata?.usage)),
  };
}

const textOf = (events: readonly Event[]): string =>
  events.map((event) => event.contentBlockDelta?.delta?.text ?? '').join('');

async function theirEvents(into: Event[]): Promise<void> {
  const { stream } = await client.send(new ConverseStreamCommand(asked));
  for await (const event of stream ?? []) into.push(event);
}

async function theirStream(): Promise<Understood> {
  const events: Event[] = [];
  await theirEvents(events);
  return gathered(events);
}

async function theirFailure(): Promise<Failed> {
  const events: Event[] = [];
  try {
    await theirEvents(events);
  } catch (error) {
    if (!(error instanceof BedrockRuntimeServiceException)) throw error;
    // Not there when it came in a stream, whatever its type says.
    const metadata: { readonly httpStatusCode?: number | undefined } | undefined = error.$metadata;
    return { text: textOf(events), status: metadata?.httpStatusCode, words: error.message };
  }
  return assert.fail('the client did not fail');
}

const ends: Readonly<Record<End, string>> = {
  stop: 'end_turn',
  calls: 'tool_use',
  limit: 'max_tokens',
  filter: 'content_filtered',
};
const usage = {
  inputTokens: 56,
  outputTokens: 45,
  totalTokens: 173,
  cacheReadInputTokens: 64,
  cacheWriteInputTokens: 8,
};
const written = ({ said, end }: Case): ScriptedAnswer => ({ model: 'test-model', said, finish: ends[end], usage });
const json = { 'content-type': 'application/json' };

for (const [name, one] of Object.entries(cases)) {
  test(`an answer is read as the official client reads it: ${name}`, async () => {
    const stream = { bytes: Buffer.concat(bedrockStream(written(one))) };
    script(server, stream);
    const expected = await theirStream();
    assert.notEqual(expected.text + expected.reasoning, '');
    script(server, stream);
    assert.deepEqual(understood(await ourEvents(endpoint, question)), expected);

    const whole: Answer = { bytes: JSON.stringify(bedrockWhole(written(one))), headers: json };
    script(server, whole);
    const expectedWhole = await theirWhole();
    script(server, whole);
    assert.deepEqual(understood(await ourEvents({ ...endpoint, stream: false }, question)), expectedWhole);
  });
}

const begun = [
  bedrockEvent('messageStart', { role: 'assistant' }),
  bedrockEvent('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Half an ' } }),
];
const failures: FailingAnswers = {
  'a refused key': {
    status: 403,
    headers: { ...json, 'x-amzn-errortype': 'AccessDeniedException' },
    bytes: '{"Message":"Authentication failed: Please make sure your API Key is valid."}',
    words: 'Authentication failed: Please make sure your API Key is valid.',
  },
  'an overlong prompt': {
    status: 400,
    headers: { ...json, 'x-amzn-errortype': 'ValidationException' },
    bytes: '{"message":"Input is too long for requested model."}',
    words: 'Input is too long for requested model.',
  },
  'an exception in the middle of a stream': {
    bytes: Buffer.concat([...begun, bedrockException('throttlingException', { message: 'Too many tokens, wait.' })]),
    words: 'Too many tokens, wait.',
  },
};

testFailures(failures, { server, endpoint, theirFailure });

const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };
const claude = 'anthropic.claude-3-5-sonnet-20241022-v2:0';

/** The same question in our terms and in the official client's. */
const questions: Readonly<Record<string, { readonly ours: Request; readonly params: Params }>> = {
  'a bare question': {
    ours: { model: 'amazon.nova-pro-v1:0', messages: [user('hello')] },
    params: { modelId: 'amazon.nova-pro-v1:0', messages: [{ role: 'user', content: [{ text: 'hello' }] }] },
  },
  'the address of an inference profile, instructions, a limit, a temperature and history': {
    ours: {
      model: 'arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.amazon.nova-pro-v1:0',
      system: 'Be brief.',
      maxOutputTokens: 50,
      temperature: 0.5,
      messages: [user('hello'), { role: 'assistant', parts: [{ type: 'text', text: 'Hi.' }] }, user('and?')],
    },
    params: {
      modelId: 'arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.amazon.nova-pro-v1:0',
      system: [{ text: 'Be brief.' }],
      inferenceConfig: { maxTokens: 50, temperature: 0.5 },
      messages: [
        { role: 'user', content: [{ text: 'hello' }] },
        { role: 'assistant', content: [{ text: 'Hi.' }] },
        { role: 'user', content: [{ text: 'and?' }] },
      ],
    },
  },
  'tools, reasoning, calls and results, and an image': {
    ours: {
      model: claude,
      tools: [{ name: 'weather', description: 'Tells the weather.', parameters: schema }],
      toolChoice: 'required',
      messages: [
        { role: 'user', text: 'weather?', files: [{ mediaType: 'image/png', data: 'aW1n' }] },
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
      modelId: claude,
      messages: [
        {
          role: 'user',
          content: [{ image: { format: 'png', source: { bytes: Buffer.from('img') } } }, { text: 'weather?' }],
        },
        {
          role: 'assistant',
          content: [
            { reasoningContent: { reasoningText: { text: 'Hm.', signature: 'c2ln' } } },
            { toolUse: { toolUseId: 'c1', name: 'weather', input: { city: 'Köln' } } },
            { toolUse: { toolUseId: 'c2', name: 'weather', input: {} } },
          ],
        },
        {
          role: 'user',
          content: [
            { toolResult: { toolUseId: 'c1', content: [{ text: 'sunny' }], status: 'success' } },
            { toolResult: { toolUseId: 'c2', content: [{ text: 'no city' }], status: 'error' } },
          ],
        },
      ],
      toolConfig: {
        tools: [{ toolSpec: { name: 'weather', description: 'Tells the weather.', inputSchema: { json: schema } } }],
        toolChoice: { any: {} },
      },
    },
  },
  'an id with every odd character': {
    ours: { model: "us.x/y!'()*:1 é%2F", messages: [user('hello')] },
    params: { modelId: "us.x/y!'()*:1 é%2F", messages: [{ role: 'user', content: [{ text: 'hello' }] }] },
  },
};

for (const [name, { ours, params }] of Object.entries(questions)) {
  test(`a request is the one that the official client sends: ${name}`, async () => {
    const answer = written({ said: [{ type: 'text', pieces: ['Hi'] }], end: 'stop' });
    const stream = { bytes: Buffer.concat(bedrockStream(answer)) };
    script(server, stream);
    await client.send(new ConverseStreamCommand(params));
    script(server, stream);
    await ourEvents(endpoint, ours);
    const whole = { bytes: JSON.stringify(bedrockWhole(answer)), headers: json };
    script(server, whole);
    await client.send(new ConverseCommand(params));
    script(server, whole);
    await ourEvents({ ...endpoint, stream: false }, ours);

    const [theirStreamed, mineStreamed, theirWholly, mineWholly] = lastSent(server, 4);
    assert.deepEqual(mineStreamed, theirStreamed);
    assert.deepEqual(mineWholly, theirWholly);
    assert.match(mineStreamed?.path ?? '', /^\/model\/[^/]+\/converse-stream$/);
  });
}

import assert from 'node:assert/strict';
import {
  ApiError,
  FunctionCallingConfigMode,
  type GenerateContentParameters as Params,
  type GenerateContentResponse as Response,
  GoogleGenAI,
} from '@google/genai';
import { after, test } from 'node:test';
import type { Request } from '../../../src/model/message.ts';
import { gemini } from '../../../src/providers/gemini.ts';
import { startFaultServer } from '../../servers/faultServer.ts';
import { geminiEvent, geminiStream, geminiWhole } from '../../servers/geminiScript.ts';
import type { ScriptedAnswer } from '../../servers/said.ts';
import { type Case, cases, type End } from './cases.ts';
import { type FailingAnswers, testFailures } from './failures.ts';
import {
  type Answer,
  type Failed,
  failed,
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
// Left to itself the client asks the version “v1”, which has fewer models.
const client = new GoogleGenAI({ apiKey: 'AIza-test', httpOptions: { baseUrl: server.url, apiVersion: 'v1beta' } });
const endpoint = { provider: gemini, baseUrl: `${server.url}/v1beta`, key: 'AIza-test' };

const asked: Params = { model: 'test-model', contents: 'hello' };

/** What the client read, from all chunks of a stream or from the one answer. */
function theirs(chunks: readonly Response[]): Understood {
  const candidates = chunks.flatMap((chunk) => chunk.candidates ?? []);
  const parts = candidates.flatMap(({ content }) => content?.parts ?? []);
  const joined = (isThought: boolean) =>
    parts.map(({ text, thought = false }) => (thought === isThought ? (text ?? '') : '')).join('');
  return {
    text: joined(false),
    reasoning: joined(true),
    calls: parts.flatMap(({ functionCall: call }) => (call ? [{ name: call.name ?? '', arguments: call.args }] : [])),
    finish: candidates.findLast(({ finishReason }) => finishReason !== undefined)?.finishReason,
    usage: theirUsage(chunks.findLast(({ usageMetadata }) => usageMetadata !== undefined)?.usageMetadata),
  };
}

async function chunksOf(params: Params): Promise<readonly Response[]> {
  const chunks: Response[] = [];
  for await (const chunk of await client.models.generateContentStream(params)) chunks.push(chunk);
  return chunks;
}

const theirStream = async (): Promise<Understood> => theirs(await chunksOf(asked));

const theirWhole = async (): Promise<Understood> => theirs([await client.models.generateContent(asked)]);

async function theirFailure(): Promise<Failed> {
  const chunks: Response[] = [];
  try {
    for await (const chunk of await client.models.generateContentStream(asked)) chunks.push(chunk);
  } catch (error) {
    if (error instanceof ApiError) return { text: theirs(chunks).text, status: error.status, words: error.message };
    throw error;
  }
  return assert.fail('the client did not fail');
}

const ends: Readonly<Record<End, string>> = { stop: 'STOP', calls: 'STOP', limit: 'MAX_TOKENS', filter: 'SAFETY' };
const usage = {
  promptTokenCount: 120,
  candidatesTokenCount: 25,
  thoughtsTokenCount: 20,
  toolUsePromptTokenCount: 7,
  cachedContentTokenCount: 64,
  totalTokenCount: 172,
};
const written = ({ said, end }: Case): ScriptedAnswer => ({ model: 'test-model', said, finish: ends[end], usage });
const json = { 'content-type': 'application/json' };

for (const [name, one] of Object.entries(cases)) {
  test(`an answer is read as the official client reads it: ${name}`, async () => {
    const stream = { bytes: geminiStream(written(one)).join('') };
    script(server, stream);
    const expected = await theirStream();
    assert.notEqual(expected.text + expected.reasoning, '');
    script(server, stream);
    assert.deepEqual(understood(await ourEvents(endpoint, question)), expected);

    const whole: Answer = { bytes: JSON.stringify(geminiWhole(written(one))), headers: json };
    script(server, whole);
    const expectedWhole = await theirWhole();
    for (const asksForStream of [false, true]) {
      script(server, whole);
      assert.deepEqual(understood(await ourEvents({ ...endpoint, stream: asksForStream }, question)), expectedWhole);
    }
  });
}

test('a question that was blocked is read as the official client reads it', async () => {
  const blocked = {
    promptFeedback: { blockReason: 'PROHIBITED_CONTENT' },
    usageMetadata: { promptTokenCount: 9, totalTokenCount: 9 },
  };
  script(server, { bytes: geminiEvent(blocked) });
  const [chunk] = await chunksOf(asked);
  script(server, { bytes: geminiEvent(blocked) });
  const mine = await ourEvents(endpoint, question);
  assert.equal(understood(mine).finish, chunk?.promptFeedback?.blockReason);
  assert.deepEqual(understood(mine).usage, theirUsage(chunk?.usageMetadata));
});

const failures: FailingAnswers = {
  'a refused key': {
    status: 400,
    headers: json,
    bytes:
      '{"error":{"code":400,"message":"API key not valid. Please pass a valid API key.","status":"INVALID_ARGUMENT"}}',
    words: 'API key not valid. Please pass a valid API key.',
  },
  'too many requests': {
    status: 429,
    // So that we do not try again.
    headers: { ...json, 'x-should-retry': 'false' },
    bytes:
      '{"error":{"code":429,"message":"Resource has been exhausted (e.g. check quota).","status":"RESOURCE_EXHAUSTED"}}',
    words: 'Resource has been exhausted (e.g. check quota).',
  },
};

testFailures(failures, { server, endpoint, theirFailure });

test('an error in the middle of a stream is read as the official client reads it', async () => {
  const [first = ''] = geminiStream(written({ said: [{ type: 'text', pieces: ['Half an '] }], end: 'stop' }));
  const error = { error: { code: 503, message: 'The model is overloaded.', status: 'UNAVAILABLE' } };
  const answer = { bytes: first + geminiEvent(error) };
  script(server, answer);
  const expected = await theirFailure();
  script(server, answer);
  const mine = failed(await ourEvents(endpoint, question));
  assert.equal(mine.text, expected.text);
  assert.equal(mine.text, 'Half an ');
  assert.equal(mine.words, 'The model is overloaded.');
  assert.ok(expected.words.includes(mine.words), expected.words);
});

const schema = { type: 'object', properties: { city: { type: 'string' } }, required: ['city'] };

/** The same question in our terms and in the official client's. */
const questions: Readonly<Record<string, { readonly ours: Request; readonly params: Params }>> = {
  'a bare question': {
    ours: { model: 'gemini-2.5-flash', messages: [user('hello')] },
    params: { model: 'gemini-2.5-flash', contents: 'hello' },
  },
  'instructions, a limit, a temperature and history': {
    ours: {
      model: 'gemini-2.5-flash',
      system: 'Be brief.',
      maxOutputTokens: 50,
      temperature: 0.5,
      messages: [user('hello'), { role: 'assistant', parts: [{ type: 'text', text: 'Hi.' }] }, user('and?')],
    },
    params: {
      model: 'gemini-2.5-flash',
      contents: [
        { role: 'user', parts: [{ text: 'hello' }] },
        { role: 'model', parts: [{ text: 'Hi.' }] },
        { role: 'user', parts: [{ text: 'and?' }] },
      ],
      config: { systemInstruction: { parts: [{ text: 'Be brief.' }] }, maxOutputTokens: 50, temperature: 0.5 },
    },
  },
  'tools, calls and results, and an image': {
    ours: {
      model: 'gemini-2.5-flash',
      tools: [{ name: 'weather', description: 'Tells the weather.', parameters: schema }],
      toolChoice: { name: 'weather' },
      messages: [
        { role: 'user', text: 'weather?', files: [{ mediaType: 'image/png', data: 'aW1n' }] },
        { role: 'assistant', parts: [{ type: 'tool-call', id: 'c1', name: 'weather', arguments: '{"city":"Köln"}' }] },
        { role: 'tool', toolCallId: 'c1', toolName: 'weather', text: 'sunny' },
      ],
    },
    params: {
      model: 'gemini-2.5-flash',
      contents: [
        { role: 'user', parts: [{ inlineData: { mimeType: 'image/png', data: 'aW1n' } }, { text: 'weather?' }] },
        { role: 'model', parts: [{ functionCall: { name: 'weather', args: { city: 'Köln' } } }] },
        { role: 'user', parts: [{ functionResponse: { name: 'weather', response: { output: 'sunny' } } }] },
      ],
      config: {
        tools: [
          {
            functionDeclarations: [
              { name: 'weather', description: 'Tells the weather.', parametersJsonSchema: schema },
            ],
          },
        ],
        toolConfig: {
          functionCallingConfig: { mode: FunctionCallingConfigMode.ANY, allowedFunctionNames: ['weather'] },
        },
      },
    },
  },
  'an answer of a schema': {
    ours: { model: 'gemini-2.5-flash', responseFormat: { name: 'city', schema }, messages: [user('hello')] },
    params: {
      model: 'gemini-2.5-flash',
      contents: 'hello',
      config: { responseMimeType: 'application/json', responseJsonSchema: schema },
    },
  },
};

/** The client names a role for instructions, which have none, and sends settings that are empty. */
function withoutDefaults(body: unknown): unknown {
  const { systemInstruction, generationConfig, ...rest } = body as Readonly<Record<string, object | undefined>>;
  const { role: _role, ...instruction } = (systemInstruction ?? {}) as Readonly<Record<string, unknown>>;
  return {
    ...rest,
    ...(systemInstruction === undefined ? {} : { systemInstruction: instruction }),
    ...(generationConfig === undefined || Object.keys(generationConfig).length === 0 ? {} : { generationConfig }),
  };
}

for (const [name, { ours, params }] of Object.entries(questions)) {
  test(`a request is the one that the official client sends: ${name}`, async () => {
    const answer = written({ said: [{ type: 'text', pieces: ['Hi'] }], end: 'stop' });
    const stream = { bytes: geminiStream(answer).join('') };
    script(server, stream);
    await chunksOf(params);
    script(server, stream);
    await ourEvents(endpoint, ours);
    const whole = { bytes: JSON.stringify(geminiWhole(answer)), headers: json };
    script(server, whole);
    await client.models.generateContent(params);
    script(server, whole);
    await ourEvents({ ...endpoint, stream: false }, ours);

    const [theirStreamed, mineStreamed, theirWholly, mineWholly] = lastSent(server, 4);
    for (const [expected, mine] of [
      [theirStreamed, mineStreamed],
      [theirWholly, mineWholly],
    ])
      assert.deepEqual(mine, { ...expected, body: withoutDefaults(expected?.body) });
    assert.equal(mineStreamed?.path, '/v1beta/models/gemini-2.5-flash:streamGenerateContent?alt=sse');
  });
}

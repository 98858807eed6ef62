import type { Dialect } from '../../../src/llm/provider.ts';
import { chatStream, says, stops } from '../llm/harness.ts';
import { awsStream, invokeStream, payloadStream } from '../wire/awsFrames.ts';

/** An answer that says "Hello", of one token read and two generated. */
export interface CannedAnswer {
  /** Told by the path at which a dialect asks. */
  readonly path: RegExp;
  /** And by the body, where several ask at the same. */
  readonly body?: RegExp;
  readonly stream: string | Uint8Array;
  /** What the dialect's own word for a regular end is. */
  readonly raw: string;
}

interface Event {
  readonly type: string;
  readonly [field: string]: unknown;
}

const events = (...all: readonly Event[]): string =>
  all.map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`).join('');

const saidByClaude = [
  { type: 'message_start', message: { usage: { input_tokens: 1 } } },
  { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: 'Hello' } },
  { type: 'message_delta', delta: { stop_reason: 'stop' }, usage: { output_tokens: 2 } },
  { type: 'message_stop' },
] as const;

const completion = chatStream(says('Hello'), stops('stop')).replace(
  'data: [DONE]',
  'data: {"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":2,"total_tokens":3}}\n\ndata: [DONE]',
);

const answers: readonly CannedAnswer[] = [
  {
    path: /:streamGenerateContent\?alt=sse$/,
    stream: [
      { candidates: [{ content: { role: 'model', parts: [{ text: 'Hello' }] } }] },
      {
        candidates: [{ content: { role: 'model', parts: [] }, finishReason: 'STOP' }],
        usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 2, totalTokenCount: 3 },
      },
    ]
      .map((chunk) => `data: ${JSON.stringify(chunk)}\r\n\r\n`)
      .join(''),
    raw: 'STOP',
  },
  {
    path: /\/chat\/completions$/,
    stream: completion,
    raw: 'stop',
  },
  {
    path: /\/messages$/,
    stream: events(...saidByClaude),
    raw: 'stop',
  },
  {
    path: /\/responses$/,
    stream: events(
      { type: 'response.created', response: { status: 'in_progress', output: [] } },
      { type: 'response.output_text.delta', output_index: 0, delta: 'Hello' },
      {
        type: 'response.completed',
        response: { status: 'completed', output: [], usage: { input_tokens: 1, output_tokens: 2, total_tokens: 3 } },
      },
    ),
    raw: 'completed',
  },
  {
    path: /\/api\/chat$/,
    stream: [
      { message: { role: 'assistant', content: 'Hello' }, done: false },
      { message: { content: '' }, done: true, done_reason: 'stop', prompt_eval_count: 1, eval_count: 2 },
    ]
      .map((line) => `${JSON.stringify(line)}\n`)
      .join(''),
    raw: 'stop',
  },
  {
    path: /\/v2\/chat$/,
    stream: events(
      { type: 'message-start', id: 'c1', delta: { message: { role: 'assistant', content: [] } } },
      { type: 'content-start', index: 0, delta: { message: { content: { type: 'text', text: '' } } } },
      { type: 'content-delta', index: 0, delta: { message: { content: { text: 'Hello' } } } },
      {
        type: 'message-end',
        delta: { finish_reason: 'COMPLETE', usage: { tokens: { input_tokens: 1, output_tokens: 2 } } },
      },
    ),
    raw: 'COMPLETE',
  },
  {
    path: /\/v1\/chat$/,
    stream: [
      { event_type: 'text-generation', text: 'Hello' },
      {
        event_type: 'stream-end',
        finish_reason: 'COMPLETE',
        response: { text: 'Hello', meta: { tokens: { input_tokens: 1, output_tokens: 2 } } },
      },
    ]
      .map((line) => `${JSON.stringify(line)}\n`)
      .join(''),
    raw: 'COMPLETE',
  },
  {
    path: /\/converse-stream$/,
    stream: awsStream(
      ['contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Hello' } }],
      ['messageStop', { stopReason: 'end_turn' }],
      ['metadata', { usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 } }],
    ),
    raw: 'end_turn',
  },
  {
    path: /\/invoke-with-response-stream$/,
    stream: invokeStream(...saidByClaude),
    raw: 'stop',
  },
  {
    path: /\/invocations-response-stream$/,
    body: /"inputs":/,
    stream: payloadStream(
      'data:{"token":{"text":"Hello","special":false},"generated_text":null,"details":null}\n\n',
      'data:{"token":{"text":"</s>","special":true},"generated_text":"Hello","details":{"finish_reason":"stop","generated_tokens":2,"input_length":1}}\n\n',
    ),
    raw: 'stop',
  },
  {
    path: /\/invocations-response-stream$/,
    stream: payloadStream(completion.slice(0, 50), completion.slice(50)),
    raw: 'stop',
  },
];

/** The canned answer in a dialect; a dialect without one needs a line above. */
export function cannedAnswer(dialect: Dialect): CannedAnswer {
  const { path, body } = dialect.encode({ model: 'm', messages: [] }, { stream: true, cachePrompt: true });
  const found = answers.find(
    (answer) => answer.path.test(path) && (answer.body === undefined || answer.body.test(JSON.stringify(body))),
  );
  if (found === undefined) throw new Error(`There is no canned answer for what is asked at ${path}.`);
  return found;
}

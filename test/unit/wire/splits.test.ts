import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Provider } from '../../../src/llm/provider.ts';
import { anthropic } from '../../../src/providers/anthropic.ts';
import { gemini } from '../../../src/providers/gemini.ts';
import { groq } from '../../../src/providers/groq.ts';
import { openai } from '../../../src/providers/openai.ts';
import { ask, bytesOf, chatStream, endpoint, joined } from '../llm/harness.ts';
import { numbersBelow } from '../random.ts';

const seed = Date.now() % 1_000_000;

type Random = ReturnType<typeof numbersBelow>;

const snippets = [
  'a',
  'Hello ',
  '日本語',
  '👩🏽‍💻',
  '\n\n',
  '\r\n',
  'data: [DONE]',
  '"}',
  '\u2028',
  '\uFEFF',
  '\u0000',
  '</think>',
  '\\u00e9',
  'é',
];
const words = (random: Random): string =>
  Array.from({ length: 1 + random(6) }, () => snippets[random(snippets.length)]).join('');

interface Said {
  readonly text: string;
  readonly reasoning: string;
  readonly calls: readonly { readonly id: string; readonly name: string; readonly arguments: string }[];
  readonly pieces: readonly Piece[];
}

type Piece =
  | { readonly text: string }
  | { readonly reasoning: string }
  | { readonly call: number; readonly args: string; readonly first: boolean };

/** A random answer: reasoning, then text, then calls in pieces that may be interleaved. */
function said(random: Random): Said {
  const reasoning = Array.from({ length: random(4) }, () => words(random));
  const text = Array.from({ length: 1 + random(8) }, () => words(random));
  const calls = Array.from({ length: random(3) }, (_, index) => ({
    id: `id${index}`,
    name: `f${index}`,
    arguments: JSON.stringify({ p: words(random) }),
  }));
  const parts = calls.map(({ arguments: args }, call) =>
    Array.from(args, (letter, place) => ({ call, args: letter, first: place === 0 })),
  );
  // Each is begun in turn, since it is in that order that calls are given.
  const mixed: Piece[] = parts.flatMap((queue) => queue.shift() ?? []);
  while (parts.some((queue) => queue.length > 0)) {
    const queue = parts[random(parts.length)];
    const piece = queue?.shift();
    if (piece !== undefined) mixed.push(piece);
  }
  return {
    text: text.join(''),
    reasoning: reasoning.join(''),
    calls,
    pieces: [...reasoning.map((delta) => ({ reasoning: delta })), ...text.map((delta) => ({ text: delta })), ...mixed],
  };
}

const asChat = ({ pieces, calls }: Said): string =>
  chatStream(
    ...pieces.map((piece) => {
      if ('text' in piece) return { delta: { content: piece.text } };
      if ('reasoning' in piece) return { delta: { reasoning: piece.reasoning } };
      const { id, name } = calls[piece.call] ?? assert.fail();
      const tool = {
        index: piece.call,
        ...(piece.first ? { id } : {}),
        function: { ...(piece.first ? { name } : {}), arguments: piece.args },
      };
      return { delta: { tool_calls: [tool] } };
    }),
    { delta: {}, finish_reason: calls.length > 0 ? 'tool_calls' : 'stop' },
  );

type Event = { readonly type: string } & Readonly<Record<string, unknown>>;

function asAnthropic({ pieces, calls }: Said): string {
  const blocks = pieces.flatMap((piece): readonly Event[] => {
    if ('text' in piece)
      return [{ type: 'content_block_delta', index: 1, delta: { type: 'text_delta', text: piece.text } }];
    if ('reasoning' in piece)
      return [{ type: 'content_block_delta', index: 0, delta: { type: 'thinking_delta', thinking: piece.reasoning } }];
    const { id, name } = calls[piece.call] ?? assert.fail();
    const index = piece.call + 2;
    const start = { type: 'content_block_start', index, content_block: { type: 'tool_use', id, name, input: {} } };
    const delta = { type: 'content_block_delta', index, delta: { type: 'input_json_delta', partial_json: piece.args } };
    return piece.first ? [start, delta] : [delta];
  });
  const ends = calls.map((_, call) => ({ type: 'content_block_stop', index: call + 2 }));
  const stop = { type: 'message_delta', delta: { stop_reason: calls.length > 0 ? 'tool_use' : 'end_turn' } };
  return [...blocks, ...ends, stop, { type: 'message_stop' }]
    .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
    .join('');
}

/** Everything is said in pieces, then the calls and the whole answer once more. */
function asResponses({ pieces, calls, text, reasoning }: Said): string {
  const itemOf = (call: number, args: string) => {
    const { id, name } = calls[call] ?? assert.fail();
    return { type: 'function_call', call_id: id, name, arguments: args };
  };
  const parts = pieces.flatMap((piece): readonly Event[] => {
    if ('text' in piece) return [{ type: 'response.output_text.delta', output_index: 1, delta: piece.text }];
    if ('reasoning' in piece)
      return [{ type: 'response.reasoning_text.delta', output_index: 0, delta: piece.reasoning }];
    const output_index = piece.call + 2;
    const start = { type: 'response.output_item.added', output_index, item: itemOf(piece.call, '') };
    const delta = { type: 'response.function_call_arguments.delta', output_index, delta: piece.args };
    return piece.first ? [start, delta] : [delta];
  });
  const items = calls.map((call, index) => itemOf(index, call.arguments));
  const ends = items.map((item, index) => ({ type: 'response.output_item.done', output_index: index + 2, item }));
  const output = [
    { type: 'reasoning', summary: [], content: [{ type: 'reasoning_text', text: reasoning }] },
    { type: 'message', content: [{ type: 'output_text', text }] },
    ...items,
  ];
  return [...parts, ...ends, { type: 'response.completed', response: { status: 'completed', output } }]
    .map((event) => `event: ${event.type}\ndata: ${JSON.stringify(event)}\n\n`)
    .join('');
}

/** Calls come whole. */
function asGemini({ pieces, calls }: Said): string {
  const said = pieces.flatMap((piece) => {
    if ('text' in piece) return [{ text: piece.text }];
    return 'reasoning' in piece ? [{ text: piece.reasoning, thought: true }] : [];
  });
  const called = calls.map(({ id, name, arguments: args }) => ({
    functionCall: { id, name, args: JSON.parse(args) as unknown },
  }));
  const chunks = [...said, ...called].map((part) => ({ candidates: [{ content: { parts: [part] } }] }));
  return [...chunks, { candidates: [{ finishReason: 'STOP' }] }]
    .map((chunk) => `data: ${JSON.stringify(chunk)}\n\n`)
    .join('');
}

/** Noise that a stream may hold anywhere between two events. */
const noise = ['', ': comment\n\n', ':\n\n', 'event: ping\ndata: {"type":"ping"}\n\n', 'id: 7\nretry: 3\n\n', '\n'];

const disturbed = (random: Random, stream: string): string =>
  stream
    .split(/(?<=\n\n)/)
    .map((event) => `${noise[random(noise.length)]}${event}`)
    .join('')
    .replaceAll('\n', ['\n', '\r\n', '\r'][random(3)] ?? '\n');

async function* randomPieces(random: Random, bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length;) {
    const size = random(10) === 0 ? 0 : 1 + random(40);
    yield bytes.subarray(start, start + size);
    start += size;
  }
}

for (const [name, provider, written] of [
  ['chat completions', groq, asChat],
  ['messages', anthropic, asAnthropic],
  ['responses', openai, asResponses],
  ['generated content', gemini, asGemini],
] as const satisfies readonly (readonly [string, Provider, (answer: Said) => string])[]) {
  test(`any ${name} answer, disturbed and cut anywhere, is read the same (seed ${seed})`, async () => {
    const random = numbersBelow(seed);
    for (let round = 0; round < 60; round++) {
      const answer = said(random);
      const bytes = bytesOf(disturbed(random, written(answer)));
      const events = joined(
        await ask(
          endpoint(async () => ({ status: 200, headers: {}, body: randomPieces(random, bytes) }), { provider }),
        ),
      );
      const expected = [
        ...(answer.reasoning === '' ? [] : [{ type: 'reasoning', delta: answer.reasoning }]),
        { type: 'text', delta: answer.text },
        ...answer.calls.map((call) => ({ type: 'tool-call', ...call, replay: undefined })),
      ];
      // What the provider wants back is its own affair.
      const got = events.map((event) => (event.type === 'tool-call' ? { ...event, replay: undefined } : event));
      assert.deepEqual(got.slice(0, -1), expected, `seed ${seed}, round ${round}`);
      assert.equal(events.at(-1)?.type, 'finish', `seed ${seed}, round ${round}`);
    }
  });

  test(`any ${name} answer, cut short anywhere, ends in one event and never as complete (seed ${seed})`, async () => {
    const random = numbersBelow(seed + 1);
    for (let round = 0; round < 60; round++) {
      const answer = said(random);
      const whole = bytesOf(written(answer));
      // Before the event that carries the reason to stop.
      const until = bytesOf(
        written(answer).split(/data: \{[^\n]*(?:finish_reason|"stop_reason|finishReason|response\.completed)/)[0] ?? '',
      ).length;
      const bytes = whole.subarray(0, random(until));
      const events = await ask(
        endpoint(async () => ({ status: 200, headers: {}, body: randomPieces(random, bytes) }), { provider }),
      );
      const ends = events.filter(({ type }) => type === 'finish' || type === 'error');
      assert.deepEqual(ends, [events.at(-1)], `seed ${seed}, round ${round}`);
      assert.equal(ends[0]?.type, 'error', `seed ${seed}, round ${round}`);
      assert.equal(provider === groq && events.some(({ type }) => type === 'tool-call'), false);
    }
  });
}

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { test } from 'node:test';
import { defaultRecordings } from '../../scripts/replay.ts';
import { type Exchange, exchange, modelOf } from '../../scripts/replay/exchange.ts';
import { readers } from '../../scripts/replay/kinds.ts';
import type { Endpoint } from '../../src/llm/send.ts';
import type { StreamEvent } from '../../src/model/event.ts';
import * as registry from '../../src/providers/registry.ts';
import { bedrockStream } from '../servers/bedrockScript.ts';
import { cohereStream } from '../servers/cohereScript.ts';
import { geminiStream } from '../servers/geminiScript.ts';
import { ollamaStream } from '../servers/ollamaScript.ts';
import { responsesStream } from '../servers/responsesScript.ts';
import type { Said, ScriptedAnswer } from '../servers/said.ts';
import { ask, endpoint, joined, question } from './llm/harness.ts';
import { numbersBelow } from './random.ts';

const seed = Date.now() % 1_000_000;

type Below = ReturnType<typeof numbersBelow>;

const snippets = ['a', 'Hello ', '日本語', '👩🏽‍💻', '\n\n', '\r\n', 'data: [DONE]', '"}', '\u2028', '\u0000', 'é'];
const words = (below: Below): string =>
  Array.from({ length: 1 + below(5) }, () => snippets[below(snippets.length)]).join('');
const wordPieces = (below: Below): string[] => Array.from({ length: 1 + below(6) }, () => words(below));

/** A random answer: perhaps some reasoning, some text, perhaps some calls. */
function randomAnswer(below: Below): readonly Said[] {
  const calls = Array.from({ length: below(3) }, (_, index): Said => {
    const json = JSON.stringify({ p: words(below), n: [below(9), null] });
    const cut = below(json.length);
    return { type: 'call', id: `id${index}`, name: `f${index}`, pieces: [json.slice(0, cut), json.slice(cut)] };
  });
  return [
    ...(below(2) === 0 ? [] : [{ type: 'reasoning', pieces: wordPieces(below) } as const]),
    { type: 'text', pieces: wordPieces(below) },
    ...calls,
  ];
}

async function* cutAnywhere(below: Below, bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < bytes.length;) {
    const size = below(10) === 0 ? 0 : 1 + below(60);
    yield bytes.subarray(start, start + size);
    start += size;
  }
}

type To = Omit<Endpoint, 'transport' | 'baseUrl'>;

const read = (to: To, body: AsyncIterable<Uint8Array>, { status = 200, model = 'm' } = {}) =>
  ask(
    endpoint(async () => ({ status, headers: {}, body }), to),
    undefined,
    { ...question, model },
  );

const said = (events: readonly StreamEvent[], type: 'text' | 'reasoning'): string =>
  events.map((event) => (event.type === type ? event.delta : '')).join('');

const dialects: readonly (readonly [
  name: string,
  to: To,
  write: (answer: ScriptedAnswer) => readonly (string | Uint8Array)[],
  words: Pick<ScriptedAnswer, 'finish' | 'usage'>,
])[] = [
  [
    'Responses',
    { provider: registry.openai, api: 'responses' },
    responsesStream,
    { finish: 'completed', usage: { input_tokens: 1, output_tokens: 2, total_tokens: 3 } },
  ],
  [
    'Gemini',
    { provider: registry.gemini },
    geminiStream,
    { finish: 'STOP', usage: { promptTokenCount: 1, candidatesTokenCount: 2, totalTokenCount: 3 } },
  ],
  [
    'Bedrock',
    { provider: registry.bedrock },
    bedrockStream,
    { finish: 'end_turn', usage: { inputTokens: 1, outputTokens: 2, totalTokens: 3 } },
  ],
  [
    'Ollama',
    { provider: registry.ollama },
    ollamaStream,
    { finish: 'stop', usage: { prompt_eval_count: 1, eval_count: 2 } },
  ],
  [
    'Cohere',
    { provider: registry.cohere },
    cohereStream,
    { finish: 'COMPLETE', usage: { tokens: { input_tokens: 1, output_tokens: 2 } } },
  ],
];

for (const [name, to, write, dialectWords] of dialects) {
  test(`any answer in ${name}, cut anywhere, is read the same (seed ${seed})`, async () => {
    const below = numbersBelow(seed);
    for (let round = 0; round < 40; round++) {
      const answer = randomAnswer(below);
      const chunks = write({ model: 'm', said: answer, ...dialectWords });
      const bytes = Buffer.concat(chunks.map((chunk) => Buffer.from(chunk)));
      const events = await read(to, cutAnywhere(below, bytes));
      const place = `seed ${seed}, round ${round}`;
      for (const type of ['text', 'reasoning'] as const) {
        const expected = answer.flatMap((one) => (one.type === type ? one.pieces : [])).join('');
        assert.equal(said(events, type), expected, place);
      }
      assert.deepEqual(
        events.flatMap((event) => (event.type === 'tool-call' ? [[event.name, JSON.parse(event.arguments)]] : [])),
        answer.flatMap((one) => (one.type === 'call' ? [[one.name, JSON.parse(one.pieces.join(''))]] : [])),
        place,
      );
      assert.deepEqual(
        events.slice(-2).map((event) => (event.type === 'usage' ? event.usage : event.type)),
        [{ inputTokens: 1, outputTokens: 2 }, 'finish'],
        place,
      );
    }
  });

  test(`any answer in ${name}, cut short anywhere, ends in one error (seed ${seed})`, async () => {
    const below = numbersBelow(seed + 1);
    for (let round = 0; round < 40; round++) {
      const chunks = write({ model: 'm', said: randomAnswer(below), ...dialectWords }).map((chunk) =>
        Buffer.from(chunk),
      );
      // The last events only tell how it ended: all before them is no whole answer.
      const bytes = Buffer.concat(chunks.slice(0, name === 'Ollama' || name === 'Gemini' ? -1 : -2));
      const events = await read(to, cutAnywhere(below, bytes.subarray(0, below(bytes.length))));
      const ends = events.filter(({ type }) => type === 'finish' || type === 'error');
      assert.deepEqual(ends, [events.at(-1)], `seed ${seed}, round ${round}`);
      assert.equal(ends[0]?.type, 'error', `seed ${seed}, round ${round}`);
    }
  });
}

async function recordings(folder: string): Promise<readonly Exchange[]> {
  const found: Exchange[] = [];
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.jsonl')))
    for (const line of (await readFile(join(folder, file), 'utf8')).split('\n').filter((text) => text !== ''))
      found.push(exchange.parse(JSON.parse(line)));
  return found.filter(({ endpoint_kind: kind }) => readers[kind] !== undefined);
}

test(
  `recorded answers, cut anywhere, are read as in one piece (seed ${seed})`,
  { skip: !existsSync(defaultRecordings) && 'there are no recordings beside this project' },
  async (context) => {
    const below = numbersBelow(seed + 2);
    const all = await recordings(defaultRecordings);
    const picked = Array.from({ length: Math.min(150, all.length) }, () => all[below(all.length)] ?? assert.fail());
    for (const recorded of picked) {
      const { response, endpoint_kind: kind, id } = recorded;
      const bytes = Buffer.from(response.body_base64 ?? '', 'base64');
      const readCut = async (pieces: AsyncIterable<Uint8Array>) =>
        joined(
          await read(readers[kind] ?? assert.fail(), pieces, { status: response.status, model: modelOf(recorded) }),
        );
      const whole = await readCut(Readable.from([bytes]));
      assert.deepEqual(await readCut(cutAnywhere(below, bytes)), whole, `seed ${seed}, ${id}`);
    }
    context.diagnostic(`${picked.length} of ${all.length} recordings, seed ${seed}`);
    assert.ok(picked.length > 0);
  },
);

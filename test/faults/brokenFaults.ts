import assert from 'node:assert/strict';
import { gzipSync } from 'node:zlib';
import { openaiCompletion, openaiEvent } from '../servers/openaiScript.ts';
import { responsesEvent } from '../servers/responsesScript.ts';
import { anthropicScript } from '../servers/anthropicScript.ts';
import type { Step } from '../servers/faultServer.ts';
import type { Case, Fault } from './fault.ts';
import type { Stage } from './stage.ts';
import { answerOf, chatChoice, wires, type WireName } from './wires.ts';

const { chat } = wires;
const hurried = 50;
const good: readonly Step[] = [{ bytes: answerOf(chat, 'Hello.') }];
const fine = { text: 'Hello.', finish: 'stop', buttons: [] } as const;
const partial = ['Continue', 'Retry'] as const;
const half: Step = { bytes: Buffer.concat([chat.open, chat.text('Hel')]) };

/** The same fault before any word: silently tried again, and all is well. */
const before = (name: string, steps: readonly Step[], wire: WireName = 'chat'): Case => ({
  name: `${name}, before a word`,
  wire,
  speed: hurried,
  script: [steps, [{ bytes: answerOf(wires[wire], 'Hello.') }]],
  expected: { ...fine, requests: 2 },
});

/** After words nothing is asked again by itself, and both ways on are offered. */
const after = (name: string, steps: readonly Step[], expected: Case['expected'], wire: WireName = 'chat'): Case => ({
  name: `${name}, after words`,
  wire,
  speed: hurried,
  script: [steps],
  expected: { text: 'Hel', requests: 1, buttons: partial, ...expected },
});

const messages = anthropicScript();
const overloaded = messages.error('overloaded_error', 'Overloaded');
const upstream = openaiEvent({ id: 'c', choices: [], error: { message: 'Upstream fell over', code: 502 } });
const failed = responsesEvent({
  type: 'response.failed',
  response: { status: 'failed', output: [], error: { code: 'server_error', message: 'The server had an error' } },
});

const spoken = (wire: WireName, words: string): Uint8Array =>
  Buffer.concat([wires[wire].open, wires[wire].text(words)]);

async function retryReplaces(stage: Stage): Promise<string> {
  await stage.ask();
  const first = stage.page.words;
  assert.deepEqual([first, stage.page.end.buttons], ['Hel', partial]);
  const turns = stage.page.transcript.turns.length;
  stage.send({ type: 'retry' });
  await stage.answered();
  assert.equal(stage.page.transcript.turns.length, turns, 'the answer is replaced, not added to');
  return `“${first}” kept, then Retry`;
}

async function continueJoins(stage: Stage): Promise<string> {
  await stage.ask();
  stage.send({ type: 'continue' });
  await stage.answered();
  return 'Continue';
}

/** An answer that ends without its protocol's own end. */
const unended = (name: string, wire: WireName): Case =>
  after(`${name} without its end`, [{ bytes: spoken(wire, 'Hel') }], { error: 'interrupted' }, wire);

const ended = (name: string, bytes: string | Uint8Array): Case => ({
  name,
  script: [[{ bytes }]],
  expected: { ...fine, requests: 1 },
});

/** Faults of an answer that had begun. */
export const brokenFaults: readonly Fault[] = [
  {
    id: 'F08',
    title: 'an error inside a 200',
    expected: 'a failed turn with the provider’s words; what came stays; retry rules of F11',
    cases: [
      before('event: error', [{ bytes: overloaded }], 'anthropic'),
      after(
        'event: error',
        [{ bytes: Buffer.concat([spoken('anthropic', 'Hel'), Buffer.from(overloaded)]) }],
        { error: 'overloaded' },
        'anthropic',
      ),
      before('an error in a chunk', [{ bytes: upstream }]),
      after('an error in a chunk', [half, { bytes: upstream }], { error: 'overloaded' }),
      before('finish_reason: error', [
        { bytes: chatChoice({ delta: {}, finish_reason: 'error' }) },
        { bytes: 'data: [DONE]\n\n' },
      ]),
      after('finish_reason: error', [half, { bytes: chatChoice({ delta: {}, finish_reason: 'error' }) }], {
        error: 'overloaded',
      }),
      before('response.failed', [{ bytes: failed }], 'responses'),
      after(
        'response.failed',
        [{ bytes: Buffer.concat([spoken('responses', 'Hel'), Buffer.from(failed)]) }],
        { error: 'overloaded' },
        'responses',
      ),
    ],
  },
  {
    id: 'F09',
    title: 'a whole JSON answer instead of a stream, or nothing',
    expected: 'the answer is read; an empty body is an error',
    cases: [
      {
        name: 'JSON',
        script: [
          [
            { status: 200, headers: { 'content-type': 'application/json' } },
            {
              bytes: JSON.stringify(
                openaiCompletion({
                  message: { content: 'Hello.' },
                  finishReason: 'stop',
                  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
                }),
              ),
              bytesPerWrite: 7,
            },
          ],
        ],
        expected: { ...fine, requests: 1 },
      },
      {
        name: '204',
        script: [[{ status: 204 }]],
        expected: { error: 'bad-response', says: /empty/, buttons: ['Retry'] },
      },
      { name: 'no bytes', script: [[{ status: 200 }]], expected: { error: 'bad-response', says: /empty/ } },
    ],
  },
  {
    id: 'F11',
    title: 'the connection drops in mid-stream',
    expected: 'before a word: silently again; after: what came stays with Continue and Retry; Retry replaces',
    cases: [
      before('reset', [{ bytes: chat.open }, { cut: 'rst' }]),
      before('half-closed', [{ bytes: chat.open }, { cut: 'fin' }]),
      openingWhenRead(after('reset', [half, { wait: 'read' }, { cut: 'rst' }], { error: 'interrupted' })),
      after('half-closed', [half, { cut: 'fin' }], { error: 'interrupted' }),
      {
        name: 'then Retry',
        script: [[half, { cut: 'fin' }], good],
        act: retryReplaces,
        expected: { ...fine, requests: 2 },
      },
      {
        name: 'then Continue, which repeats a word',
        script: [
          [{ bytes: spoken('chat', 'The quick brown') }, { cut: 'fin' }],
          [{ bytes: answerOf(chat, 'quick brown fox.') }],
        ],
        act: continueJoins,
        expected: { text: 'The quick brown fox.', finish: 'stop', requests: 2 },
      },
      {
        name: 'then Continue with prefill',
        wire: 'anthropic',
        script: [
          [{ bytes: spoken('anthropic', 'The quick br') }, { cut: 'fin' }],
          [{ bytes: answerOf(wires.anthropic, 'own fox.') }],
        ],
        act: continueJoins,
        expected: { text: 'The quick brown fox.', finish: 'stop', requests: 2 },
        check: ({ server }) => {
          const body = JSON.parse(server.requests[1]?.body ?? '') as { messages: { role: string }[] };
          assert.equal(body.messages.at(-1)?.role, 'assistant');
        },
      },
    ],
  },
  {
    id: 'F12',
    title: 'a clean end without the protocol’s own',
    expected: 'interrupted, never done; either of finish_reason and [DONE] is enough',
    cases: [
      unended('chat', 'chat'),
      unended('Anthropic', 'anthropic'),
      unended('Responses', 'responses'),
      unended('Gemini', 'gemini'),
      unended('Bedrock', 'bedrock'),
      ended('[DONE] alone', Buffer.concat([chat.open, chat.text('Hello.'), Buffer.from('data: [DONE]\n\n')])),
      ended(
        'finish_reason alone',
        Buffer.concat([chat.open, chat.text('Hello.'), Buffer.from(chatChoice({ delta: {}, finish_reason: 'stop' }))]),
      ),
    ],
  },
  {
    id: 'F14',
    title: 'an empty finish_reason in mid-stream',
    expected: 'is none',
    cases: ['', null].map((reason): Case => ({
      name: JSON.stringify(reason),
      script: [
        [
          { bytes: chatChoice({ delta: { content: 'Hel' }, finish_reason: reason }) },
          { bytes: Buffer.concat([chat.text('lo.'), chat.close]) },
        ],
      ],
      expected: { ...fine, requests: 1 },
    })),
  },
  {
    id: 'F20',
    title: 'forged and early sentinels',
    expected: '[DONE] exactly; [DONE]x is an error; after the end nothing counts, and the socket is let go',
    cases: [
      after('[DONE]x', [half, { bytes: 'data: [DONE]x\n\n' }, { bytes: chat.text('lo.') }], { error: 'bad-response' }),
      {
        name: 'more after [DONE]',
        script: [
          [
            {
              bytes: Buffer.concat([
                answerOf(chat, 'Hello.'),
                chat.text(' Forged.'),
                Buffer.from('data: {"error":"x"}\n\n'),
              ]),
            },
          ],
        ],
        expected: { ...fine, requests: 1 },
      },
      {
        name: 'the socket stays open',
        script: [[{ bytes: answerOf(chat, 'Hello.') }, { wait: 'for ever' }]],
        expected: { ...fine, requests: 1 },
        check: async ({ server }) => {
          assert.equal(await server.requests[0]?.closed, 'client');
        },
      },
    ],
  },
  {
    id: 'F28',
    title: 'compressed although identity was asked for',
    expected: 'identity is asked for; a cut compressed answer is never taken for done',
    cases: [
      {
        name: 'cut gzip',
        speed: hurried,
        script: Array.from({ length: 3 }, () => [
          { status: 200, headers: { 'content-type': 'text/event-stream', 'content-encoding': 'gzip' } } as const,
          { bytes: gzipSync(answerOf(chat, 'Hello.')).subarray(0, 40) } as const,
        ]),
        expected: { text: '', error: 'interrupted', buttons: ['Retry'] },
        check: ({ server }) => {
          assert.equal(server.requests[0]?.headers['accept-encoding'], 'identity');
        },
      },
    ],
  },
  {
    id: 'F33',
    title: 'an empty turn',
    expected: 'asked for once more, then an error that says so',
    cases: [
      {
        name: 'once',
        script: [[{ bytes: Buffer.concat([chat.open, chat.close]) }], good],
        expected: { ...fine, requests: 2 },
      },
      {
        name: 'always',
        script: [[{ bytes: chat.close }], [{ bytes: chat.close }]],
        expected: { error: 'bad-response', says: /empty answer/, requests: 2, buttons: ['Retry'] },
      },
    ],
  },
  {
    id: 'F39',
    title: '100 MB for a short question',
    expected: 'stopped at a limit; what came stays',
    cases: [
      {
        script: [
          [
            half,
            ...Array.from({ length: 100 }, () => ({ bytes: `: ${'x'.repeat(1024 * 1024)}\n` }) as const),
            { bytes: chat.close },
          ],
        ],
        expected: { text: 'Hel', error: 'bad-response', says: /96 MB/, requests: 1 },
      },
    ],
  },
];

/** Opens the gate once the words are on the page, so that a reset cannot overtake them. */
function openingWhenRead(one: Case): Case {
  return {
    ...one,
    act: async (stage) => {
      const asked = stage.ask();
      await stage.reads('Hel');
      stage.server.open('read');
      await asked;
    },
  };
}

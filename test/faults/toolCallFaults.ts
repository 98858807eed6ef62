import assert from 'node:assert/strict';
import { runnableCalls } from '../../src/model/runnableCalls.ts';
import { anthropicScript } from '../servers/anthropicScript.ts';
import type { Case, Fault } from './fault.ts';
import { chatChoice } from './wires.ts';

interface Piece {
  readonly index?: number;
  readonly id?: string;
  readonly name?: string;
  readonly args?: unknown;
}

const piece = ({ index, id, name, args }: Piece): object => ({
  ...(index === undefined ? {} : { index }),
  ...(id === undefined ? {} : { id }),
  type: 'function',
  function: { ...(name === undefined ? {} : { name }), ...(args === undefined ? {} : { arguments: args }) },
});

/** Each list is one chunk. */
const calling = (chunks: readonly (readonly Piece[])[], end = 'tool_calls'): string =>
  [
    ...chunks.map((pieces) => chatChoice({ delta: { tool_calls: pieces.map(piece) } })),
    chatChoice({ delta: {}, finish_reason: end }),
    'data: [DONE]\n\n',
  ].join('');

const [one, two] = ['{"path":"a"}', '{"path":"b"}'];
const both = [
  { name: 'read', arguments: one },
  { name: 'read', arguments: two },
];

const calls = (name: string, chunks: readonly (readonly Piece[])[], expected: Case['expected']['calls']): Case => ({
  name,
  script: [[{ bytes: calling(chunks) }]],
  expected: { finish: 'tool-calls', requests: 1, ...(expected === undefined ? {} : { calls: expected }) },
  check: ({ page }) => {
    assert.equal(runnableCalls(page.answer).length, expected?.length);
    assert.doesNotMatch(page.parts.words, /not complete/);
  },
});

/** A call that did not come whole may be shown, and must never be run. */
const unrunnable = (
  name: string,
  bytes: string | Uint8Array,
  expected: Case['expected'],
  more: Partial<Case> = {},
): Case => ({
  name,
  script: [[{ bytes }]],
  expected: { requests: 1, ...expected },
  check: ({ page }) => {
    assert.deepEqual(runnableCalls(page.answer), []);
    const isShown = page.answer.parts.some(({ type }) => type === 'tool-call');
    assert.equal(page.parts.words.includes('not complete and not run: run'), isShown);
  },
  ...more,
});

const messages = anthropicScript();
const cutCall = Buffer.from(
  messages.open() +
    messages.startText(0) +
    messages.text(0, 'Hel') +
    messages.stop(0) +
    messages.startToolUse(1, { id: 't', name: 'run' }) +
    messages.json(1, '{"command":"rm -rf /tmp/x'),
);

const lone = 'a\ud800b';

/** Faults of tool calls. */
export const toolCallFaults: readonly Fault[] = [
  {
    id: 'F13',
    title: 'tool arguments that were cut off',
    expected: 'marked as not complete and never offered for running; nothing is mended',
    cases: [
      unrunnable(
        'cut by the limit',
        calling([[{ index: 0, id: 'a', name: 'run', args: '{"command":"rm -rf /tmp/x' }]], 'length'),
        {
          finish: 'length',
          buttons: ['Continue', 'Change the limit'],
        },
      ),
      unrunnable('whole, but at the limit', calling([[{ index: 0, id: 'a', name: 'run', args: '{}' }]], 'length'), {
        finish: 'length',
      }),
      unrunnable('not JSON', calling([[{ index: 0, id: 'a', name: 'run', args: '{"command":"x' }]]), {
        finish: 'tool-calls',
      }),
      unrunnable(
        'a dropped connection',
        '',
        { error: 'interrupted', text: 'Hel', calls: [] },
        { wire: 'anthropic', script: [[{ bytes: cutCall }, { cut: 'fin' }]] },
      ),
      unrunnable(
        'a clean end without a terminal',
        '',
        { error: 'interrupted', calls: [] },
        { wire: 'anthropic', script: [[{ bytes: cutCall }]] },
      ),
    ],
  },
  {
    id: 'F23',
    title: 'pieces of calls in every order',
    expected: 'a known id, else a new id at a used index, else the index, else the last one open',
    cases: [
      calls(
        'id first only',
        [
          [{ index: 0, id: 'a', name: 'read', args: '' }],
          [{ index: 0, args: '{"path"' }],
          [{ index: 0, args: ':"a"}' }],
          [{ index: 1, id: 'b', name: 'read', args: two }],
        ],
        both,
      ),
      calls(
        'id in every chunk',
        [
          [{ index: 0, id: 'a', name: 'read', args: '{"path"' }],
          [{ index: 0, id: 'a', args: ':"a"}' }],
          [{ index: 1, id: 'b', name: 'read', args: two }],
        ],
        both,
      ),
      calls(
        'empty ids',
        [[{ index: 0, id: '', name: 'read', args: one }], [{ index: 1, id: '', name: 'read', args: two }]],
        both,
      ),
      calls(
        'no index',
        [[{ id: 'a', name: 'read', args: '{"path"' }], [{ args: ':"a"}' }], [{ id: 'b', name: 'read', args: two }]],
        both,
      ),
      calls(
        'all at index 0',
        [[{ index: 0, id: 'a', name: 'read', args: one }], [{ index: 0, id: 'b', name: 'read', args: two }]],
        both,
      ),
      calls(
        'from 1 on, with gaps',
        [[{ index: 1, id: 'a', name: 'read', args: one }], [{ index: 7, id: 'b', name: 'read', args: two }]],
        both,
      ),
      calls(
        'interleaved',
        [
          [
            { index: 0, id: 'a', name: 'read', args: '{"path"' },
            { index: 1, id: 'b', name: 'read', args: '{"path"' },
          ],
          [
            { index: 1, args: ':"b"}' },
            { index: 0, args: ':"a"}' },
          ],
        ],
        both,
      ),
      calls(
        'name later',
        [
          [{ index: 0, id: 'a' }],
          [{ index: 0, name: 'read', args: one }],
          [{ index: 1, id: 'b', name: 'read', args: two }],
        ],
        both,
      ),
      calls(
        'whole arguments again',
        [
          [{ index: 0, id: 'a', name: 'read', args: one }],
          [{ index: 0, id: 'a', args: one }],
          [{ index: 1, id: 'b', name: 'read', args: two }],
        ],
        both,
      ),
      calls(
        'an empty chunk at the end',
        [
          [{ index: 0, id: 'a', name: 'read', args: one }],
          [{ index: 0, args: '' }],
          [{ index: 1, id: 'b', name: 'read', args: two }],
        ],
        both,
      ),
      calls(
        'a beginning that parses',
        [
          [{ index: 0, id: 'a', name: 'read', args: '{}' }],
          [{ index: 0, args: one }],
          [{ index: 1, id: 'b', name: 'read', args: two }],
        ],
        both,
      ),
    ],
  },
  {
    id: 'F24',
    title: 'arguments as an object, empty, null; lone surrogates',
    expected: 'read as what they mean; half a character neither breaks the file nor a request',
    cases: [
      calls(
        'an object',
        [[{ index: 0, id: 'a', name: 'read', args: { path: 'a' } }]],
        [{ name: 'read', arguments: one }],
      ),
      calls('empty', [[{ index: 0, id: 'a', name: 'read', args: '' }]], [{ name: 'read', arguments: '{}' }]),
      calls('null', [[{ index: 0, id: 'a', name: 'read', args: null }]], [{ name: 'read', arguments: '{}' }]),
      {
        name: 'a lone surrogate',
        script: [
          [{ bytes: `data: {"choices":[{"index":0,"delta":{"content":"a\\ud800b"},"finish_reason":"stop"}]}\n\n` }],
          [{ bytes: `${chatChoice({ delta: { content: 'Fine.' }, finish_reason: 'stop' })}data: [DONE]\n\n` }],
        ],
        act: async (stage) => {
          await stage.ask();
          await stage.ask(`And ${lone}?`);
        },
        expected: { text: 'Fine.', finish: 'stop', requests: 2 },
        check: ({ server }) => {
          assert.doesNotThrow(() => JSON.parse(server.requests[1]?.body ?? ''));
          assert.ok(server.requests[1]?.body.includes('\\ud800'));
        },
      },
    ],
  },
];

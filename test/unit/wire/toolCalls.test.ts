import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Failure } from '../../../src/llm/failure.ts';
import { openaiCompatible as openai } from '../../../src/providers/openaiCompatible.ts';
import { type ToolCallPiece, ToolCalls } from '../../../src/wire/toolCalls.ts';
import { chatStream, decode, stops } from '../llm/harness.ts';

type Expected = readonly (readonly [id: string, name: string, args: string])[];

function assemble(pieces: readonly ToolCallPiece[]): Expected {
  const calls = new ToolCalls();
  for (const piece of pieces) calls.add(piece);
  return calls.finish('x').map((call) => [call.id, call.name, call.arguments] as const);
}

const cases: readonly (readonly [string, readonly ToolCallPiece[], Expected])[] = [
  [
    'id first only',
    [
      { index: 0, id: 'a', name: 'f', arguments: '' },
      { index: 0, arguments: '{"p"' },
      { index: 0, arguments: ':1}' },
    ],
    [['a', 'f', '{"p":1}']],
  ],
  [
    'id and name in every piece',
    [
      { index: 0, id: 'a', name: 'f', arguments: '{"p"' },
      { index: 0, id: 'a', name: 'f', arguments: ':1}' },
    ],
    [['a', 'f', '{"p":1}']],
  ],
  [
    'empty id in later pieces',
    [
      { index: 0, id: 'a', name: 'f' },
      { index: 0, id: '', name: '', arguments: '{}' },
    ],
    [['a', 'f', '{}']],
  ],
  [
    'no id at all',
    [
      { index: 0, name: 'f', arguments: '{' },
      { index: 0, arguments: '}' },
    ],
    [['x_0', 'f', '{}']],
  ],
  [
    'an id that comes late',
    [
      { index: 0, name: 'f', arguments: '{' },
      { index: 0, id: 'a', arguments: '}' },
    ],
    [['a', 'f', '{}']],
  ],
  [
    'a name that comes late',
    [
      { index: 0, id: 'a' },
      { index: 0, arguments: '{}' },
      { index: 0, name: 'f' },
    ],
    [['a', 'f', '{}']],
  ],
  [
    'no index, whole calls',
    [
      { id: 'a', name: 'f', arguments: '{"p":1}' },
      { id: 'b', name: 'g', arguments: '{}' },
    ],
    [
      ['a', 'f', '{"p":1}'],
      ['b', 'g', '{}'],
    ],
  ],
  [
    'no index, in pieces',
    [{ id: 'a', name: 'f' }, { arguments: '{"p"' }, { arguments: ':1}' }, { id: 'b', name: 'g' }, { arguments: '{}' }],
    [
      ['a', 'f', '{"p":1}'],
      ['b', 'g', '{}'],
    ],
  ],
  [
    'no index, no id, whole calls',
    [
      { name: 'f', arguments: '{"p":1}' },
      { name: 'f', arguments: '{"p":2}' },
    ],
    [
      ['x_0', 'f', '{"p":1}'],
      ['x_1', 'f', '{"p":2}'],
    ],
  ],
  [
    'all under index 0, with ids',
    [
      { index: 0, id: 'a', name: 'f', arguments: '{"p":1}' },
      { index: 0, id: 'b', name: 'f', arguments: '{"p":2}' },
      { index: 0, arguments: '' },
    ],
    [
      ['a', 'f', '{"p":1}'],
      ['b', 'f', '{"p":2}'],
    ],
  ],
  [
    'all under index 0, without ids',
    [
      { index: 0, name: 'f', arguments: '{"p":1}' },
      { index: 0, name: 'f', arguments: '{"p":2}' },
    ],
    [
      ['x_0', 'f', '{"p":1}'],
      ['x_1', 'f', '{"p":2}'],
    ],
  ],
  [
    'all under index 0, without ids and arguments',
    [
      { index: 0, name: 'f', arguments: '' },
      { index: 0, name: 'g', arguments: '' },
      { index: 0, name: 'h', arguments: '{}' },
      { index: 0, name: 'i', arguments: '{}' },
    ],
    [
      ['x_0', 'f', '{}'],
      ['x_1', 'g', '{}'],
      ['x_2', 'h', '{}'],
      ['x_3', 'i', '{}'],
    ],
  ],
  [
    'an empty object before the real one',
    [
      { index: 0, id: 'a', name: 'f', arguments: '{}' },
      { index: 0, arguments: '{"p"' },
      { index: 0, arguments: ':1}' },
    ],
    [['a', 'f', '{"p":1}']],
  ],
  [
    'a reused index whose new call goes on in pieces',
    [
      { index: 0, id: 'a', name: 'f', arguments: '{}' },
      { index: 0, id: 'b', name: 'g', arguments: '{"p"' },
      { index: 0, arguments: ':1}' },
    ],
    [
      ['a', 'f', '{}'],
      ['b', 'g', '{"p":1}'],
    ],
  ],
  [
    'indexes from 1, with gaps',
    [
      { index: 1, id: 'a', name: 'f', arguments: '{}' },
      { index: 5, id: 'b', name: 'g', arguments: '{}' },
    ],
    [
      ['a', 'f', '{}'],
      ['b', 'g', '{}'],
    ],
  ],
  [
    'interleaved',
    [
      { index: 0, id: 'a', name: 'f' },
      { index: 1, id: 'b', name: 'g' },
      { index: 0, arguments: '{"p"' },
      { index: 1, arguments: '{' },
      { index: 0, arguments: ':1}' },
      { index: 1, arguments: '}' },
    ],
    [
      ['a', 'f', '{"p":1}'],
      ['b', 'g', '{}'],
    ],
  ],
  [
    'interleaved by id under one index',
    [
      { index: 0, id: 'a', name: 'f', arguments: '{' },
      { index: 0, id: 'b', name: 'g', arguments: '{' },
      { index: 0, id: 'a', arguments: '}' },
      { index: 0, id: 'b', arguments: '}' },
    ],
    [
      ['a', 'f', '{}'],
      ['b', 'g', '{}'],
    ],
  ],
  [
    'whole arguments once more',
    [
      { index: 0, id: 'a', name: 'f', arguments: '{"p"' },
      { index: 0, arguments: ':1}' },
      { index: 0, id: 'a', name: 'f', arguments: '{"p":1}' },
    ],
    [['a', 'f', '{"p":1}']],
  ],
  [
    'one id for two calls, in pieces and interleaved',
    [
      { index: 0, id: 'f:0', name: 'f', arguments: '{"p":1}' },
      { index: 1, id: 'f:0', name: 'f', arguments: '{"p"' },
      { index: 2, id: 'f:0', name: 'g', arguments: '' },
      { index: 1, id: 'f:0', name: 'f', arguments: ':2}' },
      { index: 2, arguments: '{}' },
    ],
    [
      ['f:0', 'f', '{"p":1}'],
      ['x_1', 'f', '{"p":2}'],
      ['x_2', 'g', '{}'],
    ],
  ],
  [
    'one call whose index grows with each piece',
    [
      { index: 0, id: 'a', name: 'f', arguments: '{"p"' },
      { index: 1, id: 'a', name: 'f', arguments: ':1' },
      { index: 2, id: 'a', name: 'f', arguments: '}' },
      { index: 3, id: 'a', name: 'f', arguments: '{"p":1}' },
    ],
    [['a', 'f', '{"p":1}']],
  ],
  [
    'an empty piece after the end',
    [{ index: 0, id: 'a', name: 'f', arguments: '{}' }, { index: 0, arguments: '' }, { index: 0 }, { index: 1 }],
    [['a', 'f', '{}']],
  ],
  [
    'arguments that parse before they are whole',
    [
      { index: 0, id: 'a', name: 'f', arguments: '1' },
      { index: 0, arguments: '2' },
    ],
    [['a', 'f', '12']],
  ],
  [
    'an object, null and nothing for arguments',
    [
      { index: 0, id: 'a', name: 'f', arguments: { p: 1 } },
      { index: 1, id: 'b', name: 'g', arguments: null },
      { index: 2, id: 'c', name: 'h', arguments: '' },
    ],
    [
      ['a', 'f', '{"p":1}'],
      ['b', 'g', '{}'],
      ['c', 'h', '{}'],
    ],
  ],
  [
    'arguments that are no JSON are passed on as they are',
    [{ index: 0, id: 'a', name: 'f', arguments: '{"p": \ud800' }],
    [['a', 'f', '{"p": \ud800']],
  ],
  [
    'indexes that are none',
    [
      { index: -1, id: 'a', name: 'f', arguments: '{' },
      { index: 1.5, arguments: '"p"' },
      { index: 4e9, arguments: ':1' },
      { index: '__proto__', arguments: '}' },
    ],
    [['a', 'f', '{"p":1}']],
  ],
  [
    'ids that are properties of every object',
    [
      { index: 0, id: '__proto__', name: 'constructor', arguments: '{"__proto__":{"x":1}}' },
      { index: 0, id: 'toString', name: 'g' },
    ],
    [
      ['__proto__', 'constructor', '{"__proto__":{"x":1}}'],
      ['toString', 'g', '{}'],
    ],
  ],
];

for (const [name, pieces, expected] of cases) test(name, () => assert.deepEqual(assemble(pieces), expected));

test('no prototype was touched', () => assert.equal('x' in {}, false));

test('a call that is never named is an error, and so are too many', () => {
  assert.throws(() => assemble([{ index: 0, id: 'a', arguments: '{}' }]), Failure);
  assert.throws(
    () => assemble(Array.from({ length: 129 }, (_, index) => ({ index, id: `${index}`, name: 'f' }))),
    Failure,
  );
});

test('a host that says "stop" after calls means the calls', async () => {
  const call = { delta: { tool_calls: [{ index: 0, id: 'a', function: { name: 'f', arguments: '{}' } }] } };
  assert.deepEqual(await decode(openai, chatStream(call, stops('stop'))), [
    { type: 'tool-call', id: 'a', name: 'f', arguments: '{}' },
    { type: 'finish', reason: 'tool-calls', raw: 'stop' },
  ]);
});

test('calls of an interrupted answer are not given out', async () => {
  const call = { delta: { tool_calls: [{ index: 0, id: 'a', function: { name: 'f', arguments: '{}' } }] } };
  const cut = chatStream({ delta: { content: 'I will call.' } }, call).replace('data: [DONE]\n\n', '');
  assert.deepEqual(
    (await decode(openai, cut)).map(({ type }) => type),
    ['text', 'error'],
  );
});

test('a hostile chunk pollutes nothing', async () => {
  const hostile = [
    '{"__proto__":{"polluted":1},"choices":[{"index":0,"delta":{"__proto__":{"polluted":1},"content":"Hi","tool_calls":[{"index":"__proto__","id":"__proto__","function":{"name":"f","__proto__":{"polluted":1},"arguments":"{}"}}]}}]}',
    '{"constructor":{"prototype":{"polluted":1}},"choices":[{"delta":{},"finish_reason":"__proto__"}],"usage":{"__proto__":{"polluted":1}}}',
  ];
  const events = await decode(openai, `${hostile.map((data) => `data: ${data}\n\n`).join('')}data: [DONE]\n\n`);
  assert.deepEqual(
    events.map(({ type }) => type),
    ['text', 'tool-call', 'finish'],
  );
  assert.equal('polluted' in {}, false);
});

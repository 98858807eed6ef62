import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeOutline, decodeRecords, encodeEntries, encodeHeader, type Entry } from '../../../src/chat/record.ts';
import { decodeEvent } from '../../../src/chat/savedEvent.ts';
import type { ChatEvent } from '../../../src/model/transcript.ts';
import type { StreamEvent } from '../../../src/model/event.ts';

const bytes = (text: string) => new TextEncoder().encode(text);
const decode = (text: string) => decodeRecords(bytes(text));
const entries = (...events: ChatEvent[]): Entry[] => events.map((event, n) => ({ by: 'w', n, event }));
const stream = (event: StreamEvent): ChatEvent => ({ type: 'stream', id: 'a1', event });
const says = (delta: string) => stream({ type: 'text', delta });
const header = encodeHeader('chat');

const every: readonly ChatEvent[] = [
  {
    type: 'user',
    id: 'u1',
    at: 1,
    text: 'Why?\n\0 "é😀\u2028',
    attachments: [
      { id: '1', kind: 'file', path: 'a', uri: 'file:///a', languageId: 'c' },
      {
        id: '2',
        kind: 'symbol',
        path: 'a',
        uri: 'b',
        languageId: 'c',
        symbol: 's',
        lines: { start: 1, end: 2 },
        text: '\r\n',
      },
    ],
  },
  { type: 'assistant', id: 'a1', at: 2, model: { connection: 'c', model: 'm' }, label: 'M' },
  stream({ type: 'reasoning', delta: 'a' }),
  stream({ type: 'reasoning', delta: '', replay: { data: ['x', null] } }),
  stream({ type: 'refusal', delta: 'No' }),
  stream({ type: 'tool-call', id: 't', name: 'f', arguments: '{"__proto__"' }),
  stream({
    type: 'usage',
    usage: { inputTokens: 1, outputTokens: 2, cacheReadTokens: 0, cacheWriteTokens: 0, reasoningTokens: 1 },
  }),
  stream({ type: 'finish', reason: 'length', raw: 'max_tokens' }),
  { type: 'continue', id: 'a1', at: 3 },
  stream({
    type: 'error',
    error: {
      kind: 'rate-limited',
      message: 'm',
      detail: 'd',
      status: 429,
      retryAfterMs: 5,
      retryAtMs: 9,
      limits: ['x: 1'],
      requestId: 'r',
    },
  }),
  stream({
    type: 'fallback',
    from: 'M',
    to: 'N',
    model: { connection: 'd', model: 'n' },
    error: { kind: 'overloaded', message: 'm', status: 529 },
  }),
  { type: 'fallbacks', models: [{ connection: 'd', model: 'n' }] },
  { type: 'fallbacks' },
  { type: 'title', title: 'T' },
  { type: 'rewind', to: 'a1' },
  { type: 'switch', to: 'a1' },
  { type: 'delete', id: 'q1' },
  { type: 'restore', id: 'q1' },
];

test('every event comes back as it was', () => {
  const records = decode(header + encodeEntries(entries(...every)));
  assert.deepEqual(records, { version: 1, events: every, damaged: 0 });
});

test('a crash at any byte of the last record loses that record only, and spoils nothing that follows', () => {
  const kept = bytes(header + encodeEntries(entries(says('one'), says('two'))));
  const last = bytes(encodeEntries([{ by: 'w', n: 2, event: says('drei 😀 ü') }]));
  const next = bytes(encodeEntries([{ by: 'later', n: 0, event: says('four') }]));
  for (let length = 0; length <= last.length; length++) {
    const torn = Buffer.concat([kept, last.subarray(0, length)]);
    const isWhole = length === last.length;
    const isNothing = length <= 1;
    const survivors = [says('one'), says('two'), ...(isWhole ? [says('drei 😀 ü')] : [])];
    const damaged = isWhole || isNothing ? 0 : 1;
    assert.deepEqual(decodeRecords(torn), { version: 1, events: survivors, damaged }, `${length} bytes`);
    const afterwards = decodeRecords(Buffer.concat([torn, next]));
    assert.deepEqual(
      afterwards,
      { version: 1, events: [...survivors, says('four')], damaged },
      `${length} bytes, then more`,
    );
  }
});

test('a damaged line is skipped and counted; the rest is read', () => {
  const one = encodeEntries(entries(says('one')));
  const two = encodeEntries([{ by: 'w', n: 1, event: says('two') }]);
  for (const damage of [
    '\n{"kind":"event","by":"w"',
    '\n!',
    '\n42',
    '\nnull',
    '\n{}',
    `\n${'\0'.repeat(4096)}`,
    '\n{"kind":"event","by":"w","n":1,"event":{"type":"title"}}',
  ]) {
    assert.deepEqual(
      decode(header + one + damage + two),
      { version: 1, events: [says('one'), says('two')], damaged: 1 },
      damage,
    );
  }
});

test('a record behind a block of NUL on its line is read', () => {
  const line = `\n${'\0'.repeat(512)}${encodeEntries(entries(says('one'))).slice(1)}`;
  assert.deepEqual(decode(header + line), { version: 1, events: [says('one')], damaged: 1 });
});

test('a character cut in half costs its record at most', () => {
  const broken = Buffer.from(encodeEntries(entries(says('ü'))));
  const at = broken.indexOf(0xc3);
  const records = decodeRecords(
    Buffer.concat([
      bytes(header),
      broken.subarray(0, at + 1),
      bytes(encodeEntries([{ by: 'v', n: 0, event: says('two') }])),
    ]),
  );
  assert.deepEqual(records, { version: 1, events: [says('two')], damaged: 1 });
});

test('a byte order mark, Windows line ends and a missing header do no harm', () => {
  const lines = encodeEntries(entries(says('one'), says('two')));
  assert.deepEqual(decode(`\uFEFF${(header + lines).slice(1)}`), {
    version: 1,
    events: [says('one'), says('two')],
    damaged: 0,
  });
  assert.deepEqual(decode((header + lines).replaceAll('\n', '\r\n')).events, [says('one'), says('two')]);
  assert.deepEqual(decode(lines), { version: undefined, events: [says('one'), says('two')], damaged: 0 });
  assert.deepEqual(decode(''), { version: undefined, events: [], damaged: 0 });
});

test('what a later version adds is passed over, not counted as damage', () => {
  const later = [
    { kind: 'approval', id: 1 },
    { kind: 'event', by: 'w', n: 1, event: { type: 'branch', id: 'x' } },
    { kind: 'event', by: 'w', n: 2, event: { type: 'stream', id: 'a1', event: { type: 'image', url: 'x' } } },
    { kind: 'event', by: 'w', n: 3, event: { type: 'title', title: 'T', color: 'red' }, checksum: 1 },
    {
      kind: 'event',
      by: 'w',
      n: 4,
      event: { type: 'stream', id: 'a1', event: { type: 'error', error: { kind: 'new', message: 'm' } } },
    },
  ];
  const file = '\n{"kind":"chat","version":2,"id":"x"}' + later.map((record) => `\n${JSON.stringify(record)}`).join('');
  assert.deepEqual(decode(file), {
    version: 2,
    events: [{ type: 'title', title: 'T' }, stream({ type: 'error', error: { kind: 'bad-response', message: 'm' } })],
    damaged: 0,
  });
});

test('a file that a later version went on with is of that version', () => {
  assert.equal(decode(`${header}${header.replace('"version":1', '"version":2')}${header}`).version, 2);
});

test('the outline has all but what was streamed', () => {
  const tricky: ChatEvent = { type: 'title', title: '"event":{"type":"stream"' };
  const outline = decodeOutline(bytes(header + encodeEntries(entries(...every, tricky))));
  assert.deepEqual(outline, [...every.filter(({ type }) => type !== 'stream'), tricky]);
});

test('a value that is too long is cut, and one that is no JSON is kept as far as it is', () => {
  const long = decode(encodeEntries(entries(says('x'.repeat(17 * 1024 * 1024))))).events[0];
  const delta = long?.type === 'stream' && long.event.type === 'text' ? long.event.delta : '';
  assert.ok(delta.length < 16.1 * 1024 * 1024);
  assert.match(delta.slice(-80), /1048576 more characters were too many to be kept\]$/);
  const odd: Record<string, unknown> = { count: 10n };
  odd['self'] = odd;
  assert.deepEqual(decode(encodeEntries(entries(stream({ type: 'reasoning', delta: 'a', replay: odd })))).events, [
    stream({ type: 'reasoning', delta: 'a', replay: { count: '10', self: null } }),
  ]);
});

test("a record written twice is read once; writers do not get in each other's way", () => {
  const written = entries(says('one'), says('two'));
  const other = { by: 'v', n: 0, event: says('other') };
  const file = header + encodeEntries([...written, other, ...written, other]);
  assert.deepEqual(decode(file).events, [says('one'), says('two'), says('other')]);
});

test('names of object members are data', () => {
  const file =
    '\n{"kind":"event","by":"w","n":0,"event":{"type":"constructor"}}\n{"kind":"event","by":"__proto__","n":0,"event":{"type":"title","title":"T","__proto__":{"x":1}}}';
  assert.deepEqual(decode(file).events, [{ type: 'title', title: 'T' }]);
  assert.equal(Object.hasOwn(Object.prototype, 'x'), false);
});

test('every kind of attachment is read as it was written, and one of a later version as a file', () => {
  const kinds = ['selection', 'symbol', 'file', 'folder', 'problems', 'diff', 'image', 'document', 'hologram'];
  const attachments = kinds.map((kind) => ({ id: kind, kind, path: 'a', uri: 'file:///a', languageId: '', text: 'x' }));
  const event = decodeEvent({ type: 'user', id: 'q', at: 1, text: 'Why?', attachments });
  assert.ok(typeof event === 'object' && event.type === 'user');
  assert.deepEqual(
    event.attachments.map(({ kind }) => kind),
    [...kinds.slice(0, -1), 'file'],
  );
});

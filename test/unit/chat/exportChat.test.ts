import assert from 'node:assert/strict';
import { test } from 'node:test';
import { exportChat, exportName, shownEvents } from '../../../src/chat/exportChat.ts';
import { importChat } from '../../../src/chat/importChat.ts';
import { newId } from '../../../src/chat/ids.ts';
import { ChatStore } from '../../../src/chat/store.ts';
import { resumed } from '../../../src/model/branches.ts';
import { emptyTranscript, fold, type ChatEvent } from '../../../src/model/transcript.ts';
import { memoryFiles } from './memoryFiles.ts';
import { randomNumbers } from './random.ts';

const asks = (id: string, text = id): ChatEvent => ({ type: 'user', id, at: 1, text, attachments: [] });
const starts = (id: string): ChatEvent => ({
  type: 'assistant',
  id,
  at: 2,
  model: { connection: 'openai', model: 'gpt' },
  label: 'GPT',
});
const says = (id: string, delta: string): ChatEvent => ({ type: 'stream', id, event: { type: 'text', delta } });

/** One event of every kind that a file may hold, with every field. */
const everything: readonly ChatEvent[] = [
  {
    type: 'user',
    id: 'q1',
    at: 1_700_000_000_000,
    text: 'Why?\u2028“é” 😀 </script>',
    attachments: [
      {
        id: 'x1',
        kind: 'selection',
        path: 'src/a.ts',
        uri: 'file:///w/src/a.ts',
        languageId: 'typescript',
        lines: { start: 1, end: 2 },
        symbol: 'f',
        text: 'let a = "`";\r\n',
      },
      {
        id: 'x2',
        kind: 'image',
        path: 'p.png',
        uri: 'file:///w/p.png',
        languageId: '',
        media: { mediaType: 'image/png', data: 'iVBORw0KGgo=' },
      },
    ],
  },
  starts('a1'),
  {
    type: 'stream',
    id: 'a1',
    event: { type: 'reasoning', delta: 'Hm.', replay: { signature: 'abc', list: [1, null] } },
  },
  says('a1', 'Because'),
  says('a1', ' of it.'),
  {
    type: 'stream',
    id: 'a1',
    event: { type: 'citation', citation: { url: 'https://a.example/', title: 'A', quote: 'so' } },
  },
  { type: 'stream', id: 'a1', event: { type: 'tool-call', id: 't', name: 'read', arguments: '{"a":', replay: 'sig' } },
  {
    type: 'stream',
    id: 'a1',
    event: { type: 'usage', usage: { inputTokens: 9, outputTokens: 3, cacheReadTokens: 1, reasoningTokens: 2 } },
  },
  { type: 'stream', id: 'a1', event: { type: 'finish', reason: 'length', raw: 'max_tokens' } },
  { type: 'continue', id: 'a1', at: 3 },
  {
    type: 'stream',
    id: 'a1',
    event: {
      type: 'error',
      error: { kind: 'overloaded', message: 'Busy.', detail: 'd', status: 529, retryAfterMs: 5, requestId: 'r' },
    },
  },
  { type: 'title', title: 'Mine' },
];

function imported(text: string): readonly ChatEvent[] {
  const result = importChat(text);
  assert.ok('events' in result, JSON.stringify(result));
  return result.events;
}

const problem = (text: string): string => {
  const result = importChat(text);
  return 'problem' in result ? result.problem : assert.fail('It was imported.');
};

test('a chat that was exported, imported and written to disk is exported as the same bytes', async () => {
  const first = exportChat(everything);
  const store = new ChatStore(memoryFiles());
  const id = newId(0);
  await store.append(
    id,
    imported(first).map((event, n) => ({ by: 'w', n, event })),
  );
  const saved = await store.load(id);
  assert.equal(exportChat(saved?.events ?? []), first);
  assert.deepEqual(saved?.events, everything);
});

test('other branches and what was deleted are not exported, and all else is', () => {
  const events: ChatEvent[] = [
    asks('q1'),
    starts('a1'),
    says('a1', 'first try'),
    { type: 'title', title: 'T' },
    { type: 'rewind', to: 'a1' },
    starts('a2'),
    says('a1', 'late word of what is gone'),
    says('a2', 'second try'),
    { type: 'rewind', to: 'nowhere' },
    asks('q2'),
    { type: 'delete', id: 'q2' },
  ];
  assert.deepEqual(shownEvents(events), [
    asks('q1'),
    { type: 'title', title: 'T' },
    starts('a2'),
    says('a2', 'second try'),
  ]);
});

test('whatever happened, what is exported folds to what is shown', () => {
  for (let seed = 1; seed <= 300; seed++) {
    const pick = randomNumbers(seed);
    const events = Array.from({ length: 5 + pick(40) }, (_, index): ChatEvent => {
      const some = String(pick(index + 1));
      const kinds: ChatEvent[] = [
        asks(String(index)),
        starts(String(index)),
        says(some, `${index} `),
        { type: 'continue', id: some, at: index },
        { type: 'rewind', to: some },
        { type: 'switch', to: some },
        { type: 'delete', id: some },
        { type: 'restore', id: some },
        { type: 'title', title: String(index) },
        { type: 'stream', id: some, event: { type: 'finish', reason: 'stop' } },
      ];
      return kinds[pick(kinds.length)] ?? assert.fail();
    });
    const { aside: _aside, links: _links, ...shown } = resumed(events.reduce(fold, emptyTranscript));
    assert.deepEqual(shownEvents(events).reduce(fold, emptyTranscript), shown, `seed ${seed}`);
  }
});

test('who may answer instead is neither given away nor taken over', () => {
  const choice: ChatEvent = { type: 'fallbacks', models: [{ connection: 'c', model: 'dear' }] };
  assert.deepEqual(shownEvents([...everything, choice]), everything);
  const file = JSON.stringify({ format: 'parley-chat', version: 1, events: [...everything, choice] });
  assert.deepEqual(imported(file), everything);
});

test('a file that is not one of ours is refused with what to do', () => {
  const file = JSON.parse(exportChat(everything)) as { format: string; version: number; events: object[] };
  const changed = (change: object) => JSON.stringify({ ...file, ...change });
  assert.match(problem(''), /not a JSON file/);
  assert.match(problem(exportChat(everything).slice(0, -40)), /only part of one/);
  for (const other of ['null', '[]', '"x"', '{}', changed({ format: 'other' }), changed({ version: 0 })])
    assert.match(problem(other), /not a chat that Parley exported/, other);
  assert.match(problem(changed({ events: 'none' })), /not a chat that Parley exported/);
  assert.match(problem(changed({ events: [] })), /no question/);
  assert.match(problem(changed({ version: 2, events: 'of another shape' })), /newer version.*Update Parley/);
  assert.match(problem(changed({ events: [...file.events, { type: 'hologram' }] })), /newer version.*Update Parley/);
});

test('one damaged event spoils the file: nothing is half-imported', () => {
  const events = [asks('q'), { type: 'user', id: 'q2', at: 'yesterday', text: 'x', attachments: [] }, asks('q3')];
  const text = JSON.stringify({ format: 'parley-chat', version: 1, events });
  assert.equal(problem(text), 'Its event 2 of 3 is damaged.');
  assert.match(
    problem(JSON.stringify({ format: 'parley-chat', version: 1, events: [asks('q'), null] })),
    /event 2 of 2/,
  );
});

test('an editor may have put a byte order mark before it, or drawn it in one line', () => {
  const text = exportChat(everything);
  assert.deepEqual(imported(`\uFEFF${text}`), everything);
  assert.deepEqual(imported(JSON.stringify(JSON.parse(text))), everything);
});

test('names of hostile fields change no prototype', () => {
  const text = `{"format":"parley-chat","version":1,"__proto__":{"polluted":1},"events":[{"type":"user","id":"q","at":1,"text":"x","attachments":[],"__proto__":{"polluted":1}}]}`;
  assert.deepEqual(imported(text), [asks('q', 'x')]);
  assert.equal(({} as { polluted?: unknown }).polluted, undefined);
});

test('file names are made of titles, for any disk', () => {
  assert.equal(exportName('Why does a/b: leak?', 'md'), 'Why does a b leak.md');
  assert.equal(exportName('../../etc/passwd', 'md'), 'etc passwd.md');
  assert.equal(exportName('', 'json'), 'Chat.json');
  assert.equal(exportName('…\n\t', 'md'), '….md');
  assert.equal(exportName('...', 'md'), 'Chat.md');
  assert.equal(exportName('con', 'md'), 'Chat con.md');
  assert.equal(exportName('日本語 😀', 'md'), '日本語 😀.md');
  assert.equal(exportName('x'.repeat(300), 'md').length, 83);
  assert.equal(exportName('a\u202Efdp.exe', 'md'), 'a fdp.exe.md');
});

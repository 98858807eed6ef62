import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ContentSearch } from '../../../src/chat/contentSearch.ts';
import { excerptOf, matches, queryOf, searchableText, type Query } from '../../../src/chat/search.ts';
import { emptyTranscript, fold, type ChatEvent, type Transcript } from '../../../src/model/transcript.ts';

function query(typed: string): Query {
  const made = queryOf(typed);
  assert.ok(made !== undefined);
  return made;
}

const transcript = (...events: readonly ChatEvent[]): Transcript => events.reduce(fold, emptyTranscript);
const asks = (text: string, more: object = {}): ChatEvent => ({
  type: 'user',
  id: 'q',
  at: 1,
  text,
  attachments: [],
  ...more,
});
const starts: ChatEvent = { type: 'assistant', id: 'a', at: 2, model: { connection: 'c', model: 'm' }, label: 'M' };
const says = (delta: string): ChatEvent => ({ type: 'stream', id: 'a', event: { type: 'text', delta } });

test('nothing typed is no query', () => {
  assert.equal(queryOf(''), undefined);
  assert.equal(queryOf(' \t\n'), undefined);
});

test('every word counts, in any order and case; what is typed is no pattern', () => {
  assert.ok(matches('Why does the Limiter leak?', query('LIMITER why')));
  assert.ok(!matches('Why does the limiter leak?', query('limiter burst')));
  assert.ok(matches('a[0] === f(x).*', query('f(x).* a[0]')));
  assert.ok(!matches('abc', query('a.c')));
  assert.ok(matches('Straße Ünïcode 日本語', query('ünïcode 日本')));
  assert.ok(matches('cafe\u0301', query('café')), 'however an accent is composed');
});

test('all that was said is found: title, questions, answers, what went along, thoughts and tool calls', () => {
  const text = searchableText(
    transcript(
      asks('the question', {
        attachments: [
          { id: 'x', kind: 'file', path: 'src/b.ts', uri: 'file:///b', languageId: 'ts', text: 'attached' },
        ],
      }),
      starts,
      { type: 'stream', id: 'a', event: { type: 'reasoning', delta: 'the thought' } },
      {
        type: 'stream',
        id: 'a',
        event: { type: 'tool-call', id: 't', name: 'read_file', arguments: '{"path":"c.ts"}' },
      },
      says('the answ'),
      says('er'),
      { type: 'title', title: 'the title' },
    ),
  );
  for (const word of ['title', 'question', 'src/b.ts', 'attached', 'thought', 'read_file', 'c.ts', 'answer'])
    assert.ok(matches(text, query(word)), word);
  assert.ok(!matches(text, query('file:///b')), 'addresses of this machine are not text of the chat');
});

test('the excerpt is the place of the phrase, else of its first word, in one line and shortened', () => {
  assert.equal(excerptOf('one two\nthree', query('two three')), 'one two three');
  const long = `${'before '.repeat(40)}the needle here ${'after '.repeat(60)}`;
  const excerpt = excerptOf(long, query('needle'));
  assert.match(excerpt ?? '', /^….*the needle here after .*…$/);
  assert.ok((excerpt ?? '').length < 180);
  assert.match(excerptOf(`${'x '.repeat(100)}leak of the limiter`, query('limiter leak')) ?? '', /limiter/);
  assert.equal(excerptOf('one', query('one two')), undefined);
});

test('an excerpt is of one question or answer', () => {
  const text = searchableText(
    transcript(asks('first needle'), starts, says('the answer has a pin'), { type: 'title', title: 'T' }),
  );
  assert.equal(excerptOf(text, query('needle')), 'first needle');
  assert.equal(excerptOf(text, query('pin')), 'the answer has a pin');
});

test('an excerpt cuts no character in two', () => {
  for (const padding of ['', 'x']) {
    const excerpt = excerptOf(`${padding}${'😀'.repeat(100)}needle${'😀'.repeat(100)}`, query('needle')) ?? '';
    assert.doesNotMatch(excerpt, /(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])/);
    assert.match(excerpt, /needle/);
  }
});

test('files are looked through in order, read once, and passed over when they cannot be read', async () => {
  const reads: string[] = [];
  const search = new ContentSearch(async (id) => {
    reads.push(id);
    if (id === 'bad') throw new Error('EACCES');
    return id === 'gone' ? undefined : transcript(asks(`question of ${id}`));
  });
  const found = async (typed: string) => {
    const ids: string[] = [];
    for await (const { id, excerpt } of search.find(
      ['1', 'bad', 'gone', '2'],
      query(typed),
      new AbortController().signal,
    ))
      ids.push(`${id}${excerpt === undefined ? '' : '+'}`);
    return ids;
  };
  assert.deepEqual(await found('question'), ['1+', 'bad', 'gone', '2+']);
  assert.deepEqual(await found('2'), ['1', 'bad', 'gone', '2+']);
  assert.deepEqual(reads, ['1', 'bad', 'gone', '2']);
});

test('a search that is called off reads no further', async () => {
  const reads: string[] = [];
  const abort = new AbortController();
  const search = new ContentSearch(async (id) => {
    reads.push(id);
    if (id === '2') abort.abort();
    return transcript(asks('q'));
  });
  const seen: string[] = [];
  for await (const { id } of search.find(['1', '2', '3'], query('q'), abort.signal)) seen.push(id);
  assert.deepEqual([seen, reads], [['1'], ['1', '2']]);
});

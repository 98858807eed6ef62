import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { StreamEvent } from '../../../src/model/event.ts';
import { openai } from '../../../src/providers/openai.ts';
import { xai } from '../../../src/providers/xai.ts';
import { answer, ask, chunkSizes, decode, endpoint, joined, scripted } from '../llm/harness.ts';
import {
  stream,
  read,
  created,
  ended,
  text,
  done,
  message,
  call,
  said,
  called,
  finish,
  stop,
  type Event,
} from './responsesStream.ts';

describe('a text is said once', () => {
  const hello = [said('Hello'), stop];
  const part: Event = { type: 'response.output_text.done', output_index: 0, text: 'Hello' };
  for (const [name, events] of [
    ['in pieces', [text('Hel'), text('lo'), ended()]],
    [
      'in pieces, and whole in every way',
      [text('Hel'), text('lo'), part, done(message('Hello')), ended([message('Hello')])],
    ],
    ['as a part only', [part, ended()]],
    ['as an item only', [done(message('Hello')), ended()]],
    ['in the response only', [ended([message('Hello')])]],
    ['its end in the part only', [text('Hel'), part, done(message('Hello')), ended([message('Hello')])]],
    ['its end in the item only', [text('Hel'), done(message('Hello')), ended([message('Hello')])]],
    ['its end in the response only', [text('Hel'), ended([message('Hello')])]],
    ['a whole that contradicts its pieces', [text('Hello'), done(message('Jello')), ended([message('Jello')])]],
    [
      'without places',
      [{ type: 'response.output_text.delta', delta: 'Hello' }, done(message('Hello')), ended([message('Hello')])],
    ],
    ['without names of events', [text('Hello'), ended()]],
  ] as const) {
    test(name, async () => {
      const written = stream(created, ...events);
      assert.deepEqual(await read(name.endsWith('events') ? written.replace(/event: .*\n/g, '') : written), hello);
    });
  }

  test('also when two messages say the same', async () => {
    const twice = [message('a'), message('a')];
    const aa = [said('aa'), stop];
    assert.deepEqual(await read(stream(...twice.map((item) => done(item)), ended(twice))), aa);
    assert.deepEqual(await read(stream(ended(twice))), aa);
    assert.deepEqual(await read(stream(text('a'), done(twice[0] ?? {}), done(twice[1] ?? {}, 1), ended(twice))), aa);
    const whole: Event = { type: 'response.output_text.done', output_index: 1, text: 'a' };
    assert.deepEqual(await read(stream(text('a'), done(twice[0] ?? {}), whole, ended(twice))), aa);
  });
});

test('a refusal is kept apart and ends as filtered', async () => {
  const refusal = { type: 'message', content: [{ type: 'refusal', refusal: 'No, sorry.' }] };
  const delta: Event = { type: 'response.refusal.delta', output_index: 0, delta: 'No' };
  for (const events of [[delta, { type: 'response.refusal.done', refusal: 'No, sorry.' }], [delta, done(refusal)], []])
    assert.deepEqual(await read(stream(...events, ended([refusal]))), [
      { type: 'refusal', delta: 'No, sorry.' },
      finish('filtered', 'completed'),
    ]);
});

describe('citations', () => {
  const page = { type: 'url_citation', url: 'https://a.example/', title: 'A', start_index: 0, end_index: 2 };
  const file = { type: 'file_citation', file_id: 'f', filename: 'a.pdf', index: 3 };
  const cites = (citation: object): StreamEvent => ({ type: 'citation', citation });

  test('of pages and files come once each, wherever they are told', async () => {
    const added: Event = { type: 'response.output_text.annotation.added', annotation: page };
    const whole = message('Hi', [page, file, { type: 'container_file_citation', filename: 'x' }, {}]);
    assert.deepEqual(await read(stream(text('Hi'), added, done(whole), ended([whole]))), [
      said('Hi'),
      cites({ url: page.url, title: 'A' }),
      cites({ title: 'a.pdf' }),
      stop,
    ]);
  });

  test('that are only numbered have no title', async () => {
    const whole = message('Hi', [{ ...page, title: '1' }]);
    const events = await ask(
      endpoint(scripted(answer(stream(ended([whole])))).transport, { provider: xai, api: 'responses' }),
    );
    assert.deepEqual(events, [said('Hi'), cites({ url: page.url }), stop]);
  });
});

describe('the end', () => {
  for (const [name, type, response, expected] of [
    [
      'the limit',
      'incomplete',
      { incomplete_details: { reason: 'max_output_tokens' } },
      finish('length', 'incomplete'),
    ],
    ['a filter', 'incomplete', { incomplete_details: { reason: 'content_filter' } }, finish('filtered', 'incomplete')],
    ['no known reason', 'incomplete', {}, finish('length', 'incomplete')],
    ['a cancellation', 'cancelled', {}, finish('aborted', 'cancelled')],
    ['completion', 'completed', { incomplete_details: 3 }, stop],
  ] as const) {
    test(`by ${name}`, async () => {
      const event = { type: `response.${type}`, response: { status: type, output: [], ...response } };
      assert.deepEqual(await read(stream(text('Hi'), event)), [said('Hi'), expected]);
      assert.deepEqual(await read(JSON.stringify({ object: 'response', ...event.response })), [expected]);
    });
  }

  test('of a stream must be told, "[DONE]" or not', async () => {
    for (const tail of ['', 'data: [DONE]\n\n']) {
      const events = await read(`${stream(created, text('Hi'), done(message('Hi')))}${tail}`);
      assert.deepEqual(events, [
        said('Hi'),
        { type: 'error', error: { kind: 'interrupted', message: 'OpenAI broke off before the answer was complete.' } },
      ]);
    }
  });

  test('may lack the response itself', async () => {
    assert.deepEqual(await read(stream(text('Hi'), { type: 'response.completed' })), [said('Hi'), stop]);
  });

  for (const [name, event] of [
    ['an error', { type: 'error', code: 'server_error', message: 'Oh no', sequence_number: 3 }],
    ['an error in an object', { type: 'error', error: { type: 'server_error', message: 'Oh no' } }],
    [
      'a failed response',
      { type: 'response.failed', response: { status: 'failed', error: { code: 'server_error', message: 'Oh no' } } },
    ],
  ] as const) {
    test(`by ${name} keeps what came, and what it cost`, async () => {
      const counted = { type: 'response.in_progress', response: { usage: { input_tokens: 3, output_tokens: 1 } } };
      const events = await read(stream(created, text('Hi'), counted, event));
      assert.deepEqual(events.slice(0, 2), [said('Hi'), { type: 'usage', usage: { inputTokens: 3, outputTokens: 1 } }]);
      const [, , last] = events;
      assert.ok(last?.type === 'error');
      assert.deepEqual([last.error.kind, last.error.detail], ['overloaded', 'Oh no']);
    });
  }

  test('by a failure that says nothing', async () => {
    const events = await read(
      stream(text('Hi'), { type: 'response.failed', response: { status: 'failed', error: null } }),
    );
    assert.match(JSON.stringify(events.at(-1)), /"interrupted"/);
  });
});

describe('a whole answer', () => {
  const body = (more: object): string =>
    JSON.stringify({ id: 'r', object: 'response', status: 'completed', error: null, ...more });

  test('is read like a stream', async () => {
    const usage = {
      input_tokens: 10,
      input_tokens_details: { cached_tokens: 4, cache_write_tokens: 2 },
      output_tokens: 5,
      output_tokens_details: { reasoning_tokens: 3 },
      total_tokens: 15,
    };
    const output = [{ type: 'reasoning', id: 'r', summary: [], encrypted_content: 'e' }, message('Hi'), call()];
    assert.deepEqual(await read(body({ output, usage })), [
      { type: 'reasoning', delta: '', replay: { id: 'r', encrypted_content: 'e' } },
      said('Hi'),
      called(),
      {
        type: 'usage',
        usage: { inputTokens: 10, outputTokens: 5, cacheReadTokens: 4, cacheWriteTokens: 2, reasoningTokens: 3 },
      },
      finish('tool-calls', 'completed'),
    ]);
  });

  for (const status of ['queued', 'in_progress'])
    test(`that is ${status} is not complete`, async () => {
      assert.deepEqual(await read(body({ status, output: [], usage: null })), [finish('length', status)]);
    });

  test('that failed is a failure, with what it cost', async () => {
    const failed = { status: 'failed', output: [], error: { code: 'server_error', message: 'Oh no' } };
    const { transport } = scripted(answer(body({ ...failed, usage: { input_tokens: 3, output_tokens: 0 } })));
    const events = (await ask(endpoint(transport, { provider: openai }))).filter(({ type }) => type !== 'retry');
    assert.deepEqual(events[0], { type: 'usage', usage: { inputTokens: 3, outputTokens: 0 } });
    assert.match(JSON.stringify(events[1]), /"overloaded".*Oh no/);
  });

  test('of another kind is none', async () => {
    for (const other of [{ object: 'list', data: [] }, { hello: 'world' }, [], { output: 'text' }])
      assert.match(JSON.stringify((await read(JSON.stringify(other))).at(-1)), /"bad-response"/);
  });
});

test('fields of unexpected types and unknown events spoil nothing', async () => {
  const events: readonly Event[] = [
    { type: 'response.created', response: 7 },
    { type: 'response.output_item.added', item: null },
    { type: 'response.output_text.delta', delta: 7 },
    { type: 'response.new_thing.delta', delta: 'no' },
    { type: 'keepalive', sequence_number: 1 },
    { type: 'response.output_item.done', item: [] },
    { type: 'response.output_item.done', item: { type: 'message', content: 'text' } },
    { type: 'response.output_item.done', item: { type: 'reasoning', id: 7, summary: null } },
    text('Hi'),
    { type: 'response.completed', response: { status: 3, output: {}, usage: 'much', incomplete_details: [] } },
  ];
  assert.deepEqual(await read(stream(...events)), [said('Hi'), stop]);
});

test('usage that is counted as in a chat is understood, and a part is never more than all', async () => {
  const usage = async (raw: object) =>
    (await read(stream(ended([], { usage: raw })))).find((event) => event.type === 'usage')?.usage;
  assert.deepEqual(await usage({ prompt_tokens: 3, completion_tokens: 2, total_tokens: 5 }), {
    inputTokens: 3,
    outputTokens: 2,
  });
  assert.deepEqual(
    await usage({
      input_tokens: 3,
      output_tokens: 2,
      input_tokens_details: { cached_tokens: 9 },
      output_tokens_details: null,
    }),
    { inputTokens: 3, outputTokens: 2, cacheReadTokens: 3 },
  );
});

test('however it is cut, it is the same', async () => {
  const written = stream(
    created,
    text('Hé👩🏽‍💻'),
    done(message('Hé👩🏽‍💻')),
    done(call({ arguments: '{"p":"日"}' }), 1),
    ended([message('Hé👩🏽‍💻'), call({ arguments: '{"p":"日"}' })]),
  );
  for (const size of chunkSizes)
    assert.deepEqual(joined(await decode(openai, written, size)), [
      said('Hé👩🏽‍💻'),
      called('call_1', '{"p":"日"}'),
      finish('tool-calls', 'completed'),
    ]);
});

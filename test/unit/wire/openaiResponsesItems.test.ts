import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { StreamEvent } from '../../../src/model/event.ts';
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

describe('calls', () => {
  const calls = [called(), finish('tool-calls', 'completed')];
  const added: Event = { type: 'response.output_item.added', output_index: 0, item: call({ arguments: '' }) };
  const piece = (delta: string): Event => ({ type: 'response.function_call_arguments.delta', output_index: 0, delta });
  const whole: Event = { type: 'response.function_call_arguments.done', output_index: 0, arguments: '{"p":1}' };
  for (const [name, events] of [
    ['in pieces, and whole in every way', [added, piece('{"p"'), piece(':1}'), whole, done(call()), ended([call()])]],
    ['as an item only', [done(call()), ended()]],
    ['in the response only', [ended([call()])]],
    ['begun, and then in the response only', [added, piece('{"p"'), ended([call()])]],
    ['whose item never ends', [added, piece('{"p"'), piece(':1}'), ended()]],
    ['whose arguments come whole', [added, whole, ended()]],
    ['whose item forgets its arguments', [added, piece('{"p":1}'), done(call({ arguments: '' })), ended()]],
    ['that the response knows by another id', [done(call()), ended([call({ id: 'fc_2' })])]],
    ['that the response knows by no id', [done(call()), ended([call({ id: undefined, call_id: null })])]],
    ['whose arguments are no text', [done(call({ arguments: { p: 1 } })), ended()]],
  ] as const) {
    test(name, async () => assert.deepEqual(await read(stream(created, ...events)), calls));
  }

  test('in parallel, each with its own pieces and in their order', async () => {
    const second = call({ id: 'fc_2', call_id: 'call_2', arguments: '' });
    const events = [
      added,
      { ...added, output_index: 1, item: second },
      { ...piece('{"p":2}'), output_index: 1 },
      piece('{"p":1}'),
      done(call()),
      done(second, 1),
    ];
    assert.deepEqual(await read(stream(...events, ended([call(), second]))), [
      called(),
      called('call_2', '{"p":2}'),
      finish('tool-calls', 'completed'),
    ]);
  });

  test('without arguments, without ids, and of a custom tool', async () => {
    const bare = call({ id: undefined, call_id: undefined, arguments: undefined });
    const custom = { type: 'custom_tool_call', call_id: 'c', name: 'f', input: 'free text' };
    assert.deepEqual(await read(stream(done(bare), done(custom, 1), ended())), [
      called('call_0', '{}'),
      called('c', 'free text'),
      finish('tool-calls', 'completed'),
    ]);
  });

  test('the provider’s own tools are none of the user’s', async () => {
    const own = [
      { type: 'web_search_call', id: 'ws', status: 'completed' },
      { type: 'mcp_call', name: 'f', arguments: '{}' },
    ];
    assert.deepEqual(await read(stream(...own.map((item) => done(item)), text('Hi'), ended(own))), [said('Hi'), stop]);
  });

  test('one without a name is a fault', async () => {
    const events = await read(stream(done(call({ name: null })), ended()));
    assert.match(JSON.stringify(events.at(-1)), /without naming it.*"bad-response"/);
  });
});

describe('reasoning', () => {
  const thought = (delta: string, replay: object): StreamEvent => ({ type: 'reasoning', delta, replay });
  const words = (said: string) => ({ type: 'summary_text', text: said });
  const item = (id: string, summary: readonly string[], encrypted_content?: string) => ({
    type: 'reasoning',
    id,
    summary: summary.map(words),
    encrypted_content,
  });
  const piece = (delta: string, summary_index = 0): Event => ({
    type: 'response.reasoning_summary_text.delta',
    item_id: 'rs_1',
    summary_index,
    delta,
  });
  const part = (summary_index: number): Event => ({
    type: 'response.reasoning_summary_part.added',
    item_id: 'rs_1',
    summary_index,
    part: words(''),
  });
  const two = item('rs_1', ['One', 'Two'], 'secret');
  const expected = [
    thought('One', { id: 'rs_1' }),
    thought('Two', { id: 'rs_1', encrypted_content: 'secret' }),
    said('Hi'),
    stop,
  ];

  test('comes in parts, signed at its end', async () => {
    const streamed = stream(
      part(0),
      piece('On'),
      piece('e'),
      part(1),
      piece('Two', 1),
      done(two),
      text('Hi'),
      ended([two]),
    );
    assert.deepEqual(await read(streamed), expected);
  });

  test('is the same when it comes whole', async () => {
    assert.deepEqual(await read(stream(done(two), text('Hi'), ended([two, message('Hi')]))), expected);
    assert.deepEqual(await read(stream(ended([two, message('Hi')]))), expected);
  });

  test('has an item of its own before each call', async () => {
    const items = [item('rs_1', [], 'a'), call(), item('rs_2', ['Hm'], 'b'), call({ id: 'fc_2', call_id: 'call_2' })];
    assert.deepEqual(await read(stream(...items.map((one, index) => done(one, index)), ended(items))), [
      thought('', { id: 'rs_1', encrypted_content: 'a' }),
      called(),
      thought('Hm', { id: 'rs_2', encrypted_content: 'b' }),
      called('call_2'),
      finish('tool-calls', 'completed'),
    ]);
  });

  test('in clear is read too, and an empty one says nothing', async () => {
    const open = { type: 'reasoning', id: 'r', summary: [], content: [{ type: 'reasoning_text', text: 'Hm' }] };
    const delta: Event = { type: 'response.reasoning_text.delta', item_id: 'r', delta: 'Hm' };
    for (const events of [[delta, done(open)], [done(open)], []])
      assert.deepEqual(await read(stream(...events, ended([open, item('empty', [])]))), [
        thought('Hm', { id: 'r' }),
        stop,
      ]);
  });
});

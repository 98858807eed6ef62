import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inOrder } from '../../../src/chat/fallback.ts';
import type { Answerer } from '../../../src/chat/answerer.ts';
import type { ErrorKind, ResponseError } from '../../../src/model/error.ts';
import type { StreamEvent } from '../../../src/model/event.ts';
import type { Request } from '../../../src/model/message.ts';

const stop: StreamEvent = { type: 'finish', reason: 'stop' };
const text = (delta: string): StreamEvent => ({ type: 'text', delta });
const failure = (kind: ErrorKind, more: Partial<ResponseError> = {}): StreamEvent => ({
  type: 'error',
  error: { kind, message: `It failed: ${kind}.`, ...more },
});
const question: Request = { model: 'a', messages: [{ role: 'user', text: 'Why?' }] };

/** Models that answer with these events, one list a request, and what they were asked. */
function models(
  answers: Readonly<Record<string, readonly (readonly StreamEvent[])[]>>,
  windows: Record<string, number> = {},
) {
  const asked: Request[] = [];
  const answerers = Object.entries(answers).map(([model, lists]): Answerer => {
    let count = 0;
    return {
      model: { connection: 'c', model },
      label: model.toUpperCase(),
      ...(windows[model] === undefined ? {} : { window: windows[model] }),
      async *respond(request) {
        asked.push(request);
        yield* lists[count++] ?? assert.fail(`${model} was asked too often`);
      },
    };
  });
  const [first, ...others] = answerers;
  assert.ok(first);
  let looks = 0;
  const respond = inOrder({
    first,
    others: async () => {
      looks++;
      return others;
    },
    refit: (request, { model }) => ({ ...request, model: model.model }),
  });
  const controller = new AbortController();
  const ask = async (request = question) => {
    const events: StreamEvent[] = [];
    for await (const event of respond(request, controller.signal)) events.push(event);
    return events;
  };
  return { ask, asked: () => asked.map(({ model }) => model), controller, respond, looks: () => looks };
}

const switched = (from: string, to: string, error: StreamEvent): StreamEvent => ({
  type: 'fallback',
  from: from.toUpperCase(),
  to: to.toUpperCase(),
  model: { connection: 'c', model: to },
  error: error.type === 'error' ? error.error : assert.fail(),
});

const leads: Readonly<Record<ErrorKind, boolean>> = {
  overloaded: true,
  network: true,
  timeout: true,
  quota: true,
  'rate-limited': true,
  interrupted: true,
  'no-key': false,
  unauthorized: false,
  forbidden: false,
  'not-found': false,
  'too-long': false,
  'bad-request': false,
  'bad-response': false,
};

describe('what leads to the next model', () => {
  for (const [kind, isLeading] of Object.entries(leads) as [ErrorKind, boolean][]) {
    test(`${kind} ${isLeading ? 'does' : 'does not'}`, async () => {
      const { ask, asked, looks } = models({ a: [[failure(kind)]], b: [[text('Hi'), stop]] });
      const expected = isLeading ? [switched('a', 'b', failure(kind)), text('Hi'), stop] : [failure(kind)];
      assert.deepEqual(await ask(), expected);
      assert.deepEqual([asked(), looks()], isLeading ? [['a', 'b'], 1] : [['a'], 0]);
    });
  }

  const outputs: readonly StreamEvent[] = [
    text('Half'),
    { type: 'refusal', delta: 'No' },
    { type: 'reasoning', delta: 'Hm' },
    { type: 'tool-call', id: 't', name: 'n', arguments: '{}' },
    { type: 'citation', citation: { title: 'T' } },
  ];
  for (const output of outputs) {
    test(`nothing does after ${output.type}`, async () => {
      const { ask, asked } = models({ a: [[output, failure('overloaded')]], b: [[stop]] });
      assert.deepEqual(await ask(), [output, failure('overloaded')]);
      assert.deepEqual(asked(), ['a']);
    });
  }

  const silent: readonly StreamEvent[] = [
    { type: 'usage', usage: { inputTokens: 7, outputTokens: 0 } },
    { type: 'retry', attempt: 1, delayMs: 1, error: { kind: 'overloaded', message: 'm' } },
    { type: 'progress', done: 0, total: 2, label: 'l' },
    text(''),
  ];
  for (const event of silent) {
    test(`${JSON.stringify(event)} before does not matter, and is passed on`, async () => {
      const { ask } = models({ a: [[event, failure('overloaded')]], b: [[text('Hi'), stop]] });
      assert.deepEqual(await ask(), [event, switched('a', 'b', failure('overloaded')), text('Hi'), stop]);
    });
  }

  test('a filtered, a cut off and an empty answer are answers', async () => {
    for (const reason of ['filtered', 'length', 'stop'] as const) {
      const { ask, asked } = models({ a: [[{ type: 'finish', reason }]], b: [[stop]] });
      assert.deepEqual(await ask(), [{ type: 'finish', reason }]);
      assert.deepEqual(asked(), ['a']);
    }
  });
});

test('each is asked once, in order; a fallback that is not set up right keeps nobody from the one after it', async () => {
  const { ask, asked } = models({ a: [[failure('quota')]], b: [[failure('unauthorized')]], c: [[text('Hi'), stop]] });
  assert.deepEqual(await ask(), [
    switched('a', 'b', failure('quota')),
    switched('b', 'c', failure('unauthorized')),
    text('Hi'),
    stop,
  ]);
  assert.deepEqual(asked(), ['a', 'b', 'c']);
});

test('when all fail, the error is that of the model of choice, with who else was tried and why that failed', async () => {
  const { ask } = models({
    a: [[failure('overloaded', { detail: 'Overloaded', status: 529 })]],
    b: [[failure('timeout')]],
    c: [[failure('network')]],
  });
  assert.deepEqual((await ask()).at(-1), {
    type: 'error',
    error: {
      kind: 'overloaded',
      message: 'It failed: overloaded. B and C could not answer either.',
      status: 529,
      detail: 'Overloaded\nB: It failed: timeout.\nC: It failed: network.',
    },
  });
});

test('without others the error stays as it is', async () => {
  const { ask } = models({ a: [[failure('overloaded', { retryAfterMs: 9 })]] });
  assert.deepEqual(await ask(), [failure('overloaded', { retryAfterMs: 9 })]);
});

describe('a stop ends it all', () => {
  test('while the first is asked', async () => {
    const { respond, controller, asked } = models({ a: [[failure('network')]], b: [[stop]] });
    const events: StreamEvent[] = [];
    controller.abort();
    for await (const event of respond(question, controller.signal)) events.push(event);
    assert.deepEqual(events, [{ type: 'finish', reason: 'aborted' }]);
    assert.deepEqual(asked(), ['a']);
  });

  test('while a fallback is asked, with what that one says to it', async () => {
    const { respond, controller, asked } = models({
      a: [[failure('network')]],
      b: [[{ type: 'finish', reason: 'aborted' }]],
      c: [[stop]],
    });
    const events: StreamEvent[] = [];
    for await (const event of respond(question, controller.signal)) {
      events.push(event);
      if (event.type === 'fallback') controller.abort();
    }
    assert.deepEqual(events.at(-1), { type: 'finish', reason: 'aborted' });
    assert.deepEqual(asked(), ['a', 'b']);
  });
});

describe('what a model cannot read at once', () => {
  const long: Request = {
    ...question,
    messages: [{ role: 'user', text: 'word '.repeat(5_000) }],
    maxOutputTokens: 500,
  };

  test('is not sent to it: the next one takes over, and the reason says so', async () => {
    const { ask, asked } = models(
      { a: [[failure('overloaded')]], b: [], c: [[text('Hi'), stop]] },
      { a: 1_000, b: 5_000, c: 6_000 },
    );
    const [first] = await ask(long);
    assert.deepEqual(asked(), ['a', 'c']);
    assert.ok(first?.type === 'fallback');
    assert.equal(first.error.message, 'It failed: overloaded. B cannot read that much at once.');
  });

  test('and with nobody left the error says so', async () => {
    const { ask, asked } = models({ a: [[failure('overloaded')]], b: [], c: [] }, { b: 4_000, c: 4_000 });
    assert.deepEqual(await ask(long), [
      failure('overloaded', { message: 'It failed: overloaded. B and C cannot read that much at once.' }),
    ]);
    assert.deepEqual(asked(), ['a']);
  });

  test('includes images and what was answered before', async () => {
    const image = { mediaType: 'image/png', data: 'A'.repeat(900_000) };
    const big: Request['messages'][] = [
      [{ role: 'user', text: 'See', files: [image] }],
      [
        { role: 'user', text: 'a' },
        { role: 'assistant', parts: [{ type: 'text', text: 'word '.repeat(5_000) }] },
        { role: 'user', text: 'b' },
      ],
    ];
    for (const messages of big) {
      const { ask, asked } = models({ a: [[failure('overloaded')]], b: [] }, { b: 4_000 });
      await ask({ ...question, messages });
      assert.deepEqual(asked(), ['a']);
    }
  });
});

test('a question of many requests goes down the list once', async () => {
  const { ask, asked, looks } = models({
    a: [[failure('overloaded')]],
    b: [[text('one'), stop], [failure('timeout')]],
    c: [[text('two'), stop], [failure('bad-request')]],
  });
  assert.deepEqual((await ask()).at(-2), text('one'));
  assert.deepEqual(await ask(), [switched('b', 'c', failure('timeout')), text('two'), stop]);
  assert.deepEqual((await ask()).at(-1), {
    type: 'error',
    error: {
      kind: 'overloaded',
      message: 'It failed: overloaded. B and C could not answer either.',
      detail: 'B: It failed: timeout.\nC: It failed: bad-request.',
    },
  });
  assert.deepEqual([asked(), looks()], [['a', 'b', 'b', 'c', 'c'], 1]);
});

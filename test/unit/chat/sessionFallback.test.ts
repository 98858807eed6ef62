import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '../../../src/chat/ids.ts';
import type { Answerer } from '../../../src/chat/answerer.ts';
import { Session } from '../../../src/chat/session.ts';
import { ChatStore } from '../../../src/chat/store.ts';
import { summarize } from '../../../src/chat/summarize.ts';
import { inOrder } from '../../../src/chat/fallback.ts';
import type { StreamEvent } from '../../../src/model/event.ts';
import type { AssistantTurn, ModelRef } from '../../../src/model/transcript.ts';
import { manualClock } from './manualClock.ts';
import { memoryFiles } from './memoryFiles.ts';
import { scriptedModel, settle } from './scriptedModel.ts';

const text = (delta: string): StreamEvent => ({ type: 'text', delta });
const stop: StreamEvent = { type: 'finish', reason: 'stop' };
const overloaded: StreamEvent = { type: 'error', error: { kind: 'overloaded', message: 'A is overloaded.' } };
const a = { connection: 'c', model: 'a' };
const b = { connection: 'd', model: 'b' };

function conversation() {
  const clock = manualClock();
  const files = memoryFiles();
  const store = new ChatStore(files);
  const id = newId(clock.now());
  const session = new Session({ id, clock, append: (chat, entries) => store.append(chat, entries) });
  const [first, second] = [scriptedModel(a), scriptedModel(b)];
  const chosen: (readonly ModelRef[] | undefined)[] = [];
  const answerer: Answerer = {
    ...first.answerer,
    label: 'A',
    fallbacks: async (list) => {
      chosen.push(list);
      return [{ ...second.answerer, label: 'B' }];
    },
  };
  const last = (): AssistantTurn => {
    const turn = session.transcript.turns.at(-1);
    return turn?.role === 'assistant' ? turn : assert.fail('no answer');
  };
  const saved = async () => (await new ChatStore(files).load(id))?.transcript;
  const why = { text: 'Why?', attachments: [] };
  return { session, first, second, answerer, chosen, last, saved, why };
}

test('the next model takes over, and the chat says so, also when it is read from disk', async () => {
  const { session, first, second, answerer, last, saved, why } = conversation();
  session.ask(why, answerer);
  await first.say(overloaded);
  assert.equal(session.isRunning, true);
  assert.deepEqual([last().label, last().model], ['B', b]);
  await second.say(text('So.'), stop);
  const switches = [{ from: 'A', to: 'B', model: b, error: { kind: 'overloaded', message: 'A is overloaded.' } }];
  assert.deepEqual(
    [last().switches, last().parts, last().error],
    [switches, [{ type: 'text', text: 'So.' }], undefined],
  );
  const [asked] = second.requests;
  assert.deepEqual([asked?.model, asked?.messages], ['b', [{ role: 'user', text: 'Why?' }]]);
  await settle();
  assert.deepEqual(await saved(), session.transcript);
});

test('it is given the history as it can read it, and the model of choice again its own afterwards', async () => {
  const { session, first, second, answerer, why } = conversation();
  session.ask(why, answerer);
  await first.say({ type: 'reasoning', delta: 'Hm', replay: 'signed by a' }, text('One.'), stop);
  session.ask({ text: 'And?', attachments: [] }, answerer);
  await first.say(overloaded);
  await second.say({ type: 'reasoning', delta: 'Oh', replay: 'signed by b' }, text('Two.'), stop);
  const said = (index: number, model = second) =>
    model.requests[index]?.messages.flatMap((message) => (message.role === 'assistant' ? message.parts : []));
  assert.deepEqual(said(0), [{ type: 'text', text: 'One.' }]);
  session.ask({ text: 'Well?', attachments: [] }, answerer);
  await first.say(stop);
  assert.deepEqual(said(2, first), [
    { type: 'reasoning', text: 'Hm', replay: 'signed by a' },
    { type: 'text', text: 'One.' },
    { type: 'text', text: 'Two.' },
  ]);
});

test('a retry asks the model of choice again', async () => {
  const { session, first, second, answerer, last, why } = conversation();
  session.ask(why, answerer);
  await first.say(overloaded);
  await second.say(text('So.'), stop);
  session.retry(answerer);
  await first.say(text('Because.'), stop);
  assert.deepEqual([first.requests.length, second.requests.length], [2, 1]);
  assert.deepEqual([last().label, last().switches], ['A', undefined]);
});

test('after the first word the partial answer stays, and nobody takes over', async () => {
  const { session, first, second, answerer, last, why } = conversation();
  session.ask(why, answerer);
  await first.say(text('Bec'), overloaded);
  assert.deepEqual([last().parts, last().error?.kind], [[{ type: 'text', text: 'Bec' }], 'overloaded']);
  assert.equal(second.requests.length, 0);
});

test('going on with an answer may be taken over too; the answer stays that of the model that began it', async () => {
  const { session, first, second, answerer, last, why } = conversation();
  session.ask(why, answerer);
  await first.say(text('One, '), { type: 'finish', reason: 'length' });
  session.continueLast(answerer);
  await first.say(overloaded);
  await second.say(text('two.'), stop);
  assert.deepEqual(last().parts, [{ type: 'text', text: 'One, two.' }]);
  assert.deepEqual([last().label, last().model, last().switches?.[0]?.to], ['A', a, 'B']);
  assert.equal(second.requests[0]?.messages.length, 3);
});

test('gone on with by another model at the user’s word, the chat says who failed and who was asked, on disk too', async () => {
  const { session, first, second, answerer, last, saved, why } = conversation();
  const other: Answerer = { ...second.answerer, label: 'B' };
  const pairs = () => last().switches?.map(({ from, to }) => `${from} to ${to}`);
  session.ask(why, answerer);
  await first.say(text('One, '), overloaded);
  session.continueLast(answerer);
  await first.say(text('two, '), overloaded);
  assert.equal(pairs(), undefined, 'the same model is no switch');
  session.continueLast(other);
  await second.say(text('three, '), overloaded);
  session.continueLast(other);
  await second.say(text('four, '), overloaded);
  assert.deepEqual(pairs(), ['A to B']);
  session.continueLast(answerer);
  await first.say(text('five.'), stop);
  assert.deepEqual(pairs(), ['A to B', 'B to A']);
  assert.deepEqual(last().parts, [{ type: 'text', text: 'One, two, three, four, five.' }]);
  assert.deepEqual([last().label, last().model], ['A', a]);
  await session.whenIdle();
  assert.deepEqual(await saved(), session.transcript);
});

test('going on after the limit of a length is no failure, so nobody is told to have failed', async () => {
  const { session, first, second, answerer, last, why } = conversation();
  session.ask(why, answerer);
  await first.say(text('One, '), { type: 'finish', reason: 'length' });
  session.continueLast({ ...second.answerer, label: 'B' });
  await second.say(text('two.'), stop);
  assert.equal(last().switches, undefined);
});

test('stopping ends whoever is asked', async () => {
  const { session, first, second, answerer, last, why } = conversation();
  session.ask(why, answerer);
  await first.say(overloaded);
  await settle();
  session.stop();
  assert.equal(second.signals[0]?.aborted, true);
  await second.say(overloaded);
  assert.deepEqual(last().finish, { reason: 'aborted' });
});

test('a conversation may have a list of its own, also an empty one, and leave it', async () => {
  const { session, first, second, answerer, chosen, saved, why } = conversation();
  for (const list of [[b], [], undefined]) {
    session.chooseFallbacks(list);
    session.ask(why, answerer);
    await first.say(overloaded);
    await second.say(text('So.'), stop);
    await session.whenIdle();
    assert.deepEqual(chosen.at(-1), list);
    assert.deepEqual((await saved())?.fallbacks, list);
  }
});

test('a summary in parts is gone on with by the model that took over, which is not asked for again', async () => {
  const files = [
    { id: 'f', kind: 'file', path: 'a.txt', uri: 'file:///a.txt', languageId: '', text: 'word word\n'.repeat(2_000) },
  ] as const;
  const asked: string[] = [];
  const model = (name: string, end: StreamEvent): Answerer => ({
    model: { connection: 'c', model: name },
    label: name,
    async *respond(request) {
      asked.push(`${name} as ${request.model}`);
      if (end.type === 'finish') yield text('Notes.');
      yield end;
    },
  });
  const respond = inOrder({
    first: model('a', overloaded),
    others: async () => [model('b', stop)],
    refit: (request, { model: next }) => ({ ...request, model: next.model }),
  });
  const events: StreamEvent[] = [];
  const request = { model: 'a', messages: [] };
  for await (const event of summarize({ files, window: 3_000, respond })(request, new AbortController().signal))
    events.push(event);
  assert.equal(events.filter(({ type }) => type === 'fallback').length, 1);
  assert.deepEqual(events.at(-1), stop);
  assert.ok(asked.length > 3);
  assert.deepEqual([asked[0], ...new Set(asked.slice(1))], ['a as a', 'b as b']);
});

test('whether another model can read a conversation depends on its length, with the answer so far', async () => {
  const { session, first, second, answerer, why } = conversation();
  const small = { ...second.answerer, window: 1_000 };
  session.ask(why, answerer);
  await first.say(text('So.'));
  assert.equal(session.isReadableBy(small), true);
  await first.say(text(' And so on.'.repeat(500)), overloaded);
  assert.equal(session.isReadableBy(small), false);
  assert.equal(session.isReadableBy({ ...small, window: 10_000 }), true);
});

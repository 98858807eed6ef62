import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '../../../src/chat/ids.ts';
import { Session } from '../../../src/chat/session.ts';
import { ChatStore } from '../../../src/chat/store.ts';
import type { StreamEvent } from '../../../src/model/event.ts';
import { emptyTranscript, fold, isRunning, type AssistantTurn, type ChatEvent } from '../../../src/model/transcript.ts';
import { manualClock } from './manualClock.ts';
import { memoryFiles } from './memoryFiles.ts';
import { scriptedModel, settle } from './scriptedModel.ts';

const text = (delta: string): StreamEvent => ({ type: 'text', delta });
const stop: StreamEvent = { type: 'finish', reason: 'stop' };
const cut: StreamEvent = { type: 'finish', reason: 'length' };
const why = { text: 'Why?', attachments: [] };

function conversation() {
  const clock = manualClock();
  const files = memoryFiles();
  const store = new ChatStore(files);
  const id = newId(clock.now());
  const session = new Session({ id, clock, append: (chat, entries) => store.append(chat, entries) });
  const events: ChatEvent[] = [];
  const unsaved: (string | undefined)[] = [];
  session.listen({ onEvent: (event) => events.push(event), onUnsaved: (reason) => unsaved.push(reason) });
  const last = (): AssistantTurn => {
    const turn = session.transcript.turns.at(-1);
    assert.ok(turn?.role === 'assistant');
    return turn;
  };
  const terminals = () =>
    events.filter(
      (event) => event.type === 'stream' && (event.event.type === 'finish' || event.event.type === 'error'),
    );
  const saved = async () => (await new ChatStore(files).load(id))?.transcript;
  return { clock, files, store, id, session, events, unsaved, last, terminals, saved };
}

test('a question is asked, answered, told of and written', async () => {
  const { session, events, last, saved, files, id } = conversation();
  const model = scriptedModel();
  assert.equal(session.ask(why, { ...model.answerer, system: 'Be brief.', maxOutputTokens: 9 }), true);
  assert.equal(session.isRunning, true);
  await model.say(text('Be'), text('cause.'), { type: 'usage', usage: { inputTokens: 1, outputTokens: 2 } }, stop);
  assert.equal(session.isRunning, false);
  assert.deepEqual(model.requests, [
    { model: 'm', messages: [{ role: 'user', text: 'Why?' }], system: 'Be brief.', maxOutputTokens: 9 },
  ]);
  assert.deepEqual(last().parts, [{ type: 'text', text: 'Because.' }]);
  assert.deepEqual(events.reduce(fold, emptyTranscript), session.transcript);
  await settle();
  assert.deepEqual(await saved(), session.transcript);
  assert.equal(files.text(`${id}.jsonl`).match(/"delta"/g)?.length, 1, 'adjacent deltas are one record');
});

test('the question is on disk before the request leaves', async () => {
  const { files, store, id, clock } = conversation();
  let release = () => {};
  const gate = new Promise<void>((resolve) => (release = resolve));
  const model = scriptedModel();
  const session = new Session({
    id,
    clock,
    append: async (chat, entries) => {
      await gate;
      await store.append(chat, entries);
    },
  });
  session.ask(why, model.answerer);
  await settle();
  assert.equal(model.requests.length, 0);
  release();
  await settle();
  assert.equal(model.requests.length, 1);
  assert.match(files.text(`${id}.jsonl`), /Why\?/);
});

test('deltas are on disk within a second', async () => {
  const { session, clock, saved } = conversation();
  const model = scriptedModel();
  session.ask(why, model.answerer);
  await model.say(text('half'));
  clock.advance(1_000);
  await settle();
  const turn = (await saved())?.turns.at(-1);
  assert.deepEqual(turn?.role === 'assistant' && turn.parts, [{ type: 'text', text: 'half' }]);
  assert.equal(turn?.role === 'assistant' && turn.error?.kind, 'interrupted', 'as it would be found after a crash');
});

test('while an answer runs nothing else can be asked', async () => {
  const { session, events } = conversation();
  const model = scriptedModel();
  session.ask(why, model.answerer);
  await model.say(text('a'));
  const count = events.length;
  const [question] = session.transcript.turns;
  assert.equal(session.ask(why, model.answerer), false);
  assert.equal(session.retry(model.answerer), false);
  assert.equal(session.continueLast(model.answerer), false);
  assert.equal(session.edit(question?.id ?? '', why, model.answerer), false);
  assert.equal(events.length, count);
  await model.say(stop);
  assert.equal(session.ask(why, model.answerer), true);
});

test('stopping keeps what came, also what comes on the way out, and ends once', async () => {
  const { session, last, terminals, clock } = conversation();
  const model = scriptedModel();
  session.ask(why, model.answerer);
  await model.say(text('half'));
  assert.equal(session.stop(), true);
  assert.equal(session.stop(), false);
  assert.equal(model.signals[0]?.aborted, true);
  await model.say(text(' more'), { type: 'finish', reason: 'aborted', raw: 'x' });
  assert.deepEqual(
    last().parts,
    [text('half more')].map(() => ({ type: 'text', text: 'half more' })),
  );
  assert.deepEqual(last().finish, { reason: 'aborted', raw: 'x' });
  clock.advance(10_000);
  assert.equal(terminals().length, 1);
  assert.equal(clock.waiting, 0);
  assert.equal(session.stop(), false);
});

test('an answer that does not stop is left after a second; what it says later is not heard', async () => {
  const { session, last, terminals, clock } = conversation();
  const deaf = scriptedModel();
  session.ask(why, deaf.answerer);
  await deaf.say(text('half'));
  session.stop();
  clock.advance(1_000);
  assert.equal(session.isRunning, false);
  assert.deepEqual(last().finish, { reason: 'aborted' });
  await deaf.say(text('too late'), stop);
  assert.deepEqual(last().parts, [{ type: 'text', text: 'half' }]);
  assert.equal(terminals().length, 1);
  assert.equal(deaf.left, 1, 'its stream is closed');
});

test('a stream that closes after its answer was ended does not end it again', async () => {
  const { session, last, terminals, clock } = conversation();
  const deaf = scriptedModel();
  session.ask(why, deaf.answerer);
  await deaf.say(text('half'));
  session.stop();
  clock.advance(1_000);
  await deaf.close();
  assert.equal(terminals().length, 1);
  assert.deepEqual(last().finish, { reason: 'aborted' });
});

test('stopping before the request left sends none', async () => {
  const { session, last } = conversation();
  const model = scriptedModel();
  session.ask(why, model.answerer);
  session.stop();
  await session.whenIdle();
  assert.equal(model.requests.length, 0);
  assert.deepEqual(last().finish, { reason: 'aborted' });
});

test('a model that throws, or stops without an end, is an error with what came', async () => {
  const { session, last, terminals } = conversation();
  session.ask(why, {
    ...scriptedModel().answerer,
    respond: async function* () {
      yield text('half');
      throw new Error('sk-SECRET');
    },
  });
  await session.whenIdle();
  assert.equal(last().error?.kind, 'bad-response');
  assert.deepEqual(last().parts, [{ type: 'text', text: 'half' }]);
  assert.doesNotMatch(JSON.stringify(session.transcript), /SECRET/);
  session.retry({
    ...scriptedModel().answerer,
    respond: () => {
      throw new Error('not even a stream');
    },
  });
  await session.whenIdle();
  assert.equal(last().error?.kind, 'bad-response');
  const silent = scriptedModel();
  session.retry(silent.answerer);
  await silent.say(text('half'));
  await silent.close();
  assert.equal(last().error?.kind, 'interrupted');
  assert.equal(terminals().length, 3);
});

test('nothing is heard after the end', async () => {
  const { session, last, terminals } = conversation();
  const model = scriptedModel();
  session.ask(why, model.answerer);
  await model.say(text('a'), stop, text('b'), { type: 'error', error: { kind: 'network', message: 'x' } });
  assert.deepEqual(last().parts, [{ type: 'text', text: 'a' }]);
  assert.equal(last().error, undefined);
  assert.equal(terminals().length, 1);
});

test('retrying drops the answer and asks again', async () => {
  const { session, last, saved } = conversation();
  const model = scriptedModel();
  assert.equal(session.retry(model.answerer), false);
  session.ask(why, model.answerer);
  await model.say(text('bad'), { type: 'error', error: { kind: 'interrupted', message: 'x' } });
  const other = scriptedModel({ connection: 'd', model: 'n' });
  assert.equal(session.retry(other.answerer), true);
  await other.say(text('good'), stop);
  assert.deepEqual(other.requests[0]?.messages, [{ role: 'user', text: 'Why?' }]);
  assert.equal(session.transcript.turns.length, 2);
  assert.deepEqual(last().model, { connection: 'd', model: 'n' });
  await session.whenIdle();
  assert.deepEqual(await saved(), session.transcript);
});

test('continuing joins the answer without a doubled word, and adds up what it cost', async () => {
  const { session, last, saved } = conversation();
  const model = scriptedModel();
  session.ask(why, model.answerer);
  await model.say({ type: 'reasoning', delta: 'hm' }, text('```js\nconst total = one'));
  await model.say({ type: 'usage', usage: { inputTokens: 1, outputTokens: 2 } }, cut);
  assert.equal(session.continueLast(model.answerer), true);
  assert.equal(isRunning(session.transcript), true);
  await model.say(
    { type: 'reasoning', delta: 'where was I' },
    text('```js\n'),
    text('const total'),
    text(' = one + two;'),
  );
  await model.say({ type: 'usage', usage: { inputTokens: 3, outputTokens: 4 } }, stop);
  assert.deepEqual(last().parts, [
    { type: 'reasoning', text: 'hm' },
    { type: 'text', text: '```js\nconst total = one + two;' },
  ]);
  assert.deepEqual(last().usage, { inputTokens: 4, outputTokens: 6 });
  assert.deepEqual(
    model.requests[1]?.messages.map(({ role }) => role),
    ['user', 'assistant', 'user'],
  );
  await session.whenIdle();
  assert.deepEqual(await saved(), session.transcript);
});

test('what was held back at the seam is not lost when the continuation is stopped', async () => {
  const { session, last } = conversation();
  const model = scriptedModel();
  session.ask(why, model.answerer);
  await model.say(text('one two three'), cut);
  session.continueLast(model.answerer);
  await model.say(text(' t'));
  assert.deepEqual(last().parts, [{ type: 'text', text: 'one two three' }], '" t" may still be a repetition');
  session.stop();
  await model.say({ type: 'finish', reason: 'aborted' });
  assert.deepEqual(last().parts, [{ type: 'text', text: 'one two three t' }]);
});

test('an answer that stopped before its first word is given anew', async () => {
  const { session, last } = conversation();
  const model = scriptedModel();
  session.ask(why, model.answerer);
  await model.say({ type: 'reasoning', delta: 'hm' }, cut);
  assert.equal(session.continueLast(model.answerer), true);
  await model.say(text('So.'), stop);
  assert.deepEqual(model.requests[1]?.messages, [{ role: 'user', text: 'Why?' }]);
  assert.deepEqual(last().parts, [{ type: 'text', text: 'So.' }]);
});

test('editing asks anew, without the question and what came after it', async () => {
  const { session } = conversation();
  const model = scriptedModel();
  const attachments = [{ id: '1', kind: 'file', path: 'a', uri: 'file:///a', languageId: '', text: 'x' }] as const;
  session.ask({ text: 'Whi?', attachments }, model.answerer);
  await model.say(text('What?'), stop);
  const [question, answer] = session.transcript.turns;
  assert.equal(session.edit('unknown', why, model.answerer), false);
  assert.equal(session.edit(answer?.id ?? '', why, model.answerer), false);
  assert.equal(session.edit(question?.id ?? '', { text: 'Why?', attachments }, model.answerer), true);
  await model.say(text('So.'), stop);
  assert.equal(session.transcript.turns.length, 2);
  const [edited] = session.transcript.turns;
  assert.deepEqual(edited?.role === 'user' && [edited.text, edited.attachments], ['Why?', attachments]);
  assert.equal(model.requests[1]?.messages.length, 1);
});

test('a disk that refuses does not keep a question from being answered, and is told of', async () => {
  const { session, files, unsaved, clock, last, saved } = conversation();
  const model = scriptedModel();
  files.failAppends('ENOSPC: no space left on device', 40);
  session.ask(why, model.answerer);
  await model.say(text('So.'), stop);
  await session.whenIdle();
  assert.deepEqual(last().finish, { reason: 'stop' });
  assert.match(session.unsaved ?? '', /ENOSPC/);
  assert.equal(await saved().then((transcript) => transcript?.turns.length), 0);
  files.heal();
  clock.advance(60_000);
  await session.whenIdle();
  assert.equal(session.unsaved, undefined);
  assert.equal(unsaved.at(-1), undefined);
  assert.deepEqual(await saved(), session.transcript);
});

test('a window that goes away leaves an interrupted answer behind, written', async () => {
  const { session, last, saved, clock } = conversation();
  const model = scriptedModel();
  session.ask(why, model.answerer);
  await model.say(text('half'));
  await session.dispose();
  assert.equal(model.signals[0]?.aborted, true);
  assert.equal(last().error?.kind, 'interrupted');
  assert.deepEqual(await saved(), session.transcript);
  assert.equal(clock.waiting, 0);
});

test('a loaded chat goes on', async () => {
  const { session, store, id, clock, saved } = conversation();
  const model = scriptedModel();
  session.ask(why, model.answerer);
  await model.say(text('half of it'));
  clock.advance(1_000);
  await settle();
  const transcript = await saved();
  assert.ok(transcript !== undefined);
  const again = new Session({ id, transcript, clock, append: (chat, entries) => store.append(chat, entries) });
  assert.equal(again.continueLast(model.answerer), true);
  await model.say(text(' and the rest'), stop);
  again.rename('Mine');
  await again.whenIdle();
  const later = await saved();
  assert.equal(later?.title, 'Mine');
  const turn = later?.turns.at(-1);
  assert.deepEqual(turn?.role === 'assistant' && [turn.parts, turn.finish, turn.error], [
    [{ type: 'text', text: 'half of it and the rest' }],
    { reason: 'stop' },
    undefined,
  ]);
});

test('a listener that left hears nothing', async () => {
  const { session } = conversation();
  let heard = 0;
  const leave = session.listen({ onEvent: () => heard++, onUnsaved: () => {} });
  session.rename('a');
  leave();
  session.rename('b');
  assert.equal(heard, 1);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '../../../src/chat/ids.ts';
import { Session } from '../../../src/chat/session.ts';
import { ChatStore } from '../../../src/chat/store.ts';
import { versionsOf } from '../../../src/model/branches.ts';
import { comparedIn } from '../../../src/model/compared.ts';
import { emptyTranscript, isRunning, type AssistantTurn, type Transcript } from '../../../src/model/transcript.ts';
import { manualClock } from './manualClock.ts';
import { memoryFiles } from './memoryFiles.ts';
import { scriptedModel, settle } from './scriptedModel.ts';

const stop = { type: 'finish', reason: 'stop' } as const;
const text = (delta: string) => ({ type: 'text', delta }) as const;

function conversation() {
  const clock = manualClock();
  const files = memoryFiles();
  const [one, two, three] = ['one', 'two', 'three'].map((model) => scriptedModel({ connection: 'c', model }));
  assert.ok(one && two && three);
  const id = newId(clock.now());
  const store = new ChatStore(files);
  const open = (transcript: Transcript = emptyTranscript) =>
    new Session({ id, clock, transcript, append: (chat, entries) => store.append(chat, entries) });
  const saved = async () => (await new ChatStore(files).load(id))?.transcript ?? emptyTranscript;
  const session = open();
  return { clock, files, id, one, two, three, open, saved, session };
}

const wordsOf = ({ turns }: Pick<Transcript, 'turns'>) =>
  turns.map((turn) =>
    turn.role === 'user' ? turn.text : turn.parts.map((part) => ('text' in part ? part.text : '')).join(''),
  );
const columns = ({ transcript }: Session) => comparedIn(transcript);
const column = (session: Session, index: number): AssistantTurn => columns(session)[index] ?? assert.fail();
const said = (session: Session) => wordsOf({ turns: columns(session) });

test('several models answer one question at the same time, each told only what came before it', async () => {
  const { one, two, three, session, saved } = conversation();
  session.ask({ text: 'Hello', attachments: [] }, one.answerer);
  await one.say(text('Hi.'), stop);
  assert.equal(session.ask({ text: 'Why?', attachments: [] }, one.answerer, two.answerer, three.answerer), true);
  await settle();
  for (const { requests } of [one, two, three])
    assert.deepEqual(
      requests.at(-1)?.messages.map(({ role }) => role),
      ['user', 'assistant', 'user'],
    );
  await two.say(text('Be'));
  await one.say(text('So'));
  await two.say(text('cause'));
  await three.say(text('Well'), stop);
  assert.deepEqual(said(session), ['So', 'Because', 'Well']);
  assert.deepEqual([session.isRunning, isRunning(session.transcript)], [true, true]);
  await one.say(stop);
  assert.deepEqual([session.isRunning, isRunning(session.transcript)], [true, true]);
  await two.say(text('.'), stop);
  assert.deepEqual([session.isRunning, isRunning(session.transcript)], [false, false]);
  await session.whenIdle();
  assert.deepEqual(await saved(), session.transcript);
  assert.deepEqual(wordsOf(session.transcript), ['Hello', 'Hi.', 'Why?', 'So']);
});

test('one is kept: it is gone on with, and the others are versions of it', async () => {
  const { one, two, session, saved } = conversation();
  session.ask({ text: 'Why?', attachments: [] }, one.answerer, two.answerer);
  await one.say(text('So'), stop);
  await two.say(text('Because'), stop);
  const { id } = column(session, 1);
  assert.equal(await session.keep('unknown'), false);
  assert.equal(await session.keep(id), true);
  assert.deepEqual(columns(session), []);
  assert.equal(await session.keep(id), false);
  assert.deepEqual(wordsOf(session.transcript), ['Why?', 'Because']);
  assert.equal(versionsOf(session.transcript).get(id)?.length, 2);
  session.ask({ text: 'And?', attachments: [] }, two.answerer);
  await settle();
  assert.equal(two.requests.at(-1)?.messages.length, 3);
  await two.say(text('That.'), stop);
  await session.whenIdle();
  assert.deepEqual(await saved(), session.transcript);
});

test('the first can be kept as well, and going on without a choice is to go on with the first', async () => {
  const { one, two, session } = conversation();
  session.ask({ text: 'Why?', attachments: [] }, one.answerer, two.answerer);
  await Promise.all([one.say(text('So'), stop), two.say(text('Because'), stop)]);
  assert.equal(await session.keep(column(session, 0).id), true);
  assert.deepEqual([wordsOf(session.transcript), columns(session)], [['Why?', 'So'], []]);
  session.ask({ text: 'And?', attachments: [] }, one.answerer, two.answerer);
  await Promise.all([one.say(text('That'), stop), two.say(text('This'), stop)]);
  session.ask({ text: 'Then?', attachments: [] }, one.answerer);
  assert.deepEqual(columns(session), []);
  await one.say(text('End'), stop);
  assert.deepEqual(wordsOf(session.transcript), ['Why?', 'So', 'And?', 'That', 'Then?', 'End']);
});

test('to keep one that still runs stops the others only, and what they said stays', async () => {
  const { clock, one, two, three, session } = conversation();
  session.ask({ text: 'Why?', attachments: [] }, one.answerer, two.answerer, three.answerer);
  await one.say(text('So'));
  await two.say(text('Be'));
  const kept = session.keep(column(session, 1).id);
  await settle();
  assert.deepEqual(
    [one, two, three].map(({ signals }) => signals[0]?.aborted),
    [true, false, true],
  );
  clock.advance(1_000);
  assert.equal(await kept, true);
  assert.equal(session.isRunning, true);
  await two.say(text('cause'), stop);
  assert.deepEqual([session.isRunning, wordsOf(session.transcript)], [false, ['Why?', 'Because']]);
  const aside = (session.transcript.aside ?? []).filter((turn) => turn.role === 'assistant');
  assert.deepEqual(
    aside.map(({ finish }) => finish?.reason),
    ['aborted', 'aborted'],
  );
});

test('one is stopped or fails without the others; stop without a name stops all', async () => {
  const { clock, one, two, three, session } = conversation();
  session.ask({ text: 'Why?', attachments: [] }, one.answerer, two.answerer, three.answerer);
  await settle();
  assert.equal(session.stop(column(session, 1).id), true);
  assert.equal(session.stop('unknown'), false);
  clock.advance(1_000);
  await one.say({ type: 'error', error: { kind: 'overloaded', message: 'Busy.' } });
  assert.deepEqual(
    columns(session).map(({ finish, error }) => finish?.reason ?? error?.kind),
    ['overloaded', 'aborted', undefined],
  );
  await three.say(text('Well'));
  assert.equal(session.stop(), true);
  clock.advance(1_000);
  await session.whenIdle();
  assert.equal(session.isRunning, false);
  assert.deepEqual(said(session), ['', '', 'Well']);
});

test('nobody takes over in a comparison', async () => {
  const { one, two, session } = conversation();
  const spoiled = () => assert.fail('asked for fallbacks');
  const failing = { ...one.answerer, fallbacks: spoiled };
  session.ask({ text: 'Why?', attachments: [] }, failing, two.answerer);
  await one.say({ type: 'error', error: { kind: 'overloaded', message: 'Busy.' } });
  await two.say(text('Because'), stop);
  assert.equal(column(session, 0).error?.kind, 'overloaded');
});

test('nobody takes over either when one of them is gone on with', async () => {
  const { one, two, session } = conversation();
  session.ask({ text: 'Why?', attachments: [] }, one.answerer, two.answerer);
  await one.say(text('So'), { type: 'finish', reason: 'length' });
  await two.say(text('Because'), stop);
  const spoiled = () => assert.fail('asked for fallbacks');
  assert.equal(session.continueLast({ ...one.answerer, fallbacks: spoiled }), true);
  await one.say({ type: 'error', error: { kind: 'overloaded', message: 'Busy.' } });
  assert.deepEqual([column(session, 0).error?.kind, said(session)], ['overloaded', ['So', 'Because']]);
});

test('others are asked beside an answer that is there, and once more beside those', async () => {
  const { one, two, three, session, saved } = conversation();
  session.ask({ text: 'Why?', attachments: [] }, one.answerer);
  await one.say(text('So'), stop);
  const first = session.transcript.turns.at(-1)?.id ?? assert.fail();
  assert.equal(session.askOthers('unknown', [two.answerer]), false);
  assert.equal(session.askOthers(first, []), false);
  assert.equal(session.askOthers(first, [two.answerer]), true);
  await two.say(text('Because'), stop);
  assert.equal(two.requests.at(-1)?.messages.length, 1);
  assert.equal(session.askOthers(first, [three.answerer]), true);
  await three.say(text('Well'), stop);
  assert.deepEqual(said(session), ['So', 'Because', 'Well']);
  assert.equal(session.transcript.turns.at(-1)?.id, first);
  await session.whenIdle();
  assert.deepEqual(await saved(), session.transcript);
});

test('beside an earlier answer: what came after it is there again once it is kept', async () => {
  const { one, two, session } = conversation();
  for (const question of ['One', 'Two']) {
    session.ask({ text: question, attachments: [] }, one.answerer);
    await one.say(text(`${question}!`), stop);
  }
  const first = session.transcript.turns[1]?.id ?? assert.fail();
  session.askOthers(first, [two.answerer]);
  await two.say(text('Eins'), stop);
  assert.deepEqual(said(session), ['One!', 'Eins']);
  assert.deepEqual(wordsOf(session.transcript), ['One', 'Eins']);
  assert.equal(await session.keep(first), true);
  assert.deepEqual(wordsOf(session.transcript), ['One', 'One!', 'Two', 'Two!']);
});

test('a window that goes away loses none of them, and they stand side by side again', async () => {
  const { one, two, open, saved, session } = conversation();
  session.ask({ text: 'Why?', attachments: [] }, one.answerer, two.answerer);
  await one.say(text('So'));
  await two.say(text('Be'));
  await session.dispose();
  const again = open(await saved());
  assert.deepEqual([said(again), isRunning(again.transcript)], [['So', 'Be'], false]);
  assert.deepEqual(
    columns(again).map(({ error }) => error?.kind),
    ['interrupted', 'interrupted'],
  );
  assert.equal(await again.keep(column(again, 1).id), true);
  assert.equal(again.continueLast(two.answerer), true);
  await two.say(text('cause'), stop);
  assert.match(wordsOf(again.transcript).at(-1) ?? '', /^Because$/);
});

test('a file that a crash cut off anywhere can be gone on with', async () => {
  const { one, two, session, files, id } = conversation();
  session.ask({ text: 'Why?', attachments: [] }, one.answerer, two.answerer);
  await Promise.all([one.say(text('So'), stop), two.say(text('Because'), stop)]);
  await session.keep(column(session, 1).id);
  await session.whenIdle();
  const lines = new TextDecoder().decode(await files.read(`${id}.jsonl`)).split('\n');
  assert.ok(lines.length > 8);
  for (let count = 3; count <= lines.length; count++) {
    const torn = memoryFiles();
    await torn.append(`${id}.jsonl`, lines.slice(0, count).join('\n'));
    const store = new ChatStore(torn);
    const { transcript, damaged } = (await store.load(id)) ?? assert.fail();
    assert.deepEqual([damaged, isRunning(transcript), transcript.turns[0]?.role], [0, false, 'user']);
    const again = new Session({ id, clock: manualClock(), transcript, append: (...all) => store.append(...all) });
    assert.equal(again.ask({ text: 'And?', attachments: [] }, one.answerer), true);
    await one.say(text('Then'), stop);
    await again.whenIdle();
    const words = (read: Transcript) => wordsOf(read).filter((one) => one !== '');
    assert.deepEqual(words((await store.load(id))?.transcript ?? assert.fail()), words(again.transcript));
  }
});

test('what comes after a question that a crash tore stands where it was seen to stand', async () => {
  const { one, two, session, files, id } = conversation();
  session.ask({ text: 'Why?', attachments: [] }, one.answerer);
  await one.say(text('So'), stop);
  session.askOthers(session.transcript.turns.at(-1)?.id ?? assert.fail(), [two.answerer]);
  await two.say(text('Because'), stop);
  await session.whenIdle();
  const lines = new TextDecoder().decode(await files.read(`${id}.jsonl`)).split('\n');
  const rewind = lines.findIndex((line) => line.includes('"rewind"'));
  const torn = memoryFiles();
  await torn.append(`${id}.jsonl`, lines.slice(0, rewind + 1).join('\n'));
  const store = new ChatStore(torn);
  const { transcript, lacks } = (await store.load(id)) ?? assert.fail();
  assert.deepEqual(wordsOf(transcript), ['Why?', 'So']);
  const append: ChatStore['append'] = (...all) => store.append(...all);
  const again = new Session({ id, clock: manualClock(), transcript, lacks, append });
  again.ask({ text: 'And?', attachments: [] }, one.answerer);
  await one.say(text('Then'), stop);
  await again.whenIdle();
  const read = (await store.load(id)) ?? assert.fail();
  assert.deepEqual(wordsOf(read.transcript), ['Why?', 'So', 'And?', 'Then']);
  assert.deepEqual([read.transcript, read.lacks], [again.transcript, undefined]);
});

test('one that is deleted stands beside the others no more, until it is brought back', async () => {
  const { one, two, three, session } = conversation();
  session.ask({ text: 'Why?', attachments: [] }, one.answerer, two.answerer, three.answerer);
  await Promise.all([one, two, three].map((model) => model.say(text(model.answerer.model.model), stop)));
  const { id } = column(session, 1);
  session.change({ type: 'delete', id });
  assert.deepEqual(said(session), ['one', 'three']);
  session.change({ type: 'restore', id });
  assert.deepEqual(said(session), ['one', 'two', 'three']);
});

test('a version of Parley that knows of no comparison reads the same answers as versions', async () => {
  const { one, two, session, files, id, saved } = conversation();
  session.ask({ text: 'Why?', attachments: [] }, one.answerer, two.answerer);
  await Promise.all([one.say(text('So'), stop), two.say(text('Because'), stop)]);
  await session.keep(column(session, 1).id);
  await session.whenIdle();
  const known = new TextDecoder().decode(await files.read(`${id}.jsonl`));
  const older = memoryFiles();
  await older.append(`${id}.jsonl`, known.replaceAll(/,"beside":\[[^\]]*\]|,"keep":true/g, ''));
  const { compared: _compared, ...read } = (await new ChatStore(older).load(id))?.transcript ?? assert.fail();
  assert.deepEqual(read, await saved());
});

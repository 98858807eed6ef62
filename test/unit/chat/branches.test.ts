import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '../../../src/chat/ids.ts';
import { Session } from '../../../src/chat/session.ts';
import { ChatStore } from '../../../src/chat/store.ts';
import { searchableText } from '../../../src/chat/search.ts';
import { emptyTranscript, fold, type ChatEvent, type Transcript } from '../../../src/model/transcript.ts';
import { manualClock } from './manualClock.ts';
import { memoryFiles } from './memoryFiles.ts';
import { randomNumbers } from './random.ts';
import { scriptedModel } from './scriptedModel.ts';

const stop = { type: 'finish', reason: 'stop' } as const;

function conversation() {
  const clock = manualClock();
  const files = memoryFiles();
  const model = scriptedModel();
  const id = newId(clock.now());
  const store = new ChatStore(files);
  const open = (transcript: Transcript = emptyTranscript) =>
    new Session({ id, clock, transcript, append: (chat, entries) => store.append(chat, entries) });
  const saved = async () => (await new ChatStore(files).load(id))?.transcript ?? emptyTranscript;
  const ask = async (session: Session, text: string) => {
    assert.equal(session.ask({ text, attachments: [] }, model.answerer), true);
    await model.say({ type: 'text', delta: `${text}!` }, stop);
  };
  return { model, open, saved, ask };
}

const wordsOf = ({ turns }: Transcript) =>
  turns.map((turn) =>
    turn.role === 'user' ? turn.text : turn.parts.map((part) => ('text' in part ? part.text : '')).join(''),
  );
const idAt = ({ transcript }: Session, index: number) => transcript.turns[index]?.id ?? assert.fail();
const asked = ({ model }: ReturnType<typeof conversation>) =>
  model.requests.at(-1)?.messages.map((message) => ('text' in message ? message.text : 'answer'));

test('an earlier question is edited: the model is told what came before, and the first way can be taken up again', async () => {
  const chat = conversation();
  const session = chat.open();
  for (const text of ['one', 'two', 'three']) await chat.ask(session, text);
  const second = idAt(session, 2);
  assert.equal(session.edit(second, { text: 'zwei', attachments: [] }, chat.model.answerer), true);
  await chat.model.say({ type: 'text', delta: 'ja' }, stop);
  assert.deepEqual(asked(chat), ['one', 'answer', 'zwei']);
  assert.deepEqual(wordsOf(session.transcript), ['one', 'one!', 'zwei', 'ja']);
  assert.equal(session.change({ type: 'switch', to: second }), true);
  await chat.ask(session, 'four');
  assert.deepEqual(asked(chat), ['one', 'answer', 'two', 'answer', 'three', 'answer', 'four']);
  await session.whenIdle();
  assert.deepEqual(await chat.saved(), session.transcript);
});

test('an earlier answer is given anew, and only an answer', async () => {
  const chat = conversation();
  const session = chat.open();
  for (const text of ['one', 'two']) await chat.ask(session, text);
  assert.equal(session.retry(chat.model.answerer, 'unknown'), false);
  assert.equal(session.retry(chat.model.answerer, idAt(session, 0)), false);
  assert.equal(session.retry(chat.model.answerer, idAt(session, 1)), true);
  assert.equal(session.change({ type: 'delete', id: idAt(session, 0) }), false, 'while it is answered');
  await chat.model.say({ type: 'text', delta: 'eins' }, stop);
  assert.deepEqual(asked(chat), ['one']);
  assert.deepEqual(wordsOf(session.transcript), ['one', 'eins']);
});

test('what is deleted is told to no model and found by no search, until it is brought back', async () => {
  const chat = conversation();
  const session = chat.open();
  for (const text of ['one', 'two']) await chat.ask(session, text);
  const first = idAt(session, 0);
  assert.equal(session.change({ type: 'delete', id: first }), true);
  assert.equal(session.change({ type: 'delete', id: first }), false);
  await chat.ask(session, 'three');
  assert.deepEqual(asked(chat), ['two', 'answer', 'three']);
  assert.doesNotMatch(searchableText(session.transcript), /one/);
  const reopened = chat.open(await chat.saved());
  assert.equal(reopened.change({ type: 'restore', id: first }), true);
  assert.deepEqual(wordsOf(reopened.transcript).slice(0, 2), ['one', 'one!']);
  await reopened.whenIdle();
  assert.deepEqual(await chat.saved(), reopened.transcript);
});

test('a chat that is only read here shows what its writer shows', () => {
  const session = new Session({
    id: 'x',
    clock: manualClock(),
    readOnly: 'elsewhere',
    transcript: [question('q1'), question('q2')].reduce(fold, emptyTranscript),
    append: () => assert.fail(),
  });
  assert.equal(session.change({ type: 'delete', id: 'q1' }), false);
});

test('a file of the first version reads as before, and what it dropped is another branch', () => {
  const events: ChatEvent[] = [question('q1'), { type: 'rewind', to: 'q1' }, question('q2')];
  const transcript = events.reduce(fold, emptyTranscript);
  assert.deepEqual(transcript.turns, [question('q2')].reduce(fold, emptyTranscript).turns);
  assert.deepEqual(wordsOf(fold(transcript, { type: 'switch', to: 'q1' })), ['q1']);
});

for (let seed = 1; seed <= 30; seed++) {
  test(`whatever is asked, edited, switched, given anew, gone on with and deleted is the same after a reload (${seed})`, async () => {
    const chat = conversation();
    const random = randomNumbers(seed);
    let session = chat.open();
    for (let index = 0; index < 30; index++) {
      await act(session, { chat, index, random });
      await session.whenIdle();
      const saved = await chat.saved();
      assert.deepEqual(saved, session.transcript);
      if (random(4) === 0) session = chat.open(saved);
    }
  });
}

interface Act {
  readonly chat: ReturnType<typeof conversation>;
  readonly index: number;
  readonly random: (below: number) => number;
}

async function act(session: Session, { chat: { model }, index, random }: Act): Promise<void> {
  const { turns, aside = [] } = session.transcript;
  const all = [...turns, ...aside];
  const to = all[random(all.length)]?.id ?? '';
  const question = { text: `q${index}`, attachments: [] };
  const steps = [
    () => session.ask(question, model.answerer),
    () => session.ask(question, model.answerer),
    () => session.edit(to, question, model.answerer),
    () => session.retry(model.answerer, to),
    () => session.retry(model.answerer),
    () => session.continueLast(model.answerer),
    () => session.change({ type: 'switch', to }),
    () => session.change({ type: 'delete', id: to }),
    () => session.change({ type: 'restore', id: to }),
  ];
  steps[random(steps.length)]?.();
  if (!session.isRunning) return;
  const reason = random(2) === 0 ? 'length' : 'stop';
  await model.say({ type: 'text', delta: `a${index} ` }, { type: 'text', delta: 'b' }, { type: 'finish', reason });
}

function question(id: string): ChatEvent {
  return { type: 'user', id, at: 1, text: id, attachments: [] };
}

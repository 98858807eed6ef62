import assert from 'node:assert/strict';
import { appendFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { Files } from '../../src/chat/files.ts';
import { ChatStore } from '../../src/chat/store.ts';
import { Conversations } from '../../src/host/conversations.ts';
import { chatFiles } from '../../src/host/node/chatFiles.ts';
import { systemClock } from '../../src/llm/clock.ts';
import type { ChatEvent } from '../../src/model/transcript.ts';
import { scriptedModel, type ScriptedModel } from '../unit/chat/scriptedModel.ts';
import { memoryState } from './memoryState.ts';
import { until } from './until.ts';

const finish = { type: 'finish', reason: 'stop' } as const;
const text = (delta: string) => ({ type: 'text', delta }) as const;
const ask = (question: string) => ({ text: question, attachments: [] });

describe('conversations in a real folder', () => {
  let folder: string;
  let state: ReturnType<typeof memoryState>;
  let model: ScriptedModel;
  let opened: Conversations[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'parley-conversations-'));
    state = memoryState();
    model = scriptedModel();
    opened = [];
  });
  afterEach(async () => {
    await Promise.all(opened.map((conversations) => conversations.dispose()));
    await rm(folder, { recursive: true, force: true });
  });

  /** A window on the folder. */
  function open(disk: Partial<Files> = {}) {
    const events: ChatEvent[] = [];
    const notices: string[] = [];
    const switches: string[] = [];
    const store = new ChatStore({ ...chatFiles(folder), ...disk });
    const conversations: Conversations = new Conversations({
      store,
      clock: systemClock,
      state,
      listener: { onEvent: (event) => events.push(event), onUnsaved: () => undefined },
      onSwitch: () => switches.push(conversations.current.id),
      onNotice: (notice) => notices.push(notice),
    });
    opened.push(conversations);
    return { conversations, store, events, notices, switches };
  }

  const fileOf = (id: string) => join(folder, `${id}.jsonl`);
  const texts = ({ current }: Conversations) =>
    current.transcript.turns.map((turn) =>
      turn.role === 'user' ? turn.text : turn.parts.map((part) => ('text' in part ? part.text : '')).join(''),
    );

  /** A conversation with one question and its answer, left behind by a window that closed. */
  async function past(question: string): Promise<string> {
    const { conversations } = open();
    conversations.create();
    const { current } = conversations;
    current.ask(ask(question), model.answerer);
    await until(() => model.requests.length > 0);
    await model.say(text(`About ${question}`), finish);
    await conversations.dispose();
    model = scriptedModel();
    return current.id;
  }

  test('goes on with the conversation of the last time', async () => {
    const id = await past('one');
    const { conversations, switches } = open();
    await conversations.restore();
    assert.equal(conversations.current.id, id);
    assert.deepEqual(texts(conversations), ['one', 'About one']);
    assert.deepEqual(switches, [], 'nothing else was shown before');
    await conversations.restore();
    assert.equal(conversations.current.id, id);
  });

  test('asked to go on twice at once, it opens one session', async () => {
    await past('one');
    const { conversations, events } = open();
    const first = conversations.restore().then(() => conversations.current);
    await Promise.all([first, conversations.restore(), conversations.restore()]);
    assert.equal(await first, conversations.current);
    conversations.current.ask(ask('two'), model.answerer);
    await until(() => model.requests.length === 1);
    await model.say(text('both'), finish);
    assert.deepEqual(texts(conversations), ['one', 'About one', 'two', 'both']);
    assert.equal(events.filter(({ type }) => type === 'user').length, 1);
  });

  test('a new chat that was begun meanwhile stays', async () => {
    const id = await past('one');
    const { conversations } = open();
    const restoring = conversations.restore();
    conversations.create();
    const fresh = conversations.current;
    await restoring;
    assert.equal(conversations.current, fresh);
    assert.notEqual(fresh.id, id);
  });

  test('nothing is restored where there is nothing, and an empty chat is kept rather than another one made', async () => {
    state.update('chat', 'not an id');
    const { conversations, notices } = open();
    await conversations.restore();
    const { current } = conversations;
    conversations.create();
    assert.equal(conversations.current, current);
    assert.equal(notices.length, 1);
    assert.deepEqual(await readdir(folder), []);
  });

  test('an answer goes on while another chat is shown, and is written', async () => {
    const { conversations, events, switches } = open();
    const { current } = conversations;
    current.ask(ask('one'), model.answerer);
    await until(() => model.requests.length === 1);
    conversations.create();
    assert.deepEqual(switches, [conversations.current.id]);
    const heard = events.length;
    await model.say(text('late'), finish);
    await current.whenIdle();
    assert.equal(events.length, heard, 'the view hears of the current chat only');
    await until(async () => (await readFile(fileOf(current.id), 'utf8')).includes('late'));
    await conversations.open(current.id);
    assert.deepEqual(texts(conversations), ['one', 'late']);
  });

  test('a chat that is shown again while it is answered is the same one', async () => {
    const { conversations } = open();
    const { current } = conversations;
    current.ask(ask('one'), model.answerer);
    await until(() => model.requests.length === 1);
    conversations.create();
    await conversations.open(current.id);
    assert.equal(conversations.current, current);
    await model.say(text('here'), finish);
    await current.whenIdle();
    current.ask(ask('two'), model.answerer);
    await until(() => model.requests.length === 2);
    await model.say(text('there'), finish);
    await current.whenIdle();
    assert.match(await readFile(fileOf(current.id), 'utf8'), /"two"/);
  });

  test('a chat that the disk refuses stays open until it is written', async () => {
    let isFull = true;
    const append: Files['append'] = (name, added) =>
      isFull ? Promise.reject(new Error('ENOSPC')) : chatFiles(folder).append(name, added);
    const { conversations } = open({ append });
    const { current } = conversations;
    current.ask(ask('one'), model.answerer);
    await until(() => model.requests.length === 1);
    await model.say(text('kept'), finish);
    await current.whenIdle();
    conversations.create();
    await current.whenIdle();
    isFull = false;
    await conversations.open(current.id);
    assert.equal(conversations.current, current);
    assert.deepEqual(texts(conversations), ['one', 'kept']);
    await current.whenIdle();
    assert.match(await readFile(fileOf(current.id), 'utf8'), /kept/);
  });

  test('disposal ends what is being answered and writes it', async () => {
    const { conversations } = open();
    const { current } = conversations;
    current.ask(ask('one'), model.answerer);
    await until(() => model.requests.length === 1);
    await model.say(text('half'));
    await conversations.dispose();
    assert.equal(model.signals[0]?.aborted, true);
    const again = open();
    await again.conversations.restore();
    assert.deepEqual(texts(again.conversations), ['one', 'half']);
    const last = again.conversations.current.transcript.turns.at(-1);
    assert.equal(last?.role === 'assistant' && last.error?.kind, 'interrupted');
  });

  test('damaged records and newer versions are told of, and the rest is shown', async () => {
    const id = await past('one');
    await appendFile(fileOf(id), '{"half a rec\n\0\0\0\n');
    const { conversations, notices } = open();
    await conversations.restore();
    assert.deepEqual(texts(conversations), ['one', 'About one']);
    assert.match(notices.join(), /^2 damaged records/);
  });

  test('a file that cannot be read is told of, and the panel works', async () => {
    const id = await past('one');
    await rm(fileOf(id));
    await mkdir(fileOf(id));
    const { conversations, notices } = open();
    await conversations.restore();
    assert.match(notices.join(), /cannot be read/);
    assert.notEqual(conversations.current.id, id);
    conversations.current.ask(ask('two'), model.answerer);
    await until(() => model.requests.length === 1);
    await conversations.open(id);
    assert.equal(notices.length, 2);
    assert.deepEqual(texts(conversations), ['two', '']);
  });

  test('a chat that is gone is told of when it is opened, and only then', async () => {
    const id = await past('one');
    await rm(fileOf(id));
    const { conversations, notices } = open();
    await conversations.restore();
    assert.deepEqual(notices, []);
    await conversations.open(id);
    assert.match(notices.join(), /not there any more/);
  });

  test('closing ends the chat and shows a new one, but only for the one that is shown', async () => {
    const other = await past('other');
    const { conversations, store } = open();
    await conversations.close(other);
    assert.equal(state.values.get('chat'), other, 'nothing was current, and nothing became it');
    await conversations.restore();
    const { current } = conversations;
    current.ask(ask('one'), model.answerer);
    await until(() => model.requests.length === 1);
    await conversations.close(other);
    assert.equal(model.signals[0]?.aborted, true);
    assert.notEqual(conversations.current, current);
    const bytes = await store.remove(other);
    await writeFile(join(folder, 'nothing is written afterwards'), '');
    assert.deepEqual(await readdir(folder), ['nothing is written afterwards']);
    await store.restore(other, bytes ?? new Uint8Array());
    await conversations.open(other);
    assert.deepEqual(texts(conversations).slice(0, 3), ['other', 'About other', 'one']);
  });
});

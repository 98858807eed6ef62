import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, test } from 'node:test';
import type { WritingProcess } from '../../../src/chat/files.ts';
import { encodeHeader } from '../../../src/chat/record.ts';
import { ChatStore } from '../../../src/chat/store.ts';
import { Conversations } from '../../../src/host/conversations.ts';
import { memoryState } from '../../host/memoryState.ts';
import { manualClock, type ManualClock } from '../chat/manualClock.ts';
import { memoryFiles, type MemoryFiles } from '../chat/memoryFiles.ts';
import { scriptedModel, settle, type ScriptedModel } from '../chat/scriptedModel.ts';

const finish = { type: 'finish', reason: 'stop' } as const;
const text = (delta: string) => ({ type: 'text', delta }) as const;
const question = (asked: string) => ({ text: asked, attachments: [] });

describe('two windows on one chat', () => {
  let clock: ManualClock;
  let files: MemoryFiles;
  let model: ScriptedModel;

  beforeEach(() => {
    clock = manualClock();
    files = memoryFiles();
    model = scriptedModel();
  });
  const opened: Conversations[] = [];
  afterEach(async () => {
    await Promise.all(opened.splice(0).map((conversations) => conversations.dispose()));
    assert.equal(clock.waiting, 0, 'no timer is left');
    assert.deepEqual(
      [...files.contents.keys()].filter((name) => name.endsWith('.lease')),
      [],
    );
  });

  function open(chat?: string, unsafeTogether?: string) {
    const notices: string[] = [];
    let switches = 0;
    const process: WritingProcess = { name: 'here/1', stateOf: () => 'alive' };
    const conversations: Conversations = new Conversations({
      store: new ChatStore({ ...files, process }),
      clock,
      state: memoryState(chat === undefined ? {} : { chat }),
      listener: { onEvent: () => undefined, onUnsaved: () => undefined },
      ...(unsafeTogether === undefined ? {} : { unsafeTogether }),
      onSwitch: () => switches++,
      onNotice: (notice) => notices.push(notice),
    });
    opened.push(conversations);
    return { conversations, notices, switches: () => switches };
  }

  const texts = ({ current }: Conversations) =>
    current.transcript.turns.map((turn) =>
      turn.role === 'user' ? turn.text : turn.parts.map((part) => ('text' in part ? part.text : '')).join(''),
    );

  async function pass(ms: number): Promise<void> {
    for (let passedMs = 0; passedMs < ms; passedMs += 100) {
      clock.advance(100);
      for (let turn = 0; turn < 8; turn++) await settle();
    }
  }

  /** A window in the middle of an answer, and a second one on its chat. */
  async function twoWindows() {
    const first = open();
    const { current } = first.conversations;
    current.ask(question('one'), model.answerer);
    await pass(100);
    await model.say(text('half'));
    await pass(1_000);
    const second = open(current.id);
    await second.conversations.restore();
    return { first, second, id: current.id };
  }

  test('the second follows, asks nothing, and sees the answer grow and end', async () => {
    const { first, second } = await twoWindows();
    const { conversations } = second;
    assert.equal(first.conversations.current.readOnly, undefined);
    assert.equal(conversations.current.readOnly, 'elsewhere');
    assert.deepEqual(texts(conversations), ['one', 'half']);
    const last = conversations.current.transcript.turns.at(-1);
    assert.equal(last?.role === 'assistant' && last.error, undefined, 'it is not taken for interrupted');
    assert.equal(conversations.current.ask(question('mine'), model.answerer), false);
    assert.equal(conversations.current.retry(model.answerer), false);
    assert.equal(conversations.current.continueLast(model.answerer), false);
    await model.say(text(' and whole'), finish);
    await pass(3_000);
    assert.deepEqual(texts(conversations), ['one', 'half and whole']);
    assert.ok(second.switches() > 0, 'the panel is told');
  });

  test('when the first closes, the second writes', async () => {
    const { first, second } = await twoWindows();
    await first.conversations.dispose();
    await pass(2_000);
    const { current } = second.conversations;
    assert.equal(current.readOnly, undefined);
    assert.equal(current.ask(question('two'), model.answerer), true);
    await pass(100);
    await model.say(text('here'), finish);
    await pass(1_000);
    assert.deepEqual(texts(second.conversations), ['one', 'half', 'two', 'here']);
  });

  test('taken over in the middle of an answer, the first ends it, hands on every word, and follows', async () => {
    const { first, second } = await twoWindows();
    await model.say(text(', more'));
    const taking = second.conversations.takeOver();
    await model.say(text(', most'));
    await pass(4_000);
    await taking;
    assert.equal(second.conversations.current.readOnly, undefined);
    assert.deepEqual(texts(second.conversations), ['one', 'half, more, most']);
    assert.equal(model.signals[0]?.aborted, true);
    assert.equal(first.conversations.current.readOnly, 'elsewhere');
    const last = first.conversations.current.transcript.turns.at(-1);
    assert.match((last?.role === 'assistant' && last.error?.message) || '', /Another window took this chat over/);

    second.conversations.current.ask(question('two'), model.answerer);
    await pass(100);
    await model.say(text('there'), finish);
    await pass(2_000);
    assert.deepEqual(texts(first.conversations), ['one', 'half, more, most', 'two', 'there']);
  });

  test('whoever comes to the first window finds it taken over at once', async () => {
    const { first, second } = await twoWindows();
    await model.say(finish);
    await pass(1_000);
    await second.conversations.takeOver();
    assert.equal(first.conversations.current.readOnly, undefined, 'nothing was written there since');
    await first.conversations.look();
    await pass(100);
    assert.equal(first.conversations.current.readOnly, 'elsewhere');
  });

  test('a follower that begins a new chat writes that one', async () => {
    const { second } = await twoWindows();
    second.conversations.create();
    assert.equal(second.conversations.current.readOnly, undefined);
    assert.equal(second.conversations.current.transcript.turns.length, 0);
    await model.say(finish);
    await pass(1_000);
  });

  test('the second neither renames nor deletes what the first writes, whether it follows it or not', async () => {
    const { first, second, id } = await twoWindows();
    const before = files.text(`${id}.jsonl`);
    const third = open();
    for (const { conversations } of [second, third]) {
      assert.equal(await conversations.rename(id, 'Mine'), false);
      assert.equal(await conversations.remove(id), 'elsewhere');
    }
    assert.equal(second.conversations.current.chooseFallbacks([]), false);
    await pass(1_000);
    assert.equal(files.text(`${id}.jsonl`), before);
    assert.equal(first.conversations.current.readOnly, undefined);
    assert.equal(await first.conversations.rename(id, 'Ours'), true);
    await model.say(finish);
    await pass(2_000);
    assert.equal(second.conversations.current.transcript.title, 'Ours');
  });

  test('what nobody has open is renamed and deleted from any window, and no lease is left', async () => {
    const { first, second, id } = await twoWindows();
    await model.say(finish);
    await pass(1_000);
    first.conversations.create();
    second.conversations.create();
    await pass(100);
    const third = open();
    assert.equal(await third.conversations.rename(id, 'Mine'), true);
    assert.match(files.text(`${id}.jsonl`), /"title":"Mine"/);
    const removed = await third.conversations.remove(id);
    assert.ok(removed !== 'elsewhere' && removed.done !== undefined);
    assert.equal(files.contents.has(`${id}.jsonl`), false);
  });

  test('a chat that was just left here is no other window’s', async () => {
    const { first, id } = await twoWindows();
    await model.say(finish);
    await pass(1_000);
    await opened[1]?.dispose();
    first.conversations.create();
    assert.equal(await first.conversations.rename(id, 'Mine'), true);
    await first.conversations.open(id);
    assert.deepEqual(
      [first.conversations.current.readOnly, first.conversations.current.transcript.title],
      [undefined, 'Mine'],
    );
    const other = first.conversations.current;
    first.conversations.create();
    await first.conversations.open(id);
    assert.equal(first.conversations.current.readOnly, undefined);
    assert.equal(other.id, id);
  });

  test('the title that is given while an answer runs in the background is there when it is shown again', async () => {
    const { first, id } = await twoWindows();
    first.conversations.create();
    assert.equal(await first.conversations.rename(id, 'Mine'), true);
    await first.conversations.open(id);
    assert.equal(first.conversations.current.transcript.title, 'Mine');
    await model.say(finish);
    await pass(1_000);
  });

  test('words that the disk does not take yet are not dropped for another window', async () => {
    const { first, second, id } = await twoWindows();
    await model.say(finish);
    await pass(1_000);
    files.failAppends('ENOSPC');
    first.conversations.current.ask(question('not yet on disk'), model.answerer);
    await pass(100);
    await model.say(finish);
    files.heal();
    await second.conversations.takeOver();
    await first.conversations.look();
    await pass(61_000);
    assert.match(files.text(`${id}.jsonl`), /not yet on disk/);
  });

  test('a followed chat that is deleted makes room for a new one, and says so', async () => {
    const { first, second, id } = await twoWindows();
    await model.say(finish);
    await pass(1_000);
    await first.conversations.remove(id);
    await pass(3_000);
    const { current } = second.conversations;
    assert.deepEqual([current.readOnly, texts(second.conversations)], [undefined, []]);
    assert.deepEqual(second.notices, ['This chat was deleted in another window.']);
    assert.equal(current.ask(question('two'), model.answerer), true);
    await pass(100);
    await model.say(finish);
    assert.equal(files.contents.has(`${id}.jsonl`), false);
  });

  test('an answer that is cut off because its chat is deleted says so, should that be undone', async () => {
    const { first, second, id } = await twoWindows();
    second.conversations.create();
    const removed = await first.conversations.remove(id);
    const bytes = removed === 'elsewhere' ? undefined : removed.done;
    await new ChatStore(files).restore(id, bytes ?? assert.fail('it was deleted'));
    await first.conversations.open(id);
    const last = first.conversations.current.transcript.turns.at(-1);
    assert.deepEqual(last?.role === 'assistant' && [last.error?.kind, last.error?.message], [
      'interrupted',
      'The chat was deleted before the answer was complete.',
    ]);
    assert.deepEqual(texts(first.conversations), ['one', 'half']);
  });

  test('a chat that was deleted is not made anew by a new title', async () => {
    const { first, second, id } = await twoWindows();
    await model.say(finish);
    await pass(1_000);
    second.conversations.create();
    await first.conversations.remove(id);
    await pass(1_000);
    await assert.rejects(second.conversations.rename(id, 'Mine'), /not there any more/);
    assert.equal(files.contents.has(`${id}.jsonl`), false);
  });

  test('a chat of a later version is read-only, whoever has it open, and no lease is taken', async () => {
    const first = open();
    const { current } = first.conversations;
    current.ask(question('one'), model.answerer);
    await pass(100);
    await model.say(finish);
    await first.conversations.dispose();
    files.put(
      `${current.id}.jsonl`,
      files.text(`${current.id}.jsonl`) + encodeHeader(current.id).replace('"version":1', '"version":7'),
    );
    const before = files.text(`${current.id}.jsonl`);
    const second = open(current.id);
    await second.conversations.restore();
    assert.equal(second.conversations.current.readOnly, 'newer');
    second.conversations.current.rename('no');
    assert.equal(second.conversations.current.ask(question('two'), model.answerer), false);
    await second.conversations.takeOver();
    await pass(60_000);
    assert.equal(second.conversations.current.readOnly, 'newer');
    assert.equal(files.text(`${current.id}.jsonl`), before);
  });

  test('where windows cannot be kept apart, that is said once', async () => {
    const { id } = await twoWindows();
    const notices: string[] = [];
    const third = open(id, 'Keep each chat in one window.');
    await third.conversations.restore();
    await third.conversations.open(id);
    notices.push(...third.notices);
    assert.deepEqual(notices, ['Keep each chat in one window.']);
    await model.say(finish);
    await pass(1_000);
  });
});

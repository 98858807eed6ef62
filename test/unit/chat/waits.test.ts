import assert from 'node:assert/strict';
import { test } from 'node:test';
import { newId } from '../../../src/chat/ids.ts';
import { Session } from '../../../src/chat/session.ts';
import { ChatStore } from '../../../src/chat/store.ts';
import { stream } from '../../../src/llm/stream.ts';
import type { Respond } from '../../../src/model/message.ts';
import { answer, chatStream, endpoint, ManualClock, says, scripted, stops } from '../llm/harness.ts';
import { manualClock } from './manualClock.ts';
import { memoryFiles } from './memoryFiles.ts';
import { scriptedModel, settle } from './scriptedModel.ts';

const why = { text: 'Why?', attachments: [] };
const model = { connection: 'c', model: 'm' };

function conversation() {
  const clock = manualClock();
  const files = memoryFiles();
  const store = new ChatStore(files);
  const id = newId(clock.now());
  const session = new Session({ id, clock, append: (chat, entries) => store.append(chat, entries) });
  return { clock, files, id, session };
}

test('the user may end a wait, as often as there is one', async () => {
  const { session } = conversation();
  let woken = 0;
  const respond: Respond = async function* ({ wake }) {
    for (let wait = 0; wait < 2; wait++) {
      await new Promise<void>((resolve) => {
        const unlisten = wake?.listen(() => {
          unlisten?.();
          woken++;
          resolve();
        });
      });
      yield { type: 'text', delta: 'x' };
    }
    yield { type: 'finish', reason: 'stop' };
  };
  session.askNow();
  session.ask(why, { model, label: 'M', respond });
  for (const expected of [1, 2]) {
    await settle();
    session.askNow();
    await settle();
    assert.equal(woken, expected);
  }
  assert.equal(session.isRunning, false);
  session.askNow();
  assert.equal(woken, 2);
});

test('how a wait looks is told and never written', async () => {
  const { session, files, id } = conversation();
  const scripted = scriptedModel();
  const seen: string[] = [];
  session.listen({
    onEvent: (event) => void (event.type === 'stream' && seen.push(event.event.type)),
    onUnsaved: () => undefined,
  });
  session.ask(why, scripted.answerer);
  const error = { kind: 'overloaded', message: 'Busy.' } as const;
  await scripted.say(
    { type: 'queued', delayMs: 5 },
    { type: 'retry', attempt: 1, delayMs: 5, error },
    { type: 'alive' },
  );
  await scripted.say({ type: 'text', delta: 'So.' }, { type: 'finish', reason: 'stop' });
  await session.whenIdle();
  assert.deepEqual(seen, ['queued', 'retry', 'alive', 'text', 'finish']);
  assert.doesNotMatch(files.text(`${id}.jsonl`), /queued|"retry"|alive/);
});

test('silence is counted from the last news, which a sign of life is not', async () => {
  const { session, clock } = conversation();
  const scripted = scriptedModel();
  session.ask(why, scripted.answerer);
  clock.advance(3_000);
  await scripted.say({ type: 'alive' });
  assert.equal(session.quietMs, 3_000);
  await scripted.say({ type: 'text', delta: 'x' });
  clock.advance(2_000);
  assert.equal(session.quietMs, 2_000);
  await session.dispose();
});

test('“Retry now” reaches the request that sleeps, past all that stands between', async () => {
  const { session } = conversation();
  const { transport, requests } = scripted(
    answer('', { status: 429, headers: { 'retry-after': '60' } }),
    answer(chatStream(says('So.'), stops('stop'))),
  );
  const to = endpoint(transport, { clock: new ManualClock() });
  session.ask(why, { model, label: 'M', respond: (request, signal) => stream(to, request, signal) });
  await settle();
  await settle();
  assert.deepEqual([requests.length, session.isRunning], [1, true]);
  session.askNow();
  await session.whenIdle();
  const last = session.transcript.turns.at(-1);
  assert.deepEqual(last?.role === 'assistant' && last.parts, [{ type: 'text', text: 'So.' }]);
  assert.equal(requests.length, 2);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Session } from '../../../src/chat/session.ts';
import type { StreamEvent } from '../../../src/model/event.ts';
import type { AssistantTurn } from '../../../src/model/transcript.ts';
import { manualClock } from './manualClock.ts';
import { scriptedModel, settle } from './scriptedModel.ts';

const stop: StreamEvent = { type: 'finish', reason: 'stop' };
const usage: StreamEvent = { type: 'usage', usage: { inputTokens: 3, outputTokens: 1 } };
const text = (delta: string): StreamEvent => ({ type: 'text', delta });

/** Asks a model that gives these answers in turn, and presses Continue for as long as there are more of them. */
async function ask(...answers: readonly (readonly StreamEvent[])[]): Promise<{ turn: AssistantTurn; asked: number }> {
  const session = new Session({ id: 'chat', clock: manualClock(), append: () => Promise.resolve() });
  let asked = 0;
  const respond = async function* () {
    yield* answers[asked++] ?? [];
  };
  const answerer = { model: { connection: 'c', model: 'm' }, label: 'M', respond };
  session.ask({ text: 'Why?', attachments: [] }, answerer);
  await session.whenIdle();
  const turn = () => session.transcript.turns.at(-1) as AssistantTurn;
  if (turn().finish?.reason === 'length') {
    session.continueLast(answerer);
    await session.whenIdle();
  }
  return { turn: turn(), asked };
}

test('an empty answer is asked for once more, and both are counted', async () => {
  const { turn, asked } = await ask([usage, stop], [text('Because.'), usage, stop]);
  assert.equal(asked, 2);
  assert.deepEqual(turn.parts, [{ type: 'text', text: 'Because.' }]);
  assert.equal(turn.usage?.inputTokens, 6);
  assert.equal(turn.finish?.reason, 'stop');
});

test('a second empty answer is an error that says what to do', async () => {
  const { turn, asked } = await ask([stop], [stop], [text('Too late.'), stop]);
  assert.equal(asked, 2);
  assert.deepEqual(turn.error, {
    kind: 'bad-response',
    message: 'The model gave an empty answer twice. Try again, or pick another model.',
  });
});

test('what was stopped before its first word is not asked for once more, however late its stream ends', async () => {
  for (const waitedMs of [0, 1_000]) {
    const clock = manualClock();
    const model = scriptedModel();
    const session = new Session({ id: 'chat', clock, append: () => Promise.resolve() });
    session.ask({ text: 'Why?', attachments: [] }, model.answerer);
    await settle();
    session.stop();
    clock.advance(waitedMs);
    await model.say(stop);
    clock.advance(1_000);
    await settle();
    const turn = session.transcript.turns.at(-1);
    assert.ok(turn?.role === 'assistant');
    assert.deepEqual([model.requests.length, turn.finish?.reason, turn.waiting], [1, 'aborted', undefined]);
  }
});

const call: StreamEvent = { type: 'tool-call', id: '1', name: 'look', arguments: '{}' };
const ends: readonly (readonly [name: string, events: readonly StreamEvent[]])[] = [
  ['filtered', [{ type: 'finish', reason: 'filtered' }]],
  ['an error', [{ type: 'error', error: { kind: 'quota', message: 'No credit.' } }]],
  ['a call', [call, { type: 'finish', reason: 'tool-calls' }]],
  ['words of refusal', [{ type: 'refusal', delta: 'No.' }, stop]],
  ['reasoning alone', [{ type: 'reasoning', delta: 'Hm.' }, stop]],
];

for (const [name, events] of ends) {
  test(`asked once: ${name}`, async () => assert.equal((await ask(events)).asked, 1));
}

test('nothing more to say is a good end of a continuation', async () => {
  const { turn, asked } = await ask([text('Because.'), { type: 'finish', reason: 'length' }], [stop]);
  assert.equal(asked, 2);
  assert.equal(turn.finish?.reason, 'stop');
  assert.deepEqual(turn.parts, [{ type: 'text', text: 'Because.' }]);
});

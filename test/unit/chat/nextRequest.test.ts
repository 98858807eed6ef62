import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nextTokens } from '../../../src/chat/nextRequest.ts';
import { emptyTranscript, fold, type ChatEvent } from '../../../src/model/transcript.ts';
import { scriptedModel } from './scriptedModel.ts';

const { answerer: plain } = scriptedModel();
const answerer = { ...plain, system: 'Be brief.' };
const long = 'one line of a ledger that has many lines, '.repeat(60);

const exchange = (id: string, text: string, inputTokens: number): ChatEvent[] => [
  { type: 'user', id: `q${id}`, at: 0, text, attachments: [] },
  { type: 'assistant', id: `a${id}`, at: 0, model: answerer.model, label: 'M' },
  { type: 'stream', id: `a${id}`, event: { type: 'text', delta: long } },
  { type: 'stream', id: `a${id}`, event: { type: 'usage', usage: { inputTokens, outputTokens: 9 } } },
  { type: 'stream', id: `a${id}`, event: { type: 'finish', reason: 'stop' } },
];
const after = (...events: ChatEvent[]) => events.reduce(fold, emptyTranscript);

test('a new chat begins with the instructions alone', () => {
  const { history, instructions, scale } = nextTokens(emptyTranscript, answerer);
  assert.deepEqual({ history, scale }, { history: 0, scale: 1 });
  assert.ok(instructions >= 2 && instructions <= 4, `${instructions}`);
});

test('what was said goes along, but not what an edited question takes the place of', () => {
  const transcript = after(...exchange('1', long, 1), ...exchange('2', long, 1));
  const { history } = nextTokens(transcript, answerer);
  const one = nextTokens(after(...exchange('1', long, 1)), answerer).history;
  assert.ok(one > 1_000 && Math.abs(history - 2 * one) < 10, `${one}, ${history}`);
  assert.equal(nextTokens(transcript, answerer, 'q2').history, one);
  assert.equal(nextTokens(transcript, answerer, 'q1').history, 0);
});

test('the estimate is corrected by what the same model reported last', () => {
  const { history, instructions } = nextTokens(after(...exchange('1', long, 1)), answerer);
  const estimate = history / 2 + instructions;
  const scaleFor = (reported: number) => nextTokens(after(...exchange('1', long, reported)), answerer).scale;
  assert.ok(Math.abs(scaleFor(estimate * 1.25) - 1.25) < 0.01);
  assert.equal(scaleFor(estimate * 5), 1, 'that was more than one request');
  assert.equal(nextTokens(after(...exchange('1', 'Hi', 9)), answerer).scale, 1, 'too short to tell');
  const other = { ...answerer, model: { connection: 'c', model: 'another' } };
  assert.equal(nextTokens(after(...exchange('1', long, estimate * 1.25)), other).scale, 1);
});

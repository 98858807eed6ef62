import assert from 'node:assert/strict';
import { test } from 'node:test';
import { editSpending } from '../../../src/host/editSpending.ts';
import { emptyTranscript, type AssistantTurn, type Transcript } from '../../../src/model/transcript.ts';
import type { Usage } from '../../../src/model/usage.ts';

function answer(id: string, usage?: Usage): AssistantTurn {
  const model = { connection: 'c', model: 'm' };
  const parts = [{ type: 'text', text: 'x' }] as const;
  const took = { wholeMs: 1 };
  const turn = { role: 'assistant', id, at: 0, model, label: 'M', parts, took, finish: { reason: 'stop' } } as const;
  return usage === undefined ? turn : { ...turn, usage };
}

const spending = (turns: readonly AssistantTurn[], aside: readonly AssistantTurn[] = []) => {
  const transcript: Transcript = { ...emptyTranscript, turns, aside };
  return editSpending(transcript);
};
const usage = (inputTokens: number, outputTokens: number, cost?: number): Usage =>
  cost === undefined ? { inputTokens, outputTokens } : { inputTokens, outputTokens, cost };

test('nothing is told that nobody has counted', () => {
  assert.equal(spending([]), undefined);
  assert.equal(spending([answer('a')]), undefined);
});

test('all answers count, those put aside included', () => {
  assert.equal(
    spending([answer('a', usage(1_000, 200, 0.01))], [answer('b', usage(500, 34, 0.0025))]),
    '1,500 tokens read and 234 written: $0.0125',
  );
});

test('what is not known is not made up', () => {
  assert.match(spending([answer('a', usage(1, 2))]) ?? '', /: price unknown$/);
  assert.match(spending([answer('a', usage(1, 2)), answer('b', usage(1, 2, 0.5))]) ?? '', /: \$0\.50 and more/);
  assert.match(spending([answer('a', usage(1, 2, 0))]) ?? '', /: free$/);
  assert.match(spending([answer('a', usage(1, 2, 0.00001))]) ?? '', /: less than \$0\.0001$/);
});

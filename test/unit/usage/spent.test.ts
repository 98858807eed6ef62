import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { StreamEvent } from '../../../src/model/event.ts';
import { emptyTranscript, fold, type ChatEvent } from '../../../src/model/transcript.ts';
import { spentOn } from '../../../src/usage/spent.ts';

const finish: StreamEvent = { type: 'finish', reason: 'stop' };
const text: StreamEvent = { type: 'text', delta: 'So.' };

const asked = (id: string): ChatEvent[] => [
  { type: 'user', id: `q${id}`, at: 0, text: 'Why?', attachments: [] },
  { type: 'assistant', id: `a${id}`, at: 0, model: { connection: 'c', model: 'm' }, label: 'M' },
  { type: 'stream', id: `a${id}`, event: text },
];
const used = (id: string, cost?: number): ChatEvent[] => [
  {
    type: 'stream',
    id: `a${id}`,
    event: { type: 'usage', usage: { inputTokens: 1, outputTokens: 1, ...(cost === undefined ? {} : { cost }) } },
  },
  { type: 'stream', id: `a${id}`, event: finish, took: { wholeMs: 9 } },
];

test('a chat has cost what all its answers did, also those that are shown no more', () => {
  const events: ChatEvent[] = [
    ...asked('1'),
    ...used('1', 0.25),
    { type: 'rewind', to: 'a1' },
    ...asked('2').slice(1),
    ...used('2', 0.5),
    ...asked('3'),
    ...used('3', 0.125),
    { type: 'delete', id: 'q3' },
    ...asked('4'),
    ...used('4'),
    ...asked('5'),
    { type: 'stream', id: 'a5', event: { type: 'finish', reason: 'aborted' } },
    ...asked('6'),
  ];
  assert.deepEqual(spentOn(events.reduce(fold, emptyTranscript)), { cost: 0.875, unpriced: 2 });
  const unmeasured = [
    ...asked('1'),
    ...used('1', 0.25).slice(0, 1),
    { type: 'stream', id: 'a1', event: finish } as const,
  ].reduce(fold, emptyTranscript);
  assert.deepEqual(spentOn(unmeasured), { cost: 0.25, unpriced: 1 });
  assert.deepEqual(spentOn(emptyTranscript), { cost: 0, unpriced: 0 });
});

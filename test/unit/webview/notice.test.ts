import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { ErrorKind } from '../../../src/model/error.ts';
import type { AssistantTurn } from '../../../src/model/transcript.ts';
import type { Actions } from '../../../src/webview/actions.ts';
import { notice } from '../../../src/webview/notice.ts';
import { written } from '../../faults/written.ts';

const actions = new Proxy({}, { get: () => () => undefined }) as Actions;
const a = { connection: 'one', model: 'a' };
const b = { connection: 'two', model: 'b' };
const c = { connection: 'three', model: 'c' };
const busy = { kind: 'overloaded', message: 'Busy.' } as const;
const fallbacks = [
  { ...b, label: 'B', provider: 'Two' },
  { ...c, label: 'C', provider: 'Three' },
];
const said = [{ type: 'text', text: 'Half' }] as const;
const thought = [{ type: 'reasoning', text: 'Hm' }] as const;

const failed = (kind: ErrorKind, more: Partial<AssistantTurn> = {}): AssistantTurn => ({
  role: 'assistant',
  id: 't',
  at: 1,
  model: a,
  label: 'A',
  parts: [],
  error: { kind, message: 'No.' },
  ...more,
});

describe('what is offered after a failure', () => {
  const cases: readonly (readonly [name: string, turn: AssistantTurn, buttons: readonly string[]])[] = [
    [
      'the answer that broke can be gone on with, by the next model too',
      failed('interrupted', { parts: said }),
      ['Continue', 'Continue with B', 'Retry'],
    ],
    [
      'a quota that ended in its middle makes the next model the first offer',
      failed('quota', { parts: said }),
      ['Continue with B', 'Pick another model'],
    ],
    [
      'thoughts alone cannot be gone on with, but kept the next from being asked',
      failed('timeout', { parts: thought }),
      ['Retry', 'Try B'],
    ],
    ['a mistake in the setup leads to nobody by itself', failed('unauthorized'), ['Add a key…', 'Try B']],
    ['before the first word, all were asked already', failed('overloaded'), ['Retry']],
    ['what is too long for one may be so for the next', failed('too-long'), ['New chat']],
    [
      'one that took over is not offered again',
      failed('interrupted', { model: b, parts: said, switches: [{ from: 'A', to: 'B', model: b, error: busy }] }),
      ['Continue', 'Continue with C', 'Retry'],
    ],
    [
      'when the list is at its end, nobody is',
      failed('interrupted', {
        parts: said,
        switches: [b, c].map((model) => ({ from: 'A', to: 'B', model, error: busy })),
      }),
      ['Continue', 'Retry'],
    ],
    [
      'the same model at another provider is told apart by that',
      failed('interrupted', { parts: said, label: 'B' }),
      ['Continue', 'Continue with B (Two)', 'Retry'],
    ],
  ];
  for (const [name, turn, buttons] of cases) {
    it(name, () => assert.deepEqual(written(notice(turn, actions, fallbacks)).buttons, buttons));
  }

  it('without a list there is nobody else', () => {
    assert.deepEqual(written(notice(failed('unauthorized'), actions)).buttons, ['Add a key…']);
  });

  it('an earlier answer offers nothing', () => {
    assert.deepEqual(written(notice(failed('interrupted', { parts: said }), undefined, fallbacks)).buttons, []);
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { leadsOut, recalled, type Recall } from '../../../src/webview/recall.ts';
import { completionAt, isWhole, mentionAt, taken } from '../../../src/webview/completion.ts';

const earlier = () => ['new', 'old'];
const walk = (steps: readonly (1 | -1)[], draft = 'draft') => {
  let state: { recall: Recall | undefined; draft: string } = { recall: undefined, draft };
  for (const by of steps) state = recalled(state.recall, { draft: state.draft, by, earlier }) ?? state;
  return state.draft;
};

test('back to the oldest and forth to what was being written', () => {
  assert.deepEqual([walk([1]), walk([1, 1]), walk([1, 1, 1]), walk([1, 1, -1])], ['new', 'old', 'old', 'new']);
  assert.deepEqual([walk([1, 1, -1, -1]), walk([1, -1, -1]), walk([-1])], ['draft', 'draft', 'draft']);
});

test('what was changed on the way is there again', () => {
  const first = recalled(undefined, { draft: 'draft', by: 1, earlier }) ?? assert.fail();
  const second = recalled(first.recall, { draft: 'new, changed', by: 1, earlier }) ?? assert.fail();
  const back = recalled(second.recall, { draft: 'old', by: -1, earlier: () => assert.fail() }) ?? assert.fail();
  assert.equal(back.draft, 'new, changed');
});

test('an arrow leads out of the text at its first or last line, and never from a selection', () => {
  const value = 'one\ntwo';
  const box = (caret: number, isWrapped = false) => ({ value, caret, isWrapped });
  assert.deepEqual(
    [leadsOut(box(2), 1, undefined), leadsOut(box(5), 1, undefined), leadsOut(box(5), -1, undefined)],
    [true, false, true],
  );
  assert.deepEqual([leadsOut(box(-1), 1, undefined), leadsOut(box(2, true), 1, undefined)], [false, false]);
  assert.equal(leadsOut(box(0, true), 1, undefined), true);
  const at = { questions: [value], at: 0, texts: {} };
  assert.deepEqual([leadsOut(box(7), 1, at), leadsOut(box(5), 1, at)], [true, false]);
});

test('a slash names a command at the very beginning only', () => {
  assert.deepEqual(mentionAt('/fi', 3), { start: 0, end: 3, query: 'fi', command: true });
  for (const text of ['a /fi', '/usr/bi', '/fix it', ' /fi'])
    assert.equal(mentionAt(text, text.length), undefined, text);
});

test('a command that is taken leaves room for more words, and one typed in full is not completed', () => {
  const item = { id: 'command fix', kind: 'command', label: '/fix', detail: '' } as const;
  const completion = completionAt(undefined, '/fix', 4) ?? assert.fail();
  assert.deepEqual(taken('/fix', completion, item), { text: '/fix ', caret: 5 });
  assert.equal(isWhole({ ...completion, items: [item] }), true);
  assert.equal(isWhole({ ...completion, query: 'fi', items: [item] }), false);
});

import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Suggestion } from '../../../src/protocol.ts';
import {
  answered,
  completionAt,
  isOpen,
  mentionAt,
  moved,
  taken,
  type Completion,
} from '../../../src/webview/completion.ts';

const item = (id: string): Suggestion => ({ id, kind: 'file', label: `${id}.ts`, detail: 'src' });
const at = (text: string, before?: Completion): Completion => {
  const completion = completionAt(before, text, text.length);
  assert.ok(completion !== undefined, text);
  return completion;
};

describe('what is being named', () => {
  for (const [text, query] of [
    ['#', ''],
    ['@', ''],
    ['why is #inv', 'inv'],
    ['(@src/in', 'src/in'],
    ['line\n#a', 'a'],
    ['see "#a', 'a'],
  ] as const)
    it(`${JSON.stringify(text)} names ${JSON.stringify(query)}`, () =>
      assert.equal(mentionAt(text, text.length)?.query, query));

  for (const text of ['', 'inv', 'me@example.org', 'a#b', '# Title', '##', '#a '])
    it(`${JSON.stringify(text)} names nothing`, () => assert.equal(mentionAt(text, text.length), undefined));

  it('ends at the caret', () => assert.deepEqual(mentionAt('a #invoice b', 6), { start: 2, end: 6, query: 'inv' }));
});

describe('the list', () => {
  it('is seen once there is something in it, and keeps what it has while a longer name is looked up', () => {
    const asked = at('#i');
    assert.equal(isOpen(asked), false);
    const open = answered(asked, 'i', [item('a'), item('b')]);
    assert.equal(isOpen(open), true);
    const longer = at('#in', open);
    assert.deepEqual([isOpen(longer), longer.answered, longer.items.length], [true, false, 2]);
    assert.equal(isOpen(answered(longer, 'in', [])), false);
  });

  it('takes no answer for another name', () => {
    const asked = at('#in');
    assert.equal(answered(asked, 'i', [item('a')]), asked);
  });

  it('goes round, and stays with what is selected when more comes', () => {
    const open = answered(at('#'), '', [item('a'), item('b')]);
    assert.deepEqual([moved(open, 1).selected, moved(open, -1).selected, moved(moved(open, 1), 1).selected], [1, 1, 0]);
    const more = answered(moved(open, 1), '', [item('c'), item('a'), item('b')]);
    assert.equal(more.items[more.selected]?.id, 'b');
    assert.equal(answered(moved(open, 1), '', [item('c')]).selected, 0);
  });

  it('that was closed stays so for this name, and opens for the next', () => {
    const closed: Completion = { ...answered(at('#i'), 'i', [item('a')]), closed: true };
    assert.equal(isOpen(at('#in', closed)), false);
    assert.equal(at('#in and #', closed).closed, undefined);
  });

  it('forgets a key that waited when more is typed', () => {
    assert.equal(at('#in', { ...at('#i'), held: 'Enter' }).held, undefined);
  });
});

describe('what is left in the text', () => {
  it('is the name in a sentence, and nothing at its beginning', () => {
    assert.deepEqual(taken('#inv', at('#inv'), item('invoice')), { text: '', caret: 0 });
    assert.deepEqual(taken('compare #inv', at('compare #inv'), item('invoice')), {
      text: 'compare invoice.ts ',
      caret: 19,
    });
    const inside = completionAt(undefined, 'compare #inv with', 12);
    assert.ok(inside !== undefined);
    assert.deepEqual(taken('compare #inv with', inside, item('invoice')), {
      text: 'compare invoice.ts with',
      caret: 18,
    });
  });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as read from '../../../src/wire/read.ts';

/** Of every type that JSON has. */
const values = [undefined, null, true, false, 0, -1, 1.5, '', 'a', [], ['a'], {}, { a: 1 }];

const taken: readonly (readonly [name: string, read: read.Read<unknown>, values: readonly unknown[]])[] = [
  ['text', read.text, ['', 'a']],
  ['a name', read.named, ['a']],
  ['a flag', read.flag, [true, false]],
  ['a number', read.number, [0, -1, 1.5]],
  ['a count', read.count, [0, 1.5]],
  ['a size', read.size, [1.5]],
  ['a list', read.list(read.text), [[], ['a']]],
  ['an object', read.object({ a: read.number }), [{}, { a: 1 }]],
];

for (const [name, reads, expected] of taken)
  test(`${name} is read, and nothing else`, () => {
    assert.deepEqual(
      values.filter((value) => reads(value) !== undefined),
      expected,
    );
  });

test('a number that JSON writes beyond all bounds is none', () => {
  assert.equal(read.number(JSON.parse('1e999')), undefined);
  assert.equal(read.count(JSON.parse('1e999')), undefined);
});

const model = read.object({ id: read.named, window: read.size, meta: read.object({ note: read.text }) }, 'id');

test('a field of an unexpected type counts as missing, and what nobody asked for is left out', () => {
  assert.deepEqual(model({ id: 'a', window: 'wide', meta: { note: 3, more: 4 }, other: 5 }), { id: 'a', meta: {} });
});

test('an object without a needed field is none', () => {
  assert.equal(model({ window: 5 }), undefined);
  assert.equal(model({ id: '' }), undefined);
});

test('an item that is not as expected spoils none of the others', () => {
  assert.deepEqual(read.list(model)([{ id: 'a' }, null, { window: 1 }, { id: 'b' }]), [{ id: 'a' }, { id: 'b' }]);
  assert.deepEqual(read.items(model, 'no list'), []);
});

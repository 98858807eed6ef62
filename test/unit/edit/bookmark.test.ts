import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { bookmark, findBookmark, type Lines } from '../../../src/edit/bookmark.ts';

const document = (text: string): Lines => {
  const all = text.split(' ');
  return { lineCount: all.length, read: ({ start, count }) => all.slice(start, start + count) };
};
const before = document('a b c d OLD OLD e f g h');
const region = { start: 4, count: 2 };

/** What stands, in a document of later, where two lines stood in the one of before. */
const found = (later: string, mark = bookmark(region, before)) => {
  const there = findBookmark(mark, document(later));
  return there === undefined ? undefined : document(later).read(there).join(' ');
};

describe('the place of lines that were left', () => {
  const cases: readonly [name: string, later: string, found: string | undefined][] = [
    ['as they were', 'a b c d OLD OLD e f g h', 'OLD OLD'],
    ['half-written', 'a b c d new new new OLD e f g h', 'new new new OLD'],
    ['all taken away', 'a b c d e f g h', ''],
    ['further down', 'x x a b c d new e f g h', 'new'],
    ['with other lines below', 'a b c d new e f g', 'new'],
    ['with other lines above and below', 'x a b c d new e f g h x x', 'new'],
    ['where the line above is another', 'a b c x new e f g h', undefined],
    ['where the line below is another', 'a b c d new x f g h', undefined],
    ['where two places are like it', 'a b c d new e f g h b c d x', undefined],
    ['where what was above is below', 'e f g h OLD a b c d', undefined],
    ['in an empty document', '', undefined],
  ];
  for (const [name, later, expected] of cases) {
    it(`${name}: ${expected === undefined ? 'is not certain' : 'is found'}`, () => {
      assert.equal(found(later), expected);
    });
  }

  it('is that of the lines which stood there when there are two like it', () => {
    const twice = document('b c d OLD e f g b c d OLD e f g');
    const mark = bookmark({ start: 10, count: 1 }, twice);
    assert.deepEqual(findBookmark(mark, document('b c d OLD e f g b c d new new e f g')), { start: 10, count: 2 });
  });

  it('is everything where it was everything', () => {
    assert.equal(found('new new', bookmark({ start: 0, count: 10 }, before)), 'new new');
  });

  it('reaches to the end that it reached to', () => {
    assert.equal(found('a b new', bookmark({ start: 2, count: 8 }, before)), 'new');
    assert.equal(found('x a b new', bookmark({ start: 2, count: 8 }, before)), 'new');
    assert.equal(found('new e f g h', bookmark({ start: 0, count: 6 }, before)), 'new');
  });
});

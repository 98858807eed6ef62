import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { hunkKey, hunksBetween } from '../../../src/edit/diff.ts';
import { areMeeting, distanceTo, merged, neighbour, placeOf } from '../../../src/edit/places.ts';

const region = (start: number, count: number) => ({ start, count });

describe('the places of edits', () => {
  it('meet when no line stands between them', () => {
    assert.ok(areMeeting(region(2, 3), region(5, 1)));
    assert.ok(areMeeting(region(5, 1), region(2, 3)));
    assert.ok(areMeeting(region(2, 3), region(3, 0)));
    assert.ok(areMeeting(region(4, 0), region(4, 0)));
    assert.ok(!areMeeting(region(2, 3), region(6, 1)));
    assert.ok(!areMeeting(region(6, 0), region(2, 3)));
  });

  it('are merged where they meet, in the order of the lines', () => {
    assert.deepEqual(merged([region(9, 2), region(2, 3), region(5, 1), region(3, 1)]), [region(2, 4), region(9, 2)]);
    assert.deepEqual(merged([region(2, 9), region(4, 1)]), [region(2, 9)]);
    assert.deepEqual(merged([]), []);
  });

  it('are as far away as there are lines between', () => {
    assert.deepEqual(
      [1, 2, 4, 5, 8].map((line) => distanceTo(region(2, 3), line)),
      [1, 0, 0, 1, 4],
    );
    assert.deepEqual(
      [1, 2, 3].map((line) => distanceTo(region(2, 0), line)),
      [1, 0, 1],
    );
  });

  it('follow each other in a ring', () => {
    const places = [region(2, 1), region(5, 2), region(9, 0)].map((place) => ({ place }));
    const from = (line: number, direction: 'next' | 'previous') => neighbour(places, line, direction)?.place.start;
    assert.deepEqual(
      [0, 2, 6, 9].map((line) => from(line, 'next')),
      [2, 5, 9, 2],
    );
    assert.deepEqual(
      [0, 2, 6, 9].map((line) => from(line, 'previous')),
      [9, 9, 5, 5],
    );
    assert.equal(neighbour([], 3, 'next'), undefined);
  });

  it('of hunks are where their lines are now, and a key names one only as long as it is as it was', () => {
    const original = ['a', 'b', 'c', 'd'];
    const [first, second] = hunksBetween(original, ['a', 'B', 'c', 'D']);
    assert.ok(first && second);
    assert.deepEqual(placeOf(region(10, 4), second), region(13, 1));
    assert.notEqual(hunkKey(first), hunkKey(second));
    const [left, ...others] = hunksBetween(original, ['a', 'b', 'c', 'D']);
    assert.ok(left && others.length === 0);
    assert.equal(hunkKey(left), hunkKey(second));
    const [longer] = hunksBetween(original, ['a', 'b', 'c', 'D', 'E']);
    assert.ok(longer);
    assert.notEqual(hunkKey(longer), hunkKey(second));
  });
});

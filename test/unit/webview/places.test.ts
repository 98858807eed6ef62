import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placeIn, withPlace, type Places } from '../../../src/webview/places.ts';

const place = (turn: string) => ({ turn, offset: 7 });

test('each conversation has its own place, and none at its end', () => {
  const places = withPlace(withPlace([], 'one', place('a')), 'two', place('b'));
  assert.deepEqual(placeIn(places, 'one'), place('a'));
  assert.deepEqual(placeIn(withPlace(places, 'one', place('c')), 'one'), place('c'));
  const atEnd = withPlace(places, 'one', undefined);
  assert.equal(placeIn(atEnd, 'one'), undefined);
  assert.deepEqual(placeIn(atEnd, 'two'), place('b'));
});

test('the places used longest ago are given up', () => {
  let places: Places = [];
  for (let chat = 0; chat < 60; chat++) places = withPlace(places, String(chat), place('t'));
  places = withPlace(places, '10', place('again'));
  places = withPlace(places, 'new', place('t'));
  assert.equal(places.length, 50);
  assert.deepEqual(placeIn(places, '10'), place('again'));
  assert.equal(placeIn(places, '11'), undefined);
});

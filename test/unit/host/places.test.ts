import assert from 'node:assert/strict';
import { test } from 'node:test';
import { placesIn } from '../../../src/host/places.ts';

const place = (turn: string) => ({ turn, offset: 7 });

function remembered(first?: unknown) {
  let value = first;
  const state = { get: () => value, update: (_: string, next: unknown) => void (value = structuredClone(next)) };
  return () => placesIn(state);
}

test('each conversation has its own place, in a later window too, and none at its end', () => {
  const places = remembered();
  places().keep('one', place('a'));
  places().keep('two', place('b'));
  assert.deepEqual(places().of('one'), place('a'));
  places().keep('one', place('c'));
  assert.deepEqual(places().of('one'), place('c'));
  places().keep('one', undefined);
  assert.equal(places().of('one'), undefined);
  assert.deepEqual(places().of('two'), place('b'));
});

test('the places used longest ago are given up', () => {
  const places = remembered()();
  for (let chat = 0; chat < 60; chat++) places.keep(String(chat), place('t'));
  places.keep('10', place('again'));
  places.keep('new', place('t'));
  assert.deepEqual(places.of('10'), place('again'));
  assert.equal(places.of('11'), undefined);
  assert.deepEqual(places.of('12'), place('t'));
});

test('what was kept by nobody knows whom counts as nothing', () => {
  assert.equal(remembered([{ chat: 'one' }])().of('one'), undefined);
});

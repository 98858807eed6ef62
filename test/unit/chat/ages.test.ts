import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ageOf, ago } from '../../../src/chat/ages.ts';

const at = (text: string) => new Date(text).getTime();

test('chats are divided by days of the calendar', () => {
  const now = at('2026-03-10T00:30:00');
  assert.equal(ageOf(at('2026-03-10T00:00:00'), now), 'Today');
  assert.equal(ageOf(at('2026-03-09T23:59:59'), now), 'Yesterday');
  assert.equal(ageOf(at('2026-03-09T00:00:00'), now), 'Yesterday');
  assert.equal(ageOf(at('2026-03-08T23:59:59'), now), 'Last 7 days');
  assert.equal(ageOf(at('2026-03-04T00:00:00'), now), 'Last 7 days');
  assert.equal(ageOf(at('2026-03-03T23:59:59'), now), 'Older');
});

test('a chat of a clock that was ahead is of today', () => {
  assert.equal(ageOf(at('2027-01-01T00:00:00'), at('2026-01-01T00:00:00')), 'Today');
});

test('times are told in words', () => {
  assert.equal(ago(0, 30_000), 'this minute');
  assert.equal(ago(0, 5 * 60_000), '5 minutes ago');
  assert.equal(ago(0, 24 * 60 * 60_000), 'yesterday');
});

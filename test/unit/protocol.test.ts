import assert from 'node:assert/strict';
import { test } from 'node:test';
import { viewToHost } from '../../src/protocol.ts';

for (const message of [
  { type: 'colours', languages: ['ts', '__proto__'] },
  { type: 'new-file', text: '', language: '' },
  { type: 'to-terminal', text: 'ls' },
]) {
  test(`the host takes ${JSON.stringify(message)}`, () => assert.deepEqual(viewToHost.parse(message), message));
}

for (const message of [
  { type: 'colours' },
  { type: 'colours', languages: [] },
  { type: 'colours', languages: [7] },
  { type: 'colours', languages: ['x'.repeat(41)] },
  { type: 'colours', languages: Array.from({ length: 51 }, String) },
  { type: 'new-file', text: 'x' },
  { type: 'new-file', text: 'x', language: {} },
  { type: 'to-terminal', text: 'x'.repeat(100_001) },
  { type: 'theme', rules: [] },
]) {
  test(`the host refuses ${JSON.stringify(message).slice(0, 60)}`, () =>
    assert.equal(viewToHost.safeParse(message).success, false));
}

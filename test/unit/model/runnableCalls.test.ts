import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { FinishReason } from '../../../src/model/event.ts';
import { runnableCalls } from '../../../src/model/runnableCalls.ts';

const call = (json: string) => ({ type: 'tool-call', id: json, name: 'run', arguments: json }) as const;
const called = { finish: { reason: 'tool-calls' } } as const;

test('whole calls that the model was done with can be run', () => {
  const parts = [{ type: 'text', text: 'So:' } as const, call('{"a":1}'), call('{}')];
  assert.deepEqual(runnableCalls({ parts, ...called }), parts.slice(1));
});

for (const json of ['{"command":"rm -rf /tmp/x', '', '[]', 'null', '"x"', '{}{}', '{"a":1},']) {
  test(`never run: ${json}`, () => assert.deepEqual(runnableCalls({ parts: [call(json)], ...called }), []));
}

for (const reason of ['stop', 'length', 'filtered', 'aborted'] satisfies FinishReason[]) {
  test(`never run: a whole call of an answer that ended with ${reason}`, () =>
    assert.deepEqual(runnableCalls({ parts: [call('{}')], finish: { reason } }), []));
}

test('never run: a whole call of an answer that did not end', () =>
  assert.deepEqual(runnableCalls({ parts: [call('{}')] }), []));

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { withOptions } from '../../../src/providers/requestOptions.ts';

const request = { model: 'm', messages: [] };
const all = { temperature: 0.2, reasoningEffort: 'high' } as const;

test('nothing wanted, nothing sent', () => {
  assert.deepEqual(withOptions(request, { temperature: null, reasoningEffort: null }, { id: 'm' }), request);
});

test('a model nobody knows gets what is wanted', () => {
  assert.deepEqual(withOptions(request, all, { id: 'm' }), { ...request, ...all });
  assert.equal(withOptions(request, { ...all, temperature: 0 }, { id: 'm' }).temperature, 0);
});

test('what a model is known to refuse is left out', () => {
  assert.deepEqual(withOptions(request, all, { id: 'm', reasoning: false }), { ...request, temperature: 0.2 });
  assert.deepEqual(withOptions(request, all, { id: 'm', reasoning: true, temperature: false }), {
    ...request,
    reasoningEffort: 'high',
    thinks: true,
  });
});

test('what the request itself says wins', () => {
  assert.equal(withOptions({ ...request, temperature: 1 }, all, { id: 'm' }).temperature, 1);
});

test('no more output is asked for than the model can write', () => {
  const asked = { ...request, maxOutputTokens: 100_000 };
  const wanted = { temperature: null, reasoningEffort: null };
  assert.equal(withOptions(asked, wanted, { id: 'm', maxOutputTokens: 8_192 }).maxOutputTokens, 8_192);
  assert.equal(withOptions(asked, wanted, { id: 'm', maxOutputTokens: 128_000 }).maxOutputTokens, 100_000);
  assert.deepEqual(withOptions(request, wanted, { id: 'm', maxOutputTokens: 8_192 }), request);
});

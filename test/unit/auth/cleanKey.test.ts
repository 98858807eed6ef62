import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cleanKey } from '../../../src/auth/cleanKey.ts';

const key = 'sk-proj-abcDEF_123-456';

for (const text of [
  key,
  `  ${key}\n`,
  `"${key}"`,
  `'${key}'`,
  `“${key}”`,
  `Bearer ${key}`,
  `Authorization: Bearer ${key}`,
  `x-api-key: ${key}`,
  `OPENAI_API_KEY=${key}`,
  `export OPENAI_API_KEY="${key}"\n`,
]) {
  test(`takes the key out of ${JSON.stringify(text)}`, () => assert.deepEqual(cleanKey(text), { key }));
}

for (const text of [
  '',
  '   ',
  '""',
  'sk-abc def',
  'sk-abc\nsk-def',
  'sk-äbc',
  'sk-abc\u200bdef',
  'sk-abc…xyz',
  'sk-...wxyz',
  'sk-••••••',
  '日本語',
  'x'.repeat(5_000),
  'sk-\u0000a',
]) {
  test(`refuses ${JSON.stringify(text).slice(0, 40)} without repeating it`, () => {
    const cleaned = cleanKey(text);
    assert.ok('problem' in cleaned);
    assert.match(cleaned.problem, /^[A-Z].+\.$/);
    if (text.trim().length > 3) assert.ok(!cleaned.problem.includes(text.trim()));
  });
}

test('letters and equals signs of a key are its own', () => {
  assert.deepEqual(cleanKey('ABCDEFGH=='), { key: 'ABCDEFGH==' });
  assert.deepEqual(cleanKey('ABC=DEF'), { key: 'ABC=DEF' });
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { applied, matchBlock } from '../../../src/edit/match.ts';
import { fuzzCase, isRight, type FuzzCase } from './applyFuzz.ts';

const runs = 6_000;
// The same ones each time: what no hand has written may have no certain answer, and is looked at by whoever changes the seed.
const firstSeed = Number(process.env['PARLEY_TEST_SEED'] ?? 1);

test(`what models make of ${runs} random edits is written right, or not at all`, (context) => {
  const right: Record<string, number> = {};
  const all: Record<string, number> = {};
  const wrong: FuzzCase[] = [];
  for (let seed = firstSeed; seed < firstSeed + runs; seed += 1) {
    const one = fuzzCase(seed);
    if (one === undefined) continue;
    const { form, path, file, block, language } = one;
    const match = matchBlock({ text: block, language }, { path, text: file });
    all[form] = (all[form] ?? 0) + 1;
    if (match.type === 'refusal') continue;
    if (isRight(applied(file, match), one)) right[form] = (right[form] ?? 0) + 1;
    else wrong.push(one);
  }
  context.diagnostic(`first seed ${firstSeed}: right ${JSON.stringify(right)} of ${JSON.stringify(all)}`);
  const [first] = wrong;
  assert.equal(
    wrong.length,
    0,
    `${wrong.length} wrong writes, first ${first?.name} in ${first?.path}:\n${first?.block}`,
  );
  // To refuse everything is no art.
  const share = (form: string) => (right[form] ?? 0) / (all[form] ?? 1);
  assert.ok(share('diff') > 0.9 && share('search') > 0.9 && share('code') > 0.5, JSON.stringify(right));
});

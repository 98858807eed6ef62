import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parseJsonWithComments } from '../../../src/host/jsonWithComments.ts';
import { growth, linearGrowth } from '../growth.ts';

it('reads comments and trailing commas, and leaves what stands in strings', () => {
  const text = '\uFEFF{ // one\n "a\\"//": [1, /* two */ "/* b, } */",], /* three */ "c": "\\\\",\n}';
  assert.deepEqual(parseJsonWithComments(text), { 'a"//': [1, '/* b, } */'], c: '\\' });
});

for (const unit of ['\\"', '"', '/*', '/* "', ',']) {
  it(`reads many ${unit} without an end once`, () => {
    const ratio = growth(25_000, (count) => () => {
      assert.throws(() => parseJsonWithComments(`{"${unit.repeat(count)}`), SyntaxError);
      assert.throws(() => parseJsonWithComments(`{${unit.repeat(count)}`), SyntaxError);
    });
    assert.ok(ratio < linearGrowth, `eight times the text took ${ratio.toFixed(1)} times as long`);
  });
}

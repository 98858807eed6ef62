import assert from 'node:assert/strict';
import { it } from 'node:test';
import { parseJsonWithComments } from '../../../src/host/jsonWithComments.ts';

it('reads comments and trailing commas, and leaves what stands in strings', () => {
  const text = '\uFEFF{ // one\n "a\\"//": [1, /* two */ "/* b, } */",], /* three */ "c": "\\\\",\n}';
  assert.deepEqual(parseJsonWithComments(text), { 'a"//': [1, '/* b, } */'], c: '\\' });
});

for (const unit of ['\\"', '"', '/*', '/* "', ',']) {
  it(`finds at once that many ${unit} have no end`, () => {
    const startedMs = performance.now();
    assert.throws(() => parseJsonWithComments(`{"${unit.repeat(200_000)}`), SyntaxError);
    assert.throws(() => parseJsonWithComments(`{${unit.repeat(200_000)}`), SyntaxError);
    assert.ok(performance.now() - startedMs < 2_000);
  });
}

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { closeness } from '../../../src/host/closeness.ts';

test('the better a name fits, the earlier it comes', () => {
  const paths = [
    'src/limiter.ts',
    'src/limiterTable.ts',
    'src/rateLimiter.ts',
    'src/unlimiter.ts',
    'limiter/a.ts',
    'src/lxixmxixtxexr.ts',
    'lib/image/title/error.ts',
  ];
  const ranks = paths.map((path) => closeness('limiter', path.slice(path.lastIndexOf('/') + 1), path));
  assert.deepEqual(
    ranks,
    ranks.toSorted((a, b) => (a ?? 99) - (b ?? 99)),
  );
  assert.equal(new Set(ranks.slice(1)).size, ranks.length - 1);
});

test('case does not matter, and what is missing does not fit', () => {
  assert.equal(closeness('README', 'readme.md'), closeness('readme', 'README.md'));
  assert.equal(closeness('zzz', 'readme.md', 'docs/readme.md'), undefined);
});

test('nothing typed fits all alike', () => {
  assert.equal(closeness('', 'a.ts', 'src/a.ts'), closeness('', 'Zed', 'Zed'));
});

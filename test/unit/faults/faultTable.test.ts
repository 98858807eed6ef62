import assert from 'node:assert/strict';
import { test } from 'node:test';
import { faultTable } from '../../faults/faultTable.ts';

const row = { id: 'F01', title: 'a thing', expected: 'all is well', seen: ['one: fine', 'two: fine'], failed: 0 };

test('a row tells what was expected and what each case showed; the last line counts', () => {
  const lines = faultTable([row, { ...row, id: 'F02', failed: 1 }, { ...row, id: 'F37', cannotArise: 'never' }]).split(
    '\n',
  );
  assert.match(lines[2] ?? '', /^✔ F01 a thing +│ all is well +│ one: fine$/);
  assert.match(lines[3] ?? '', /│ two: fine$/);
  assert.match(lines[5] ?? '', /^✖ F02/);
  assert.match(lines[8] ?? '', /│ cannot arise: never$/);
  assert.equal(lines.at(-1), '3 faults in 6 cases: 2 as expected, 1 not; 1 cannot arise as such');
});

import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { applied, matchBlock, mostStepsALine } from '../../../src/edit/match.ts';
import { applyFamilies } from './applyCorpus/families.ts';
import { cart } from './applyCorpus/files.ts';

for (const [family, cases] of Object.entries(applyFamilies)) {
  describe(`what comes of ${family}`, () => {
    for (const { name, path = 'src/cart.ts', file, block, language = '', hint = {}, result } of cases) {
      test(name, () => {
        const match = matchBlock({ text: block, language }, { path, text: file }, hint);
        if (typeof result === 'string') {
          const told = match.type === 'refusal' ? `${match.reason} ${match.lines.map((line) => line + 1).join()}` : '';
          assert.equal(told === '' ? applied(file ?? '', match) : told, result);
        } else {
          assert.equal(match.type === 'refusal' ? match.reason : applied(file ?? '', match), result.reason);
          const lines = match.type === 'refusal' ? match.lines.map((line) => line + 1) : [];
          if (result.lines !== undefined) assert.deepEqual(lines, result.lines);
        }
      });
    }
  });
}

test('the corpus has at least 150 cases, no two of one name', () => {
  const names = Object.values(applyFamilies).flatMap((cases) => cases.map(({ name }) => name));
  assert.ok(names.length >= 150, `${names.length}`);
  assert.equal(new Set(names).size, names.length);
});

describe('the less a block is like the file', () => {
  const [first, ...rest] = [
    '  let sum = 0;',
    '  for (const item of items) {',
    '    sum += item.price;',
    '  }',
    '  return sum;',
  ];
  const changed = cart.replace('let sum = 0', 'let sum = 1');
  /** The lines after the one that changes, with so many of their characters wrong. */
  const drifted = (count: number) => {
    let left = count;
    return rest.map((line) => line.replace(/\w/g, (one, at: number) => (at % 2 === 0 && (left -= 1) >= 0 ? 'z' : one)));
  };
  const outcomeOf = (count: number) => {
    const lines = [`-${first}`, '+  let sum = 1;', ...drifted(count).map((line) => ` ${line}`)];
    const block = `@@ @@\n${lines.join('\n')}\n`;
    const match = matchBlock({ text: block, language: 'diff' }, { path: 'src/cart.ts', text: cart });
    return match.type === 'refusal' ? `${match.reason} ${match.lines.join()}` : applied(cart, match);
  };

  test('it is written as long as that is certain, then refused with the closest place', () => {
    const outcomes = Array.from({ length: 24 }, (_count, index) => outcomeOf(index));
    const refusedFrom = outcomes.findIndex((one) => one !== changed);
    assert.ok(refusedFrom > 2, `written up to ${refusedFrom} characters`);
    assert.deepEqual([...new Set(outcomes.slice(refusedFrom))], ['not-found 12']);
  });
});

describe('what a match costs', () => {
  const many = 20_000;
  const numbered = Array.from({ length: many }, (_line, index) => `  call(${index}, 'value ${index % 700}');`);
  const nested = Array.from({ length: many }, (_line, index) => `${' '.repeat((index % 40) * 2)}if (a${index % 9}) {`);
  const drifted = numbered.map((line, index) => (index % 3 === 0 ? line.replace('value', 'other value') : line));
  const diff = ['@@ -1,9 +1,9 @@', ...drifted.map((line, index) => (index % 50 === 0 ? `-${line}` : ` ${line}`))];
  for (const [name, file, block] of [
    ['numbered lines, one hunk as long as the file', numbered, diff],
    ['a thousand hunks', numbered, numbered.flatMap((line, at) => (at % 20 === 0 ? ['@@ @@', ` ${line}`, '+x'] : []))],
    [
      'the same line all over',
      Array.from({ length: many }, () => 'x = 1'),
      ['@@ @@', ' x = 1', ' x = 1', '-x = 1', '+y'],
    ],
    [
      'the same line all over, as long a block',
      Array.from({ length: many }, () => 'x = 1'),
      ['@@ @@', ...Array.from({ length: many }, () => ' x = 1'), '+y'],
    ],
    [
      'nothing alike',
      numbered,
      ['@@ @@', ...Array.from({ length: 500 }, (_line, at) => `-nothing like it at all ${at}`)],
    ],
    ['a whole file of code', numbered, drifted],
    ['deep nesting', nested, nested.with(9_000, 'changed();')],
    [
      'elisions all over',
      numbered,
      numbered.flatMap((line, at) => (at % 9 === 0 ? [line, '  // ... existing code ...'] : [])),
    ],
    [
      'one line again and again, with elisions',
      Array.from({ length: many }, () => 'x();'),
      Array.from({ length: 2_000 }, (_line, at) => (at % 2 === 0 ? 'x();' : '// ...')),
    ],
  ] as const) {
    test(name, () => {
      const steps = { taken: 0 };
      matchBlock({ text: block.join('\n'), language: 'ts' }, { path: 'a.ts', text: file.join('\n') }, {}, steps);
      const most = mostStepsALine * (file.length + block.length);
      assert.ok(steps.taken > file.length, `${steps.taken} steps`);
      assert.ok(steps.taken <= most, `${steps.taken} steps of ${most}`);
    });
  }
});

import assert from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { describe, test } from 'node:test';
import { runCase, type Fault } from '../faults/fault.ts';
import { faults } from '../faults/faults.ts';
import type { FaultRow } from '../faults/row.ts';

/** Where rows go for the table of `npm run faults`. */
const report = process.env['PARLEY_FAULTS_REPORT'];
const withSlow = process.env['PARLEY_FAULTS_SLOW'] === '1';

async function tell(row: FaultRow): Promise<void> {
  if (report !== undefined) await appendFile(report, `${JSON.stringify(row)}\n`);
}

async function runFault({ id, title, expected, cannotArise, cases }: Fault): Promise<void> {
  const seen: string[] = [];
  const failures: unknown[] = [];
  const outcomes = cases.map((one) => async () => {
    const name = one.name === undefined ? '' : `${one.name}: `;
    try {
      seen.push(name + (await runCase(one)));
    } catch (error) {
      seen.push(`✖ ${name}${error instanceof Error ? error.message : String(error)}`);
      failures.push(new Error(`${id}, ${one.name ?? 'its case'}`, { cause: error }));
    }
  });
  // Real silences last as long together as one of them.
  if (cases.every(({ speed = 1 }) => speed === 1) && cases.length > 1 && id.includes('real time'))
    await Promise.all(outcomes.map((run) => run()));
  else for (const run of outcomes) await run();
  await tell({
    id,
    title,
    expected,
    seen,
    failed: failures.length,
    ...(cannotArise === undefined ? {} : { cannotArise }),
  });
  if (failures.length > 0) throw failures[0];
}

describe('faults', () => {
  test('there is a row for each fault of the list', () => {
    const ids = new Set(faults.filter(({ isSlow }) => isSlow !== true).map(({ id }) => id));
    assert.deepEqual(
      [...ids].toSorted(),
      Array.from({ length: 40 }, (_, at) => `F${String(at + 1).padStart(2, '0')}`),
    );
  });
  for (const fault of faults) {
    if (fault.isSlow === true && !withSlow) continue;
    test(`${fault.id} ${fault.title}`, () => runFault(fault));
  }
});

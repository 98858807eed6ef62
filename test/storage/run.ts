// Every fault of the disk and of the state, S01 to S20, made for real and held against what must come of it:
//
//     npm run storage [-- --seed 1] [-- --runs 200] [-- --chats 1000] [-- --size 2000] [-- --only S04,S08]
//
// `runs` are real kills of a process that writes; `size` is that of each of the many chats, in KB.
import { parseArgs } from 'node:util';
import { formatTotals } from '../rig/totals.ts';
import { outcomeOf, type Extent, type Outcome } from './row.ts';
import { rows } from './rows.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    runs: { type: 'string', default: '200' },
    chats: { type: 'string', default: '1000' },
    size: { type: 'string', default: '200' },
    only: { type: 'string' },
  },
});

const extent: Extent = {
  seed: Number(values.seed),
  kills: Number(values.runs),
  chats: Number(values.chats),
  chatBytes: Number(values.size) * 1024,
};
const marks: Record<Outcome['status'], string> = { passed: '✔', failed: '✖', skipped: '﹣' };

console.log(`Seed ${extent.seed}, ${extent.kills} kills. To see the same again: --seed ${extent.seed}\n`);
const only = values.only?.split(',');
const outcomes: Outcome[] = [];
for (const row of rows.filter(({ id }) => only === undefined || only.includes(id))) {
  const outcome = await outcomeOf(row, extent);
  outcomes.push(outcome);
  console.log(`${marks[outcome.status]} ${row.id}  ${row.what}`);
  console.log(`       expected: ${row.expected}`);
  console.log(`       ${outcome.status === 'skipped' ? 'not here' : 'seen'}: ${outcome.seen}`);
}

const count = (status: Outcome['status']) => outcomes.filter((outcome) => outcome.status === status).length;
console.log(`\n${formatTotals({ passed: count('passed'), failed: count('failed'), skipped: count('skipped') })}`);
process.exit(count('failed') === 0 ? 0 : 1);

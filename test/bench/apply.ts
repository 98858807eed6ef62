import { parseArgs } from 'node:util';
import type { ApplyCase } from '../unit/edit/applyCorpus/applyCase.ts';
import { applyFamilies } from '../unit/edit/applyCorpus/families.ts';
import { fuzzCase, isRight, type FuzzCase } from '../unit/edit/applyFuzz.ts';
import { applySubjects, type ApplySubject } from './apply/subjects.ts';

/** What came of one case. A wrong write is a file that is neither what it should be nor as it was. */
type Verdict = 'right results' | 'right refusals' | 'WRONG WRITES' | 'missed' | 'not applicable';

const verdicts: readonly Verdict[] = ['right results', 'right refusals', 'WRONG WRITES', 'missed', 'not applicable'];

function judged(subject: ApplySubject, asked: ApplyCase | FuzzCase): Verdict {
  const got = subject.apply(asked);
  if (got === undefined) return 'not applicable';
  const isWritten = got !== false && got !== (asked.file ?? '');
  if (typeof asked.result !== 'string') return isWritten ? 'WRONG WRITES' : 'right refusals';
  if (!isWritten) return 'missed';
  const isResult = 'isLoose' in asked ? isRight(got, asked) : got === asked.result;
  return isResult ? 'right results' : 'WRONG WRITES';
}

function rowOf(subject: ApplySubject, cases: readonly ApplyCase[]): Record<string, number | string> {
  const all = cases.map((asked) => judged(subject, asked));
  const count = (verdict: Verdict) => all.filter((one) => one === verdict).length;
  const asked = all.length - count('not applicable');
  const right = count('right results') + count('right refusals');
  const share = (of: number) => (of === 0 ? '-' : `${((100 * right) / of).toFixed(1)} %`);
  return {
    ...Object.fromEntries(verdicts.map((verdict) => [verdict, count(verdict)])),
    'right of those asked': share(asked),
    'right of all': share(all.length),
  };
}

function tell(family: string, cases: readonly ApplyCase[]): void {
  console.log(`\n${family} (${cases.length} cases)`);
  console.table(Object.fromEntries(applySubjects.map((subject) => [subject.name, rowOf(subject, cases)])));
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** All cases that both can be asked, one subject after the other in each round, so that a slow moment is for both. */
function tellTime(subject: ApplySubject, cases: readonly ApplyCase[], rounds: number): void {
  const [ours] = applySubjects;
  const both = cases.filter((asked) => subject.apply(asked) !== undefined);
  const busyMs = (one: ApplySubject | undefined) => {
    const start = performance.now();
    for (const asked of both) one?.apply(asked);
    return performance.now() - start;
  };
  const taken = Array.from({ length: rounds }, () => ({ own: busyMs(ours), theirs: busyMs(subject) }));
  const times = median(taken.map(({ own, theirs }) => theirs / own));
  const ownUs = (1_000 * median(taken.map(({ own }) => own))) / both.length;
  console.log(
    `Time of ${subject.name} on the ${both.length} cases that it can be asked: ${times.toFixed(2)} x Parley's ${ownUs.toFixed(0)} µs a case`,
  );
}

/**
 * The apply corpus through Parley, jsdiff and diff-match-patch: who is right, who refuses, and who writes what is wrong. A
 * form that a library cannot read is counted apart. Then the same with `--random` edits of which every one has a right
 * result. Fails when Parley writes anything wrong.
 */
export async function bench(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      rounds: { type: 'string', default: '15' },
      random: { type: 'string', default: '3000' },
      seed: { type: 'string', default: '1' },
    },
  });
  for (const [family, cases] of Object.entries(applyFamilies)) tell(family, cases);
  const all = Object.values(applyFamilies).flat();
  tell('All of them', all);
  const seeds = Array.from({ length: Number(values.random) }, (_seed, index) => Number(values.seed) + index);
  const random = seeds.flatMap((seed) => fuzzCase(seed) ?? []);
  tell(`Edits at random, from seed ${values.seed}`, random);
  for (const subject of applySubjects.slice(1)) tellTime(subject, all, Number(values.rounds));
  const wrong = applySubjects.map((subject) => all.filter((asked) => judged(subject, asked) === 'WRONG WRITES'));
  for (const [at, cases] of wrong.entries())
    console.log(`Wrong writes of ${applySubjects[at]?.name}: ${cases.map(({ name }) => name).join('; ') || 'none'}`);
  const [ours] = applySubjects;
  const isWrong = (asked: ApplyCase) => ours !== undefined && judged(ours, asked) === 'WRONG WRITES';
  if ([...all, ...random].some(isWrong)) process.exitCode = 1;
  return Promise.resolve();
}

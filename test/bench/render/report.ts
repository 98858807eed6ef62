import { type MeasureName, measures, type Results, type Subject, subjects, type Taken } from './measures.ts';

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

const [flat15, flat60, flat240] = ['flat out, 15 KB', 'flat out, 60 KB', 'flat out, 240 KB'] as const;
const [paced60, paced240] = ['500 a second, 60 KB', '500 a second, 240 KB'] as const;
const paced30Hz = '500 a second, 60 KB, drawn 30 times a second';

class Comparison {
  readonly #results: Results;
  readonly #floor: Subject;

  constructor(results: Results, floor: Subject) {
    this.#results = results;
    this.#floor = floor;
  }

  of(subject: Subject, measure: MeasureName, aspect: keyof Taken): number {
    return median([...this.#taken(subject, measure).values()].map((taken) => taken[aspect]));
  }

  /** How many times the floor's: the median of the ratios inside each turn. */
  timesFloor(subject: Subject, measure: MeasureName, floorMeasure = measure): number {
    return median(this.#ratios(this.#taken(subject, measure), this.#taken(this.#floor, floorMeasure)));
  }

  /** 1 when time grows with the length only, 2 when with its square. */
  growth(subject: Subject): number {
    const [short, long] = [measures[flat60].characters, measures[flat240].characters];
    const ratios = this.#ratios(this.#taken(subject, flat240), this.#taken(subject, flat60));
    return Math.log(median(ratios)) / Math.log(long / short);
  }

  has(subject: Subject): boolean {
    return this.#taken(subject, flat60).size > 0;
  }

  dropsOverFloor(subject: Subject, measure: MeasureName): number {
    return this.of(subject, measure, 'dropped') - this.of(this.#floor, measure, 'dropped');
  }

  #ratios(some: ReadonlyMap<number, Taken>, others: ReadonlyMap<number, Taken>): readonly number[] {
    return [...some].map(([turn, { busyMs }]) => busyMs / (others.get(turn)?.busyMs ?? Number.NaN));
  }

  #taken(subject: Subject, measure: MeasureName): ReadonlyMap<number, Taken> {
    return this.#results.get(subject)?.get(measure) ?? new Map();
  }
}

const columns = [
  'renderer',
  'flat out, x floor: 15 / 60 / 240 KB',
  'busy s, 240 KB',
  'growth exponent',
  '500 a second, 60 KB: x floor',
  'busy',
  'frames dropped',
  'longest task, ms',
  'bundle, KB',
];

const shown = (value: number, digits: number): string => (Number.isNaN(value) ? '' : value.toFixed(digits));

function row(subject: Subject, comparison: Comparison, bytes: number): readonly string[] {
  const busy = comparison.of(subject, paced60, 'busyMs') / 1_000 / comparison.of(subject, paced60, 'seconds');
  return [
    subject.label,
    [flat15, flat60, flat240].map((measure) => shown(comparison.timesFloor(subject, measure), 1)).join(' / '),
    shown(comparison.of(subject, flat240, 'busyMs') / 1_000, 1),
    shown(comparison.growth(subject), 2),
    shown(comparison.timesFloor(subject, paced60), 2),
    `${shown(busy * 100, 0)} %`,
    shown(comparison.of(subject, paced60, 'dropped'), 0),
    shown(comparison.of(subject, paced60, 'longestTaskMs'), 0),
    shown(bytes / 1_000, 0),
  ];
}

/** What is aimed at, and what Parley came to. */
function verdicts(comparison: Comparison, floor: Subject, ours: Subject): readonly string[] {
  const longest = Math.max(...[paced60, paced240].map((one) => comparison.of(ours, one, 'longestTaskMs')));
  const aims: readonly (readonly [name: string, found: number, unit: string, limit: number])[] = [
    ['flat out, 60 KB', comparison.timesFloor(ours, flat60), 'x floor', 2],
    ['flat out, 240 KB', comparison.timesFloor(ours, flat240), 'x floor', 2],
    ['growth exponent', comparison.growth(ours) - comparison.growth(floor), 'over the floor’s', 0.05],
    ['500 a second, 60 KB', comparison.timesFloor(ours, paced60), 'x floor', 1.4],
    ['500 a second, 240 KB', comparison.timesFloor(ours, paced240), 'x floor', 1.4],
    ['the same, 60 KB, drawn 30 times a second', comparison.timesFloor(ours, paced30Hz, paced60), 'x floor', 1.1],
    ['frames dropped, 60 KB', comparison.dropsOverFloor(ours, paced60), 'more than the floor', 0],
    ['frames dropped, 240 KB', comparison.dropsOverFloor(ours, paced240), 'more than the floor', 0],
    ['longest task at 500 a second', longest, 'ms', 50],
  ];
  return aims.map(
    ([name, found, unit, limit]) =>
      `${found <= limit ? 'met   ' : 'MISSED'} ${name}: ${found.toFixed(2)} ${unit}, at most ${limit}`,
  );
}

/** Prints what was found; `sizes` are those of the bundles in bytes. */
export function report(results: Results, sizes: ReadonlyMap<string, number>): void {
  const [floor, ours] = subjects;
  if (floor === undefined || ours === undefined) return;
  const comparison = new Comparison(results, floor);
  const rows = subjects
    .filter((one) => comparison.has(one))
    .map((subject) => row(subject, comparison, sizes.get(subject.file) ?? Number.NaN));
  console.log(
    '\nThe main thread’s time for a growing answer, deltas of 4 characters; medians of ratios inside one turn\n',
  );
  for (const cells of [columns, columns.map(() => '---'), ...rows]) console.log(`| ${cells.join(' | ')} |`);
  console.log('\nWhere all is drawn again each frame, some frames of the longer answers stand for all of them.');
  console.log(`\n${verdicts(comparison, floor, ours).join('\n')}`);
}

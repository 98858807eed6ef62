import { floorOf, type Measure, measures, type Results, type Subject, subjects } from './measures.ts';

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[values.length >> 1] ?? Number.NaN;

/** What of a reading is compared. */
type Aspect = 'cpuMs' | 'peakMb' | 'onTheWireMs';

class Comparison {
  readonly #results: Results;

  constructor(results: Results) {
    this.#results = results;
  }

  of(subject: Subject, measure: Measure, aspect: Aspect): number {
    return median(this.#values(subject, measure, aspect));
  }

  /** How many times the floor's: the median of the ratios inside each round. */
  timesFloor(subject: Subject, measure: Measure, aspect: Aspect, floor = floorOf(subject)): number {
    const floors = this.#values(floor, measure, aspect);
    return median(this.#values(subject, measure, aspect).map((value, index) => value / (floors[index] ?? Number.NaN)));
  }

  /** What an event of a stream ten times as long takes, beside one of the shorter; 1 when time grows with length only. */
  growth(subject: Subject): number {
    const perEvent = (measure: Measure) => this.of(subject, measure, 'cpuMs') / measures[measure].pieces;
    return perEvent('warm, 100,000 events') / perEvent('warm, 16 KB a write');
  }

  #values(subject: Subject, measure: Measure, aspect: Aspect): readonly number[] {
    return this.#results.get(subject)?.[measure].map((taken) => taken[aspect]) ?? [];
  }
}

const columns = [
  'client',
  'warm, 16 KB a write, x floor',
  'warm, an event a write, x floor',
  'µs an event, warm',
  '100,000 events, an event x 10,000',
  'cold, 1,000 events, x floor',
  'call to wire, cold, ms',
  'peak memory, x floor',
  'bundle, KB',
];

function row(subject: Subject, comparison: Comparison, bytes: number): readonly string[] {
  const warm: Measure = 'warm, 16 KB a write';
  return [
    subject.label,
    comparison.timesFloor(subject, warm, 'cpuMs').toFixed(2),
    comparison.timesFloor(subject, 'warm, an event a write', 'cpuMs').toFixed(2),
    ((comparison.of(subject, warm, 'cpuMs') * 1_000) / measures[warm].pieces).toFixed(1),
    comparison.growth(subject).toFixed(2),
    comparison.timesFloor(subject, 'cold, 1,000 events', 'cpuMs').toFixed(2),
    comparison.of(subject, 'cold, 1,000 events', 'onTheWireMs').toFixed(1),
    comparison.timesFloor(subject, 'memory, 100,000 events', 'peakMb').toFixed(2),
    (bytes / 1_000).toFixed(0),
  ];
}

/** What is aimed at, and what Parley came to in the API where it does worst. */
function verdicts(comparison: Comparison, layer: number): readonly string[] {
  const ours = subjects.filter(({ label }) => label === 'Parley');
  const worst = (value: (subject: Subject) => number) => Math.max(...ours.map(value));
  const [bare, overBare] = ['nodeHttp', 'parleyChat'].map((name) => subjects.find(({ file }) => file === name));
  const overNodeHttp = (measure: Measure, aspect: Aspect) =>
    overBare === undefined ? Number.NaN : comparison.timesFloor(overBare, measure, aspect, bare);
  const aims: readonly (readonly [name: string, found: number, unit: string, limit: number])[] = [
    ['warm', worst((one) => comparison.timesFloor(one, 'warm, 16 KB a write', 'cpuMs')), 'x floor', 1.3],
    // node:http itself takes more than the floor then, and VS Code wants node:http.
    ['warm, an event a write', overNodeHttp('warm, an event a write', 'cpuMs'), 'x node:http', 1.3],
    ['cold', worst((one) => comparison.timesFloor(one, 'cold, 1,000 events', 'cpuMs')), 'x floor', 0.8],
    ['call to wire, cold', worst((one) => comparison.of(one, 'cold, 1,000 events', 'onTheWireMs')), 'ms', 6],
    ['call to wire, cold', overNodeHttp('cold, 1,000 events', 'onTheWireMs'), 'x node:http', 1.4],
    ['peak memory', worst((one) => comparison.timesFloor(one, 'memory, 100,000 events', 'peakMb')), 'x floor', 1.2],
    ['an event of 100,000', worst((one) => comparison.growth(one)), 'x one of 10,000', 1.15],
    ['provider layer of all hosts, minified', layer / 1_000, 'KB', 150],
  ];
  return aims.map(
    ([name, found, unit, limit]) =>
      `${found <= limit ? 'met   ' : 'MISSED'} ${name}: ${found.toFixed(2)} ${unit}, at most ${limit}`,
  );
}

/** Prints what was found; `sizes` are those of the bundles in bytes, and that of the provider layer as `layer`. */
export function report(results: Results, sizes: ReadonlyMap<string, number>): void {
  const comparison = new Comparison(results);
  const sizeOf = (name: string) => sizes.get(name) ?? Number.NaN;
  const rows = subjects.map((subject) => row(subject, comparison, sizeOf(subject.file)));
  console.log(`\nCPU of one stream, Node ${process.versions.node}; medians of ratios inside one round\n`);
  for (const cells of [columns, columns.map(() => '---'), ...rows]) console.log(`| ${cells.join(' | ')} |`);
  console.log(`\n${verdicts(comparison, sizeOf('layer')).join('\n')}`);
}

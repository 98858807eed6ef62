import type { Browser } from 'playwright-core';
import { parseArgs } from 'node:util';
import { launchBrowser } from '../rig/browser.ts';
import {
  type Measure,
  type MeasureName,
  measures,
  nearFloor,
  type Results,
  type Shown,
  type Subject,
  subjects,
  type Taken,
} from './render/measures.ts';
import { report } from './render/report.ts';
import { serveSubjects, type Site } from './render/site.ts';

interface Rig {
  readonly site: Site;
  /** Shows frames when a screen would. */
  readonly paced: Browser;
  /** Shows them as fast as they can be made. */
  readonly flatOut: Browser;
}

const asFastAsItCan = ['--disable-frame-rate-limit', '--disable-gpu-vsync'];
const names = Object.keys(measures) as MeasureName[];

async function read(rig: Rig, { file, startsOver }: Subject, measure: Measure): Promise<Taken> {
  const browser = measure.deltasAFrame === undefined ? rig.paced : rig.flatOut;
  const page = await browser.newPage({ viewport: { width: 480, height: 800 } });
  try {
    await page.goto(`${rig.site.origin}/${file}`);
    const session = await page.context().newCDPSession(page);
    await session.send('Performance.enable');
    const busyMs = async () => {
      const { metrics } = await session.send('Performance.getMetrics');
      return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1_000;
    };
    await page.evaluate((asked) => window.prepare(asked), measure);
    const sample = startsOver ? (measure.sample ?? 1) : 1;
    const before = await busyMs();
    const shown: Shown = await page.evaluate((every) => window.feed(every), sample);
    return { ...shown, busyMs: ((await busyMs()) - before) * sample };
  } finally {
    await page.close();
  }
}

/** Parley and the floor come so often in a round, one right after the other: one reading says little on a busy machine. */
const turnsARound = 3;

/** The others are far enough away for one reading in three rounds, and take most of the time. */
const isIn = (turn: number, { file }: Subject): boolean => turn % (3 * turnsARound) === 0 || nearFloor.includes(file);

async function measureAll(rig: Rig, rounds: number, taking: readonly Subject[]): Promise<Results> {
  const results: Results = new Map(subjects.map((one) => [one, new Map(names.map((name) => [name, new Map()]))]));
  for (let round = 0; round < rounds; round += 1) {
    for (const name of names) {
      for (let turn = round * turnsARound; turn < (round + 1) * turnsARound; turn += 1) {
        const inTurn = taking.filter((one) => isIn(turn, one) && takesPart(one, measures[name]));
        for (const subject of inTurn)
          results
            .get(subject)
            ?.get(name)
            ?.set(turn, await read(rig, subject, measures[name]));
      }
      console.log(`round ${round + 1}: ${name}`);
    }
  }
  return results;
}

function takesPart({ file }: Subject, { only }: Measure): boolean {
  return only?.includes(file) ?? true;
}

/**
 * A growing answer in a real browser: Parley's element beside the least there is to do and beside what others use, in
 * turns, so that whatever slows the machine slows all of them. With `--ours`, without the others.
 */
export async function bench(args: readonly string[]): Promise<void> {
  const { values } = parseArgs({
    args: [...args],
    options: { rounds: { type: 'string', default: '3' }, ours: { type: 'boolean', default: false } },
  });
  const taking = values.ours ? subjects.filter(({ file }) => nearFloor.includes(file)) : subjects;
  const site = await serveSubjects();
  const paced = await launchBrowser(console.log);
  const flatOut = await launchBrowser(console.log, asFastAsItCan);
  try {
    report(await measureAll({ site, paced, flatOut }, Number(values.rounds), taking), site.sizes);
  } finally {
    await paced.close();
    await flatOut.close();
    await site.close();
  }
}

/** Someone who draws; the first is the floor that the others are measured by. */
export interface Subject {
  readonly file: string;
  readonly label: string;
  /** Reads and draws all of it again each frame, so that a frame costs the same whatever came before it. */
  readonly startsOver?: true;
}

/** The programs in the folder `subjects`. */
export const subjects: readonly Subject[] = [
  { file: 'blockFloor', label: 'floor: text appended, one node a block' },
  { file: 'parley', label: 'Parley' },
  { file: 'textFloor', label: 'one growing text node' },
  { file: 'streamdown', label: 'streamdown' },
  { file: 'markdownIt', label: 'markdown-it, all of it each frame', startsOver: true },
  { file: 'marked', label: 'marked, all of it each frame', startsOver: true },
  { file: 'reactMarkdown', label: 'react-markdown + remark-gfm', startsOver: true },
];

/** Those that the targets are about. */
export const nearFloor: readonly string[] = ['blockFloor', 'parley'];

/** Characters of a delta. */
export const deltaCharacters = 4;

/** How an answer is fed. */
export interface Measure {
  readonly characters: number;
  /** Characters that stand there before the clock starts: what comes last is what costs most. */
  readonly from: number;
  /** Flat out: so many deltas each frame, frames as fast as they can be made. Paced: so many each second. */
  readonly deltasAFrame?: number;
  readonly deltasASecond?: number;
  /** The shortest time between two drawings. */
  readonly restMs?: number;
  /** Only these take part. */
  readonly only?: readonly string[];
  /** Of a subject that starts over, one frame in so many is made, and counts for as many. */
  readonly sample?: number;
}

const pacedSeconds = 4;
const paced = (characters: number) => {
  const deltasASecond = 500;
  return { characters, from: characters - deltasASecond * deltaCharacters * pacedSeconds, deltasASecond };
};

/** What is measured of each subject. */
export const measures = {
  'flat out, 15 KB': { characters: 15_000, from: 0, deltasAFrame: 64 },
  'flat out, 60 KB': { characters: 60_000, from: 0, deltasAFrame: 64, sample: 6 },
  'flat out, 240 KB': { characters: 240_000, from: 0, deltasAFrame: 64, sample: 48 },
  '500 a second, 60 KB': paced(60_000),
  '500 a second, 60 KB, drawn 30 times a second': { ...paced(60_000), restMs: 25, only: ['parley'] },
  '500 a second, 240 KB': { ...paced(240_000), only: nearFloor },
} as const satisfies Readonly<Record<string, Measure>>;

/** One of them, by its name. */
export type MeasureName = keyof typeof measures;

/** What a page tells of one reading. */
export interface Shown {
  readonly frames: number;
  /** Frames that the screen would have shown and that did not come in time. */
  readonly dropped: number;
  /** 0 when none was longer than 50 ms. */
  readonly longestTaskMs: number;
  readonly seconds: number;
}

/** A reading, and how long the page's main thread was at work for it. */
export interface Taken extends Shown {
  readonly busyMs: number;
}

/** Every reading of everyone, by the turn in which it was taken. */
export type Results = ReadonlyMap<Subject, ReadonlyMap<MeasureName, Map<number, Taken>>>;

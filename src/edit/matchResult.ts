import type { Splice } from './lines.ts';

/** Why nothing is written. */
export type Refusal =
  /** There is no place that is alike enough. */
  | 'not-found'
  /** There are several that are equally good. */
  | 'ambiguous'
  /** What a "rest unchanged" stands for is not certain. */
  | 'elision'
  /** Definitions would be gone that the block does not mention. */
  | 'loses'
  /** Brackets would be open that were not: the block was cut off, or is a part of something else. */
  | 'brackets'
  /** A file that could be read would not be any more. */
  | 'syntax'
  /** It ends in the middle. */
  | 'cut'
  /** The file has all of it already. */
  | 'unchanged'
  /** There is nothing to apply in it. */
  | 'nothing'
  /** Two of its parts change the same lines. */
  | 'overlap'
  /** It makes a file that exists. */
  | 'exists'
  /** It changes a file that does not exist. */
  | 'missing'
  | 'deletes'
  | 'renames'
  /** It is a diff of other files, or of several. */
  | 'other-files'
  /** It holds the marks of a merge conflict. */
  | 'conflict';

/** Changes of a file, in order, or why there are none. */
export type Match =
  | {
      readonly type: 'proposal';
      /** How its place was found; `new` where there was nothing before. */
      readonly confidence: 'exact' | 'whitespace' | 'similar' | 'new';
      readonly changes: readonly Splice[];
    }
  /** `lines` are 0-based: the closest place, those that are equally good, or what is in the way. */
  | { readonly type: 'refusal'; readonly reason: Refusal; readonly lines: readonly number[] };

/** A refusal with the lines it is about. */
export function refused(reason: Refusal, lines: readonly number[]): Extract<Match, { type: 'refusal' }> {
  return { type: 'refusal', reason, lines };
}

import type { Turn } from '../../src/model/transcript.ts';

/** What the writing process tells of itself, a line each. */
export type Told =
  | {
      readonly type: 'opened';
      readonly chat: string;
      readonly turns: readonly Turn[];
      readonly notices: readonly string[];
      readonly readOnly?: string;
    }
  /** The n-th question went out to the model. */
  | { readonly type: 'left'; readonly n: number; readonly atMs: number }
  /** The k-th event of its answer came. */
  | { readonly type: 'said'; readonly n: number; readonly k: number; readonly atMs: number }
  /** Another window has taken over. */
  | { readonly type: 'stepped-back'; readonly turns: readonly Turn[] };

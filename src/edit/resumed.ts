import type { FinishReason } from '../model/event.ts';
import type { Region } from './region.ts';
import { begin, type Session } from './session.ts';

/** What is known of an edit that was left under way: what a rejection leads to, and how its answer ended. */
export interface Left {
  readonly original: readonly string[];
  readonly finish?: FinishReason | undefined;
}

/** The review of what is left of an edit in its region. Of its answer nothing is known but what the region holds. */
export function resumed(region: Region, held: readonly string[], { original, finish = 'aborted' }: Left): Session {
  return { ...begin(region, original), phase: 'reviewing', proposal: held, held, target: held, finish };
}

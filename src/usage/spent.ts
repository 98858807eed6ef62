import { isOpen } from '../model/compared.ts';
import type { Transcript } from '../model/transcript.ts';
import { wholeCost, type Spent } from '../model/usage.ts';

/** Adds up what was kept with the answers. */
export function spentOn({ turns, aside = [] }: Transcript): Spent {
  let cost = 0;
  let unpriced = 0;
  for (const turn of [...turns, ...aside]) {
    if (turn.role !== 'assistant') continue;
    cost += turn.usage?.cost ?? 0;
    if (wholeCost(turn) === undefined && turn.parts.length > 0 && !isOpen(turn)) unpriced += 1;
  }
  return { cost, unpriced };
}

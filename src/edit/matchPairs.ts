import type { Splice } from './lines.ts';
import type { Item, Layered } from './matchItems.ts';
import type { Steps } from './matchLines.ts';
import { inOrder } from './matchRanges.ts';
import type { Match } from './matchResult.ts';

/** What is compared: the block of a model and the file. */
export interface Pairing {
  readonly block: Layered;
  readonly file: Layered;
  /** All lines of the file. */
  /** Somewhere in the block something is left out. */
  readonly isElided: boolean;
  readonly known: { has(form: string): boolean };
  /** One level of the file's indentation. */
  readonly unit: string | undefined;
  readonly steps: Steps;
}

/** Items of the same depth, and between which lines they are. */
export interface Level {
  readonly items: readonly Item[];
  readonly from: number;
  readonly to: number;
}

/** `part`: the block shows some of the items. `whole`: all of them. `inside`: all of an item, but for its elisions. */
export type Extent = 'part' | 'whole' | 'inside';

/** Nothing is written, and why. */
export type Refused = Extract<Match, { type: 'refusal' }>;

/** What one level comes to. */
export type Merged = { readonly changes: readonly Splice[] } | Refused;

/** Which item of the file each item of the block is about; `out` tells that they are in another order. */
export function paired(block: readonly Item[], file: readonly Item[], steps: Steps) {
  steps.taken += block.length + file.length;
  const inFile = byKey(file);
  const inBlock = byKey(block);
  const unique: { from: number; to: number }[] = [];
  for (const [from, { key, type }] of block.entries()) {
    const places = type === 'elision' ? [] : (inFile.get(key) ?? []);
    const [to] = places;
    if (to !== undefined && places.length === 1 && inBlock.get(key)?.length === 1) unique.push({ from, to });
  }
  const chain = inOrder(unique);
  const pairs = new Map(chain.map(({ from, to }) => [from, to]));
  for (const [key, froms] of inBlock) {
    const places = inFile.get(key) ?? [];
    if (froms.length < 2 || froms.length !== places.length) continue;
    const both = [...pairs].map(([from, to]) => ({ from, to }));
    const added = froms.map((from, at) => ({ from, to: places[at] ?? 0 }));
    const all = [...both, ...added].toSorted((a, b) => a.from - b.from);
    if (inOrder(all).length === all.length) for (const { from, to } of added) pairs.set(from, to);
  }
  return { pairs, unique, out: chain.length < unique.length, inFile };
}

function byKey(items: readonly Item[]): ReadonlyMap<string, readonly number[]> {
  const places = new Map<string, number[]>();
  for (const [index, { key, type }] of items.entries()) {
    if (type === 'elision') continue;
    const list = places.get(key);
    if (list === undefined) places.set(key, [index]);
    else list.push(index);
  }
  return places;
}

import type { Hunk } from './diff.ts';
import type { Region } from './region.ts';

/** True when no line stands between two regions: then nobody could tell what is typed there from either of them. */
export function areMeeting(a: Region, b: Region): boolean {
  return a.start <= b.start + b.count && b.start <= a.start + a.count;
}

/** The regions in the order of their lines, those that meet as one. */
export function merged(regions: readonly Region[]): readonly Region[] {
  const all: Region[] = [];
  for (const region of regions.toSorted((a, b) => a.start - b.start)) {
    const last = all.at(-1);
    if (last === undefined || !areMeeting(last, region)) all.push(region);
    else {
      const end = Math.max(last.start + last.count, region.start + region.count);
      all[all.length - 1] = { start: last.start, count: end - last.start };
    }
  }
  return all;
}

/** How many lines lie between a line and a region; 0 for one of its own, and where a region without any stands. */
export function distanceTo({ start, count }: Region, line: number): number {
  if (line < start) return start - line;
  return Math.max(0, line - Math.max(start, start + count - 1));
}

/** Where a hunk is seen: its lines, or the line behind what was removed. */
export function placeOf(region: Region, { proposal }: Pick<Hunk, 'proposal'>): Region {
  return { start: region.start + proposal.start, count: proposal.count };
}

/** The next of these places from a line, or the one before it; behind the last comes the first. */
export function neighbour<T extends { readonly place: Region }>(
  places: readonly T[],
  line: number,
  direction: 'next' | 'previous',
): T | undefined {
  return direction === 'next'
    ? (places.find(({ place }) => place.start > line) ?? places[0])
    : (places.findLast(({ place }) => place.start < line) ?? places.at(-1));
}

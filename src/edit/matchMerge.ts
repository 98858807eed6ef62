import type { Splice } from './lines.ts';
import { keptAbove, lostIn, rebased, sectionsOf, withComma, type Section } from './matchItemText.ts';
import { itemsIn, type Item, type Layered } from './matchItems.ts';
import { indentOf, similarity } from './matchLines.ts';
import { paired, type Extent, type Level, type Merged, type Pairing, type Refused } from './matchPairs.ts';
import { rangesBetween } from './matchRanges.ts';
import { refused } from './matchResult.ts';

/** A line that changed is alike to this degree; one that is less alike, but not much, may be either. */
const changedLine = 0.6;
const unrelatedLine = 0.42;

/** Brings the items of the file to what the block says, as far as that is certain. */
export function merge(at: Pairing, block: Level, file: Level, extent: Extent): Merged {
  const { pairs, unique, out, inFile } = paired(block.items, file.items, at.steps);
  if (block.items.some(({ type }) => type === 'stray')) return refused('elision', []);
  const hasElision = block.items.some(({ type }) => type === 'elision');
  const linesOf = (index: number | undefined) => (index === undefined ? [] : [file.items[index]?.header ?? 0]);
  if (out && extent === 'part' && unique.length === block.items.length) return mergeEach(at, { block, file, unique });
  if (out)
    return refused(
      'ambiguous',
      unique.flatMap(({ to }) => linesOf(to)),
    );
  if (at.isElided) {
    const doubt = pairChanged(at, block, file, pairs);
    if (doubt !== undefined) return refused('elision', linesOf(doubt));
  }
  for (const [index, item] of block.items.entries()) {
    const places = inFile.get(item.key) ?? [];
    if (item.type !== 'elision' && !pairs.has(index) && places.length > 0) {
      return refused(
        'ambiguous',
        places.map((place) => file.items[place]?.header ?? 0),
      );
    }
  }
  return walk(at, { block, file, pairs, extent, hasElision });
}

/** Definitions in an order of the model's own: each goes where it is. */
function mergeEach(
  at: Pairing,
  { block, file, unique }: { block: Level; file: Level; unique: readonly { from: number; to: number }[] },
): Merged {
  const changes: Splice[] = [];
  for (const { from, to } of unique) {
    const [item, other] = [block.items[from], file.items[to]];
    if (item === undefined || other === undefined) continue;
    const merged = mergeItem(at, item, other);
    if ('type' in merged) return merged;
    changes.push(...merged.changes);
  }
  return { changes: changes.toSorted((a, b) => a.start - b.start) };
}

/** Pairs a statement next to an elision with the one it changed; the index of one that it may or may not have changed. */
function pairChanged(at: Pairing, block: Level, file: Level, pairs: Map<number, number>): number | undefined {
  const taken = new Set(pairs.values());
  for (const [index, item] of block.items.entries()) {
    if (item.type !== 'line' || pairs.has(index) || isImport(at.block.normal[item.header] ?? '')) continue;
    const before =
      block.items[index - 1]?.type === 'elision' ? undefined : (pairs.get(index - 1) ?? (index === 0 ? -1 : undefined));
    const after =
      block.items[index + 1]?.type === 'elision'
        ? undefined
        : (pairs.get(index + 1) ?? (index === block.items.length - 1 ? file.items.length : undefined));
    const places = [before === undefined ? undefined : before + 1, after === undefined ? undefined : after - 1];
    for (const place of places) {
      const other = place === undefined ? undefined : file.items[place];
      if (place === undefined || other === undefined || taken.has(place) || other.type === 'definition') continue;
      const alike = similarity(at.block.normal[item.header] ?? '', at.file.normal[other.header] ?? '', at.steps);
      if (alike >= changedLine) {
        if (isMoreLike(at, item, file, { place, than: alike, taken })) return place;
        pairs.set(index, place);
        taken.add(place);
        break;
      }
      if (alike >= unrelatedLine) return place;
    }
  }
  return undefined;
}

/** Every line of a block may have to be compared with so many. */
const farthestSibling = 40;

/** True when another line of the file is still more like an item than the one in its place. */
function isMoreLike(
  at: Pairing,
  item: Item,
  { items }: Level,
  { place, than, taken }: { readonly place: number; readonly than: number; readonly taken: ReadonlySet<number> },
): boolean {
  const form = at.block.normal[item.header] ?? '';
  const from = Math.max(0, place - farthestSibling);
  return items
    .slice(from, place + farthestSibling)
    .some(
      ({ header }, index) =>
        !taken.has(from + index) && similarity(form, at.file.normal[header] ?? '', at.steps) > than,
    );
}

interface Walk {
  readonly block: Level;
  readonly file: Level;
  readonly pairs: ReadonlyMap<number, number>;
  readonly extent: Extent;
  readonly hasElision: boolean;
}

interface Walked {
  readonly changes: Splice[];
  /** The item of the file that the last item of the block was about. */
  before: number;
  /** That item of the block. */
  last: number;
  /** Items that the file does not have, and whether an elision is right before or after them. */
  fresh: number[];
  elided: boolean;
  /** All that the file had there is shown to be gone. */
  isShown: boolean;
  refusal?: Refused;
}

function walk(at: Pairing, on: Walk): Merged {
  const so: Walked = { changes: [], before: -1, last: -1, fresh: [], elided: false, isShown: false };
  for (const [index, item] of on.block.items.entries()) {
    const place = on.pairs.get(index);
    if (item.type === 'elision') {
      addAfter(at, on, so);
      so.elided = true;
    } else if (place === undefined) {
      so.fresh.push(index);
      if (at.block.elided.slice(item.start, item.end).includes(true)) so.refusal ??= refused('elision', []);
    } else {
      reach(at, on, so, { place, index });
      const other = on.file.items[place];
      const merged = other === undefined ? { changes: [] } : mergeItem(at, item, other);
      if ('type' in merged) so.refusal ??= merged;
      else so.changes.push(...merged.changes);
      Object.assign(so, { before: place, last: index, fresh: [], elided: false, isShown: false });
    }
  }
  finish(at, on, so);
  return so.refusal ?? { changes: so.changes.toSorted((a, b) => a.start - b.start) };
}

/** Nothing of what is new may be there under another name. */
function isDoubtful(at: Pairing, item: Item | undefined, file: Level): boolean {
  if (item === undefined) return false;
  const known = new Set(at.file.normal.slice(file.from, file.to));
  at.steps.taken += item.header - item.start + 1;
  const isKnown = (form: string) => /\w{3}/.test(form) && known.has(form);
  if (at.block.normal.slice(item.start, item.header + 1).some(isKnown)) return true;
  const body = at.block.normal.slice(item.header + 1, item.end).filter((form) => /\w{3}/.test(form));
  at.steps.taken += body.length;
  return body.length > 0 && body.filter((form) => at.known.has(form)).length * 2 >= body.length;
}

/** Comes to the next item that both have: what is between is kept, or goes since the block shows that it is not there. */
function reach(at: Pairing, on: Walk, so: Walked, { place, index }: { place: number; index: number }): void {
  const isOpenStart = so.before === -1 && on.extent === 'part';
  if (so.elided || isOpenStart) {
    insert(at, so, on, besides(on.file.items[place], 'before'));
    return;
  }
  const between = on.file.items.slice(so.before + 1, Math.max(place, so.before + 1));
  if (on.extent === 'part' && !isShownWhole(at, on, so, index)) {
    keep(at, on, so, between);
    return;
  }
  so.isShown = between.length > 0;
  const fresh = so.fresh.map((index) => at.block.normal[on.block.items[index]?.header ?? 0] ?? '');
  if (so.before >= 0) addAfter(at, on, so);
  else insert(at, so, on, besides(between[0] ?? on.file.items[place], 'before'));
  const isReplaced = ({ header }: Item) =>
    fresh.some((form) => similarity(form, at.file.normal[header] ?? '', at.steps) >= changedLine);
  drop(so, between, isReplaced);
}

/** True when nothing can be hidden between two items of a block: there is not even a blank line. */
function isShownWhole(at: Pairing, on: Walk, so: Walked, index: number): boolean {
  const from = on.block.items[so.last]?.end ?? 0;
  return on.hasElision || !at.block.normal.slice(from, on.block.items[index]?.start ?? from).includes('');
}

/** Keeps what a part of a file does not show, unless a new line could be one of these lines, changed. */
function keep(at: Pairing, on: Walk, so: Walked, between: readonly Item[]): void {
  const lines = between.filter(({ type }) => type === 'line');
  for (const index of so.fresh) {
    const form = at.block.normal[on.block.items[index]?.header ?? 0] ?? '';
    if (on.block.items[index]?.type !== 'line' || isImport(form)) continue;
    const alike = lines.find(({ header }) => similarity(form, at.file.normal[header] ?? '', at.steps) >= unrelatedLine);
    if (alike !== undefined) so.refusal ??= refused('ambiguous', [alike.header]);
  }
  addAfter(at, on, so);
}

function drop(so: Walked, between: readonly Item[], isReplaced: (item: Item) => boolean = () => false): void {
  const lost = between.filter(
    (item) => item.type === 'definition' || (item.end > item.header + 1 && !isReplaced(item)),
  );
  if (lost.length > 0)
    so.refusal ??= refused(
      'loses',
      lost.map(({ header }) => header),
    );
  for (const { start, end } of between) so.changes.push({ start, count: end - start, lines: [] });
}

function isImport(form: string): boolean {
  return /^(import|from|use|using|#include|require|const .*require\()\b/.test(form);
}

function addAfter(at: Pairing, on: Walk, so: Walked): void {
  const before = on.file.items[so.before];
  const first = on.file.items[0];
  if (so.fresh.length === 0) return;
  if (so.elided) so.refusal ??= refused('elision', before === undefined ? [] : [before.header]);
  if (before !== undefined) return insert(at, so, on, besides(before, 'after'));
  const isTop = on.extent !== 'inside';
  const areImports = so.fresh.every((index) => isImport(at.block.normal[on.block.items[index]?.header ?? 0] ?? ''));
  const place = isTop ? on.file.items.find(({ header }) => isImport(at.file.normal[header] ?? '')) : first;
  if (place === undefined || (isTop && !areImports)) so.refusal ??= refused('elision', []);
  else insert(at, so, on, besides(place, 'before'));
}

function finish(at: Pairing, on: Walk, so: Walked): void {
  const last = on.file.items.at(-1);
  if (so.elided) {
    if (so.fresh.length > 0 && last !== undefined) insert(at, so, on, besides(last, 'after'));
    return;
  }
  addAfter(at, on, so);
  const rest = on.file.items.slice(so.before + 1);
  const [next] = rest;
  if (on.extent === 'part' || next === undefined) return;
  // Where some lines are left out in words, others may be left out without.
  if (at.isElided) so.refusal ??= refused('loses', [next.header]);
  else drop(so, rest);
}

interface Beside {
  readonly line: number;
  /** The line that tells how deep it is there. */
  readonly sibling: number;
  readonly side: 'before' | 'after';
}

function besides(item: Item | undefined, side: Beside['side']): Beside {
  const { start, header, end } = item ?? { start: 0, header: 0, end: 0 };
  return { line: side === 'before' ? start : end, sibling: header, side };
}

/** Puts the new items in, with the blank lines that the block has between them and their neighbour. */
function insert(at: Pairing, so: Walked, { block, file }: Walk, { line, sibling, side }: Beside): void {
  const isKnown = so.fresh.some((index) => isDoubtful(at, block.items[index], file));
  if (!so.isShown && isKnown) so.refusal ??= refused('ambiguous', [sibling]);
  const [first, last] = [so.fresh[0], so.fresh.at(-1)];
  so.fresh = [];
  if (first === undefined || last === undefined) return;
  const from = block.items[first]?.start ?? 0;
  const to = block.items[last]?.end ?? from;
  const blank = (start: number, end: number) =>
    at.block.normal
      .slice(start, end)
      .filter((form) => form === '')
      .map(() => '');
  const above = side === 'after' ? blank(block.items[first - 1]?.end ?? from, from) : [];
  const below = side === 'before' ? blank(to, block.items[last + 1]?.start ?? to) : [];
  const model = indentOf(at.block.lines[block.items[first]?.header ?? from] ?? '');
  const pair = { model, file: indentOf(at.file.lines[sibling] ?? '') };
  const lines = rebased(at.block.lines.slice(from, to), pair, at);
  so.changes.push({ start: line, count: 0, lines: [...above, ...lines, ...below] });
}

/** One item of the block in the place of its item in the file. */
function mergeItem(at: Pairing, item: Item, other: Item): Merged {
  const hidden = at.block.elided.slice(item.header, item.end).includes(true);
  if (hidden) return mergeInside(at, item, other);
  const lost = lostIn(at, item, other);
  if (lost.length > 0) return refused('loses', lost);
  const from = keptAbove(at, item, other);
  const pair = {
    model: indentOf(at.block.lines[item.header] ?? ''),
    file: indentOf(at.file.lines[other.header] ?? ''),
  };
  const lines = withComma(
    [...rebased(at.block.lines.slice(from.own, item.end), pair, at)],
    at.file.lines[other.end - 1],
    item,
  );
  const old = at.file.lines.slice(from.start, other.end);
  return { changes: rangesBetween(old, lines).map((change) => ({ ...change, start: from.start + change.start })) };
}

function mergeInside(at: Pairing, item: Item, other: Item): Merged {
  const own = sectionsOf(at.block, item);
  const theirs = sectionsOf(at.file, other);
  if (own.length !== theirs.length) return refused('elision', [other.header]);
  const changes: Splice[] = [...aboveChanges(at, item, other)];
  for (const [index, section] of own.entries()) {
    const old = theirs[index];
    if (old === undefined) break;
    changes.push(...headChanges(at, { section, old, item }));
    const inside = (text: Layered, { from, to }: Section['body']) => ({ items: itemsIn(text, from, to), from, to });
    const block = inside(at.block, section.body);
    if (block.items.length === 1 && block.items[0]?.type === 'elision') continue;
    const merged = merge(at, block, inside(at.file, old.body), 'inside');
    if ('type' in merged) return merged.lines.length > 0 ? merged : refused(merged.reason, [other.header]);
    changes.push(...merged.changes);
  }
  return { changes };
}

/** The comments and decorators of an item, which are shown whole however much is left out below them. */
function aboveChanges(at: Pairing, item: Item, other: Item): readonly Splice[] {
  const from = keptAbove(at, item, other);
  const pair = {
    model: indentOf(at.block.lines[item.header] ?? ''),
    file: indentOf(at.file.lines[other.header] ?? ''),
  };
  const lines = rebased(at.block.lines.slice(from.own, item.header), pair, at);
  const old = at.file.lines.slice(from.start, other.header);
  return rangesBetween(old, lines).map((change) => ({ ...change, start: from.start + change.start }));
}

function headChanges(
  at: Pairing,
  { section, old, item }: { readonly section: Section; readonly old: Section; readonly item: Item },
): readonly Splice[] {
  const { from, to } = section.head;
  const pair = { model: indentOf(at.block.lines[from] ?? ''), file: indentOf(at.file.lines[old.head.from] ?? '') };
  const lines = withComma([...rebased(at.block.lines.slice(from, to), pair, at)], at.file.lines[old.head.to - 1], item);
  const was = at.file.lines.slice(old.head.from, old.head.to);
  return rangesBetween(was, lines).map((change) => ({ ...change, start: old.head.from + change.start }));
}

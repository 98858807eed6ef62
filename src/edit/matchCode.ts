import type { Splice } from './lines.ts';
import { indentUnit } from './matchIndent.ts';
import { hidesWithin } from './matchElision.ts';
import { insideOf, itemsIn, layered, shapeOf, type Item, type Layered } from './matchItems.ts';
import {
  columnsOf,
  indentOf,
  likeness,
  normal,
  openBrackets,
  weightOf,
  type Indexed,
  type Steps,
} from './matchLines.ts';
import { rebased } from './matchItemText.ts';
import { merge } from './matchMerge.ts';
import { paired, type Extent, type Level, type Merged, type Pairing } from './matchPairs.ts';
import { findPlace, findSame, type PlaceHint } from './matchPlace.ts';
import { rangesBetween } from './matchRanges.ts';
import { refused, type Match } from './matchResult.ts';

interface Code {
  readonly path: string;
  readonly hint: PlaceHint;
  readonly steps: Steps;
}

/** The changes that make a file what a block of code shows: all of the file, parts of it, or what it leaves out. */
export function matchCode(raw: readonly string[], file: Indexed, { path, hint, steps }: Code): Match {
  const lines = straightened(withoutPathLine(raw, path, file));
  if (lines.length === 0) return refused('nothing', []);
  if (lines.some((line) => /^(<{7} \S|={7}$|>{7} \S)/.test(line)) && !file.places.has('======='))
    return refused('conflict', []);
  const shape = shapeOf(path);
  const known = (line: string) => file.places.has(normal(line));
  const block = layered(lines, shape, known);
  steps.taken += lines.length;
  const isElided = block.elided.includes(true);
  if (lines.some((line) => hidesWithin(line) && !known(line)))
    return refused('elision', closest(lines, file, { hint, steps }));
  if (file.filled.length === 0) return isElided ? refused('elision', []) : startOf(lines, file);
  if (/\.(py|pyi)$/.test(path) && lines.at(-1)?.endsWith(':') === true) return refused('cut', []);
  if (isCutOff(lines, file, path)) return refused('cut', []);
  const at: Pairing = {
    block,
    file: layered(file.lines, shape),
    known: file.places,
    isElided,
    unit: indentUnit(file.lines),
    steps,
  };
  if (!isElided && findSame(lines, file, hint, steps).type === 'place') return sameOrWhole(lines, file);
  const found = matchItems(at, file, { path, hint, steps });
  if (found.type !== 'proposal')
    return found.lines.length > 0 || found.reason !== 'not-found'
      ? found
      : refused(found.reason, closest(lines, file, { hint, steps }));
  const doubled = isElided ? doubledBy(found, block, file) : undefined;
  if (doubled !== undefined) return refused('elision', [doubled]);
  return checked(found, file, { path, steps });
}

/**
 * Where lines would come that the file has further down and the block does not have more often: then what is left out
 * may reach down to there, over the end of what the lines seem to belong to.
 */
function doubledBy({ changes }: Proposal, { normal: shown }: Layered, file: Indexed): number | undefined {
  const inBlock = countsOf(shown);
  const goes = new Set(changes.flatMap(({ start, count }) => Array.from({ length: count }, (_, at) => start + at)));
  const stays = new Map<string, readonly number[]>();
  const isBelow = (form: string, from: number): boolean => {
    const places = file.places.get(form) ?? [];
    const lines = stays.get(form) ?? places.flatMap((place) => file.filled[place] ?? []).filter((at) => !goes.has(at));
    stays.set(form, lines);
    return (lines.at(-(inBlock.get(form) ?? 1)) ?? -1) >= from;
  };
  const telling = (lines: readonly string[]) => lines.map(normal).filter((form) => /\w{3}/.test(form));
  return changes.find(({ start, count, lines }) => {
    const was = new Set(telling(file.lines.slice(start, start + count)));
    const added = telling(lines).filter((form) => !was.has(form));
    return added.length > 0 && added.every((form) => isBelow(form, start + count));
  })?.start;
}

function countsOf(forms: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const form of forms) counts.set(form, (counts.get(form) ?? 0) + 1);
  return counts;
}

type Proposal = Extract<Match, { type: 'proposal' }>;

/** Without brackets only this tells an end from a cut: the last line stands in the middle of what it belongs to. */
function isCutOff(lines: readonly string[], file: Indexed, path: string): boolean {
  if (!/\.(pyi?|ya?ml)$/.test(path)) return false;
  const places = file.places.get(normal(lines.at(-1) ?? '')) ?? [];
  const depth = columnsOf(lines.at(-1) ?? '') - Math.min(...lines.filter((line) => line.trim() !== '').map(columnsOf));
  const goesOn = (place: number) => {
    const [line, next] = [file.filled[place], file.filled[place + 1]].map((index) => file.lines[index ?? -1]);
    return line !== undefined && next !== undefined && columnsOf(next) > columnsOf(line) - depth;
  };
  return depth > 0 && places.length > 0 && places.every(goesOn);
}

/** Every line of it is there already, one after the other; only their indentation may be new. */
function sameOrWhole(lines: readonly string[], file: Indexed): Match {
  const isWhole = lines.filter((line) => line.trim() !== '').length === file.filled.length;
  const isSame = lines.every((line) => file.lines.includes(line));
  if (!isWhole || isSame) return refused('unchanged', []);
  return proposal('whitespace', rangesBetween(file.lines, [...lines, ...finalLine(file)]));
}

function startOf(lines: readonly string[], file: Indexed): Match {
  const old = { start: 0, count: file.lines.length };
  return { type: 'proposal', confidence: 'new', changes: [{ ...old, lines: [...lines, ''] }] };
}

function proposal(confidence: 'exact' | 'whitespace' | 'similar', changes: readonly Splice[]): Match {
  return changes.length === 0 ? refused('unchanged', []) : { type: 'proposal', confidence, changes };
}

function closest(
  lines: readonly string[],
  file: Indexed,
  { hint, steps }: Pick<Code, 'hint' | 'steps'>,
): readonly number[] {
  const found = findPlace(lines, file, hint, steps);
  if (found.type === 'none') return found.closest === undefined ? [] : [found.closest];
  return found.type === 'place' ? [found.place.start] : found.lines;
}

/** True for a comment that holds the name of a file and nothing else. */
export function namesFile(line: string, path: string): boolean {
  const said = /^(?:\/\/|#|--|;|\/\*|<!--)\s*(?:file(?:name)?:\s*|path:\s*)?([^\s*]+)\s*(?:\*\/|-->)?$/i.exec(
    line.trim(),
  )?.[1];
  return said !== undefined && said.split(/[/\\]/).at(-1) === path.split('/').at(-1);
}

/** The first line may name the file, which is no part of it, unless the file has that line. */
function withoutPathLine(raw: readonly string[], path: string, file: Indexed): readonly string[] {
  const first = raw.findIndex((line) => line.trim() !== '');
  const last = raw.findLastIndex((line) => line.trim() !== '');
  const isPath = namesFile(raw[first] ?? '', path) && !file.places.has(normal(raw[first] ?? ''));
  const rest = first === -1 ? [] : raw.slice(isPath ? first + 1 : first, last + 1);
  return rest.slice(
    Math.max(
      0,
      rest.findIndex((line) => line.trim() !== ''),
    ),
  );
}

/** A block that was trimmed has lost the indentation of its first line alone: its last line tells it. */
function straightened(lines: readonly string[]): readonly string[] {
  const rest = lines.slice(1).filter((line) => line.trim() !== '');
  const last = rest.at(-1);
  const [first = ''] = lines;
  const shallowest = Math.min(...rest.map((line) => indentOf(line).length));
  if (last === undefined || indentOf(first) !== '' || shallowest === 0 || shallowest === Number.POSITIVE_INFINITY)
    return lines;
  // What ends with the last line has begun in the first: in Python it may be a part of the body.
  const isOpen = openBrackets([first], { taken: 0 }).some((open) => open > 0) || /^\s*\{/.test(rest[0] ?? '');
  const isEnd = /^\s*(end\b|<\/)/.test(last) || (isOpen && /^\s*[)\]}]/.test(last));
  return isEnd && indentOf(last).length === shallowest ? lines.with(0, indentOf(last) + first) : lines;
}

interface Candidate {
  readonly level: Level;
  readonly weight: number;
  readonly lines: readonly number[];
}

function matchItems(at: Pairing, file: Indexed, { hint, steps }: Code): Match {
  const block = { items: itemsIn(at.block, 0, at.block.lines.length), from: 0, to: at.block.lines.length };
  const root: Level = { items: itemsIn(at.file, 0, file.lines.length), from: 0, to: file.lines.length };
  const candidates = levelsOf(at.file, root, steps).map((level) => rated(at, block, level));
  const best = chosen(
    candidates.filter(({ weight }) => weight > 0),
    { at, hint },
  );
  if (best === undefined) return refused('not-found', []);
  if ('lines' in best && !('level' in best)) return refused('ambiguous', best.lines);
  const { level } = best;
  const extent = level.from === 0 && level.to === file.lines.length ? extentOf(at, block, level) : 'part';
  const { isElided } = at;
  const reason = isElided ? undefined : doubtIn(at, block, level);
  if (reason !== undefined) return refused(reason, best.lines.slice(0, 1));
  const merged = extent === 'whole' && !isElided ? whole(at, block, level) : merge(at, block, level, extent);
  if ('type' in merged) return merged;
  return proposal(
    'similar',
    merged.changes.toSorted((a, b) => a.start - b.start),
  );
}

/** All groups of items in a file, from its top down to the tenth level. */
function levelsOf(text: Layered, root: Level, steps: Steps): readonly Level[] {
  const result: Level[] = [root];
  let level: readonly Level[] = [root];
  for (let depth = 0; depth < 10 && level.length > 0; depth += 1) {
    level = level.flatMap(({ items }) =>
      items.filter(({ header, end }) => end > header + 1).map((item) => below(text, item, steps)),
    );
    level = level.filter(({ items }) => items.length > 0);
    result.push(...level);
  }
  return result;
}

function below(text: Layered, item: Item, steps: Steps): Level {
  steps.taken += item.end - item.header;
  const { from, to } = insideOf(text, item);
  return { items: itemsIn(text, from, to), from, to };
}

/** How much of the block a level knows. */
function rated(at: Pairing, block: Level, level: Level): Candidate {
  const { pairs } = paired(block.items, level.items, at.steps);
  const all = [...pairs].map(([from, to]) => ({ item: block.items[from], other: level.items[to] }));
  const weight = all.reduce(
    (sum, { item, other }) =>
      sum +
      weightOf(item?.key ?? '') *
        (item !== undefined && at.block.normal[item.header] === at.file.normal[other?.header ?? 0] ? 1.2 : 1),
    0,
  );
  return { level, weight, lines: all.map(({ other }) => other?.header ?? 0) };
}

/** The level that knows most; where several do, the one with the more similar content or in the selection. */
function chosen(
  candidates: readonly Candidate[],
  { at, hint: { selection } }: { readonly at: Pairing; readonly hint: PlaceHint },
): Candidate | { readonly lines: readonly number[] } | undefined {
  const sorted = candidates.toSorted((a, b) => b.weight - a.weight);
  const equal = sorted.filter(({ weight }) => weight > 0.9 * (sorted[0]?.weight ?? 0));
  if (equal.length < 2) return sorted[0];
  const isSelected = (line: number) =>
    selection !== undefined && line >= selection.start && line < selection.start + selection.count;
  const selected = equal.filter(
    ({ lines, level }) =>
      lines.some(isSelected) ||
      (selection !== undefined &&
        selection.start >= level.from &&
        selection.start < level.to &&
        lines.some((line) => ends(level, line) > selection.start && line <= selection.start)),
  );
  if (selected.length === 1) return selected[0];
  const scores = equal
    .slice(0, 8)
    .map((candidate) => ({ candidate, score: bodyLikeness(at, candidate) }))
    .toSorted((a, b) => b.score - a.score);
  const [first, second] = scores;
  if (
    equal.length <= 8 &&
    first !== undefined &&
    second !== undefined &&
    first.score >= 0.6 &&
    first.score - second.score >= 0.3
  )
    return first.candidate;
  return { lines: equal.flatMap(({ lines }) => lines.slice(0, 1)).toSorted((a, b) => a - b) };
}

function ends({ items }: Level, line: number): number {
  return items.find(({ header }) => header === line)?.end ?? line;
}

function bodyLikeness({ block, file, steps }: Pairing, { level, lines }: Candidate): number {
  const theirs = lines.flatMap((line) => file.normal.slice(line, ends(level, line)));
  return likeness(block.normal, theirs, steps);
}

/** A block that has the first and the last item of a file shows all of it. */
function extentOf(at: Pairing, block: Level, level: Level): Extent {
  const { pairs } = paired(block.items, level.items, at.steps);
  const isFirst = pairs.get(0) === 0 || block.items[0]?.type === 'elision';
  const isLast = pairs.get(block.items.length - 1) === level.items.length - 1 || block.items.at(-1)?.type === 'elision';
  const covered = new Set(pairs.values());
  const hasAll = level.items.every(({ type }, index) => type !== 'definition' || covered.has(index));
  const isMost =
    covered.size * 2 >= level.items.length && hasAll && level.items.some(({ type }) => type === 'definition');
  return (isFirst && isLast && level.items.length > 1) || isMost ? 'whole' : 'part';
}

/** Why parts of a file cannot be told apart from what is next to them; undefined when they can. */
function doubtIn(at: Pairing, block: Level, level: Level): 'not-found' | undefined {
  const { pairs } = paired(block.items, level.items, at.steps);
  const isSure = (index: number): boolean => {
    const item = block.items[index];
    if (pairs.has(index) || item === undefined) return true;
    if (item.type !== 'definition') return index > 0 && index < block.items.length - 1;
    return block.items.some(({ type }, other) => type === 'definition' && pairs.has(other));
  };
  if (!block.items.every((_item, index) => isSure(index))) return 'not-found';
  const known = [...pairs].map(([from, to]) => ({ item: block.items[from], other: level.items[to] }));
  if (known.some(({ item }) => item?.type === 'definition' || /^(prop|set|def):/.test(item?.key ?? '')))
    return undefined;
  const [first, last] = [known[0]?.other, known.at(-1)?.other];
  if (first === undefined || last === undefined || known.length < Math.min(2, block.items.length)) return 'not-found';
  return likeness(at.block.normal, at.file.normal.slice(first.start, last.end), at.steps) >= 0.4
    ? undefined
    : 'not-found';
}

/** The file as the block has it, if that loses no definition. */
function whole(at: Pairing, block: Level, level: Level): Merged {
  const merged = merge(at, block, level, 'whole');
  if ('type' in merged && merged.reason !== 'ambiguous') return merged;
  const { pairs } = paired(block.items, level.items, at.steps);
  const covered = new Set(pairs.values());
  const lost = level.items.filter(({ type }, index) => type === 'definition' && !covered.has(index));
  if (lost.length > 0)
    return refused(
      'loses',
      lost.map(({ header }) => header),
    );
  const lines = rebased(at.block.lines, { model: '', file: '' }, at);
  return { changes: rangesBetween(at.file.lines, [...lines, ...(at.file.lines.at(-1) === '' ? [''] : [])]) };
}

function finalLine(file: Indexed): readonly string[] {
  return file.lines.at(-1) === '' ? [''] : [];
}

/** A part of something else, or one that was cut off, leaves brackets open that were not. */
function checked(
  found: Extract<Match, { type: 'proposal' }>,
  file: Indexed,
  { path, steps }: Pick<Code, 'path' | 'steps'>,
): Match {
  if (/\.(md|mdx|markdown|txt|rst|adoc)$/i.test(path)) return found;
  const sum = { was: [0, 0, 0], is: [0, 0, 0] };
  for (const { start, count, lines } of found.changes) {
    openBrackets(file.lines.slice(start, start + count), steps).forEach(
      (open, kind) => (sum.was[kind] = (sum.was[kind] ?? 0) + open),
    );
    openBrackets(lines, steps).forEach((open, kind) => (sum.is[kind] = (sum.is[kind] ?? 0) + open));
  }
  if (sum.was.every((open, kind) => open === sum.is[kind])) return found;
  const all = openBrackets(file.lines, steps);
  const isMended = all.every((open, kind) => open - (sum.was[kind] ?? 0) + (sum.is[kind] ?? 0) === 0);
  return isMended ? found : refused('brackets', [found.changes[0]?.start ?? 0]);
}

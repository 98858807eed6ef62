import type { Splice } from './lines.ts';
import type { BlockHunk, FileChange, HunkLine } from './matchBlock.ts';
import { indentUnit, reindent, type IndentPair } from './matchIndent.ts';
import { columnsOf, indentOf, normal, type Indexed, type Steps } from './matchLines.ts';
import { findPlace, findSame, lineConfidence, type Found, type Place, type PlaceHint } from './matchPlace.ts';
import { refused, type Match } from './matchResult.ts';

/** The changes that the hunks of a diff make to the file they are for; all of them, or none. */
export function matchHunks(
  { hunks }: FileChange,
  file: Indexed,
  { hint, steps }: { readonly hint: PlaceHint; readonly steps: Steps },
): Match {
  const unit = indentUnit(file.lines);
  const changes: Splice[] = [];
  let confidence: Place['kind'] = 'exact';
  let unchanged = 0;
  for (const hunk of hunks) {
    const found = placeOf(hunk, file, { hint, steps });
    if (found.type === 'unchanged') {
      unchanged += 1;
      continue;
    }
    if (found.type === 'several') return refused('ambiguous', found.lines);
    if (found.type === 'none') return refused('not-found', found.closest === undefined ? [] : [found.closest]);
    const made = changesOf(hunk.lines, found.place, { file, unit });
    if (made === undefined) return refused('not-found', [found.place.start]);
    changes.push(...made.filter((change) => !isSame(change, file)));
    if (kinds.indexOf(found.place.kind) > kinds.indexOf(confidence)) confidence = found.place.kind;
  }
  if (changes.length === 0) return refused(unchanged > 0 || hunks.length > 0 ? 'unchanged' : 'nothing', []);
  const sorted = changes.toSorted((a, b) => a.start - b.start);
  const overlap = sorted.find((change, at) => at > 0 && touches(sorted[at - 1], change));
  return overlap === undefined
    ? { type: 'proposal', confidence, changes: sorted }
    : refused('overlap', [overlap.start]);
}

const kinds: readonly Place['kind'][] = ['exact', 'whitespace', 'similar'];

function touches(before: Splice | undefined, change: Splice): boolean {
  if (before === undefined) return false;
  const isSamePlace = before.start === change.start && (before.count > 0 || change.count > 0);
  return isSamePlace ? before.count > 0 && change.count > 0 : before.start + before.count > change.start;
}

function isSame({ start, count, lines }: Splice, file: Indexed): boolean {
  return count === lines.length && lines.every((line, index) => line === file.lines[start + index]);
}

type FoundHunk = Found | { readonly type: 'unchanged' };

function placeOf(
  hunk: BlockHunk,
  file: Indexed,
  { hint, steps }: { readonly hint: PlaceHint; readonly steps: Steps },
): FoundHunk {
  const hints = { ...hint, line: hunk.line, section: hunk.section };
  const before = hunk.lines.filter(({ kind }) => kind !== '+').map(({ text }) => text);
  const after = hunk.lines.filter(({ kind }) => kind !== '-').map(({ text }) => text);
  const adds = hunk.lines.some(({ kind, text }) => kind === '+' && text.trim() !== '');
  if (before.every((line) => line.trim() === '')) return withoutContext(hunk, file);
  const found = findSame(before, file, hints, steps);
  const done = adds ? findSame(after, file, hints, steps) : ({ type: 'none' } as const);
  if (found.type === 'none' && done.type !== 'none') return { type: 'unchanged' };
  if (found.type === 'place' && done.type === 'place' && isOver(found.place, done.place)) return { type: 'unchanged' };
  return found.type === 'none' ? findPlace(before, file, hints, steps) : found;
}

/** True when what should be there is there already: the place with the added lines holds the place without them. */
function isOver(found: Place, done: Place): boolean {
  return done.kind === 'exact' && done.start <= found.start && done.end >= found.end;
}

/** Lines that are only added, and next to nothing: that is a place in an empty file alone. */
function withoutContext({ line, section }: BlockHunk, file: Indexed): Found {
  if (file.filled.length === 0) {
    return { type: 'place', place: { kind: 'exact', at: [], start: 0, end: 0, alike: [] } };
  }
  const named = section === undefined ? undefined : file.normal.findIndex((form) => form.startsWith(normal(section)));
  const closest = named === undefined || named === -1 ? line : named;
  return { type: 'none', closest: closest === undefined ? undefined : Math.min(closest, file.lines.length - 1) };
}

/** Undefined when a line that should go is not the one the model saw. */
function changesOf(
  hunk: readonly HunkLine[],
  place: Place,
  { file, unit }: { readonly file: Indexed; readonly unit: string | undefined },
): readonly Splice[] | undefined {
  const pairs = pairsOf(hunk, place, file);
  const changes: { start: number; count: number; lines: string[] }[] = [];
  let open: (typeof changes)[number] | undefined;
  let cursor = place.start;
  let searched = 0;
  for (const { kind, text } of hunk) {
    if (kind === '+') {
      if (open === undefined) changes.push((open = { start: cursor, count: 0, lines: [] }));
      open.lines.push(text);
      continue;
    }
    const at = place.at[searched];
    const alike = place.alike[searched] ?? 0;
    searched += 1;
    if (kind === ' ') {
      if (at !== undefined) [open, cursor] = [undefined, at + 1];
      continue;
    }
    if (at === undefined && text.trim() === '') continue;
    if (at === undefined || (place.kind === 'similar' && text.trim() !== '' && alike < lineConfidence))
      return undefined;
    // An item of a list that stays, without the space before it that says so, looks like a line that goes.
    if (alike < 1 && file.normal[at] === normal(`-${text}`)) return undefined;
    if (!isNext(open, { at, cursor, file })) return undefined;
    if (open === undefined) changes.push((open = { start: at, count: 0, lines: [] }));
    if (open.count === 0) open.start = at;
    open.count = at + 1 - open.start;
    cursor = at + 1;
  }
  if (changes.some(({ start, count }) => count === 0 && isTorn(start, place, file))) return undefined;
  if (isBesideLostBlank(hunk, place, file)) return undefined;
  return changes.map(({ start, count, lines }) => {
    // Of two lines that a model put equally deep, the nearer one tells more.
    const near = pairs.toSorted((a, b) => Math.abs(b.at - start) - Math.abs(a.at - start));
    return { start, count, lines: reindent(lines, near, unit) };
  });
}

/** Between lines that go together there may be only blank lines that the model did not see. */
function isNext(
  open: { readonly start: number; readonly count: number } | undefined,
  { at, cursor, file }: { readonly at: number; readonly cursor: number; readonly file: Indexed },
): boolean {
  return open === undefined || file.normal.slice(cursor, at).every((form) => form === '');
}

/** True when lines that the model did not see are where it wants to add some: before or after them is a guess. */
function isTorn(start: number, place: Place, file: Indexed): boolean {
  if (place.kind !== 'similar') return false;
  const known = place.at.filter((line) => line !== undefined);
  const before = known.findLast((line) => line < start);
  const after = known.find((line) => line >= start);
  if (before === undefined || after === undefined) return false;
  return file.normal.slice(before + 1, after).some((form) => form !== '');
}

/** True when lines come next to a blank line that is not there: what is there instead, the model did not see. */
function isBesideLostBlank(hunk: readonly HunkLine[], place: Place, file: Indexed): boolean {
  let searched = 0;
  const at = hunk.map(({ kind }) => (kind === '+' ? undefined : place.at[searched++]));
  const isLost = (index: number) =>
    hunk[index]?.kind === ' ' && hunk[index].text.trim() === '' && at[index] === undefined;
  return hunk.some(({ kind }, index) => {
    const above = hunk[index - 1]?.kind;
    if (kind !== '+' || above === '+' || !isLost(index - 1)) return false;
    const next = at.slice(index).find((line) => line !== undefined);
    return next !== undefined && (file.normal[next - 1] ?? '') !== '';
  });
}

type PlacedPair = IndentPair & { readonly at: number };

/** Where the space before lines that stay is left out, what they begin with is one space short. */
function pairsOf(hunk: readonly HunkLine[], place: Place, file: Indexed): readonly PlacedPair[] {
  const said = pairsBetween(hunk, place, file);
  if (said.every(isEqual)) return said;
  const meant = hunk.map((line) =>
    line.kind === ' ' && line.isBare === undefined ? { ...line, text: ` ${line.text}` } : line,
  );
  const other = pairsBetween(meant, place, file);
  const isLeftOut = hunk.some(({ isBare, text }) => isBare === true && text.trim() !== '');
  return other.every(isEqual) || isLeftOut || (hasOdd(hunk) && !hasOdd(meant)) ? other : said;
}

const isEqual = ({ model, file }: IndentPair): boolean => model === file;

const hasOdd = (lines: readonly HunkLine[]): boolean =>
  lines.some(({ text }) => text.trim() !== '' && columnsOf(text) % 2 === 1);

function pairsBetween(hunk: readonly HunkLine[], place: Place, file: Indexed): readonly PlacedPair[] {
  const searched = hunk.filter(({ kind }) => kind !== '+');
  return searched.flatMap(({ text }, index) => {
    const at = place.at[index];
    const isKnown = at !== undefined && text.trim() !== '' && file.normal[at] !== '';
    return isKnown ? [{ model: indentOf(text), file: indentOf(file.lines[at] ?? ''), at }] : [];
  });
}

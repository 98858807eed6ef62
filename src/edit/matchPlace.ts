import type { Indexed, Steps } from './matchLines.ts';
import { normal, similarity, weightOf } from './matchLines.ts';

/** What decides between places that are equally good. */
export interface PlaceHint {
  readonly line?: number | undefined;
  readonly section?: string | undefined;
  /** Lines that the question was about, 0-based. */
  readonly selection?: { readonly start: number; readonly count: number } | undefined;
}

/** Where lines are in a file. */
export interface Place {
  readonly kind: 'exact' | 'whitespace' | 'similar';
  /** For each line that was looked for, its line in the file; none for one that is not there. */
  readonly at: readonly (number | undefined)[];
  readonly start: number;
  readonly end: number;
  /** How alike each pair is. */
  readonly alike: readonly number[];
}

export type Found =
  | { readonly type: 'place'; readonly place: Place }
  /** 0-based lines: of the closest place, or of places that are equally good. */
  | { readonly type: 'none'; readonly closest?: number | undefined }
  | { readonly type: 'several'; readonly lines: readonly number[] };

/** Of the characters that were looked for, and of those at the place, so much must be the same. */
export const placeConfidence = 0.8;

/** A line that is to go must be the one the model saw, but for so much. */
export const lineConfidence = 0.85;

/** So much better than any other must a place be that is not the same to the letter. */
const lead = 0.1;

/** The numbers of a header are off by this much at most, when they are worth anything. */
const farthestHint = 5;

/** Lines that the file has more often than this tell nothing of a place. */
const commonLine = 20;

/** Of a line that is looked for alone, at most so many places are compared. */
const mostPlaces = 1_000;

/** The only place where these lines are, white space aside. */
export function findSame(search: readonly string[], file: Indexed, hint: PlaceHint, steps: Steps): Found {
  const forms = filledForms(search);
  const starts = startsOf(forms, file, steps);
  const places = starts.map((start) => placeAt(search, start, file));
  const exact = places.filter(({ kind }) => kind === 'exact');
  // How deep a lone bracket is, is what models get wrong.
  const isTelling = forms.some(({ text }) => /[\p{L}\p{N}]/u.test(text));
  if (exact.length === 0 || isTelling) return decided(exact.length > 0 ? exact : places, file, hint);
  const found = decided(places, file, hint);
  return found.type === 'place' && found.place.kind !== 'exact' ? severalOf(places) : found;
}

/** The same, or else a place that is alike enough. */
export function findPlace(search: readonly string[], file: Indexed, hint: PlaceHint, steps: Steps): Found {
  const same = findSame(search, file, hint, steps);
  return same.type === 'none' ? findAlike(search, file, hint, steps) : same;
}

interface Form {
  readonly index: number;
  readonly text: string;
}

function filledForms(search: readonly string[]): readonly Form[] {
  return search.map((line, index) => ({ index, text: normal(line) })).filter(({ text }) => text !== '');
}

/** By the rarest of the lines: where that is, all of them are compared. */
function startsOf(forms: readonly Form[], file: Indexed, steps: Steps): readonly number[] {
  let rarest: { readonly at: number; readonly places: readonly number[] } | undefined;
  for (const [at, { text }] of forms.entries()) {
    steps.taken += 1;
    const places = file.places.get(text) ?? [];
    if (rarest === undefined || places.length < rarest.places.length) rarest = { at, places };
  }
  const starts = rarest?.places.slice(0, mostPlaces).map((place) => place - (rarest?.at ?? 0)) ?? [];
  const budget = { left: 20 * (file.filled.length + forms.length) };
  return starts.filter((start) => {
    for (const [at, { text }] of forms.entries()) {
      steps.taken += 1;
      budget.left -= 1;
      if (budget.left < 0 || start < 0 || file.normal[file.filled[start + at] ?? -1] !== text) return false;
    }
    return true;
  });
}

function placeAt(search: readonly string[], start: number, file: Indexed): Place {
  const forms = filledForms(search);
  const at: (number | undefined)[] = search.map(() => undefined);
  for (const [offset, { index }] of forms.entries()) at[index] = file.filled[start + offset];
  const isExact = forms.every(
    ({ index }) => (search[index] ?? '').trimEnd() === file.lines[at[index] ?? -1]?.trimEnd(),
  );
  return completed({ kind: isExact ? 'exact' : 'whitespace', at, alike: search.map(() => 1) }, file);
}

/** Blank lines beside a line that was found are found where the file has them, too. */
function completed(place: Pick<Place, 'kind' | 'at' | 'alike'>, file: Indexed): Place {
  const at = [...place.at];
  for (const index of at.keys()) {
    const before = at[index - 1];
    if (at[index] === undefined && before !== undefined && file.normal[before + 1] === '') at[index] = before + 1;
  }
  for (let index = at.length - 2; index >= 0; index -= 1) {
    const after = at[index + 1];
    const isFree = after !== undefined && after > 0 && file.normal[after - 1] === '' && !at.includes(after - 1);
    if (at[index] === undefined && isFree && place.at[index] === undefined) at[index] = after - 1;
  }
  const found = at.filter((line) => line !== undefined);
  return { ...place, at, start: found[0] ?? 0, end: (found.at(-1) ?? 0) + 1 };
}

function decided(places: readonly Place[], file: Indexed, hint: PlaceHint): Found {
  const [first, second] = places;
  if (first === undefined) return { type: 'none' };
  if (second === undefined) return { type: 'place', place: first };
  const hinted = bySelection(places, hint) ?? bySection(places, file, hint) ?? byLine(places, hint);
  return hinted === undefined ? severalOf(places) : { type: 'place', place: hinted };
}

function severalOf(places: readonly Place[]): Found {
  return { type: 'several', lines: places.map(({ start }) => start).toSorted((a, b) => a - b) };
}

function bySelection(places: readonly Place[], { selection }: PlaceHint): Place | undefined {
  if (selection === undefined) return undefined;
  const end = selection.start + selection.count;
  const inside = places.filter((place) => place.start < end && place.end > selection.start);
  return inside.length === 1 ? inside[0] : undefined;
}

/** The first place below the line that the header names, when there is one such line. */
function bySection(places: readonly Place[], file: Indexed, { section }: PlaceHint): Place | undefined {
  if (section === undefined) return undefined;
  const form = normal(section);
  const named = file.filled.filter((index) => file.normal[index]?.startsWith(form) === true);
  const [at] = named;
  if (at === undefined || named.length > 1) return undefined;
  return places.filter(({ start }) => start >= at).toSorted((a, b) => a.start - b.start)[0];
}

/** The nearest, when no other is nearly as near: the numbers of models are off by some lines. */
function byLine(places: readonly Place[], { line }: PlaceHint): Place | undefined {
  if (line === undefined) return undefined;
  const sorted = places.toSorted((a, b) => Math.abs(a.start - line) - Math.abs(b.start - line));
  const [nearest, next] = sorted.map(({ start }) => Math.abs(start - line));
  return nearest !== undefined && next !== undefined && nearest <= farthestHint && nearest * 3 <= next && nearest < next
    ? sorted[0]
    : undefined;
}

function findAlike(search: readonly string[], file: Indexed, hint: PlaceHint, steps: Steps): Found {
  const forms = filledForms(search);
  const scored = likelyStarts(forms, file, steps)
    .map((start) => aligned(forms, start, { file, steps }))
    .toSorted((a, b) => b.score - a.score);
  const [best] = scored;
  if (best === undefined) return { type: 'none' };
  const closest = file.filled[best.pairs[0]?.to ?? 0];
  const equals = ({ pairs }: Aligned) => pairs.filter(({ alike }) => alike === 1).length;
  const others = scored.filter(
    (one) => one.score > best.score - lead && one.pairs[0]?.to !== best.pairs[0]?.to && equals(one) >= equals(best),
  );
  const equal = equals(best);
  if (best.score < placeConfidence || equal * 2 < forms.length) return { type: 'none', closest };
  const places = [best, ...others].map(({ pairs }) => {
    const at: (number | undefined)[] = search.map(() => undefined);
    const alike = search.map(() => 0);
    for (const pair of pairs) {
      const index = forms[pair.from]?.index ?? 0;
      at[index] = file.filled[pair.to];
      alike[index] = pair.alike;
    }
    return completed({ kind: 'similar', at, alike }, file);
  });
  const found = decided(places, file, hint);
  // A number or a name in a header is no better a sign than the lines themselves.
  const isBest = found.type !== 'place' || found.place === places[0] || bySelection(places, hint) !== undefined;
  return isBest ? found : severalOf(places);
}

/** Where most of the lines would be, by the lines that are not all over the file; else by the longest line. */
function likelyStarts(forms: readonly Form[], file: Indexed, steps: Steps): readonly number[] {
  const votes = new Map<number, number>();
  for (const [at, { text }] of forms.entries()) {
    steps.taken += 1;
    const places = file.places.get(text) ?? [];
    if (places.length > commonLine) continue;
    for (const place of places) votes.set(place - at, (votes.get(place - at) ?? 0) + weightOf(text));
  }
  if (votes.size === 0) {
    const longest = forms.toSorted((a, b) => b.text.length - a.text.length)[0];
    const at = forms.findIndex((form) => form === longest);
    for (const [place, index] of file.filled.entries()) {
      const alike = similarity(longest?.text ?? '', file.normal[index] ?? '', steps);
      if (alike >= 0.5) votes.set(place - at, alike);
    }
  }
  const starts: number[] = [];
  for (const [start] of [...votes].toSorted((a, b) => b[1] - a[1])) {
    if (starts.length === 6) break;
    if (starts.every((other) => Math.abs(other - start) > 2)) starts.push(start);
  }
  return starts;
}

interface Aligned {
  readonly score: number;
  readonly pairs: readonly { readonly from: number; readonly to: number; readonly alike: number }[];
}

/** Lines in a model's memory are missing or doubled; more than this many in a row are another place. */
const widestBand = 12;

/** The best way to lay the lines over the file near a place: each may be missing on either side. */
function aligned(forms: readonly Form[], start: number, { file, steps }: { file: Indexed; steps: Steps }): Aligned {
  const band = Math.min(widestBand, 3 + (forms.length >> 3));
  const width = 2 * band + 1;
  const gain = (from: number, to: number): number => {
    const line = file.normal[file.filled[to] ?? -1];
    const text = forms[from]?.text ?? '';
    if (line === undefined || text === '') return 0;
    if (Math.min(line.length, text.length) * 2 < Math.max(line.length, text.length)) return 0;
    const alike = similarity(text, line, steps);
    return alike >= 0.6 ? alike : 0;
  };
  const rows: { score: number; from: 'both' | 'search' | 'file'; alike: number }[][] = [];
  for (let row = 0; row < forms.length; row += 1) {
    const cells: (typeof rows)[number] = [];
    for (let column = 0; column < width; column += 1) {
      const alike = gain(row, start + row + column - band);
      const both = (rows[row - 1]?.[column]?.score ?? 0) + alike * weightOf(forms[row]?.text ?? '');
      const search = rows[row - 1]?.[column + 1]?.score ?? 0;
      const skip = cells[column - 1]?.score ?? 0;
      if (alike > 0 && both >= search && both >= skip) cells.push({ score: both, from: 'both', alike });
      else
        cells.push(
          search >= skip ? { score: search, from: 'search', alike: 0 } : { score: skip, from: 'file', alike: 0 },
        );
    }
    rows.push(cells);
  }
  return traced(forms, rows, { start: start - band, file });
}

function traced(
  forms: readonly Form[],
  rows: readonly (readonly { readonly from: string; readonly alike: number }[])[],
  { start, file }: { readonly start: number; readonly file: Indexed },
): Aligned {
  const pairs: Aligned['pairs'][number][] = [];
  const last = (rows.at(-1) as readonly { readonly score: number }[] | undefined) ?? [];
  let column = last.reduce((best, cell, index) => (cell.score > (last[best]?.score ?? 0) ? index : best), 0);
  for (let row = rows.length - 1; row >= 0 && column >= 0;) {
    const cell = rows[row]?.[column];
    if (cell === undefined) break;
    if (cell.from === 'both') pairs.push({ from: row, to: start + row + column, alike: cell.alike });
    if (cell.from === 'file') column -= 1;
    else {
      if (cell.from === 'search') column += 1;
      row -= 1;
    }
  }
  pairs.reverse();
  return { pairs, score: scoreOf(forms, pairs, file) };
}

function scoreOf(forms: readonly Form[], pairs: Aligned['pairs'], file: Indexed): number {
  const [first, last] = [pairs[0]?.to ?? 0, pairs.at(-1)?.to ?? -1];
  let all = forms.reduce((sum, { text }) => sum + weightOf(text), 0);
  let same = 0;
  for (let at = first; at <= last; at += 1) all += weightOf(file.normal[file.filled[at] ?? -1] ?? '');
  for (const { from, to, alike } of pairs) {
    same += alike * (weightOf(forms[from]?.text ?? '') + weightOf(file.normal[file.filled[to] ?? -1] ?? ''));
  }
  return all === 0 ? 0 : same / all;
}

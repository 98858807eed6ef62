import type { ApplyCase } from './applyCorpus/applyCase.ts';
import { cart, handlers, pipeline, server, shapes, styles } from './applyCorpus/files.ts';
import { randomNumbers } from '../chat/random.ts';

/** A case that nobody wrote by hand: a file, an edit of it, and what a model may make of that. */
export interface FuzzCase extends ApplyCase {
  readonly form: 'diff' | 'search' | 'code';
  readonly path: string;
  readonly file: string;
  readonly language: string;
  readonly result: string;
  /** Blank lines were lost on the way, so that nobody knows where they were. */
  readonly isLoose: boolean;
}

type Random = (below: number) => number;

interface Edit {
  readonly start: number;
  readonly gone: number;
  readonly lines: readonly string[];
}

const sources = [
  { path: 'src/cart.ts', text: cart, comment: '//' },
  { path: 'src/handlers.js', text: handlers, comment: '//' },
  { path: 'shapes.py', text: shapes, comment: '#' },
  { path: 'server.go', text: server, comment: '//' },
  { path: 'a.css', text: styles, comment: undefined },
  { path: 'ci.yml', text: pipeline, comment: '#' },
] as const;

const indent = (line: string): string => /^\s*/.exec(line)?.[0] ?? '';
const pick = <One>(random: Random, all: readonly One[]): One => all[random(all.length)] as One;
const oneIn = (random: Random, times: number): boolean => random(times) === 0;

/** One to three lines go, come, or change, as deep as what is there. */
function randomEdit(random: Random, lines: readonly string[], unit: string): Edit {
  for (;;) {
    const start = 1 + random(lines.length - 3);
    const gone = random(4);
    const old = lines.slice(start, start + gone);
    const beside = lines[start - 1] ?? '';
    if (start + gone >= lines.length || beside.trim() === '') continue;
    const depth = indent(old.find((line) => line.trim() !== '') ?? beside);
    const fresh = () => `${depth}call${random(900)}(value${random(90)});`;
    const changed = old.map((line) =>
      line.trim() === '' || oneIn(random, 3) ? line : line.replace(/\w(?=\W*$)/, (last) => `${last}${random(90)}`),
    );
    const nested = [`${depth}if (ready${random(90)}) {`, `${depth}${unit}call${random(900)}();`, `${depth}}`];
    const next = pick(random, [changed, [...changed, fresh()], [fresh(), ...changed], [fresh()], nested, []]);
    if (next.join('\n') !== old.join('\n')) return { start, gone, lines: next };
  }
}

const edited = (lines: readonly string[], { start, gone, lines: next }: Edit): readonly string[] => [
  ...lines.slice(0, start),
  ...next,
  ...lines.slice(start + gone),
];

interface Hunk {
  readonly before: readonly string[];
  readonly gone: readonly string[];
  readonly next: readonly string[];
  readonly after: readonly string[];
  readonly line: number;
}

function hunkOf(random: Random, lines: readonly string[], { start, gone, lines: next }: Edit): Hunk {
  const above = Math.min(start, 1 + random(3));
  const below = Math.min(lines.length - start - gone - 1, random(4));
  return {
    before: lines.slice(start - above, start),
    gone: lines.slice(start, start + gone),
    next,
    after: lines.slice(start + gone, start + gone + below),
    line: start - above + 1,
  };
}

const mapped = (hunk: Hunk, change: (line: string) => string): Hunk => ({
  ...hunk,
  before: hunk.before.map(change),
  gone: hunk.gone.map(change),
  next: hunk.next.map(change),
  after: hunk.after.map(change),
});

/** What models do to the lines of a change; all of them leave one right answer, or none. */
function damaged(random: Random, hunk: Hunk, unit: string): { readonly hunk: Hunk; readonly isLoose: boolean } {
  const all = [...hunk.before, ...hunk.gone, ...hunk.next, ...hunk.after].filter((line) => line.trim() !== '');
  const margin = Math.min(...all.map((line) => indent(line).length));
  const levels = (line: string) => Math.floor(indent(line).length / unit.length);
  // How deep a level is, is told by a line of the file alone.
  const isTold = [...hunk.before, ...hunk.gone, ...hunk.after].some((line) => line.trim() !== '' && levels(line) > 0);
  switch (random(7)) {
    case 0: {
      if (!isTold) return { hunk, isLoose: false };
      const width = pick(random, ['  ', '    ', '\t']);
      return { hunk: mapped(hunk, (line) => width.repeat(levels(line)) + line.trimStart()), isLoose: false };
    }
    case 1:
      return { hunk: mapped(hunk, (line) => line.slice(margin)), isLoose: false };
    case 2:
      return { hunk: mapped(hunk, (line) => (oneIn(random, 3) ? `${line}  ` : line)), isLoose: false };
    case 3: {
      const filled = (lines: readonly string[]) => lines.filter((line) => line.trim() !== '');
      return { hunk: { ...hunk, before: filled(hunk.before), after: filled(hunk.after) }, isLoose: true };
    }
    case 4: {
      const drift = (line: string) => (oneIn(random, 3) ? line.replace(/(\w)(\W*)$/, '$1x$2') : line);
      return { hunk: { ...hunk, before: hunk.before.map(drift), after: hunk.after.map(drift) }, isLoose: false };
    }
    default:
      return { hunk, isLoose: false };
  }
}

function diffText(random: Random, hunk: Hunk, path: string): string {
  const { before, gone, next, after, line } = hunk;
  // Some models leave out the space before all lines that stay.
  const space = oneIn(random, 8) ? '' : ' ';
  const body = [
    ...before.map((text) => space + text),
    ...gone.map((text) => `-${text}`),
    ...next.map((text) => `+${text}`),
    ...after.map((text) => space + text),
  ];
  const context = before.length + after.length;
  const near = Math.max(1, line + random(5) - 2);
  const header = pick(random, [
    `@@ -${line},${context + gone.length} +${line},${context + next.length} @@`,
    `@@ -${near},${context + gone.length} +${near},${context + next.length} @@`,
    `@@ -${1 + random(90)},${context + gone.length + 5 + random(9)} +${1 + random(90)},${random(9)} @@`,
    '@@ @@',
  ]);
  return [`--- a/${path}`, `+++ b/${path}`, header, ...body, ''].join('\n');
}

function searchText({ before, gone, next, after }: Hunk): string {
  return [
    '<<<<<<< SEARCH',
    ...before,
    ...gone,
    ...after,
    '=======',
    ...before,
    ...next,
    ...after,
    '>>>>>>> REPLACE',
    '',
  ].join('\n');
}

const isTop = (line: string | undefined): boolean => line !== undefined && /^[\w@.]/.test(line);
const isEnd = (line: string): boolean => /^\s*[)\]}]/.test(line);

/** The top-level part that the edit is in, as a whole or with some statements elsewhere in it left out. */
function codeText(random: Random, lines: readonly string[], edit: Edit, comment: string): string | undefined {
  const editEnd = edit.start + edit.lines.length;
  let from = edit.start - 1;
  while (from > 0 && !isTop(lines[from])) from -= 1;
  let to = editEnd;
  while (to < lines.length && !isTop(lines[to])) to += 1;
  const depth = (at: number) => indent(lines[at] ?? '').length;
  const isBlank = (at: number) => (lines[at] ?? '').trim() === '';
  let [nearStart, nearEnd] = [edit.start - 1, editEnd];
  while (nearStart > 0 && isBlank(nearStart)) nearStart -= 1;
  while (nearEnd < lines.length && isBlank(nearEnd)) nearEnd += 1;
  const isNear = (at: number) => at >= nearStart && at <= nearEnd;
  const runs: { start: number; end: number }[] = [];
  for (let start = from + 1; start < to; start += 1) {
    if (isBlank(start) || isNear(start) || depth(start) === 0 || isEnd(lines[start] ?? '')) continue;
    let end = start;
    while (end < to && !isNear(end) && (isBlank(end) || depth(end) >= depth(start))) end += 1;
    const isCut = depth(end) > depth(start) || (depth(end) === depth(start) && isEnd(lines[end] ?? ''));
    while (isBlank(end - 1)) end -= 1;
    if (end - start >= 2 && !isCut) runs.push({ start, end });
  }
  if (oneIn(random, 3)) return lines.slice(from, to).join('\n').trimEnd();
  if (runs.length === 0) return undefined;
  const { start, end } = pick(random, runs);
  const hidden = `${indent(lines[start] ?? '')}${comment} ... existing code ...`;
  return [...lines.slice(from, start), hidden, ...lines.slice(end, to)].join('\n').trimEnd();
}

const brackets = (lines: readonly string[]): number =>
  lines
    .join('')
    .split('')
    .reduce((sum, one) => sum + Number('([{'.includes(one)) - Number(')]}'.includes(one)), 0);

/** True when what is looked for is elsewhere to the letter: then no one could tell that it is meant for this place. */
function isElsewhere({ before, gone, after, line }: Hunk, lines: readonly string[]): boolean {
  const search = [...before, ...gone, ...after].map((one) => one.trimEnd());
  const isAt = (start: number) => search.every((one, index) => one === lines[start + index]?.trimEnd());
  return lines.some((_line, start) => start !== line - 1 && isAt(start)) && !isAt(line - 1);
}

/** One case for each seed, the same one always; undefined where an edit cannot be told in the form that was drawn. */
export function fuzzCase(seed: number): FuzzCase | undefined {
  const random = randomNumbers(seed * 7919 + 1);
  for (let warm = 0; warm < 3; warm += 1) random(2);
  const { path, text, comment } = pick(random, sources);
  const lines = text.split('\n').slice(0, -1);
  const unit = path.endsWith('.go') ? '\t' : path.endsWith('.py') ? '    ' : '  ';
  const edit = randomEdit(random, lines, unit);
  const next = edited(lines, edit);
  const isWindows = oneIn(random, 6);
  const asFile = (all: readonly string[]) => all.map((line) => line + (isWindows ? '\r\n' : '\n')).join('');
  const base = { path, file: asFile(lines), result: asFile(next) };
  const form = random(5);
  if (form === 0) {
    const gone = lines.slice(edit.start, edit.start + edit.gone);
    // A part of a file cannot tell that what comes after it is gone, too.
    const isWhole = brackets(gone) === brackets(edit.lines) && !gone.some(isTop);
    const block = comment === undefined || !isWhole ? undefined : codeText(random, next, edit, comment);
    return block === undefined
      ? undefined
      : { ...base, form: 'code', name: `seed ${seed}`, block, language: 'x', isLoose: true };
  }
  const { hunk, isLoose } = damaged(random, hunkOf(random, lines, edit), unit);
  if (isElsewhere(hunk, lines)) return undefined;
  if (form < 3)
    return { ...base, form: 'search', name: `seed ${seed}`, block: searchText(hunk), language: 'x', isLoose };
  return {
    ...base,
    form: 'diff',
    name: `seed ${seed}`,
    block: diffText(random, hunk, path),
    language: 'diff',
    isLoose,
  };
}

/** True when a text is what the edit makes of the file, as far as the block could tell. */
export function isRight(text: string, { result, isLoose }: FuzzCase): boolean {
  const told = (all: string) => (isLoose ? all.replace(/^\s*\n/gm, '') : all).replace(/[ \t]+(?=\r?\n)/g, '');
  return told(text) === told(result);
}

/** The longest end of a text that is looked at: no construct that waits for its end is longer. */
const reach = 2_500;

/** What is taken off the end can leave another beginning there, though not often twice. */
const mostPasses = 4;

/**
 * What is not shown before its end has come, because it would look like something else until then, and how long that
 * is waited for. A `$` before a digit is money.
 */
const waiting: readonly { readonly open: RegExp; readonly close: RegExp; readonly limit: number }[] = [
  { open: /\$\$/y, close: /\$\$/g, limit: 2_000 },
  { open: /\$(?=[^\s\d$]|$)/y, close: /[^\s\\]\$/g, limit: 80 },
  { open: /\\\[/y, close: /\\\]/g, limit: 2_000 },
  { open: /\\\(/y, close: /\\\)/g, limit: 300 },
  // What comes behind the bracket says whether it was a link.
  { open: /!?\[/y, close: /\](?:\((?:[^()\n]|\([^()\n]*\))*\)|\[[^\]\n]*\]|(?=[^([]))/g, limit: 400 },
  { open: /<(?=https?:|mailto:|[^\s<>]*$)/y, close: />/g, limit: 400 },
  { open: /&(?=#?\w{0,12}$)/y, close: /;/g, limit: 14 },
  { open: /\\$/y, close: /$^/g, limit: 1 },
  { open: /(?<!\S)!$/y, close: /$^/g, limit: 1 },
];

/** Lines that begin anew: no emphasis reaches over their start. */
const lineStart = /(?:^|\n)[ \t]*(?:\n|[-*+][ \t]+|\d{1,9}[.)][ \t]+|#{1,6}[ \t]+|>[ \t]?|(?=\|))/y;

/** Longer lines of what could be markers are shown, since telling takes time that grows faster than their length. */
const longestMarkers = 500;

/** Everything else is text, and passed over. */
const special = /[\\`$[!<&|*_~\n]/g;

const markersOnly =
  /^(?: *>)* *(?:[-=*_#>|~` \t+]+|`{3,}[^`]*|~{3,}.*|\d{1,9}[.)]? *|(?:[-*+]|\d{1,9}[.)]) +\[[ xX]\] *)$/;

/** What of a still growing text can be shown without a flash of something else, and what completes it. */
export interface HalfOpen {
  readonly shown: string;
  /** Closes the emphasis and the code that the end of the text leaves open. */
  readonly closing: string;
}

interface Run {
  readonly mark: string;
  count: number;
}

/** Reads the end of a text that may grow. `inCode` where it ends inside of a code block, in which nothing is marked up. */
export function halfOpen(source: string, place: 'in code' | 'in text' = 'in text'): HalfOpen {
  if (place === 'in code') return { shown: withoutMarkers(source), closing: '' };
  let shown = withoutMarkers(withoutDefinition(source));
  for (let pass = 0; pass < mostPasses; pass += 1) {
    const { cut, closing } = scan(shown, source.length);
    if (cut === shown.length) return { shown, closing };
    shown = withoutMarkers(shown.slice(0, cut));
  }
  return { shown, closing: '' };
}

/** A last line of which only markers have come waits, and so does a table's header before its second line. */
function withoutMarkers(source: string): string {
  const start = source.lastIndexOf('\n') + 1;
  const line = source.slice(start);
  const table = /(?:^|\n)(?!\|)[^\n]*\n(\|[^\n]*(?:\n[ |:-]*)?)$|^(\|[^\n]*(?:\n[ |:-]*)?)$/.exec(source.slice(-reach));
  const row = table?.[1] ?? table?.[2];
  if (row !== undefined) return source.slice(0, source.length - row.length);
  return line.length <= longestMarkers && markersOnly.test(line) ? source.slice(0, start) : source;
}

/** The line that says where a link of the text leads is not shown in the end, either. */
function withoutDefinition(source: string): string {
  const start = source.lastIndexOf('\n') + 1;
  return /^ {0,3}\[[^\]\n]{1,100}(?:\]|\]:[^\n]{0,300})?$/.test(source.slice(start)) &&
    !/^ {0,3}\[\^[^\]\n]+\]: *\S/.test(source.slice(start))
    ? source.slice(0, start)
    : source;
}

/** Where the part that cannot be shown yet begins, and what closes the rest; `come` characters came in all. */
function scan(source: string, come: number): { cut: number; closing: string } {
  const from = startOfParagraph(source);
  const text = source.slice(from);
  const find = endFinder(text, come - from);
  const runs: Run[] = [];
  let at = 0;
  while (at < text.length) {
    const line = matchAt(lineStart, text, at);
    if (line !== undefined && line.length > 0) {
      runs.length = 0;
      at += line.length;
      continue;
    }
    const code = matchAt(/`+/y, text, at);
    if (code !== undefined) {
      const end = endOfCode(text, at + code.length, code);
      if (end === undefined && at + code.length === text.length) return { cut: from + at, closing: '' };
      if (end === undefined) return { cut: from + text.replace(/`+$/, '').length, closing: code + closingOf(runs) };
      at = end;
      continue;
    }
    const end = find(at);
    if (end === 'waits') return { cut: from + at, closing: '' };
    if (end > at) {
      at = end;
      continue;
    }
    if (text[at] === '|') runs.length = 0;
    const marks = matchAt(/\*+|_+|~+/y, text, at);
    if (marks !== undefined && at + marks.length === text.length) return { cut: from + at, closing: '' };
    if (marks !== undefined) take(runs, marks, { before: text[at - 1] ?? ' ', after: text[at + marks.length] ?? ' ' });
    at = nextSpecial(text, at + (marks?.length ?? (text[at] === '\\' ? 2 : 1)));
  }
  const open = runs.length === 0 ? text : text.trimEnd();
  return { cut: from + open.length, closing: closingOf(runs) };
}

function nextSpecial(text: string, from: number): number {
  special.lastIndex = from;
  return special.exec(text)?.index ?? text.length;
}

function matchAt(pattern: RegExp, text: string, at: number): string | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text)?.[0];
}

function startOfParagraph(source: string): number {
  const near = source.slice(-reach);
  const fence = [...near.matchAll(/^[ \t>]*(?:`{3,}|~{3,})[^`\n]*\n/gm)].at(-1);
  const behindFence = fence === undefined ? 0 : fence.index + fence[0].length;
  return source.length - near.length + Math.max(near.lastIndexOf('\n\n') + 1, behindFence);
}

function endOfCode(text: string, from: number, fence: string): number | undefined {
  for (const { 0: run, index } of text.slice(from).matchAll(/`+/g)) {
    if (run === fence) return from + index + run.length;
  }
  return undefined;
}

/**
 * Finds what is behind a construct that begins at a place: the place itself where none begins, or that its end is waited
 * for. An end that was not found from one place is not looked for from the next.
 */
function endFinder(text: string, come: number): (at: number) => number | 'waits' {
  const endless = new Set<RegExp>();
  return (at) => {
    const found = waiting.find(({ open }) => matchAt(open, text, at) !== undefined);
    if (found === undefined) return at;
    const { open, close, limit } = found;
    close.lastIndex = at + (matchAt(open, text, at)?.length ?? 0);
    const end = endless.has(close) ? null : close.exec(text);
    if (end === null) endless.add(close);
    else if (end.index - at <= limit) return end.index + end[0].length;
    return come - at <= limit && !text.includes('\n\n', at) ? 'waits' : at;
  };
}

/** Opens and closes emphasis the way markdown does, but for what stands inside of a word. */
function take(runs: Run[], marks: string, { before, after }: { before: string; after: string }): void {
  const mark = marks[0] ?? '';
  let count = marks.length;
  if (mark === '~' && count !== 2) return;
  if (/\S/.test(before) && (mark !== '_' || !/[\p{L}\p{N}]/u.test(after))) count = close(runs, mark, count);
  const opens = /\S/.test(after) && !/[a-z\d]/i.test(before) && count <= 3;
  if (count > 0 && opens) runs.push({ mark, count });
}

/** Ends runs of the mark, the last first; gives how many of its characters are left. */
function close(runs: Run[], mark: string, characters: number): number {
  let left = characters;
  for (let run = runs.at(-1); left > 0 && run?.mark === mark; run = runs.at(-1)) {
    const closed = Math.min(run.count, left);
    left -= closed;
    run.count -= closed;
    if (run.count === 0) runs.pop();
  }
  return left;
}

function closingOf(runs: readonly Run[]): string {
  return runs
    .map(({ mark, count }) => mark.repeat(count))
    .toReversed()
    .join('');
}

import type { Region } from './region.ts';

/** A part of a text that belongs together, 0-based, as languages tell of them. */
export interface Span {
  readonly startLine: number;
  readonly startCharacter: number;
  readonly endLine: number;
  readonly endCharacter: number;
}

/** The lines of a text. */
export interface Lines {
  readonly count: number;
  of(line: number): string;
}

/** More lines are not what someone means who only put the cursor there. */
export const longestRegion = 200;

/**
 * The lines of the smallest of these spans, which lie one inside the next, that is a statement as far as can be seen
 * without knowing the language: it fills its lines, and neither of its ends stands in the middle of something. All of a text
 * is none.
 */
export function statementLines(spans: readonly Span[], lines: Lines): Region | undefined {
  const whole = spans.flatMap((span) => wholeLines(span, lines) ?? []).filter(({ count }) => count < lines.count);
  return whole.find((region) => isComplete(region, lines)) ?? whole[0];
}

function wholeLines(span: Span, lines: Lines): Region | undefined {
  const endsBefore = span.endCharacter === 0 && span.endLine > span.startLine;
  const last = endsBefore ? span.endLine - 1 : span.endLine;
  const count = last - span.startLine + 1;
  const before = lines.of(span.startLine).slice(0, span.startCharacter);
  const after = endsBefore ? '' : lines.of(last).slice(span.endCharacter);
  const held = Array.from({ length: Math.min(count, longestRegion) }, (_line, at) => lines.of(span.startLine + at));
  const fills = before.trim() === '' && /^\s*[;,]?\s*$/.test(after) && held.some((line) => line.trim() !== '');
  return fills && count <= longestRegion ? { start: span.startLine, count } : undefined;
}

/**
 * A statement closes what it opens. What goes on below it is indented deeper, and what began above it may end with an
 * operator. Editors tell of the line of the cursor too, so that most spans are none.
 */
function isComplete({ start, count }: Region, lines: Lines): boolean {
  if (!isBalanced(Array.from({ length: count }, (_line, at) => lines.of(start + at)).join('\n'))) return false;
  const above = start === 0 ? '' : lines.of(start - 1);
  let next = start + count;
  while (next < lines.count && lines.of(next).trim() === '') next += 1;
  const isHead = next < lines.count && indentOf(lines.of(next)) > indentOf(lines.of(start));
  return !isHead && !/\s(?:=|\+|-|&&|\|\||\?\??|=>)\s*$/.test(above);
}

/** Brackets in strings and comments count as well: who is misled by one takes a larger span. */
function isBalanced(text: string): boolean {
  let depth = 0;
  for (const [bracket] of text.matchAll(/[()[\]{}]/g)) {
    depth += '([{'.includes(bracket) ? 1 : -1;
    if (depth < 0) return false;
  }
  return depth === 0;
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

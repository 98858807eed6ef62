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

/** What goes on below is indented deeper than what it belongs to; what began above may end with an operator. */
function isComplete({ start, count }: Region, lines: Lines): boolean {
  const above = start === 0 ? '' : lines.of(start - 1);
  let next = start + count;
  while (next < lines.count && lines.of(next).trim() === '') next += 1;
  const isHead = next < lines.count && indentOf(lines.of(next)) > indentOf(lines.of(start));
  return !isHead && !/\s(?:=|\+|-|&&|\|\||\?\??|=>)\s*$/.test(above);
}

const indentOf = (line: string): number => line.length - line.trimStart().length;

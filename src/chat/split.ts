import type { LineRange } from '../model/attachment.ts';
import { estimateTokens } from '../model/tokens.ts';

/** A part of a text; the parts joined are the text again. */
export interface Piece {
  readonly text: string;
  /** The lines it is of, 1-based; neighbours share a line that was too long for one part. */
  readonly lines: LineRange;
}

interface Line {
  readonly text: string;
  readonly number: number;
  readonly tokens: number;
}

/**
 * Cuts a text into parts of at most so many tokens, at the best boundary in the last third of each: before a
 * top-level line after a blank one, before a top-level line, at a blank line, at any line.
 */
export function split(text: string, maxTokens: number): readonly Piece[] {
  const pieces: Piece[] = [];
  let lines: Line[] = [];
  let tokens = 0;
  for (const line of linesOf(text, maxTokens)) {
    while (lines.length > 0 && tokens + line.tokens > maxTokens) {
      const cut = bestCut([...lines, line], tokens);
      pieces.push(joined(lines.slice(0, cut)));
      lines = lines.slice(cut);
      tokens = lines.reduce((sum, kept) => sum + kept.tokens, 0);
    }
    lines.push(line);
    tokens += line.tokens;
  }
  return lines.length === 0 ? pieces : [...pieces, joined(lines)];
}

/** The lines with their ends; one too long for a part comes in several. */
function* linesOf(text: string, maxTokens: number): Iterable<Line> {
  let number = 0;
  for (const [line] of text.matchAll(/[^\n]*\n|[^\n]+/g)) {
    number++;
    const tokens = estimateTokens(line);
    if (tokens <= maxTokens) yield { text: line, number, tokens };
    else for (const part of cutLine(line, maxTokens)) yield { text: part, number, tokens: estimateTokens(part) };
  }
}

/** Pieces of one line by characters, none of which is cut in half. */
function* cutLine(line: string, maxTokens: number): Iterable<string> {
  let start = 0;
  while (start < line.length) {
    let length = Math.min(line.length - start, maxTokens * 8);
    let tokens = estimateTokens(line.slice(start, start + length));
    while (length > 2 && tokens > maxTokens) {
      length = Math.floor(length * Math.min(0.9, maxTokens / tokens));
      tokens = estimateTokens(line.slice(start, start + length));
    }
    // Not between the two halves of a character outside the basic plane.
    if (/[\uD800-\uDBFF]/.test(line[start + length - 1] ?? '') && start + length < line.length) length++;
    yield line.slice(start, start + length);
    start += length;
  }
}

/** The index to cut before; the last line given is the one that does not fit any more. */
function bestCut(lines: readonly Line[], tokens: number): number {
  let best = lines.length - 1;
  let bestRank = 0;
  let behind = 0;
  for (let index = lines.length - 1; index > 0 && behind < tokens / 3; index--) {
    const rank = rankOf(lines[index - 1]?.text ?? '', lines[index]?.text ?? '');
    if (rank > bestRank) [best, bestRank] = [index, rank];
    behind += lines[index - 1]?.tokens ?? 0;
  }
  return best;
}

function rankOf(before: string, after: string): number {
  const isBlank = before.trim() === '';
  // Brackets and the like close what is above them.
  const isTopLevel = /^[^\s\])}<]/.test(after);
  if (isTopLevel) return isBlank ? 3 : 2;
  return isBlank ? 1 : 0;
}

function joined(lines: readonly Line[]): Piece {
  return {
    text: lines.map(({ text }) => text).join(''),
    lines: { start: lines[0]?.number ?? 1, end: lines.at(-1)?.number ?? 1 },
  };
}

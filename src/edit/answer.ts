import type { Fence } from './fence.ts';
import { closes, fenceOf } from './fence.ts';
import { indentLike } from './indent.ts';

/** What an answer replaces, as far as its form matters. */
export interface AnswerShape {
  readonly original: readonly string[];
  readonly languageId: string;
  readonly insertSpaces: boolean;
  readonly tabSize: number;
}

export interface Answer {
  /** The replacement, so far. */
  readonly lines: readonly string[];
  /** False when there was nothing in the answer that could be a replacement; an empty code block is one. */
  readonly found: boolean;
  /** The answer went on with further code blocks, which are not part of `lines`. */
  readonly moreBlocks: boolean;
}

/** More lines than this are no introduction. */
const longestPreamble = 6;

/**
 * The replacement within what a model wrote: without its code fence, without the sentences around the fence, with the
 * indentation of the region. Stateless on purpose: it is asked again with all the lines there are whenever more came,
 * so that what a later line shows to be wrong is put right.
 */
export function readAnswer(raw: readonly string[], shape: AnswerShape, ended: boolean): Answer {
  const part = extract(withoutByteOrderMark(raw), shape, ended);
  return { ...part, lines: indentLike(withoutBlankEdges(part.lines), shape) };
}

function extract(raw: readonly string[], shape: AnswerShape, ended: boolean): Answer {
  const first = raw.findIndex((line) => line.trim() !== '');
  if (first === -1) return { lines: [], found: false, moreBlocks: false };
  const opening = openingFence(raw, first, shape);
  if (opening !== -1) return unfence(raw, opening, shape);
  const rest = raw.slice(first);
  if (!ended && isPreamble(raw[first] ?? '') && rest.length < longestPreamble) {
    return { lines: [], found: false, moreBlocks: false };
  }
  return { lines: bare(rest, shape), found: true, moreBlocks: false };
}

/** Where the block that wraps the replacement opens, or -1 when the answer is bare. */
function openingFence(raw: readonly string[], first: number, shape: AnswerShape): number {
  const index = raw.findIndex((line, at) => at >= first && fenceOf(line) !== undefined);
  const fence = fenceOf(raw[index] ?? '');
  if (fence === undefined) return -1;
  if (holdsFences(shape)) return wrapsMarkdown(raw, { first, index, fence }, shape) ? index : -1;
  if (index === first || fence.info !== '') return index;
  const closed = raw.some((line, at) => at > index && closes(line, fence));
  const isOpening = closed || (isPreamble(raw[first] ?? '') && index < raw.length - 1);
  return isOpening ? index : -1;
}

/** In text that holds code blocks itself, only a fence that says it wraps text, or cannot be content, is a wrapper. */
function wrapsMarkdown(
  raw: readonly string[],
  at: { readonly first: number; readonly index: number; readonly fence: Fence },
  shape: AnswerShape,
): boolean {
  if (isTextInfo(at.fence.info, shape)) return at.index === at.first || isPreamble(raw[at.first] ?? '');
  if (at.index !== at.first || at.fence.info !== '') return false;
  const original = shape.original.find((line) => line.trim() !== '') ?? '';
  return fenceOf(original) === undefined || fenceOf(raw[at.index + 1] ?? '') !== undefined;
}

function isTextInfo(info: string, shape: AnswerShape): boolean {
  return info !== '' && ['markdown', 'md', 'mdx', shape.languageId].includes(info.toLowerCase());
}

function holdsFences(shape: AnswerShape): boolean {
  return (
    /^(markdown|mdx|quarto|rmd|restructuredtext|asciidoc|plaintext)$/.test(shape.languageId) ||
    shape.original.some((line) => fenceOf(line) !== undefined)
  );
}

function unfence(raw: readonly string[], opening: number, shape: AnswerShape): Answer {
  const open = fenceOf(raw[opening] ?? '') ?? { indent: 0, marker: '```', info: '' };
  const body = raw.slice(opening + 1);
  const close = closingFence(body, open, shape);
  const lines = close === -1 ? body : body.slice(0, close);
  const after = close === -1 ? [] : body.slice(close + 1);
  return {
    lines: outdent(lines, open.indent, shape),
    found: close !== -1 || lines.some((line) => line.trim() !== ''),
    moreBlocks: after.some((line) => fenceOf(line) !== undefined),
  };
}

function closingFence(body: readonly string[], open: Fence, shape: AnswerShape): number {
  const last = body.findLastIndex((line) => line.trim() !== '');
  const lastCloses = closes(body[last] ?? '', open);
  if (lastCloses && holdsFences(shape)) return last;
  let depth = 0;
  for (const [index, line] of body.entries()) {
    const fence = fenceOf(line);
    if (fence === undefined || fence.marker[0] !== open.marker[0]) continue;
    if (fence.info !== '') depth += 1;
    else if (depth > 0) depth -= 1;
    else if (closes(line, open) && fence.indent <= open.indent) return index;
  }
  return lastCloses ? last : -1;
}

/** A fence inside a list is indented together with its content; that much is not the content's own. */
function outdent(lines: readonly string[], indent: number, shape: AnswerShape): readonly string[] {
  const prefix = ' '.repeat(indent);
  const filled = lines.filter((line) => line.trim() !== '');
  const own = shape.original.some((line) => line.startsWith(prefix) && line.trim() !== '');
  if (indent === 0 || own || !filled.every((line) => line.startsWith(prefix))) return lines;
  return lines.map((line) => line.slice(indent));
}

/** A bare answer may still end with the closing fence of a block that it never opened. */
function bare(lines: readonly string[], shape: AnswerShape): readonly string[] {
  if (holdsFences(shape)) return lines;
  const stray = lines.findIndex((line) => fenceOf(line)?.info === '');
  return stray === -1 ? lines : lines.slice(0, stray);
}

/** A sentence that announces the replacement rather than being it; code rarely has words like these. */
function isPreamble(line: string): boolean {
  if (/^\s/.test(line)) return false;
  const opener =
    /^(sure|certainly|of course|absolutely|okay|ok|great|here('s| is| are| you)|below is|got it|i('ve|'ll| have| will| would)\b|this (is|version|code|function)|the (updated|following|revised|edited|modified|replacement|new)\b|updated|replacement|to )/i;
  return (
    /^[^;{}=<>]*[:.!]$/.test(line.trimEnd()) && line.trim().includes(' ') && (opener.test(line) || !/[()]/.test(line))
  );
}

function withoutBlankEdges(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return first === -1 ? [] : lines.slice(first, last + 1);
}

function withoutByteOrderMark(raw: readonly string[]): readonly string[] {
  const first = raw[0];
  return first?.startsWith('\uFEFF') ? raw.with(0, first.slice(1)) : raw;
}

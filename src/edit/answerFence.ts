import { isPreamble, isRemark, isTalk, withoutPostscript, withoutPreamble } from './answerProse.ts';
import { isProse, type AnswerShape } from './answerShape.ts';
import { closes, fenceOf, type Fence } from './fence.ts';

/** The part of an answer that is meant for the file. */
export interface Fenced {
  readonly lines: readonly string[];
  /** False when there was nothing that could be a replacement; an empty code block is one. */
  readonly found: boolean;
  readonly isFenced: boolean;
  /** What the answer goes on with below its block. */
  readonly rest: readonly string[];
  /** What the fence says about its content: the language, as a rule. */
  readonly info: string;
}

/** More lines than this are no introduction. */
const longestPreamble = 6;

const nothing: Fenced = { lines: [], found: false, isFenced: false, rest: [], info: '' };

/** What stands in the code block of an answer, without the sentences around it; all of it when there is no block. */
export function unfenced(raw: readonly string[], shape: AnswerShape, ended: boolean): Fenced {
  const first = raw.findIndex((line) => line.trim() !== '');
  if (first === -1) return nothing;
  const opening = openingFence(raw, first, shape);
  if (opening !== -1) return inFence(raw, opening, shape);
  const rest = raw.slice(first);
  if (!ended && isPreamble(raw[first] ?? '') && rest.length < longestPreamble) return nothing;
  if (!ended && isTalk(rest, shape)) return nothing;
  const lines = withoutPreamble(withoutPostscript(withoutStrayFence(rest, shape), shape), shape);
  return { ...nothing, lines, found: lines.length > 0 };
}

/** The blocks below the first one. */
export function furtherBlocks({ rest }: Fenced, shape: AnswerShape): readonly Fenced[] {
  const opening = rest.findIndex((line) => fenceOf(line) !== undefined);
  if (opening === -1) return [];
  const next = inFence(rest, opening, shape);
  return [next, ...furtherBlocks(next, shape)];
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
  if (isWholeAnswer(raw, at, shape)) return true;
  if (isTextInfo(at.fence.info, shape)) return at.index === at.first || isPreamble(raw[at.first] ?? '');
  if (at.index !== at.first || at.fence.info !== '') return false;
  if (!isRemark(inFence(raw, at.index, shape).rest)) return false;
  const original = shape.original.find((line) => line.trim() !== '') ?? '';
  return fenceOf(original) === undefined || fenceOf(raw[at.index + 1] ?? '') !== undefined;
}

/** Plain text is also what the editor takes a language for that it does not know, and what is not saved yet. */
function isWholeAnswer(
  raw: readonly string[],
  { first, index, fence }: { readonly first: number; readonly index: number; readonly fence: Fence },
  { languageId, original }: AnswerShape,
): boolean {
  if (languageId !== 'plaintext' || original.some((line) => fenceOf(line) !== undefined)) return false;
  const above = raw.slice(first, index).filter((line) => line.trim() !== '');
  if (above.length > 1 || !above.every(isPreamble)) return false;
  const close = raw.findIndex((line, at) => at > index && closes(line, fence));
  return close === -1 || isRemark(raw.slice(close + 1));
}

/** True for text whose code blocks may be part of it or wrap it. What the file has none of is not meant for it. */
export function isUnclear(said: Fenced, shape: AnswerShape, isDone: boolean): boolean {
  if (!isProse(shape)) return false;
  const near = [...shape.before, ...shape.original, ...shape.after];
  if (shape.languageId === 'plaintext' && hasFence(said.lines) && !hasFence(near)) return true;
  if (!said.isFenced) return false;
  return (isDone && hasOpenFence(said.lines)) || !textBetween(said, shape).every(isRemarkOrLabel);
}

/** True when a block within these lines does not end there. */
function hasOpenFence(lines: readonly string[]): boolean {
  let open: Fence | undefined;
  for (const line of lines) open = open === undefined ? fenceOf(line) : closes(line, open) ? undefined : open;
  return open !== undefined;
}

/** What stands below a block and its further ones, and between them. */
function textBetween({ rest }: Fenced, shape: AnswerShape): readonly (readonly string[])[] {
  const opening = rest.findIndex((line) => fenceOf(line) !== undefined);
  if (opening === -1) return [rest];
  return [rest.slice(0, opening), ...textBetween(inFence(rest, opening, shape), shape)];
}

function isRemarkOrLabel(lines: readonly string[]): boolean {
  const filled = lines.filter((line) => line.trim() !== '');
  return isRemark(lines) || (filled.length === 1 && filled.every((line) => line.trimEnd().endsWith(':')));
}

const hasFence = (lines: readonly string[]) => lines.some((line) => fenceOf(line) !== undefined);

function isTextInfo(info: string, shape: AnswerShape): boolean {
  return info !== '' && ['markdown', 'md', 'mdx', 'text', 'txt', shape.languageId].includes(info.toLowerCase());
}

function holdsFences(shape: AnswerShape): boolean {
  return isProse(shape) || shape.original.some((line) => fenceOf(line) !== undefined);
}

function inFence(raw: readonly string[], opening: number, shape: AnswerShape): Fenced {
  const open = fenceOf(raw[opening] ?? '') ?? { indent: 0, marker: '```', info: '' };
  const body = raw.slice(opening + 1);
  const close = closingFence(body, open, shape);
  const lines = close === -1 ? body : body.slice(0, close);
  const rest = close === -1 ? [] : body.slice(close + 1);
  return {
    lines: outdent(lines, open.indent, shape),
    found: close !== -1 || lines.some((line) => line.trim() !== ''),
    isFenced: true,
    rest,
    info: open.info,
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
function withoutStrayFence(lines: readonly string[], shape: AnswerShape): readonly string[] {
  if (holdsFences(shape)) return lines;
  const stray = lines.findIndex((line) => fenceOf(line)?.info === '');
  return stray === -1 ? lines : lines.slice(0, stray);
}

import { Lexer, Tokenizer, getDefaults, type Links, type MarkedToken, type Token, type Tokens } from 'marked';
import { joined, openBlockOf, type OpenBlock } from './continuation.ts';
import { extensionsFor, type ExtraToken } from './extensions.ts';
import { halfOpen, type HalfOpen } from './halfOpen.ts';

/** A block of an answer. `plain` is text shown as it is, because reading it as markdown would cost too much. */
export type Block = MarkedToken | ExtraToken | { readonly type: 'plain'; readonly raw: string };

/** Where the reading of a growing answer stands. */
export interface Split {
  readonly source: string;
  /** Drawn blocks before this offset never change again (until the pass at the end). */
  readonly tailStart: number;
  readonly frozenCount: number;
  readonly links: Links;
  /** The tail could not be read, and is not tried again. */
  readonly tooDeep?: true;
  /** The tail is a code block whose end has not come: where its content starts. */
  readonly openFence?: { readonly block: Tokens.Code; readonly contentStart: number };
  /** The tail is a long list or table, of which only the end is read again. */
  readonly openBlock?: OpenBlock;
}

/** What to draw after an advance: the blocks from index `from` to the end. */
export interface Advance {
  readonly split: Split;
  readonly from: number;
  readonly blocks: readonly Block[];
}

/** Nothing read yet. Advancing from here to a whole text reads all of it at once. */
export const emptySplit: Split = { source: '', tailStart: 0, frozenCount: 0, links: {} };

/** Longer runs of inline markdown are shown without formatting, so that a hostile line cannot hold up the panel. */
const inlineLimit = 64_000;

/** Text is all that raw HTML may be here, and `~5 to ~10` is not struck through. */
class AnswerTokenizer extends Tokenizer {
  override html(): undefined {
    return undefined;
  }
  override tag(): undefined {
    return undefined;
  }
  override del(source: string, maskedSource: string, previous: string): Tokens.Del | undefined {
    return source.startsWith('~~') ? super.del(source, maskedSource, previous) : undefined;
  }
}

/**
 * Reads on in an answer that has grown to `source`. Finished blocks are not read again: the cost is that of the tail.
 * `closing` is appended for the reading only, to complete what is half open (see {@link halfOpen}).
 */
export function advance(split: Split, source: string, closing = ''): Advance {
  const text = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source;
  const before = text.startsWith(split.source) ? split : emptySplit;
  return extendFence(before, text) ?? readTail(before, text, closing);
}

/** The part of a growing answer to draw now, behind what `split` has read. */
export function presentable(split: Split, source: string): HalfOpen {
  return halfOpen(source, endsInFence(split, source) ? 'in code' : 'in text');
}

function endsInFence({ openFence, openBlock, source: read, tailStart }: Split, source: string): boolean {
  const fences = /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}|~{3,})(.*)$/gm;
  if (openFence !== undefined) {
    const unread = source.slice(read.lastIndexOf('\n') + 1);
    if (!fences.test(unread)) return true;
    fences.lastIndex = 0;
  }
  let open: string | undefined;
  const tail = source.slice(openBlock?.restStart ?? tailStart);
  for (const { 0: line, 1: fence = '', 2: behind = '', index } of tail.matchAll(fences)) {
    if (open === undefined) open = fence[0] === '`' && behind.includes('`') ? undefined : fence;
    // A last line may still turn out not to be the end.
    else if (fence.startsWith(open) && behind.trim() === '' && index + line.length < tail.length) open = undefined;
  }
  return open !== undefined;
}

/** While a code block is open its text only grows, which needs no reading until a fence comes. */
function extendFence(split: Split, source: string): Advance | undefined {
  const fence = split.openFence;
  if (fence === undefined) return undefined;
  const unread = source.lastIndexOf('\n', split.source.length - 1) + 1;
  if (/^ {0,3}(?:```|~~~)/m.test(source.slice(Math.max(unread, fence.contentStart)))) return undefined;
  const text = source.slice(fence.contentStart).replace(/\n$/, '');
  const block: Tokens.Code = { ...fence.block, raw: source.slice(split.tailStart), text };
  return { split: { ...split, source }, from: split.frozenCount, blocks: [block] };
}

function readTail(split: Split, source: string, closing: string): Advance {
  const tail = source.slice(split.tailStart);
  const read = split.tooDeep ? undefined : (lexRest(split, source, closing) ?? lex(tail + closing, split.links));
  if (read === undefined) {
    const plain: Block = { type: 'plain', raw: tail };
    return { split: { ...split, source, tooDeep: true }, from: split.frozenCount, blocks: [plain] };
  }
  const { tokens, links } = read;
  if (closing !== '' && endsInCode(tokens)) return readTail(split, source, '');
  const frozen = frozenTokens(tokens, { tail, closing });
  const tailStart = split.tailStart + lengthOf(tokens.slice(0, frozen));
  const blocks = tokens.filter(isDrawn);
  const last = tokens.length - frozen === 1 ? tokens.at(-1) : undefined;
  const openFence = openFenceOf(last, source.length);
  const [open, ...others] = tokens.slice(frozen).filter(isDrawn);
  const openBlock = others.length === 0 ? openBlockOf(open, tailStart) : undefined;
  return {
    split: {
      source,
      tailStart,
      frozenCount: split.frozenCount + tokens.slice(0, frozen).filter(isDrawn).length,
      links,
      ...(openFence === undefined ? {} : { openFence }),
      ...(openBlock === undefined ? {} : { openBlock }),
    },
    from: split.frozenCount,
    blocks,
  };
}

/** The tokens of a tail that is a long list or table, read where it has grown. */
function lexRest({ openBlock, tailStart, links }: Split, source: string, closing: string): Read | undefined {
  if (openBlock === undefined) return undefined;
  const { head, restStart } = openBlock;
  const read = lex(head + source.slice(restStart) + closing, links);
  const block = joined(openBlock, read?.tokens[0], source.slice(tailStart, restStart));
  return read && block && { tokens: [block, ...read.tokens.slice(1)], links: read.links };
}

interface Read {
  readonly tokens: MarkedToken[];
  readonly links: Links;
}

/** The tokens of a text, or undefined when it is nested too deeply to be read (the lexer recurses). */
function lex(text: string, links: Links): Read | undefined {
  const lexer = new Lexer({ ...getDefaults(), ...extensionsFor(text), tokenizer: new AnswerTokenizer() });
  Object.assign(lexer.tokens.links, links);
  try {
    lexer.blockTokens(text, lexer.tokens);
    for (const { src, tokens } of lexer.inlineQueue) {
      if (src.length > inlineLimit) tokens.push({ type: 'text', raw: src, text: src });
      else lexer.inlineTokens(src, tokens);
    }
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
  // Whatever comes of our extensions is an ExtraToken, which those who draw tell apart.
  return { tokens: [...lexer.tokens] as MarkedToken[], links: lexer.tokens.links };
}

/**
 * How many tokens at the beginning are final. A block is, once another one begins in a line that is complete: an
 * incomplete line may still turn out to continue the block before it (`- a`, `*` … `**lazy** continuation`).
 */
function frozenTokens(tokens: readonly MarkedToken[], { tail, closing }: { tail: string; closing: string }): number {
  if (lengthOf(tokens) !== tail.length + closing.length) return 0;
  const complete = tail.lastIndexOf('\n') + 1;
  let start = tail.length + closing.length;
  for (let index = tokens.length - 1; index >= 0; index -= 1) {
    const token = tokens[index];
    if (token === undefined) break;
    start -= token.raw.length;
    if (token.type !== 'space' && start < complete) return index;
  }
  return 0;
}

function openFenceOf(token: MarkedToken | undefined, sourceLength: number): Split['openFence'] {
  if (token?.type !== 'code' || token.codeBlockStyle === 'indented') return undefined;
  const opening = /^(`{3,}|~{3,})[^\n]*\n/.exec(token.raw);
  if (opening === null) return undefined;
  const content = token.raw.slice(opening[0].length);
  // Any line that looks like a fence is left to the lexer, which knows whether it closes this one.
  if (/^ {0,3}(?:```|~~~)/m.test(content)) return undefined;
  return { block: token, contentStart: sourceLength - content.length };
}

/** In code, a backtick or two stars are what they are, and need no closing. */
function endsInCode(tokens: readonly Token[]): boolean {
  const last = tokens.at(-1);
  if (last === undefined) return false;
  const inner: readonly Token[] | undefined = 'items' in last ? last.items : 'tokens' in last ? last.tokens : undefined;
  return last.type === 'code' || endsInCode(inner ?? []);
}

function isDrawn(token: MarkedToken): boolean {
  return token.type !== 'space' && token.type !== 'def';
}

function lengthOf(tokens: readonly MarkedToken[]): number {
  return tokens.reduce((sum, token) => sum + token.raw.length, 0);
}

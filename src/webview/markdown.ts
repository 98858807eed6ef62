import { Lexer, Tokenizer, getDefaults, type Links, type MarkedToken, type Token, type Tokens } from 'marked';

/** A block of an answer. `plain` is text shown as it is, because reading it as markdown would cost too much. */
export type Block = MarkedToken | { readonly type: 'plain'; readonly raw: string };

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
 * `closing` is appended for the reading only, to complete what is half open (see {@link closingOf}).
 */
export function advance(split: Split, source: string, closing = ''): Advance {
  const text = source.includes('\r') ? source.replace(/\r\n?/g, '\n') : source;
  const before = text.startsWith(split.source) ? split : emptySplit;
  return extendFence(before, text) ?? readTail(before, text, closing);
}

/**
 * The part of a still growing answer that can be drawn without a flash of something else: a last line of which only
 * markers have come, and a table's header before its second line, wait.
 */
export function presentable(source: string): string {
  const lineStart = source.lastIndexOf('\n') + 1;
  const line = source.slice(lineStart);
  const table = /(?:^|\n)(?!\|)[^\n]*\n(\|[^\n]*(?:\n[ |:-]*)?)$|^(\|[^\n]*(?:\n[ |:-]*)?)$/.exec(source.slice(-2_000));
  const row = table?.[1] ?? table?.[2];
  if (row !== undefined) return source.slice(0, source.length - row.length);
  return /^ *(?:[-=*_#>|~` \t+]+|`{3,}[^`]*|~{3,}.*|\d{1,9}[.)]? *)$/.test(line) ? source.slice(0, lineStart) : source;
}

/** What would close the bold, code or link that the last line of a growing answer leaves open. */
export function closingOf(source: string): string {
  const line = source.slice(source.lastIndexOf('\n') + 1);
  if (line.length > 2_000 || /^ {4}/.test(line)) return '';
  const codes = line.split('`').length - 1;
  if (codes % 2 === 1) return line.endsWith('`') ? '' : '`';
  if (/\]\([^()\s]*$/.test(line)) return ')';
  const bold = line.replace(/`[^`]*`/g, '').split('**').length - 1;
  return bold % 2 === 1 && /[^\s*]$/.test(line) ? '**' : '';
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
  const read = split.tooDeep ? undefined : lex(tail + closing, split.links);
  if (read === undefined) {
    const plain: Block = { type: 'plain', raw: tail };
    return { split: { ...split, source, tooDeep: true }, from: split.frozenCount, blocks: [plain] };
  }
  const { tokens, links } = read;
  if (closing !== '' && endsInCode(tokens)) return readTail(split, source, '');
  const frozen = frozenTokens(tokens, { tail, closing });
  const tailStart = split.tailStart + lengthOf(tokens.slice(0, frozen));
  const blocks = tokens.filter(isDrawn);
  const openFence = openFenceOf(tokens.at(-1), source.length);
  return {
    split: {
      source,
      tailStart,
      frozenCount: split.frozenCount + tokens.slice(0, frozen).filter(isDrawn).length,
      links,
      ...(openFence !== undefined && tokens.length - frozen === 1 ? { openFence } : {}),
    },
    from: split.frozenCount,
    blocks,
  };
}

/** The tokens of a text, or undefined when it is nested too deeply to be read (the lexer recurses). */
function lex(text: string, links: Split['links']): { tokens: MarkedToken[]; links: Split['links'] } | undefined {
  const lexer = new Lexer({ ...getDefaults(), tokenizer: new AnswerTokenizer() });
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
  // The lexer has no extensions, so none of its tokens are of the generic kind.
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

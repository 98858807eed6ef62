import type { MarkedOptions, Token, TokenizerExtensionFunction } from 'marked';

/** A formula, as its TeX. */
export interface MathToken {
  readonly type: 'math';
  readonly raw: string;
  readonly text: string;
  /** On lines of its own. */
  readonly display: boolean;
}

/** The mark in a text that a note belongs to. */
export interface NoteMark {
  readonly type: 'note-mark';
  readonly raw: string;
  readonly label: string;
}

/** A note, drawn where it stands. */
export interface Note {
  readonly type: 'note';
  readonly raw: string;
  readonly label: string;
  readonly tokens: Token[];
}

/** What answers are written with besides markdown itself. */
export type ExtraToken = MathToken | NoteMark | Note;

/** None holds the beginning of another, so that many without an end are each looked at only up to the next. */
const bracketed = String.raw`\\\[((?:[^\\\n]|\n(?!\s*\n)|\\(?:[^[\]\n]|(?=\n)))+)\\\]`;
const displayLines = String.raw` {0,3}(?:\$\$((?:(?!\n\s*\n)[^$]|\\\$)+)\$\$|${bracketed})[ \t]*(?:\n|$)`;
const displayBlock = new RegExp(`^${displayLines}`);
const blockStart = new RegExp(String.raw`\n(?:(?=(${displayLines}| {0,3}\[\^[^\]\s]{1,60}\]:))| *\n)`);
const displayInline = new RegExp(String.raw`^(?:\$\$((?:[^$\\]|\\.)+)\$\$|${bracketed})`);
/** What stands between dollars that touch it is a formula, unless it reads like prices: `$5 to $10`, `5$, not 6$`. */
const inline = /^(?:\$(?![\s,;)/]|[.:!?]\s)((?:[^$\\\n]|\\.)+?)(?<!\s)\$(?![\w$])|\\\(((?:[^\\\n]|\\[^()\n])+)\\\))/;
const note = /^ {0,3}\[\^([^\]\s]{1,60})\]:[ \t]*([^\n]*(?:\n(?! {0,3}\[\^[^\]\n]+\]:)[^\n]*\S[^\n]*)*)(?:\n|$)/;
const noteMark = /^\[\^([^\]\s]{1,60})\](?!\()/;

function math(pattern: RegExp, display: boolean): TokenizerExtensionFunction {
  return (source) => {
    const found = pattern.exec(source);
    const text = (found?.[1] ?? found?.[2])?.trim();
    return found === null || !text ? undefined : { type: 'math', raw: found[0], text, display };
  };
}

const noteBlock: TokenizerExtensionFunction = function (source) {
  const found = note.exec(source);
  if (found === null) return undefined;
  const tokens: Token[] = [];
  this.lexer.inline((found[2] ?? '').replaceAll(/\n[ \t]+/g, '\n'), tokens);
  return { type: 'note', raw: found[0], label: found[1] ?? '', tokens };
};

const markOfNote: TokenizerExtensionFunction = (source) => {
  const found = noteMark.exec(source);
  return found === null ? undefined : { type: 'note-mark', raw: found[0], label: found[1] ?? '' };
};

const extensions: NonNullable<MarkedOptions['extensions']> = {
  renderers: {},
  childTokens: {},
  block: [math(displayBlock, true), noteBlock],
  inline: [math(displayInline, true), math(inline, false), markOfNote],
  startBlock: [(source) => nextStart(source, blockStart, 1)],
  startInline: [(source) => nextStart(source, /(\$|\\[([])|[\\<![`*~]/, 0)],
};

/** How a text is to be read; most have neither formulas nor notes, and pay nothing for them. */
export function extensionsFor(text: string): Pick<MarkedOptions, 'extensions'> {
  return /\$|\\[([]|\[\^/.test(text) ? { extensions } : {};
}

/**
 * Where the next of ours may begin, if that is before anything else that ends the paragraph or the text: looking further,
 * for each of them, would read a long answer once for each of its paragraphs.
 */
function nextStart(source: string, pattern: RegExp, behind: number): number | undefined {
  const found = pattern.exec(source);
  return found?.[1] === undefined ? undefined : found.index + behind;
}

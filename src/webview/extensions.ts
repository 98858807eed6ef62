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

const displayBlock = /^ {0,3}(?:\$\$((?:(?!\n\s*\n)[^$]|\\\$)+)\$\$|\\\[((?:(?!\n\s*\n)[\s\S])+?)\\\])[ \t]*(?:\n|$)/;
const displayInline = /^(?:\$\$((?:[^$\\]|\\.)+)\$\$|\\\[((?:(?!\n\s*\n)[\s\S])+?)\\\])/;
/** What stands between dollars that touch it is a formula, unless a digit follows: `$5 to $10`. */
const inline = /^(?:\$(?!\s)((?:[^$\\\n]|\\.)+?)(?<!\s)\$(?![\w$])|\\\(([^\n]+?)\\\))/;
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
  startBlock: [(source) => lineBefore(source, /\n {0,3}(?:\$\$|\\\[|\[\^[^\]\s]{1,60}\]:)/)],
  startInline: [(source) => position(source, /\$|\\[([]/)],
};

/** How a text is to be read; most have neither formulas nor notes, and pay nothing for them. */
export function extensionsFor(text: string): Pick<MarkedOptions, 'extensions'> {
  return /\$|\\[([]|\[\^/.test(text) ? { extensions } : {};
}

function position(source: string, pattern: RegExp): number | undefined {
  const at = source.search(pattern);
  return at === -1 ? undefined : at;
}

/** The place behind the line break, where the block begins. */
function lineBefore(source: string, pattern: RegExp): number | undefined {
  const at = position(source, pattern);
  return at === undefined ? undefined : at + 1;
}

import { normal } from './matchLines.ts';

/** What an answer replaces, as far as its form matters. */
export interface AnswerShape {
  readonly original: readonly string[];
  /** The nearest lines of the file above and below the region, in the order of the file. */
  readonly before: readonly string[];
  readonly after: readonly string[];
  /** The file as its name tells its language; with `/`. */
  readonly path: string;
  readonly languageId: string;
  readonly insertSpaces: boolean;
  readonly tabSize: number;
}

/** So many lines on either side of a region are looked at: more than a model is shown, less than would cost time. */
export const nearestLines = 400;

/** Why an answer is not written, when something was in it. */
export type AnswerRefusal =
  /** It is sentences and no code. */
  | 'words'
  /** What "rest unchanged" stands for is not certain. */
  | 'elision'
  /** It changes lines around the region too. */
  | 'outside'
  /** It is a diff or a search/replace block whose place is not certain. */
  | 'unmatched'
  /** It ends in the middle, and what there is of it cannot be used. */
  | 'cut'
  /** It is one of other files, or removes or renames the file. */
  | 'other-files'
  /** It holds the marks of a merge conflict. */
  | 'conflict'
  /** It is text with code blocks, of which it is not certain what is meant for the file. */
  | 'fences';

/** What the answer comes to once a form of it is undone, or why it comes to nothing. */
export type Undone =
  | { readonly type: 'lines'; readonly lines: readonly string[] }
  | { readonly type: 'refusal'; readonly reason: AnswerRefusal };

/** True for languages in which sentences are content, and so are code blocks and headings. */
export function isProse({ languageId }: Pick<AnswerShape, 'languageId'>): boolean {
  return /^(markdown|mdx|quarto|rmd|restructuredtext|asciidoc|latex|plaintext)$/.test(languageId);
}

/** True where elements are content, as far as the lines tell. */
export function isMarkup({ original, before, after }: AnswerShape): boolean {
  return [original, before, after].some((lines) => lines.some((line) => /^\s*<[a-z!/?%]/i.test(line)));
}

/** True for a line that tells a place from others: not a bracket, a lone tag or a keyword that stands all over. */
export function isTelling(form: string): boolean {
  const bare = form.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N})"'\]]+$/gu, '');
  if (bare.length < 5 || !/[\p{L}\p{N}]{3}/u.test(bare)) return false;
  return (
    !/^(?:end\w*|else|break|continue|return|begin|default|finally|<?\/?[\w.-]+>?)$/i.test(bare) || bare.length > 24
  );
}

/** The lines that are not blank, in the form in which they are compared. */
export function formsOf(lines: readonly string[]): readonly string[] {
  return lines.map(normal).filter((form) => form !== '');
}

/** Without the blank lines above and below. */
export function withoutBlankEdges(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  const last = lines.findLastIndex((line) => line.trim() !== '');
  return first === -1 ? [] : lines.slice(first, last + 1);
}

import { isProse, type AnswerShape, formsOf, withoutBlankEdges } from './answerShape.ts';
import { splitLines } from './lines.ts';
import { namesFile } from './matchCode.ts';
import { normal, similarity } from './matchLines.ts';

/** Without a first line that names the file, unless the region has it. */
export function withoutPath(lines: readonly string[], { path, original }: AnswerShape): readonly string[] {
  const [first = ''] = lines;
  return namesFile(first, path) && !original.includes(first) ? withoutBlankEdges(lines.slice(1)) : lines;
}

/** The lines of an answer that is one JSON string, in quotes and with `\n` for its line breaks. */
export function unescaped(raw: readonly string[], shape: AnswerShape): readonly string[] {
  const filled = raw.filter((line) => line.trim() !== '');
  const text = filled.length === 1 ? (filled[0] ?? '').trim() : '';
  if (!/^".*\\n.*"$/.test(text) || shape.original.some((line) => /^\s*["'`]/.test(line))) return raw;
  if (/^(json|jsonc|jsonl|yaml|csv)/.test(shape.languageId)) return raw;
  const lines = splitLines(decoded(text));
  return lines.filter((line) => line.trim() !== '').length > 1 && isLikeCode(lines, shape) ? lines : raw;
}

function decoded(text: string): string {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : '';
  } catch {
    return '';
  }
}

/** In the place of one line a text in quotes can be the very thing that was asked for, unless it has lines as code has them. */
function isLikeCode(lines: readonly string[], { original }: AnswerShape): boolean {
  const own = formsOf(original);
  const isSame = formsOf(lines).some((form) => /\w{3}/.test(form) && own.includes(form));
  return own.length > 1 || isSame || lines.some((line) => /[;{]\s*$/.test(line));
}

const numbered = /^\s*(\d{1,6})(?:(\s?\||→|\t|:(?=\s|$))(.*))?$/;

/** Fewer lines may have numbers of their own. */
const fewestNumbered = 2;

/** Without the line numbers of a listing, when all lines have them; while lines come, nothing until that is clear. */
export function unnumbered(raw: readonly string[], shape: AnswerShape, ended: boolean): readonly string[] {
  const lines = withoutBlankEdges(raw);
  const read: string[] = [];
  const separators = new Set<string>();
  let next: number | undefined;
  for (const line of lines) {
    const [, number, separator, text = ''] = numbered.exec(line) ?? [];
    if (number === undefined || (separator === undefined && text !== '')) return raw;
    if (next !== undefined && Number(number) !== next) return raw;
    next = Number(number) + 1;
    if (separator !== undefined) separators.add(separator.trim() === '' ? separator : separator.trim());
    read.push(text);
  }
  if (separators.size !== 1 || isNumbered(shape)) return raw;
  const isSure = lines.length >= fewestNumbered && isListing(read, [...separators].join(''), shape);
  if (isSure) return aligned(read);
  return ended ? raw : [];
}

function isNumbered({ original }: AnswerShape): boolean {
  const filled = original.filter((line) => line.trim() !== '');
  return filled.length > 0 && filled.every((line) => numbered.exec(line)?.[2] !== undefined);
}

/** What has numbers of its own (a table, a map) has these two signs as well: only lines of the region tell it from a listing. */
function isListing(lines: readonly string[], separator: string, shape: AnswerShape): boolean {
  if (/[|→]/.test(separator) && !isProse(shape)) return true;
  const known = new Set(formsOf(shape.original));
  const forms = formsOf(lines);
  const first = similarity(normal(lines[0] ?? ''), normal(shape.original[0] ?? ''), { taken: 0 });
  return forms.filter((form) => known.has(form)).length * 3 >= forms.length || (forms.length <= 3 && first > 0.6);
}

/** One space after the separator is the listing's: where it is, all lines are in by an odd number. */
function aligned(lines: readonly string[]): readonly string[] {
  const filled = lines.filter((line) => line.trim() !== '');
  const widths = filled.map((line) => /^ */.exec(line)?.[0].length ?? 0);
  return Math.min(...widths) % 2 === 1 ? lines.map((line) => line.replace(/^ /, '')) : lines;
}

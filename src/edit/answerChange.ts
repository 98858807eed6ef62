import { formsOf, type AnswerRefusal, type AnswerShape, type Undone } from './answerShape.ts';
import { appliedLines } from './match.ts';
import { readBlock, type BlockHunk, type FileChange } from './matchBlock.ts';
import { matchHunks } from './matchHunk.ts';
import { indexed } from './matchLines.ts';
import type { Refusal } from './matchResult.ts';

const search = /^\s*(?:<{5,9}|-{5,9}) ?(?:SEARCH|ORIGINAL|FIND) ?>?\s*$/;
const header = /^(@@( |$)|diff --git |\*\*\* (Begin Patch|(Update|Add|Delete) File:))/;
const conflict = /^(<{7} \S|={7}$|>{7} \S)/;

/** A file's name may stand above the first header. */
const longestLead = 3;

/** What an answer is that does not show the new lines but how to come to them; undefined for one that does. */
export function changeIn(
  lines: readonly string[],
  info: string,
  shape: AnswerShape,
): 'diff' | 'searches' | 'conflict' | undefined {
  const isOwn = shape.original.some((line) => search.test(line) || header.test(line) || conflict.test(line));
  if (isOwn || shape.languageId === 'diff') return undefined;
  const lead = lines.filter((line) => line.trim() !== '').slice(0, longestLead);
  if (lead.some((line) => search.test(line))) return 'searches';
  if (lines.some((line) => conflict.test(line)) && lines.some((line) => /^<{7} /.test(line))) return 'conflict';
  const isNamed = /^(diff|patch|udiff)$/i.test(info);
  return isNamed || lead.some(isHeader) || isMarked(lines, shape) ? 'diff' : undefined;
}

/** Three dashes begin a comment in some languages: only the line below them tells, when it is there. */
function isHeader(line: string, at: number, lead: readonly string[]): boolean {
  if (header.test(line)) return true;
  return /^--- (a\/|\/dev\/null|\S+\.\w+\s*$)/.test(line) && (lead[at + 1] ?? '+++ ').startsWith('+++ ');
}

/** A diff without any header: all lines begin with a sign or a space, and those that go are the region's. */
function isMarked(lines: readonly string[], { original }: AnswerShape): boolean {
  const filled = lines.filter((line) => line.trim() !== '');
  if (!filled.some((line) => line.startsWith('-')) || !filled.every((line) => /^[-+ ]/.test(line))) return false;
  const own = new Set(original);
  return filled.every((line) => !line.startsWith('-') || (own.has(line.slice(1)) && !own.has(line)));
}

/** The region after a diff or a search/replace block, when that is certain and changes nothing else. */
export function changed(lines: readonly string[], info: string, shape: AnswerShape): Undone {
  const kind = changeIn(lines, info, shape);
  if (kind === 'conflict') return { type: 'refusal', reason: 'conflict' };
  const block = readBlock(lines.join('\n'), kind === 'diff' ? 'diff' : '');
  if (block.type === 'cut') return { type: 'refusal', reason: 'cut' };
  if (block.type === 'code') return { type: 'refusal', reason: 'unmatched' };
  const name = nameOf(shape.path);
  const isOther = ({ path, action }: FileChange) =>
    (path !== undefined && nameOf(path) !== name) || action === 'delete' || action === 'rename';
  if (block.files.some(isOther)) return { type: 'refusal', reason: 'other-files' };
  const hunks = block.files.flatMap((file) => file.hunks.map(withoutLine));
  return formsOf(shape.original).length === 0 && hunks.every(onlyAdds)
    ? { type: 'lines', lines: hunks.flatMap((hunk) => hunk.lines.map(({ text }) => text)) }
    : applied(hunks, shape);
}

function nameOf(path: string): string {
  return path.split(/[/\\]/).at(-1) ?? path;
}

/** The model was not told where in its file a region is, so that what it counts from is unknown. */
function withoutLine({ lines, section }: BlockHunk): BlockHunk {
  return { lines, section };
}

function onlyAdds({ lines }: BlockHunk): boolean {
  return lines.every(({ kind, text }) => kind === '+' || text.trim() === '');
}

function applied(hunks: readonly BlockHunk[], { before, original, after }: AnswerShape): Undone {
  const steps = { taken: 0 };
  const start = before.length;
  const file = indexed([...before, ...original, ...after], steps);
  const selection = { start, count: original.length };
  const match = matchHunks({ action: 'change', hunks }, file, { hint: { selection }, steps });
  if (match.type === 'refusal') {
    if (match.reason === 'unchanged') return { type: 'lines', lines: original };
    return { type: 'refusal', reason: refusals[match.reason] ?? 'unmatched' };
  }
  const isInside = match.changes.every((one) => one.start >= start && one.start + one.count <= start + original.length);
  if (!isInside) return { type: 'refusal', reason: 'outside' };
  const changes = match.changes.map((change) => ({ ...change, start: change.start - start }));
  return { type: 'lines', lines: appliedLines(original, { ...match, changes }) };
}

const refusals: Partial<Readonly<Record<Refusal, AnswerRefusal>>> = {
  cut: 'cut',
  'other-files': 'other-files',
  conflict: 'conflict',
};

import { parseJson } from '../model/json.ts';
import { splitLines } from './lines.ts';
import { readBlock, type FileChange } from './matchBlock.ts';
import { matchCode } from './matchCode.ts';
import { matchHunks } from './matchHunk.ts';
import { indexed, type Indexed, type Steps } from './matchLines.ts';
import type { PlaceHint } from './matchPlace.ts';
import { refused, type Match } from './matchResult.ts';

/** What a model wrote: the content of a code block, and the language it gave it. */
export interface Written {
  readonly text: string;
  readonly language?: string;
}

/** The file that it is for; without a text when there is none yet. */
export interface Target {
  /** As the user knows it, with `/`. */
  readonly path: string;
  readonly text: string | undefined;
}

/**
 * No more steps than this for each line of the file and of the block together, whatever they hold: a file of 20,000
 * lines is matched in a blink. One step is one line looked at, or two compared.
 */
export const mostStepsALine = 200;

/**
 * Where what a model wrote goes in a file: changes that are certain, or the reason why there are none. Certain is what
 * is found once to the letter, or once but for white space, or is alike enough (see `placeConfidence`) and leads any other place.
 */
export function matchBlock(written: Written, target: Target, hint: PlaceHint = {}, steps: Steps = { taken: 0 }): Match {
  const block = readBlock(written.text, written.language);
  if (block.type === 'cut') return refused('cut', []);
  if (block.type === 'code') {
    const file = linesOf(target, steps);
    const match = matchCode(block.lines, file, { path: target.path, hint, steps });
    return breaksJson(match, target) ? refused('syntax', []) : match;
  }
  const { files } = block;
  const changes = changesFor(target.path, files);
  const [first] = changes;
  if (files.length === 0) return refused('nothing', []);
  if (first === undefined) return refused('other-files', []);
  if (first.action === 'delete') return refused('deletes', []);
  if (first.action === 'rename') return refused('renames', []);
  return matchChange({ ...first, hunks: changes.flatMap(({ hunks }) => hunks) }, target, { hint, steps });
}

/** The same for what a diff says of the lines of one file, or of a new one. */
export function matchChange(
  change: FileChange,
  target: Target,
  { hint = {}, steps = { taken: 0 } }: { readonly hint?: PlaceHint; readonly steps?: Steps } = {},
): Match {
  const file = linesOf(target, steps);
  if (change.action === 'create') return created(change, file.filled.length === 0);
  return target.text === undefined ? refused('missing', []) : matchHunks(change, file, { hint, steps });
}

function linesOf({ text = '' }: Target, steps: Steps): Indexed {
  return indexed(splitLines(text.replace(/^\uFEFF/, '')), steps);
}

/** Which commas a part of a JSON file needs is known only once it is in its place. */
function breaksJson(match: Match, { path, text }: Target): boolean {
  if (match.type === 'refusal' || text === undefined || !path.endsWith('.json')) return false;
  const isJson = (content: string) => parseJson(content.replace(/^\uFEFF/, '')) !== undefined;
  return isJson(text) && !isJson(applied(text, match));
}

/** The text after the changes: its line ends, its byte order mark and its last line end are those it had. */
export function applied(text: string, match: Match): string {
  if (match.type === 'refusal') return text;
  const mark = text.startsWith('\uFEFF') ? '\uFEFF' : '';
  const eol = /\r\n/.test(text) ? '\r\n' : '\n';
  return mark + appliedLines(splitLines(text.slice(mark.length)), match).join(eol);
}

/** The lines after the changes. */
export function appliedLines(
  lines: readonly string[],
  { changes }: Extract<Match, { type: 'proposal' }>,
): readonly string[] {
  const result: string[] = [];
  let at = 0;
  for (const { start, count, lines: added } of changes) {
    for (; at < start; at += 1) result.push(lines[at] ?? '');
    for (const line of added) result.push(line);
    at = Math.max(at, start + count);
  }
  for (; at < lines.length; at += 1) result.push(lines[at] ?? '');
  return result;
}

/** The files that a block says it changes, by their paths: those of diffs and of search/replace blocks. */
export function filesIn(written: Written): readonly string[] {
  const block = readBlock(written.text, written.language);
  if (block.type !== 'hunks') return [];
  return [...new Set(block.files.flatMap(({ path }) => (path === undefined ? [] : [path])))];
}

/** Those of the one path that is most like the file's; where that could be several, none. Without any, what names no file. */
function changesFor(target: string, files: readonly FileChange[]): readonly FileChange[] {
  const alike = files.flatMap((file) => (file.path !== undefined && isSamePath(file.path, target) ? [file.path] : []));
  const paths = [...new Set(alike)].toSorted((a, b) => b.length - a.length);
  const shorter = paths.find((path) => path.length <= target.length);
  const path = paths.length > 1 ? shorter : paths[0];
  return paths.length > 0 && path === undefined ? [] : files.filter((file) => file.path === path);
}

/** Models shorten paths, and begin them at other folders. */
export function isSamePath(a: string, b: string): boolean {
  const [first, second] = [a, b].map((path) => path.replaceAll('\\', '/').replace(/^(\.?\/)+/, ''));
  if (first === undefined || second === undefined) return false;
  return first === second || first.endsWith(`/${second}`) || second.endsWith(`/${first}`);
}

function created({ hunks }: FileChange, isEmpty: boolean): Match {
  if (!isEmpty) return refused('exists', [0]);
  const lines = hunks.flatMap((hunk) => hunk.lines.filter(({ kind }) => kind !== '-').map(({ text }) => text));
  return { type: 'proposal', confidence: 'new', changes: [{ start: 0, count: 1, lines: [...lines, ''] }] };
}

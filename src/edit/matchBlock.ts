import { closes, fenceOf } from './fence.ts';
import { splitLines } from './lines.ts';
import { rangesBetween } from './matchRanges.ts';

/** One line of a hunk: it stays, goes or comes. */
export interface HunkLine {
  readonly kind: ' ' | '-' | '+';
  readonly text: string;
  /** It stays, and there is no space before it that says so. */
  readonly isBare?: true;
}

/** A change that names the lines it is about. */
export interface BlockHunk {
  readonly lines: readonly HunkLine[];
  /**
   * The line that its header names, 0-based, if its counts are those of its lines; models count badly, so it only
   * decides between equal places.
   */
  readonly line?: number | undefined;
  /** What the header says that it is in: a function, as a rule. */
  readonly section?: string | undefined;
}

/** What a diff does to one file. */
export interface FileChange {
  readonly action: 'change' | 'create' | 'delete' | 'rename';
  readonly path?: string | undefined;
  /** What it was called before it is renamed. */
  readonly from?: string | undefined;
  readonly hunks: readonly BlockHunk[];
}

/** What a model wrote to change a file. */
export type Block =
  | { readonly type: 'code'; readonly lines: readonly string[] }
  | { readonly type: 'hunks'; readonly files: readonly FileChange[] }
  /** It ends in the middle of a search/replace block. */
  | { readonly type: 'cut' };

const search = /^(?:<{5,9}|-{5,9}) ?(?:SEARCH|ORIGINAL|FIND)\b ?>?$/;
const divider = /^={5,9}$/;
const replace = /^(?:>{5,9}|\+{5,9}) ?(?:REPLACE|UPDATED|REPLACED)\b$/;

/** Tells the form of a code block by its content; `language` decides where that could be either. */
export function readBlock(text: string, language = ''): Block {
  const lines = withoutOuterFence(splitLines(text.replace(/^\uFEFF/, '')));
  if (lines.some((line) => search.test(line.trim()))) return readSearches(lines);
  if (isDiff(lines, language)) return { type: 'hunks', files: readDiff(lines) };
  return { type: 'code', lines };
}

/** A fence around all of it, which is there when an answer had one fence too many. */
function withoutOuterFence(lines: readonly string[]): readonly string[] {
  const first = lines.findIndex((line) => line.trim() !== '');
  const last = lines.findLastIndex((line) => line.trim() !== '');
  const open = fenceOf(lines[first] ?? '');
  if (open === undefined || last <= first || !closes(lines[last] ?? '', open)) return lines;
  const inside = lines.slice(first + 1, last);
  return inside.some((line) => fenceOf(line) !== undefined) ? lines : inside;
}

function readSearches(lines: readonly string[]): Block {
  const files: FileChange[] = [];
  let part: 'outside' | 'search' | 'replace' = 'outside';
  let path: string | undefined;
  let from: string[] = [];
  let to: string[] = [];
  for (const line of lines) {
    const bare = line.trim();
    if (part === 'outside') {
      if (search.test(bare)) [part, from, to] = ['search', [], []];
      else if (bare !== '' && fenceOf(line) === undefined) path = bare.replace(/^[#*`\s/]+|[`*:]+$/g, '');
    } else if (part === 'search') {
      if (divider.test(bare)) part = 'replace';
      else if (search.test(bare) || replace.test(bare)) return { type: 'cut' };
      else from.push(line);
    } else if (replace.test(bare)) {
      files.push({ action: from.length === 0 ? 'create' : 'change', path, hunks: [hunkBetween(from, to)] });
      part = 'outside';
    } else if (search.test(bare)) return { type: 'cut' };
    else to.push(line);
  }
  return part === 'outside' ? { type: 'hunks', files: joined(files) } : { type: 'cut' };
}

/** The lines that both have stay as they are in the file. */
function hunkBetween(from: readonly string[], to: readonly string[]): BlockHunk {
  const lines: HunkLine[] = [];
  let at = 0;
  for (const { start, count, lines: added } of rangesBetween(from, to)) {
    lines.push(...from.slice(at, start).map((text) => ({ kind: ' ', text }) as const));
    lines.push(...from.slice(start, start + count).map((text) => ({ kind: '-', text }) as const));
    lines.push(...added.map((text) => ({ kind: '+', text }) as const));
    at = start + count;
  }
  lines.push(...from.slice(at).map((text) => ({ kind: ' ', text }) as const));
  return { lines };
}

/** Several changes of one file, one after the other, are one. */
function joined(files: readonly FileChange[]): readonly FileChange[] {
  const result: FileChange[] = [];
  for (const file of files) {
    const last = result.at(-1);
    if (last === undefined || last.path !== file.path || last.action !== file.action) result.push(file);
    else result[result.length - 1] = { ...last, hunks: [...last.hunks, ...file.hunks] };
  }
  return result;
}

const hunkHeader = /^@@+(?:\s*-(\d+)(?:,(\d+))?\s+\+\d+(?:,(\d+))?)?(?:\s*@@+)?(.*)$/;
const patchFile = /^\*\*\* (Update|Add|Delete) File: (.+)$/;

function isDiff(lines: readonly string[], language: string): boolean {
  const has = (pattern: RegExp) => lines.some((line) => pattern.test(line));
  if (has(/^\*\*\* Begin Patch/) || has(patchFile)) return true;
  if (has(/^@@( |$)/) || (has(/^--- \S/) && has(/^\+\+\+ \S/))) return has(/^[-+]/);
  const isNamed = /^(diff|patch|udiff)$/i.test(language);
  return (isNamed && has(/^[-+@]|^(deleted file|rename (from|to)|diff --git) /)) || has(/^diff --git a\//);
}

function readDiff(lines: readonly string[]): readonly FileChange[] {
  const files: (Header & { action: FileChange['action']; hunks: (BlockHunk & Counted)[] })[] = [];
  let hunk: (BlockHunk & Counted & { readonly lines: HunkLine[] }) | undefined;
  const begin = ({ action = 'change', path, from }: Header) => {
    files.push({ action, path, from, hunks: [] });
    hunk = undefined;
  };
  const file = () => {
    if (files.length === 0) begin({});
    return files.at(-1);
  };
  for (const [at, line] of lines.entries()) {
    const header = fileHeader(lines, at);
    if (header !== undefined) {
      const last = files.at(-1);
      const isSame = last !== undefined && last.hunks.length === 0 && isMore(header, last);
      if (!isSame) begin(header);
      else Object.assign(last, described(last, header));
      continue;
    }
    if (isMeta(line, hunk !== undefined)) continue;
    const named = hunkHeader.exec(line);
    if (named !== null) {
      const owner = file();
      const [, start, old = '1', next = '1'] = named;
      hunk = { lines: [] };
      if (start !== undefined)
        hunk = { ...hunk, line: Math.max(0, Number(start) - 1), counts: { old: Number(old), next: Number(next) } };
      const section = (named[4] ?? '').replace(/@@+$/, '').trim();
      if (section !== '' && section !== '...') hunk = { ...hunk, section };
      owner?.hunks.push(hunk);
      continue;
    }
    if (hunk === undefined) {
      if (line.trim() === '') continue;
      const owner = file();
      hunk = { lines: [] };
      owner?.hunks.push(hunk);
    }
    hunk?.lines.push(hunkLine(line));
  }
  return files.map((one) => ({
    ...one,
    hunks: one.hunks.map(trusted).flatMap(splitAtElisions).map(withoutBlankEnd),
  }));
}

/** How many lines a header says that there are before and after the change. */
interface Counts {
  readonly old: number;
  readonly next: number;
}

interface Counted {
  readonly counts?: Counts;
}

/** Where the lines of a hunk were not counted, the line it is said to begin at was not either. */
function trusted({ counts, line, ...hunk }: BlockHunk & Counted): BlockHunk {
  if (counts === undefined) return hunk;
  const { lines } = hunk;
  const count = (gone: HunkLine['kind']) => lines.filter(({ kind }) => kind !== gone).length;
  const blankEnd = lines.length - 1 - lines.findLastIndex(({ kind, text }) => kind !== ' ' || text.trim() !== '');
  const isCounted = (said: number, is: number) => said <= is && said >= is - blankEnd;
  return isCounted(counts.old, count('+')) && isCounted(counts.next, count('-')) ? { ...hunk, line } : hunk;
}

interface Header {
  readonly action?: FileChange['action'];
  readonly path?: string | undefined;
  readonly from?: string | undefined;
}

interface FileHeader extends Header {
  /** `names`: `---` and `+++`, which begin a file unless another header has named it. */
  readonly type: 'file' | 'names' | 'more';
}

function isMore({ type, path }: FileHeader, last: Header): boolean {
  return type === 'more' || (type === 'names' && (last.path ?? path) === path);
}

/** A file as one more of its headers tells it: one that is moved has been named by what it was called. */
function described(so: Header, { action, path, from }: Header): Header {
  const old = action === 'rename' && so.from === undefined && path !== undefined ? so.path : so.from;
  return { action: action ?? so.action ?? 'change', path: path ?? so.path, from: from ?? old };
}

/** What `---`, `+++` and the headers of git and of patches say about the file that follows. */
function fileHeader(lines: readonly string[], at: number): FileHeader | undefined {
  const line = lines[at] ?? '';
  const patch = patchFile.exec(line);
  const actions = { Update: 'change', Add: 'create', Delete: 'delete' } as const;
  if (patch !== null) {
    return { type: 'file', action: actions[patch[1] as keyof typeof actions], path: (patch[2] ?? '').trim() };
  }
  const git = /^diff --git a\/\S+ b\/(\S+)/.exec(line);
  if (git !== null) return { type: 'file', path: git[1] ?? '' };
  if (line.startsWith('new file mode ')) return { type: 'more', action: 'create' };
  if (line.startsWith('deleted file mode ')) return { type: 'more', action: 'delete' };
  const renamed = /^rename (from|to) (.+)$/.exec(line);
  if (renamed !== null)
    return { type: 'more', action: 'rename', [renamed[1] === 'from' ? 'from' : 'path']: (renamed[2] ?? '').trim() };
  const moved = /^\*\*\* Move to: (.+)$/.exec(line);
  if (moved !== null) return { type: 'more', action: 'rename', path: (moved[1] ?? '').trim() };
  const old = /^--- (.+)$/.exec(line);
  const next = /^\+\+\+ (.+)$/.exec(lines[at + 1] ?? '');
  if (old !== null && next !== null) return betweenFiles(diffPath(old[1] ?? ''), diffPath(next[1] ?? ''));
  const isNext = /^\+\+\+ (.+)$/.test(line) && /^--- (.+)$/.test(lines[at - 1] ?? '');
  return isNext ? { type: 'more' } : undefined;
}

function betweenFiles(from: string | undefined, to: string | undefined): FileHeader {
  const path = to ?? from;
  const action = from === undefined ? 'create' : to === undefined ? 'delete' : undefined;
  return {
    type: 'names',
    ...(path === undefined ? {} : { path }),
    ...(action === undefined ? {} : { action }),
  };
}

function diffPath(text: string): string | undefined {
  const path = (text.split('\t')[0] ?? '').trim().replace(/^"(.*)"$/, '$1');
  return path === '/dev/null' ? undefined : path.replace(/^[ab]\//, '');
}

function isMeta(line: string, isInHunk: boolean): boolean {
  if (line.startsWith('\\ No newline') || /^\*\*\* (Begin Patch|End Patch|End of File)/.test(line)) return true;
  return !isInHunk && /^(index [0-9a-f]+\.\.|similarity index |(old|new) mode |Index: |={10,}$)/.test(line);
}

/** Models leave out the space before lines that stay, above all before blank ones. */
function hunkLine(line: string): HunkLine {
  const kind = line[0];
  return kind === ' ' || kind === '-' || kind === '+'
    ? { kind, text: line.slice(1) }
    : { kind: ' ', text: line, isBare: true };
}

/** A line of dots within a diff stands for lines that are left out: what follows has a place of its own. */
function splitAtElisions(hunk: BlockHunk): readonly BlockHunk[] {
  const parts: HunkLine[][] = [[]];
  for (const line of hunk.lines) {
    if (line.kind === ' ' && /^\s*(\.{3}|…)\s*$/.test(line.text)) parts.push([]);
    else parts.at(-1)?.push(line);
  }
  return parts.filter((lines) => lines.some(({ kind }) => kind !== ' ')).map((lines) => ({ ...hunk, lines }));
}

function withoutBlankEnd(hunk: BlockHunk): BlockHunk {
  const last = hunk.lines.findLastIndex(({ kind, text }) => kind !== ' ' || text.trim() !== '');
  return { ...hunk, lines: hunk.lines.slice(0, last + 1) };
}

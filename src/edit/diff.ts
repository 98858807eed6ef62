import { DefaultLinesDiffComputer } from 'vscode-diff/dist/vs/editor/common/diff/defaultLinesDiffComputer/defaultLinesDiffComputer.js';

/** Characters of one line that are new within it; lines and characters are 0-based, the end is exclusive. */
export interface Insertion {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** Text of the original that is gone, and where in the proposal it was; it may hold whole lines. */
export interface Removal {
  readonly line: number;
  readonly character: number;
  readonly text: string;
}

/** Lines of the original that became lines of the proposal; either may be none. 0-based. */
export interface Hunk {
  readonly original: { readonly start: number; readonly count: number };
  readonly proposal: { readonly start: number; readonly count: number };
  readonly insertions: readonly Insertion[];
  readonly removals: readonly Removal[];
}

/** Names a hunk in the arguments of commands. Once either text has changed there it names none, so a stale lens does nothing. */
export function hunkKey({ original, proposal }: Pick<Hunk, 'original' | 'proposal'>): string {
  return [original.start, original.count, proposal.start, proposal.count].join(',');
}

interface TextRange {
  readonly startLineNumber: number;
  readonly startColumn: number;
  readonly endLineNumber: number;
  readonly endColumn: number;
}

/** Enough for some thousand lines; a full rewrite would use any time it is given, for no better picture. */
const longestDiffMs = 200;

/** What changed, by the algorithm of the editor's own diff view. */
export function hunksBetween(original: readonly string[], proposal: readonly string[]): readonly Hunk[] {
  // To the algorithm a text has at least one line.
  if (original.length === 0 || proposal.length === 0) return wholeHunk(original, proposal);
  const diff = new DefaultLinesDiffComputer().computeDiff([...original], [...proposal], {
    ignoreTrimWhitespace: false,
    computeMoves: false,
    maxComputationTimeMs: longestDiffMs,
  });
  return diff.changes.map((change) => {
    const inner = change.innerChanges ?? [];
    return {
      original: lines(change.original),
      proposal: lines(change.modified),
      insertions: inner.flatMap(({ modifiedRange }) => insertionsIn(modifiedRange, proposal)),
      removals: inner.flatMap(({ originalRange, modifiedRange }) => {
        const text = textIn(originalRange, original);
        const at = { line: modifiedRange.startLineNumber - 1, character: modifiedRange.startColumn - 1 };
        return text === '' ? [] : [{ ...at, text }];
      }),
    };
  });
}

function wholeHunk(original: readonly string[], proposal: readonly string[]): readonly Hunk[] {
  if (original.length === proposal.length) return [];
  return [
    {
      original: { start: 0, count: original.length },
      proposal: { start: 0, count: proposal.length },
      insertions: [],
      removals: original.length === 0 ? [] : [{ line: 0, character: 0, text: `${original.join('\n')}\n` }],
    },
  ];
}

function lines(range: { readonly startLineNumber: number; readonly endLineNumberExclusive: number }): Hunk['original'] {
  return { start: range.startLineNumber - 1, count: range.endLineNumberExclusive - range.startLineNumber };
}

function insertionsIn(range: TextRange, proposal: readonly string[]): readonly Insertion[] {
  const all: Insertion[] = [];
  for (let line = range.startLineNumber; line <= range.endLineNumber; line += 1) {
    const start = line === range.startLineNumber ? range.startColumn - 1 : 0;
    const end = line === range.endLineNumber ? range.endColumn - 1 : (proposal[line - 1]?.length ?? 0);
    if (start < end) all.push({ line: line - 1, start, end });
  }
  return all;
}

function textIn(range: TextRange, original: readonly string[]): string {
  const all = original.slice(range.startLineNumber - 1, range.endLineNumber);
  const last = all.length - 1;
  return all
    .map((line, index) =>
      line.slice(index === 0 ? range.startColumn - 1 : 0, index === last ? range.endColumn - 1 : undefined),
    )
    .join('\n');
}

import { DefaultLinesDiffComputer } from 'vscode-diff/dist/vs/editor/common/diff/defaultLinesDiffComputer/defaultLinesDiffComputer.js';

/** Characters of one line that are new within it; lines and characters are 0-based, the end is exclusive. */
export interface Insertion {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/** Lines of the original that became lines of the proposal; either may be none. 0-based. */
export interface Hunk {
  readonly original: { readonly start: number; readonly count: number };
  readonly proposal: { readonly start: number; readonly count: number };
  /** What changed within lines that stayed alike; empty where whole lines are new. */
  readonly insertions: readonly Insertion[];
}

/** Enough for some thousand lines; a full rewrite would use any time it is given, for no better picture. */
const longestDiffMs = 200;

/** What changed, by the algorithm of the editor's own diff view. */
export function hunksBetween(original: readonly string[], proposal: readonly string[]): readonly Hunk[] {
  const diff = new DefaultLinesDiffComputer().computeDiff([...original], [...proposal], {
    ignoreTrimWhitespace: false,
    computeMoves: false,
    maxComputationTimeMs: longestDiffMs,
  });
  return diff.changes.map((change) => ({
    original: lines(change.original),
    proposal: lines(change.modified),
    insertions: (change.innerChanges ?? [])
      .map((inner) => inner.modifiedRange)
      .filter((range) => range.startLineNumber === range.endLineNumber && range.startColumn < range.endColumn)
      .map((range) => ({ line: range.startLineNumber - 1, start: range.startColumn - 1, end: range.endColumn - 1 })),
  }));
}

function lines(range: { readonly startLineNumber: number; readonly endLineNumberExclusive: number }): Hunk['original'] {
  return { start: range.startLineNumber - 1, count: range.endLineNumberExclusive - range.startLineNumber };
}

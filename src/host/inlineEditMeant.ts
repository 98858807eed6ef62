import { Uri, window, type TextDocument, type TextEditor } from 'vscode';
import { distanceTo } from '../edit/places.ts';
import { runIdOf } from './inlineEditCompare.ts';
import type { InlineEditRun } from './inlineEditRun.ts';
import type { InlineEditRuns } from './inlineEditRuns.ts';
import { seenHunks, type SeenHunk } from './inlineEditViews.ts';

/** The hunks under review in a document, from its top. */
export function hunksIn(runs: InlineEditRuns, document: TextDocument | undefined): readonly SeenHunk[] {
  return runs.in(document).flatMap(seenHunks);
}

/** The edit that a diff editor shows, for the side of it that has the text without the edit. */
function comparedIn(runs: InlineEditRuns, editor: TextEditor | undefined): InlineEditRun | undefined {
  const id = runIdOf(editor?.document.uri);
  return id === undefined ? undefined : runs.all.find((run) => run.id === id);
}

/** The document whose edits an editor is about, also where it shows the text without one of them. */
export function editedIn(runs: InlineEditRuns, editor: TextEditor | undefined): TextDocument | undefined {
  return comparedIn(runs, editor)?.document ?? editor?.document;
}

/** The hunks under review at the places that they have in an editor: their old lines, where it shows only those. */
export function hunksShown(runs: InlineEditRuns, editor: TextEditor | undefined): readonly SeenHunk[] {
  const run = comparedIn(runs, editor);
  if (run === undefined) return hunksIn(runs, editor?.document);
  const { start } = run.session.region;
  return seenHunks(run).map((seen) => {
    const { original } = seen.hunk;
    return { ...seen, place: { start: start + original.start, count: original.count } };
  });
}

/**
 * The hunk that a command is about: the one that a button names, if it still stands for the same lines; the one whose
 * line number was clicked; or else the one at the cursor.
 */
export function hunkMeant([first, key]: readonly unknown[], runs: InlineEditRuns): SeenHunk | undefined {
  if (typeof first === 'string')
    return runs.all.flatMap(seenHunks).find((hunk) => hunk.run.id === first && hunk.key === key);
  if (isClickedLine(first)) {
    const run = runs.all.find(({ document }) => document.uri.toString() === first.uri.toString());
    return hunkAt(hunksIn(runs, run?.document), first.lineNumber - 1);
  }
  const editor = window.activeTextEditor;
  return editor && hunkAt(hunksShown(runs, editor), editor.selection.active.line);
}

/**
 * The edit that a command is about: the one that a button names, that of the line whose number was clicked, or else the one
 * at the cursor.
 */
export function runMeant(first: unknown, runs: InlineEditRuns): InlineEditRun | undefined {
  if (isClickedLine(first)) return hunkMeant([first], runs)?.run;
  const editor = window.activeTextEditor;
  // A button in the title of an editor passes what that shows.
  return runs.find(typeof first === 'string' ? first : runIdOf(editor?.document.uri), editor);
}

/** True when the arguments name a hunk: then no other stands in for one that is gone. */
export function isNamed([first]: readonly unknown[]): boolean {
  return typeof first === 'string' || isClickedLine(first);
}

/** Removed lines show behind the line before them, so that line counts as well, unless it is a hunk's own. */
function hunkAt(hunks: readonly SeenHunk[], line: number): SeenHunk | undefined {
  return (
    hunks.find(({ place }) => place.count > 0 && distanceTo(place, line) === 0) ??
    hunks.find(({ place }) => place.count === 0 && (line === place.start - 1 || line === place.start))
  );
}

/** What the commands in the menu of line numbers are told; lines are 1-based. */
function isClickedLine(value: unknown): value is { readonly lineNumber: number; readonly uri: Uri } {
  if (typeof value !== 'object' || value === null || !('lineNumber' in value) || !('uri' in value)) return false;
  return typeof value.lineNumber === 'number' && value.uri instanceof Uri;
}

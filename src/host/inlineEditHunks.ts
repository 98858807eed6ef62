import { l10n, Range, Selection, TextEditorRevealType, window, type TextDocument, type TextEditor } from 'vscode';
import { hunkKey, type Hunk } from '../edit/diff.ts';
import { distanceTo, neighbour, placeOf } from '../edit/places.ts';
import type { Region } from '../edit/region.ts';
import { isReviewable } from '../edit/session.ts';
import { editorsOf } from './editorsOf.ts';
import type { InlineEditRun } from './inlineEditRun.ts';
import type { InlineEditRuns } from './inlineEditRuns.ts';

/** As long as the editor shows what it says in passing. */
const messageMs = 5_000;

/** A hunk under review, and where it is in its document. */
interface Placed {
  readonly run: InlineEditRun;
  readonly hunk: Hunk;
  readonly place: Region;
}

/** What a hunk command is about; without a key, the hunk at the cursor. */
export interface HunkChoice {
  readonly type: 'accept-hunk' | 'reject-hunk';
  readonly id: unknown;
  readonly key: unknown;
}

/** Keeps one hunk or takes it back, and goes to the next. Where the cursor is at none, it only goes to the next. */
export async function decideHunk(runs: InlineEditRuns, { type, id, key }: HunkChoice): Promise<void> {
  const chosen = typeof key === 'string' ? named(runs, id, key) : atCursor(runs, window.activeTextEditor);
  if (chosen === undefined) return typeof key === 'string' ? undefined : goToHunk(runs, 'next');
  const { run, hunk, place } = chosen;
  run.send({ type, hunk });
  await run.flush();
  const left = hunksIn(runs, run.document);
  const next = neighbour(left, place.start - 1, 'next');
  const editor = editorFor(run.document);
  if (next !== undefined && editor !== undefined) show(editor, next, left);
}

/** Moves the cursor to the next hunk of all edits of the file, or the one before it, and behind the last to the first. */
export function goToHunk(runs: InlineEditRuns, direction: 'next' | 'previous'): void {
  const editor = window.activeTextEditor;
  if (editor === undefined) return;
  const all = hunksIn(runs, editor.document);
  const found = neighbour(all, editor.selection.active.line, direction);
  if (found !== undefined) show(editor, found, all);
}

function hunksIn(runs: InlineEditRuns, document: TextDocument): readonly Placed[] {
  return runs
    .in(document)
    .filter(({ session }) => isReviewable(session))
    .flatMap((run) => run.hunks.map((hunk) => ({ run, hunk, place: placeOf(run.session.region, hunk) })));
}

function named(runs: InlineEditRuns, id: unknown, key: string): Placed | undefined {
  const run = runs.find(id, window.activeTextEditor);
  if (run === undefined) return undefined;
  return hunksIn(runs, run.document).find((placed) => placed.run === run && hunkKey(placed.hunk) === key);
}

/** Removed lines show behind the line before them, so that line counts as well, unless it is a hunk's own. */
function atCursor(runs: InlineEditRuns, editor: TextEditor | undefined): Placed | undefined {
  if (editor === undefined) return undefined;
  const { line } = editor.selection.active;
  const all = hunksIn(runs, editor.document);
  return (
    all.find(({ place }) => place.count > 0 && distanceTo(place, line) === 0) ??
    all.find(({ place }) => place.count === 0 && (line === place.start - 1 || line === place.start))
  );
}

/** The active editor where it shows the document, since a document may be in several. */
function editorFor(document: TextDocument): TextEditor | undefined {
  const active = window.activeTextEditor;
  return active?.document === document ? active : editorsOf(document)[0];
}

function show(editor: TextEditor, { place, hunk }: Placed, all: readonly Placed[]): void {
  const line = Math.min(place.start, editor.document.lineCount - 1);
  editor.selection = new Selection(line, 0, line, 0);
  editor.revealRange(new Range(line, 0, line, 0), TextEditorRevealType.InCenterIfOutsideViewport);
  const number = all.findIndex((placed) => placed.hunk === hunk) + 1;
  window.setStatusBarMessage(l10n.t('Change {0} of {1}', number, all.length), messageMs);
}

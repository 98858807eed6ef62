import { l10n, Range, Selection, TextEditorRevealType, window, type TextDocument, type TextEditor } from 'vscode';
import { neighbour, placeOf } from '../edit/places.ts';
import { editorsOf } from './editorsOf.ts';
import { hunkMeant, hunksIn, hunksShown, isNamed } from './inlineEditMeant.ts';
import type { InlineEditRuns } from './inlineEditRuns.ts';
import type { SeenHunk } from './inlineEditViews.ts';

/** As long as the editor shows what it says in passing. */
const messageMs = 5_000;

/** What a hunk command is to do; see {@link hunkMeant} for the arguments. */
export interface HunkDecision {
  readonly type: 'accept-hunk' | 'reject-hunk';
  readonly args: readonly unknown[];
}

/** Keeps one hunk or takes it back, and goes to the next. Where the cursor is at none, it only goes to the next. */
export async function decideHunk(runs: InlineEditRuns, { type, args }: HunkDecision): Promise<void> {
  const meant = hunkMeant(args, runs);
  if (meant === undefined) return isNamed(args) ? undefined : goToHunk(runs, 'next');
  const { run, hunk } = meant;
  const place = placeOf(run.session.region, hunk);
  run.send({ type, hunk });
  await run.flush();
  const rest = hunksIn(runs, run.document);
  const next = neighbour(rest, place.start - 1, 'next');
  const editor = editorFor(run.document);
  if (next !== undefined && editor !== undefined) show(editor, next, rest);
}

/** Moves the cursor to the next hunk of all edits of the file, or the one before it, and behind the last to the first. */
export function goToHunk(runs: InlineEditRuns, direction: 'next' | 'previous'): void {
  const editor = window.activeTextEditor;
  if (editor === undefined) return;
  const all = hunksShown(runs, editor);
  const found = neighbour(all, editor.selection.active.line, direction);
  if (found !== undefined) show(editor, found, all);
}

/** A document may be in several editors: the active one, or the other side of a diff, before all others. */
function editorFor(document: TextDocument): TextEditor | undefined {
  const active = window.activeTextEditor;
  const editors = editorsOf(document);
  const beside = editors.find(({ viewColumn }) => viewColumn === active?.viewColumn);
  return active?.document === document ? active : (beside ?? editors[0]);
}

function show(editor: TextEditor, { place, hunk }: SeenHunk, all: readonly SeenHunk[]): void {
  const line = Math.min(place.start, editor.document.lineCount - 1);
  editor.selection = new Selection(line, 0, line, 0);
  editor.revealRange(new Range(line, 0, line, 0), TextEditorRevealType.InCenterIfOutsideViewport);
  const number = all.findIndex((seen) => seen.hunk === hunk) + 1;
  window.setStatusBarMessage(l10n.t('Change {0} of {1}', number, all.length), messageMs);
}

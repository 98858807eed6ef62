import { commands, l10n, Location, Position, Range, window } from 'vscode';
import { neighbour } from '../edit/places.ts';
import type { InlineEditCompare } from './inlineEditCompare.ts';
import { hunkMeant, hunksIn, isNamed } from './inlineEditMeant.ts';
import type { InlineEditRuns } from './inlineEditRuns.ts';
import type { SeenHunk } from './inlineEditViews.ts';

/** Shows what a hunk took away; where the cursor is at none, that of the next. See {@link hunkMeant} for the arguments. */
export async function showRemoved(
  runs: InlineEditRuns,
  args: readonly unknown[],
  compare: InlineEditCompare,
): Promise<void> {
  const meant = hunkMeant(args, runs) ?? (isNamed(args) ? undefined : nextHunk(runs));
  if (meant !== undefined) await peek(meant, compare);
}

function nextHunk(runs: InlineEditRuns): SeenHunk | undefined {
  const editor = window.activeTextEditor;
  return editor && neighbour(hunksIn(runs, editor.document), editor.selection.active.line, 'next');
}

/** Opens the old lines of a hunk below it, in the editor's own peek view. */
async function peek({ run, hunk, last }: SeenHunk, compare: InlineEditCompare): Promise<void> {
  const { start, count } = hunk.original;
  if (count === 0) return void window.showInformationMessage(l10n.t('This change removed nothing.'));
  const uri = await compare.original(run);
  const first = run.session.region.start + start;
  const end = run.session.base[start + count - 1]?.length ?? 0;
  const location = new Location(uri, new Range(first, 0, first + count - 1, end));
  await commands.executeCommand(
    'editor.action.peekLocations',
    run.document.uri,
    new Position(last, 0),
    [location],
    'peek',
  );
}

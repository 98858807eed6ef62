import { commands, l10n, Location, Position, Range, Uri, window } from 'vscode';
import type { InlineEditCompare } from './inlineEditCompare.ts';
import type { InlineEditRun } from './inlineEditRun.ts';
import { seenHunks, type SeenHunk } from './inlineEditViews.ts';

/**
 * The hunk a command is about: the one that a button names, if it still stands for the same lines; the one whose line
 * number was clicked; or else the one at the cursor, the next below it, or the last.
 */
export function hunkMeant(args: readonly unknown[], runs: readonly InlineEditRun[]): SeenHunk | undefined {
  const [first, key] = args;
  if (typeof first === 'string') {
    const hunks = runs.filter(({ id }) => id === first).flatMap(seenHunks);
    return hunks.find((hunk) => hunk.key === key);
  }
  const clicked = isClickedLine(first) ? first : undefined;
  const editor = window.activeTextEditor;
  const uri = clicked?.uri ?? editor?.document.uri;
  const hunks = runs.filter(({ document }) => document.uri.toString() === uri?.toString()).flatMap(seenHunks);
  const line = clicked === undefined ? (editor?.selection.active.line ?? 0) : clicked.lineNumber - 1;
  const here = hunks.find((hunk) => hunk.first <= line && line <= hunk.last);
  return here ?? (clicked === undefined ? (hunks.find((hunk) => hunk.first > line) ?? hunks.at(-1)) : undefined);
}

/** The arguments that a button of the hunk would give, for a command that may come from the menu of line numbers. */
export function asFromButton(
  [first, key]: readonly unknown[],
  runs: readonly InlineEditRun[],
): { readonly id: unknown; readonly key: unknown } {
  if (!isClickedLine(first)) return { id: first, key };
  const hunk = hunkMeant([first], runs);
  return { id: hunk?.run.id ?? '', key: hunk?.key ?? '' };
}

/** What the commands in the menu of line numbers are told; lines are 1-based. */
function isClickedLine(value: unknown): value is { readonly lineNumber: number; readonly uri: Uri } {
  if (typeof value !== 'object' || value === null || !('lineNumber' in value) || !('uri' in value)) return false;
  return typeof value.lineNumber === 'number' && value.uri instanceof Uri;
}

/** Opens the old lines of a hunk below it, in the editor's own peek view. */
export async function peekRemoved({ run, hunk, last }: SeenHunk, compare: InlineEditCompare): Promise<void> {
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

import { l10n, Range, TextEdit, workspace, WorkspaceEdit, type TextDocument, type Uri } from 'vscode';
import type { Splice } from '../edit/lines.ts';
import type { SetResult } from '../edit/matchSet.ts';
import { changeFor } from '../edit/region.ts';
import { extentOf, rangeOf } from './documentLines.ts';

/** Where a path of a set is; without a document when there is no such file yet. */
export interface SetPlace {
  readonly uri: Uri;
  /** As the user knows it. */
  readonly path: string;
  readonly document?: TextDocument;
}

/** All that a set does to files, as one edit: hunk by hunk, so that each can be ticked off. */
export function editFor(results: readonly SetResult[], places: ReadonlyMap<string, SetPlace>): WorkspaceEdit {
  const edit = new WorkspaceEdit();
  for (const result of results) {
    const place = places.get(result.path);
    if (place !== undefined) add(edit, result, { place, to: 'to' in result ? places.get(result.to)?.uri : undefined });
  }
  return edit;
}

function add(
  edit: WorkspaceEdit,
  result: SetResult,
  { place: { uri, document }, to }: { readonly place: SetPlace; readonly to: Uri | undefined },
): void {
  if (result.type === 'create') {
    const contents = new TextEncoder().encode(result.text);
    return edit.createFile(uri, { contents }, entry(l10n.t('New file')));
  }
  if (result.type === 'delete') return edit.deleteFile(uri, {}, entry(l10n.t('Deleted file')));
  if (result.type === 'refused' || document === undefined) return;
  if (to !== undefined) edit.renameFile(uri, to, {}, entry(l10n.t('Renamed file')));
  const changes = result.changes.map((change) => textEdit(change, document));
  const label = entry(l10n.t('Change'));
  if (changes.length > 0)
    edit.set(
      to ?? uri,
      changes.map((change): [TextEdit, typeof label] => [change, label]),
    );
}

/** Ticked from the start: who wants some of it left out, takes the tick away. */
const entry = (label: string) => ({ label, needsConfirmation: false });

/** Lines in the place of others leave the last line end alone, so that the preview shows no more than what changes. */
function textEdit(splice: Splice, document: TextDocument): TextEdit {
  const { start, count, lines } = splice;
  if (count > 0 && lines.length > 0) {
    const last = start + count - 1;
    return TextEdit.replace(new Range(start, 0, last, document.lineAt(last).text.length), lines.join('\n'));
  }
  const change = changeFor(splice, extentOf(document));
  return TextEdit.replace(rangeOf(change), change.text);
}

/** Shows the edit in the editor's own preview, with ticks and diffs; true when the user applied it. */
export function previewed(edit: WorkspaceEdit): Thenable<boolean> {
  const [folder] = workspace.workspaceFolders ?? [];
  // The editor shows the preview only for an edit of which something needs confirmation, and begins with that unticked.
  // To delete what is not there, if it is there, is nothing, and not shown.
  if (folder !== undefined) {
    const nothing = folder.uri.with({ path: `${folder.uri.path}/.parley-${crypto.randomUUID()}` });
    const label = l10n.t('Change');
    edit.deleteFile(nothing, { ignoreIfNotExists: true }, { label, needsConfirmation: true });
  }
  return workspace.applyEdit(edit, { isRefactoring: true });
}

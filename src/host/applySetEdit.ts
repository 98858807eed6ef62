import { l10n, Position, Range, TextEdit, workspace, WorkspaceEdit, type TextDocument, type Uri } from 'vscode';
import type { Splice } from '../edit/lines.ts';
import type { SetResult } from '../edit/matchSet.ts';

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

/** Lines in the place of others; what only comes or goes takes a line end along, at the end of a file the one before. */
function textEdit({ start, count, lines }: Splice, document: TextDocument): TextEdit {
  const end = start + count;
  if (count > 0 && lines.length > 0) {
    return TextEdit.replace(new Range(start, 0, end - 1, document.lineAt(end - 1).text.length), lines.join('\n'));
  }
  if (end < document.lineCount) {
    return TextEdit.replace(new Range(start, 0, end, 0), lines.map((line) => `${line}\n`).join(''));
  }
  const last = document.lineAt(document.lineCount - 1).range.end;
  const before = start === 0 ? new Position(0, 0) : document.lineAt(start - 1).range.end;
  return TextEdit.replace(new Range(before, last), lines.map((line) => `\n${line}`).join(''));
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

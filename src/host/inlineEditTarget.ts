import {
  FilePermission,
  l10n,
  workspace,
  type NotebookDocument,
  type Range,
  type TextDocument,
  type TextEditor,
} from 'vscode';
import type { Region } from '../edit/region.ts';
import { enclosingLines, patientMs } from './enclosing.ts';
import { isReadOnlyBySetting } from './readOnlySetting.ts';

/** The lines of an edit, or one sentence why there can be none. */
export type Target = { readonly region: Region } | { readonly refusal: string };

/** One selection of an editor. */
export type Selected = Pick<TextEditor, 'document' | 'selection'>;

/** What an edit at the selection is about: its lines; without one, the code around the cursor; on a blank line, that. */
export async function targetOf(editor: Selected): Promise<Target> {
  const { document, selection } = editor;
  if (await isReadOnly(document)) return readOnly(document);
  if (!selection.isEmpty) return { region: selectedLines(editor) };
  const { line } = selection.active;
  if (document.lineAt(line).isEmptyOrWhitespace) return { region: { start: line, count: 1 } };
  return { region: await enclosingLines(document, selection) };
}

/** What an edit of something that is there is about: the selected lines, or the code around the cursor. */
export async function codeTarget(editor: TextEditor): Promise<Target> {
  const { document, selection } = editor;
  const target = selection.isEmpty ? await targetAround(document, selection) : await targetOf(editor);
  if ('refusal' in target) return target;
  const { start, count } = target.region;
  const isBlank = Array.from({ length: count }, (_line, at) => document.lineAt(start + at).isEmptyOrWhitespace);
  return isBlank.includes(false) ? target : { refusal: l10n.t('There is no code here. Select some, then try again.') };
}

/** What an edit because of something at a place is about: the code around it. */
export async function targetAround(document: TextDocument, place: Range): Promise<Target> {
  return (await isReadOnly(document))
    ? readOnly(document)
    : { region: await enclosingLines(document, place, patientMs) };
}

const readOnly = ({ uri }: TextDocument): Target => ({
  refusal: l10n.t('{0} is read-only.', workspace.asRelativePath(uri)),
});

/** Whole lines without the blank ones around them; a selection that ends at the start of a line does not mean it. */
function selectedLines({ document, selection }: Selected): Region {
  let first = selection.start.line;
  let last = selection.end.character === 0 && selection.end.line > first ? selection.end.line - 1 : selection.end.line;
  const all = { start: first, count: last - first + 1 };
  while (first <= last && document.lineAt(first).isEmptyOrWhitespace) first += 1;
  while (last > first && document.lineAt(last).isEmptyOrWhitespace) last -= 1;
  return first > last ? all : { start: first, count: last - first + 1 };
}

/** There is no API that tells; a document without a file system that can be written to is a view of something. */
export async function isReadOnly(document: TextDocument): Promise<boolean> {
  if (document.isUntitled) return false;
  if (isReadOnlyBySetting(document)) return true;
  const uri = notebookOf(document)?.uri ?? document.uri;
  if (uri.scheme === 'untitled') return false;
  if (workspace.fs.isWritableFileSystem(uri.scheme) !== true) return true;
  const permissions = await workspace.fs.stat(uri).then(
    (stat) => stat.permissions,
    () => undefined,
  );
  return permissions !== undefined && (permissions & FilePermission.Readonly) !== 0;
}

/** The notebook that a document is a cell of. */
function notebookOf(document: TextDocument): NotebookDocument | undefined {
  const isCell = (notebook: NotebookDocument) => notebook.getCells().some((cell) => cell.document === document);
  return workspace.notebookDocuments.find(isCell);
}

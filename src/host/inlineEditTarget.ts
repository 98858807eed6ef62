import { FilePermission, l10n, workspace, type NotebookDocument, type TextDocument, type TextEditor } from 'vscode';
import type { Region } from '../edit/region.ts';
import { symbolAt } from './attachments.ts';
import { isReadOnlyBySetting } from './readOnlySetting.ts';

/** The lines of an edit, or one sentence why there can be none. */
export type Target = { readonly region: Region } | { readonly refusal: string };

/** One selection of an editor. */
export type Place = Pick<TextEditor, 'document' | 'selection'>;

/** A longer symbol is not what someone means who only put the cursor there. */
const longestSymbol = 200;
const symbolTimeoutMs = 400;

/** What an edit at the selection is about: its lines; without one, the symbol around the cursor, or else its line. */
export async function targetOf(editor: Place): Promise<Target> {
  const { document, selection } = editor;
  const name = workspace.asRelativePath(document.uri);
  if (await isReadOnly(document)) return { refusal: l10n.t('{0} is read-only.', name) };
  if (document.getText() === '') return { refusal: l10n.t('{0} is empty: there is nothing to edit yet.', name) };
  const line = { start: selection.active.line, count: 1 };
  if (!selection.isEmpty) return { region: selectedLines(editor) };
  if (document.lineAt(line.start).isEmptyOrWhitespace) return { region: line };
  return { region: (await symbolLines(editor)) ?? line };
}

/** Whole lines without the blank ones around them; a selection that ends at the start of a line does not mean it. */
function selectedLines({ document, selection }: Place): Region {
  let first = selection.start.line;
  let last = selection.end.character === 0 && selection.end.line > first ? selection.end.line - 1 : selection.end.line;
  const all = { start: first, count: last - first + 1 };
  while (first <= last && document.lineAt(first).isEmptyOrWhitespace) first += 1;
  while (last > first && document.lineAt(last).isEmptyOrWhitespace) last -= 1;
  return first > last ? all : { start: first, count: last - first + 1 };
}

async function symbolLines(editor: Place): Promise<Region | undefined> {
  const timeout = new Promise<undefined>((resolve) => setTimeout(() => resolve(undefined), symbolTimeoutMs));
  const symbol = await Promise.race([symbolAt(editor.document, editor.selection.active), timeout]);
  if (symbol?.lines === undefined) return undefined;
  const region = { start: symbol.lines.start - 1, count: symbol.lines.end - symbol.lines.start + 1 };
  return region.count <= longestSymbol ? region : undefined;
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

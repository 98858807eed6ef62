import { window, type TextDocument, type TextEditor } from 'vscode';

/**
 * The editors of a document that are not part of something else: those of a diff have colours of their own, those of a
 * peek view are gone at once. Neither has a column; nor have the cells of a notebook, which count.
 */
export function editorsOf(document: TextDocument): readonly TextEditor[] {
  const isCell = document.uri.scheme === 'vscode-notebook-cell';
  return window.visibleTextEditors.filter(
    (editor) => editor.document === document && (isCell || editor.viewColumn !== undefined),
  );
}

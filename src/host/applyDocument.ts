import { window, workspace, type TextDocument, type Uri } from 'vscode';
import type { PlaceHint } from '../edit/matchPlace.ts';
import type { Attachment } from '../model/attachment.ts';

/** The document that code goes into; `unreadable` when it is too large, no text, or gone since it went along. */
export async function opened(uri: Uri): Promise<TextDocument | 'unreadable'> {
  try {
    return await workspace.openTextDocument(uri);
  } catch {
    return 'unreadable';
  }
}

/** What is selected in the file now, or else what of it went along with the question. */
export function hintOf(attachments: readonly Attachment[], uri: Uri, document: TextDocument | undefined): PlaceHint {
  const editor = window.visibleTextEditors.find((one) => one.document === document);
  if (editor !== undefined && !editor.selection.isEmpty) {
    const { start, end } = editor.selection;
    return { selection: { start: start.line, count: end.line - start.line + 1 } };
  }
  const asked = attachments.filter((one) => one.uri === uri.toString());
  const lines = asked.length === 1 ? asked[0]?.lines : undefined;
  return lines === undefined ? {} : { selection: { start: lines.start - 1, count: lines.end - lines.start + 1 } };
}

/** The column where a document is shown already: it is not opened once more beside it. */
export function columnOf(document: TextDocument) {
  const shown = window.visibleTextEditors.find((editor) => editor.document === document)?.viewColumn;
  return shown === undefined ? {} : { viewColumn: shown };
}

/** Shows a line of a document that may be shorter by now, selected. */
export async function showLine(document: TextDocument, line: number): Promise<void> {
  const selection = document.lineAt(Math.min(line, document.lineCount - 1)).range;
  await window.showTextDocument(document, { selection, preview: false, ...columnOf(document) });
}

import { window, type Range, type TextDocumentChangeEvent } from 'vscode';
import type { Author } from '../edit/session.ts';

/**
 * Who changed a document, to be asked in the event of the change; undefined where that is not certain, as with a file that
 * is read again, which leaves nothing to be saved. The editor tells of undo and redo only; but a person changes it where a
 * cursor is, and cursors are then still where they were.
 */
export function authorOf({ document, contentChanges, reason }: TextDocumentChangeEvent): Author | undefined {
  if (reason !== undefined) return 'history';
  if (!document.isDirty) return undefined;
  const editors = window.visibleTextEditors.filter((editor) => editor.document === document);
  const cursors = editors.flatMap(({ selections }) => selections);
  const isEach = (isIt: (range: Range, cursor: Range) => boolean): boolean =>
    contentChanges.every(({ range }) => cursors.some((cursor) => isIt(range, cursor)));
  if (!isEach((range, cursor) => cursor.contains(range) || isBeside(range, cursor))) return 'program';
  // A program may well change a word at a cursor; lines exactly where something is selected were pasted or typed.
  const isOfLines = contentChanges.some(({ text }) => /[\r\n]/.test(text));
  return isOfLines && isEach((range, cursor) => cursor.isEqual(range)) ? 'person' : undefined;
}

/** Reaches to a cursor, and over one line break at most, as deleting does. */
function isBeside(range: Range, cursor: Range): boolean {
  return range.intersection(cursor) !== undefined && range.end.line - range.start.line <= 1;
}

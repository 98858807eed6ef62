import { window, type Range, type TextDocumentChangeEvent } from 'vscode';
import type { Author } from '../edit/session.ts';

/**
 * Who changed a document, to be asked in the event of the change. The editor does not say; but a person changes it where a
 * cursor is, and cursors are then still where they were. What leaves no change to be saved is undone, or the file that is
 * read again, and to be taken as it is: that is what it means to be a person's.
 */
export function authorOf({ document, contentChanges, reason }: TextDocumentChangeEvent): Author {
  if (reason !== undefined || !document.isDirty) return 'person';
  const editors = window.visibleTextEditors.filter((editor) => editor.document === document);
  const cursors = editors.flatMap(({ selections }) => selections);
  const isTyped = contentChanges.every(({ range }) =>
    cursors.some((cursor) => cursor.contains(range) || isBeside(range, cursor)),
  );
  return isTyped ? 'person' : 'program';
}

/** Reaches to a cursor, and over one line break at most, as deleting does. */
function isBeside(range: Range, cursor: Range): boolean {
  return range.intersection(cursor) !== undefined && range.end.line - range.start.line <= 1;
}

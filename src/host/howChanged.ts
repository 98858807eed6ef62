import { window, type TextDocumentChangeEvent } from 'vscode';
import type { Input } from '../edit/session.ts';

/** What can be told of how a document came to be changed. */
export type How = Pick<Extract<Input, { readonly type: 'changed' }>, 'isTravel' | 'isByHand'>;

/**
 * Undo and redo are told by the editor. What puts lines exactly where something is selected, or where a cursor is, was
 * pasted or typed: programs change other places, and the cursors have not moved yet when a change is told.
 */
export function howChanged({ document, contentChanges, reason }: TextDocumentChangeEvent): How {
  if (reason !== undefined) return { isTravel: true };
  const editor = window.activeTextEditor;
  if (editor?.document !== document || !contentChanges.some(({ text }) => /[\r\n]/.test(text))) return {};
  const isAtCursor = contentChanges.every(({ range }) =>
    editor.selections.some((selection) => selection.isEqual(range)),
  );
  return isAtCursor ? { isByHand: true } : {};
}

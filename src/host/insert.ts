import { window } from 'vscode';

/** Puts text at the cursors of the editor used last, replacing what is selected there, as one undo step. */
export async function insertAtCursor(text: string): Promise<void> {
  const editor = window.activeTextEditor ?? window.visibleTextEditors[0];
  if (editor === undefined) {
    void window.showInformationMessage('Open the file to insert into first.');
    return;
  }
  const done = await editor.edit((edit) => editor.selections.forEach((selection) => edit.replace(selection, text)));
  if (!done) void window.showWarningMessage('The file cannot be edited.');
  await window.showTextDocument(editor.document, editor.viewColumn);
}

import { l10n, window } from 'vscode';

/** Puts text at the cursors of the editor used last, replacing what is selected there, as one undo step. */
export async function insertAtCursor(text: string): Promise<void> {
  const last = window.activeTextEditor ?? window.visibleTextEditors[0];
  if (last === undefined) {
    void window.showInformationMessage(l10n.t('Open the file to insert into first.'));
    return;
  }
  // The focus goes there first, so that an undo right after the text appeared takes it back.
  const editor = await window.showTextDocument(last.document, last.viewColumn);
  const { version } = editor.document;
  await editor.edit((edit) => editor.selections.forEach((selection) => edit.replace(selection, text)));
  // The editor says yes to an edit of a read-only document, too, and does nothing.
  if (editor.document.version === version) void window.showWarningMessage(l10n.t('The file cannot be edited.'));
}

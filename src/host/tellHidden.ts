import { l10n, window } from 'vscode';
import { hiddenCharacters } from '../chat/hiddenCharacters.ts';
import type { Attachment } from '../model/attachment.ts';

/** Invisible characters can carry instructions that nobody sees; that they were there is worth knowing. */
export function tellHidden(attachments: readonly Attachment[]): void {
  const count = hiddenCharacters(attachments);
  if (count === 0) return;
  void window.showInformationMessage(
    count === 1
      ? l10n.t('One invisible character in what you attached was not sent.')
      : l10n.t('{0} invisible characters in what you attached were not sent.', count),
  );
}

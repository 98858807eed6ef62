import { l10n } from 'vscode';

/** Lines as a person names them; counted from 1, the end is one of them. */
export function linesLabel({ start, end }: { readonly start: number; readonly end: number }): string {
  return start === end ? l10n.t('line {0}', start) : l10n.t('lines {0}–{1}', start, end);
}

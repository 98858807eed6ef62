import * as l10n from '@vscode/l10n';

/** What is said at answers with code for several files; apart from the rest, since the first paint needs none of it. */
export const applyAllStrings = {
  applyAll: (files: number) => l10n.t('Apply to {0} files…', files),
};

import * as l10n from '@vscode/l10n';

// The page holds what its sentences are in the editor's language, where there is a translation: as data that cannot run,
// in the page itself, so that not even the first paint is in another language. Tests have no page.
const translations = 'document' in globalThis ? document.querySelector('#l10n')?.textContent : undefined;
if (translations) l10n.config({ contents: translations });

/** The same as `@vscode/l10n`, once it knows the translation. The webview takes it from here for that reason alone. */
export const { t } = l10n;

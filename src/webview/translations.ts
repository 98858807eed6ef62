import * as l10n from '@vscode/l10n';
import { language } from '../model/language.ts';

// The page holds what its sentences are in the editor's language, where there is a translation: as data that cannot run,
// in the page itself, so that not even the first paint is in another language. Tests of it have no page.
const translations = 'document' in globalThis ? document.querySelector('#l10n')?.textContent : undefined;
if (translations) l10n.config({ contents: translations });

/** The language that the page's sentences are in from here on. `strings.ts` needs it, so none is made before. */
export const locale = language();

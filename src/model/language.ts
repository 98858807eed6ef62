import * as l10n from '@vscode/l10n';

/**
 * The language of the sentences, for the numbers, dates and lists in them. The translation says so itself: in an editor
 * whose language has none the sentences are English, in which "1.234 tokens" would be one and a bit.
 */
export const language = (): string =>
  l10n.t({
    message: 'en',
    comment: [
      'Not a word to translate: the tag (BCP 47) of the language you translate into, for example "de" or "pt-BR"',
    ],
  });

import * as l10n from '@vscode/l10n';
import type { Spent } from '../model/usage.ts';
import type { ContextUse } from '../protocol.ts';
import type { Fill } from './meter.ts';
import { strings } from './strings.ts';
import { locale } from './translations.ts';

const count = new Intl.NumberFormat(locale);

const about = (cost: number | undefined): string =>
  cost === undefined
    ? strings.priceUnknown
    : cost < 0.0001
      ? strings.price(cost)
      : l10n.t({ message: 'about {0}', args: [strings.price(cost)], comment: ['A price'] });

/** What the meter says; apart from the rest, since the first paint needs none of it. */
export const meterStrings = {
  about,
  count: (tokens: number) => count.format(tokens),
  meter: ({ tokens, percent, cost }: Fill, window: number | undefined) => {
    const price = about(cost);
    return window === undefined || percent === undefined
      ? l10n.t('{0} tokens, {1} to send', count.format(tokens), price)
      : l10n.t('{0} of {1} tokens, {2} %, {3} to send', count.format(tokens), count.format(window), percent, price);
  },
  details: l10n.t('Tokens of the next question, estimated'),
  history: strings.conversation,
  attachments: strings.attachments,
  draft: l10n.t('Your text'),
  instructions: l10n.t('Instructions'),
  sum: l10n.t('Together'),
  sumOf: ({ tokens, percent }: Fill, { window }: ContextUse) =>
    window === undefined
      ? count.format(tokens)
      : l10n.t('{0} of {1} ({2} %)', count.format(tokens), count.format(window), percent ?? 0),
  kept: l10n.t('Kept for the answer'),
  keptOf: ({ answer }: ContextUse) =>
    answer === undefined ? l10n.t("the model's window is not known") : count.format(answer),
  toSend: l10n.t('To send it'),
  soFar: l10n.t('This chat so far'),
  spent: ({ cost, unpriced }: Spent) => {
    const unknown =
      unpriced === 1 ? l10n.t('1 answer of unknown price') : l10n.t('{0} answers of unknown price', unpriced);
    if (unpriced === 0)
      return cost === 0
        ? l10n.t({ message: 'nothing', comment: ['What a chat has cost so far'] })
        : strings.price(cost);
    return cost === 0 ? unknown : l10n.t('{0} and {1}', strings.price(cost), unknown);
  },
  warning: ({ level, over, percent }: Fill) =>
    level === 'over'
      ? l10n.t(
          'About {0} tokens too long for this model. Shorten the text or remove attachments, or take another way:',
          count.format(over),
        )
      : l10n.t("The model's context is {0} % full. Remove attachments, or take another way:", percent ?? 0),
  statusTooLong: l10n.t('The question is too long for this model.'),
  showRequest: l10n.t('Show request'),
  changeInstructions: l10n.t('Change instructions'),
} as const;

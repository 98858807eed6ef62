import * as l10n from '@vscode/l10n';
import { language } from '../model/language.ts';
import type { Transcript } from '../model/transcript.ts';
import { spentOn } from '../usage/spent.ts';

const count = new Intl.NumberFormat(language());
const dollars = new Intl.NumberFormat(language(), { minimumFractionDigits: 2, maximumFractionDigits: 4 });

/** What all answers about an edit took and cost so far, in a line; undefined while nobody has told. */
export function editSpending(transcript: Transcript): string | undefined {
  const answers = [...transcript.turns, ...(transcript.aside ?? [])].filter((turn) => turn.role === 'assistant');
  const usages = answers.flatMap(({ usage }) => usage ?? []);
  if (usages.length === 0) return undefined;
  const sum = (tokens: readonly number[]) => count.format(tokens.reduce((all, one) => all + one, 0));
  return l10n.t(
    '{0} tokens read and {1} written: {2}',
    sum(usages.map(({ inputTokens }) => inputTokens)),
    sum(usages.map(({ outputTokens }) => outputTokens)),
    priceOf(transcript),
  );
}

function priceOf(transcript: Transcript): string {
  const { cost, unpriced } = spentOn(transcript);
  if (cost === 0) return unpriced === 0 ? l10n.t('free') : l10n.t('price unknown');
  const price = cost < 0.0001 ? l10n.t('less than ${0}', dollars.format(0.0001)) : `$${dollars.format(cost)}`;
  return unpriced === 0 ? price : l10n.t('{0} and more, since not all prices are known', price);
}

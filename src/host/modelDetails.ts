import * as l10n from '@vscode/l10n';
import type { Input, ModelInfo } from '../llm/provider.ts';
import { language } from '../model/language.ts';
import type { Price } from '../model/usage.ts';

const short = new Intl.NumberFormat(language(), { notation: 'compact', maximumFractionDigits: 1 });
const dollars = new Intl.NumberFormat(language(), { maximumFractionDigits: 4 });

const inputNames: Readonly<Record<Input, string>> = {
  image: l10n.t('images'),
  document: l10n.t('documents'),
  audio: l10n.t('audio'),
};

/** What is known of a model, in one line; empty when nothing is. */
export function modelDetails({ contextWindow, inputs = [], reasoning, price }: ModelInfo): string {
  return [
    contextWindow === undefined ? '' : l10n.t('Reads up to {0} tokens', short.format(contextWindow)),
    ...inputs.map((input) => inputNames[input]),
    reasoning === true ? l10n.t('reasoning') : '',
    price === undefined ? '' : priceText(price),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function priceText({ input, output }: Price): string {
  if (input === 0 && output === 0) return l10n.t('free');
  return l10n.t('${0} in · ${1} out per million tokens', dollars.format(input), dollars.format(output));
}

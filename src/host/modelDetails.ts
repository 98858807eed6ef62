import type { Input, ModelInfo } from '../llm/provider.ts';
import type { Price } from '../model/usage.ts';

const short = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const dollars = new Intl.NumberFormat('en', { maximumFractionDigits: 4 });

const inputNames: Readonly<Record<Input, string>> = { image: 'images', document: 'documents', audio: 'audio' };

/** What is known of a model, in one line; empty when nothing is. */
export function modelDetails({ contextWindow, inputs = [], reasoning, price }: ModelInfo): string {
  return [
    contextWindow === undefined ? '' : `Reads up to ${short.format(contextWindow)} tokens`,
    ...inputs.map((input) => inputNames[input]),
    reasoning === true ? 'reasoning' : '',
    price === undefined ? '' : priceText(price),
  ]
    .filter((part) => part !== '')
    .join(' · ');
}

function priceText({ input, output }: Price): string {
  if (input === 0 && output === 0) return 'free';
  return `$${dollars.format(input)} in · $${dollars.format(output)} out per million tokens`;
}

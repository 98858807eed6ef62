import type { Spent } from '../model/usage.ts';
import type { ContextUse } from '../protocol.ts';
import type { Fill } from './meter.ts';
import { strings } from './strings.ts';

const count = new Intl.NumberFormat('en');

const about = (cost: number | undefined): string =>
  cost === undefined ? 'price unknown' : cost < 0.0001 ? strings.price(cost) : `about ${strings.price(cost)}`;

/** What the meter says; apart from the rest, since the first paint needs none of it. */
export const meterStrings = {
  about,
  count: (tokens: number) => count.format(tokens),
  meter: ({ tokens, percent, cost }: Fill, window: number | undefined) => {
    const of = window === undefined ? '' : ` of ${count.format(window)}`;
    const share = percent === undefined ? '' : `, ${percent} %`;
    return `${count.format(tokens)}${of} tokens${share}, ${about(cost)} to send`;
  },
  details: 'Tokens of the next question, estimated',
  history: 'Conversation',
  attachments: 'Attachments',
  draft: 'Your text',
  instructions: 'Instructions',
  sum: 'Together',
  sumOf: ({ tokens, percent }: Fill, { window }: ContextUse) =>
    window === undefined ? count.format(tokens) : `${count.format(tokens)} of ${count.format(window)} (${percent} %)`,
  kept: 'Kept for the answer',
  keptOf: ({ answer }: ContextUse) => (answer === undefined ? "the model's window is not known" : count.format(answer)),
  toSend: 'To send it',
  soFar: 'This chat so far',
  spent: ({ cost, unpriced }: Spent) => {
    const unknown = `${unpriced} ${unpriced === 1 ? 'answer' : 'answers'} of unknown price`;
    if (unpriced === 0) return cost === 0 ? 'nothing' : strings.price(cost);
    return cost === 0 ? unknown : `${strings.price(cost)} and ${unknown}`;
  },
  warning: ({ level, over, percent }: Fill) =>
    level === 'over'
      ? `About ${count.format(over)} tokens too long for this model. Shorten the text or remove attachments, or take another way:`
      : `The model's context is ${percent} % full. Remove attachments, or take another way:`,
  statusTooLong: 'The question is too long for this model.',
  showRequest: 'Show request',
  changeInstructions: 'Change instructions',
} as const;

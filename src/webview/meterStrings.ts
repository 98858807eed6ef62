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
  meter: ({ tokens, percent, cost }: Fill, window: number | undefined) => {
    const of = window === undefined ? '' : ` of ${count.format(window)}`;
    const share = percent === undefined ? '' : `, ${percent} %`;
    return `${count.format(tokens)}${of} tokens${share}, ${about(cost)} to send`;
  },
  details: 'What the next question would send',
  history: 'Conversation',
  attachments: 'Attachments',
  draft: 'Your text',
  instructions: 'Instructions',
  sum: 'Together',
  sumOf: ({ tokens, percent }: Fill, { window, answer = 0 }: ContextUse) =>
    window === undefined
      ? `about ${count.format(tokens)} tokens; how many the model takes is not known`
      : `about ${count.format(tokens)} of ${count.format(window)} tokens (${percent} %); ${count.format(answer)} are kept for the answer`,
  toSend: 'To send it',
  soFar: 'This chat so far',
  spent: ({ cost, unpriced }: Spent) => {
    const unknown = `${unpriced} ${unpriced === 1 ? 'answer' : 'answers'} of unknown price`;
    if (unpriced === 0) return cost === 0 ? 'nothing' : strings.price(cost);
    return cost === 0 ? unknown : `${strings.price(cost)} and ${unknown}`;
  },
  warning: ({ level, over, percent }: Fill) =>
    level === 'over'
      ? `About ${count.format(over)} tokens too long for this model. Shorten the text, remove attachments, begin a new chat, or pick a model that reads more.`
      : `The model's context is ${percent} % full. Remove attachments, begin a new chat, or pick a model that reads more.`,
  statusTooLong: 'The question is too long for this model.',
  showRequest: 'Show request',
  changeInstructions: 'Change instructions',
} as const;

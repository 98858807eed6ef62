import type { Request } from '../model/message.ts';
import { requestTokens } from '../model/requestTokens.ts';
import { estimateTokens } from '../model/tokens.ts';
import { fold, isSameModel, type Transcript } from '../model/transcript.ts';
import { requestOf, type Answerer } from './answerer.ts';
import { history } from './history.ts';
import type { Question } from './session.ts';

/** What a model would be sent for a question that follows a conversation, or that takes the place of one in it. */
export function requestFor(
  transcript: Transcript,
  answerer: Answerer,
  { replaces, ...question }: Question & { readonly replaces?: string | undefined },
): Request {
  const before = replaces === undefined ? transcript : fold(transcript, { type: 'rewind', to: replaces });
  const asked = fold(before, { type: 'user', id: crypto.randomUUID(), at: 0, ...question });
  return requestOf(answerer, history(asked, answerer.model));
}

/** What goes along with a question, in estimated tokens; `scale` makes them what the provider counts. */
export interface NextTokens {
  readonly history: number;
  readonly instructions: number;
  readonly scale: number;
}

const noQuestion: Question = { text: '', attachments: [] };

/** What a question that follows a conversation, or takes the place of one in it, would be sent with. */
export function nextTokens(transcript: Transcript, answerer: Answerer, replaces?: string): NextTokens {
  const instructions = estimateTokens(answerer.system ?? '');
  const all = requestTokens(requestFor(transcript, answerer, { ...noQuestion, replaces }));
  return { history: all - instructions, instructions, scale: scaleOf(transcript, answerer) };
}

/** In a short request, what providers add to each is most of what they count. */
const leastTokens = 400;

/** The sum of several requests, or a summary of what is not in the chat, would be no measure. */
const plausible = { least: 0.6, most: 1.6 } as const;

/** How far the estimate was off for the last answer of the same model. */
function scaleOf(transcript: Transcript, answerer: Answerer): number {
  const last = transcript.turns.findLast((turn) => turn.role === 'assistant' && turn.usage !== undefined);
  if (last?.role !== 'assistant' || last.usage === undefined || !isSameModel(last.model, answerer.model)) return 1;
  const before = fold(transcript, { type: 'rewind', to: last.id });
  const estimate = requestTokens(requestOf(answerer, history(before, answerer.model)));
  const scale = last.usage.inputTokens / estimate;
  return estimate >= leastTokens && scale >= plausible.least && scale <= plausible.most ? scale : 1;
}

import type { Request } from '../model/message.ts';
import { requestTokens } from '../model/requestTokens.ts';
import type { Answerer } from './answerer.ts';

/** Whether a model can read a request. Told rather than tried: some servers drop the beginning of what is too long without a word. */
export function fits(request: Request, { window }: Pick<Answerer, 'window'>): boolean {
  if (window === undefined) return true;
  return requestTokens(request) + answerTokens(request, window) <= window;
}

/** How much of a window is kept for the answer. */
export function answerTokens({ maxOutputTokens = mostAnswerTokens }: Pick<Request, 'maxOutputTokens'>, window: number) {
  return Math.min(maxOutputTokens, window / 4);
}

const mostAnswerTokens = 4_000;

import type { Request } from '../model/message.ts';
import { requestTokens } from '../model/requestTokens.ts';
import type { Answerer } from './answerer.ts';

/** Whether a model can read a request. Told rather than tried: some servers drop the beginning of what is too long without a word. */
export function fits(request: Request, { window }: Pick<Answerer, 'window'>): boolean {
  if (window === undefined) return true;
  const answer = Math.min(request.maxOutputTokens ?? mostAnswerTokens, window / 4);
  return requestTokens(request) + answer <= window;
}

const mostAnswerTokens = 4_000;

import type { Message, Request, Respond } from '../model/message.ts';
import type { ModelRef } from '../model/transcript.ts';

/** Who answers: a model as it is asked in a conversation. */
export interface Answerer {
  readonly model: ModelRef;
  /** How the model is named to the user. */
  readonly label: string;
  readonly respond: Respond;
  readonly system?: string;
  readonly maxOutputTokens?: number;
  /** Tokens the model reads and writes in one request. */
  readonly window?: number;
  /** Who takes over when it cannot answer, in order; `chosen` is the conversation's own list. Never rejects. */
  readonly fallbacks?: (chosen: readonly ModelRef[] | undefined) => Promise<readonly Answerer[]>;
}

/** What is sent to the one who answers, with the instructions and the limit that were set for it. */
export function requestOf({ model, system, maxOutputTokens }: Answerer, messages: readonly Message[]): Request {
  return {
    model: model.model,
    messages,
    ...(system === undefined ? {} : { system }),
    ...(maxOutputTokens === undefined ? {} : { maxOutputTokens }),
  };
}

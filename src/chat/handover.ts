import type { FallbackEvent } from '../model/event.ts';
import { isSameModel, type AssistantTurn } from '../model/transcript.ts';
import type { Answerer } from './answerer.ts';

/** What the chat says when another model than the one that failed goes on with an answer; undefined when it is the same. */
export function handover(turn: AssistantTurn, { model, label }: Answerer): FallbackEvent | undefined {
  const last = turn.switches?.at(-1);
  if (turn.error === undefined || isSameModel(last?.model ?? turn.model, model)) return undefined;
  return { type: 'fallback', from: last?.to ?? turn.label, to: label, model, error: turn.error };
}

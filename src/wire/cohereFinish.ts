import { Failure } from '../llm/failure.ts';
import type { FinishEvent, FinishReason } from '../model/event.ts';

/** Those of both versions of the API: https://docs.cohere.com/reference/chat, https://docs.cohere.com/reference/chat-v1 */
const reasons: ReadonlyMap<string, FinishReason> = new Map([
  ['COMPLETE', 'stop'],
  ['STOP_SEQUENCE', 'stop'],
  ['MAX_TOKENS', 'length'],
  ['ERROR_LIMIT', 'length'],
  ['TOOL_CALL', 'tool-calls'],
  ['ERROR_TOXIC', 'filtered'],
]);

/** How an answer ended; throws when its end is a failure. The text is what was said of it. */
export function cohereFinish(raw: string | undefined, text: string | undefined): FinishEvent {
  const detail = text ? { detail: text } : {};
  if (raw === 'ERROR') throw new Failure({ kind: 'overloaded', ...detail });
  if (raw === 'TIMEOUT') throw new Failure({ kind: 'timeout', ...detail });
  return { type: 'finish', reason: reasons.get(raw ?? '') ?? 'stop', ...(raw === undefined ? {} : { raw }) };
}

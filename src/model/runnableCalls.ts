import { isRecord, parseJson } from './json.ts';
import type { ToolCallPart } from './message.ts';
import type { AssistantTurn } from './transcript.ts';

/**
 * The calls of a turn that may ever be run: all came whole, and the model was done with them. Strict on purpose, since
 * arguments that were mended or cut short ask for something else than the model meant.
 */
export function runnableCalls({ parts, finish }: Pick<AssistantTurn, 'parts' | 'finish'>): readonly ToolCallPart[] {
  if (finish?.reason !== 'tool-calls') return [];
  return parts.filter((part): part is ToolCallPart => part.type === 'tool-call' && isRecord(parseJson(part.arguments)));
}

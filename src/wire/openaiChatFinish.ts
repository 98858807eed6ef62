import type { FinishReason } from '../model/event.ts';

/** Why an answer ended, in the words of all hosts, in lower case: https://platform.openai.com/docs/api-reference/chat/object */
export const finishReasons: ReadonlyMap<string, FinishReason> = new Map([
  ['length', 'length'],
  ['max_tokens', 'length'],
  ['model_length', 'length'],
  ['max_output_tokens', 'length'],
  ['tool_calls', 'tool-calls'],
  ['tool_call', 'tool-calls'],
  ['tool_use', 'tool-calls'],
  ['function_call', 'tool-calls'],
  ['content_filter', 'filtered'],
  ['refusal', 'filtered'],
  ['safety', 'filtered'],
  ['sensitive', 'filtered'],
  ['recitation', 'filtered'],
  ['blocklist', 'filtered'],
  ['prohibited_content', 'filtered'],
]);

/**
 * Finish reasons that are failures: DeepSeek's servers gave up with "insufficient_system_resource", Z.AI's with
 * "network_error", vLLM's and SGLang's with "abort".
 */
export const failedReasons: ReadonlySet<string> = new Set([
  'error',
  'insufficient_system_resource',
  'network_error',
  'abort',
]);

import { chatEquivalences, chatReader } from './chat.ts';
import { type Equivalence, usual } from './equivalence.ts';
import { Inexpressible, isObject, type Json, list } from './json.ts';
import type { RequestReader } from './reader.ts';

const oneText = (value: unknown): unknown => {
  const [only, ...more] = Array.isArray(value) ? (value as readonly unknown[]) : [];
  return more.length === 0 && isObject(only) && only['type'] === 'text' && Object.keys(only).length === 2
    ? only['text']
    : value;
};

/** https://docs.cohere.com/reference/chat; much is as in OpenAI's chat completions. */
export const cohereEquivalences: readonly Equivalence[] = [
  ...chatEquivalences,
  { at: 'messages[].content', reason: 'one text in a list is the text itself', spelled: oneText },
];

/** What chat completions have no word for; the rest is read as such. */
export const cohereReader: RequestReader = {
  equivalences: cohereEquivalences,
  unsure: ['thinking'],
  read(body, model) {
    const { response_format: format, ...rest } = body;
    const messages = list(rest['messages'], 'messages');
    if (messages.some((entry) => isObject(entry) && 'tool_plan' in entry))
      throw new Inexpressible('messages[].tool_plan');
    const request = chatReader.read(rest, model);
    if (format === undefined) return request;
    const { json_schema: schema } = format as Json;
    if (!isObject(schema)) throw new Inexpressible('response_format without a schema');
    return { ...request, responseFormat: { name: 'answer', schema } };
  },
};

/** https://docs.cohere.com/reference/chat-v1 */
export const cohereV1Reader: RequestReader = {
  equivalences: [usual('stream', false), usual('chat_history', [], 'nothing was said before')],
  unsure: ['temperature'],
  read(body, model) {
    const { message, preamble, chat_history: history, max_tokens: limit, temperature, ...rest } = body;
    const other = Object.keys(rest).find((name) => name !== 'model' && name !== 'stream');
    if (other !== undefined || history !== undefined) throw new Inexpressible(other ?? 'chat_history');
    return {
      model,
      ...(typeof preamble === 'string' ? { system: preamble } : {}),
      messages: [{ role: 'user', text: String(message) }],
      ...(typeof limit === 'number' ? { maxOutputTokens: limit } : {}),
      ...(typeof temperature === 'number' ? { temperature } : {}),
    };
  },
};

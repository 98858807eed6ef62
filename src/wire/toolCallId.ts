import type { Message } from '../model/message.ts';

const letters = 'abcdefghijklmnopqrstuvwxyz0123456789';

/**
 * Mistral takes tool call ids of exactly nine letters and digits, and this gives every other id one of its own:
 * https://github.com/mistralai/mistral-common/blob/main/src/mistral_common/protocol/instruct/validator.py
 */
export function nineLetters(id: string): string {
  if (/^[A-Za-z0-9]{9}$/.test(id)) return id;
  // FNV-1a, twice with different beginnings, for the 46 bits that nine letters hold.
  let [low, high] = [0x811c9dc5, 0x9dc5811c];
  for (const character of id) {
    const code = character.codePointAt(0) ?? 0;
    low = Math.imul(low ^ code, 0x01000193) >>> 0;
    high = Math.imul(high ^ code, 0x01000193) >>> 0;
  }
  let rest = (BigInt(high) << 32n) | BigInt(low);
  let name = '';
  for (let position = 0; position < 9; position++) {
    name += letters[Number(rest % 36n)];
    rest /= 36n;
  }
  return name;
}

/**
 * An id that is at most this long and of letters, digits, "_" and "-" only, as Anthropic and OpenAI want it
 * ("String should match pattern '^[a-zA-Z0-9_-]+$'", "string too long. Expected a string with maximum length 40");
 * every other id gets one of its own.
 */
export function plainId(id: string, maxLength: number): string {
  return id.length <= maxLength && /^[\w-]+$/.test(id) ? id : `call_${nineLetters(id)}`;
}

const kimi = /kimi-k2/i;

/**
 * New ids for the calls of a chat, by their old ones, where the model wants all of one form: Kimi K2 reads the name of the
 * called function in the id and nowhere else, and writes broken calls after any other:
 * https://huggingface.co/moonshotai/Kimi-K2-Instruct-0905/blob/main/docs/tool_call_guidance.md
 */
export function namingIds(model: string, messages: readonly Message[]): ReadonlyMap<string, string> {
  const parts = kimi.test(model)
    ? messages.flatMap((message) => (message.role === 'assistant' ? message.parts : []))
    : [];
  const calls = parts.filter((part) => part.type === 'tool-call');
  return new Map(calls.map(({ id, name }, place) => [id, `functions.${name}:${place}`]));
}

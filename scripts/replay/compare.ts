import { isDeepStrictEqual } from 'node:util';
import type { Expected } from './exchange.ts';
import type { Got } from './play.ts';

/**
 * Where what was understood differs from what should have been; empty when all is well. A field that `expected` leaves
 * out is not compared; one that is null is expected to be empty.
 */
export function differences(expected: Expected, got: Got): readonly string[] {
  if (expected.error) return errorDifferences(expected.error, got);
  return [
    ...(expected.text === undefined ? [] : difference('text', expected.text ?? '', got.text)),
    ...(expected.reasoning === undefined ? [] : difference('reasoning', expected.reasoning ?? '', got.reasoning)),
    // Anthropic's explanation of a refusal is shown as one; the recordings know only OpenAI's field.
    ...(expected.refusal ? difference('refusal', expected.refusal, got.refusal) : []),
    ...(expected.tool_calls === undefined ? [] : toolCallDifferences(expected.tool_calls ?? [], got.toolCalls)),
    ...(expected.usage === undefined ? [] : usageDifferences(expected.usage, got.usage)),
    ...endDifferences(expected, got),
  ];
}

function difference(name: string, expected: unknown, got: unknown): readonly string[] {
  return isDeepStrictEqual(expected, got) ? [] : [`${name}: expected ${brief(expected)}, got ${brief(got)}`];
}

const brief = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 300);

function endDifferences(expected: Expected, { finish, error }: Got): readonly string[] {
  if (expected.stream_error) {
    if (error === undefined) return ['error: expected one in the stream, got none'];
    return contained(wordsOf(expected.stream_error), error.detail);
  }
  if (error !== undefined) return [`error: expected none, got ${brief(error)}`];
  if (expected.finish_reason === undefined) return [];
  return difference('finish', expected.finish_reason ?? undefined, finish?.raw);
}

function toolCallDifferences(expected: NonNullable<Expected['tool_calls']>, got: Got['toolCalls']): readonly string[] {
  if (expected.length !== got.length) return [`toolCalls: expected ${expected.length}, got ${got.length}`];
  return expected.flatMap((call, index) => {
    const mine = got[index];
    if (mine === undefined) return [];
    const wanted = call.arguments ?? call.input ?? call.arguments_raw ?? {};
    return [
      ...difference(`toolCalls[${index}].name`, call.name, mine.name),
      ...(call.id ? difference(`toolCalls[${index}].id`, call.id, mine.id) : []),
      ...difference(`toolCalls[${index}].arguments`, wanted, mine.arguments),
    ];
  });
}

function usageDifferences(raw: Expected['usage'], got: Got['usage']): readonly string[] {
  const totals = totalsOf(raw);
  const mine = got === undefined ? undefined : { inputTokens: got.inputTokens, outputTokens: got.outputTokens };
  const parts = [got?.cacheReadTokens, got?.cacheWriteTokens].map((part) => part ?? 0);
  return [
    ...difference('usage', totals, mine),
    ...parts.flatMap((part) =>
      part > (got?.inputTokens ?? 0) ? ['usage: a part of the input is more than all of it'] : [],
    ),
    ...((got?.reasoningTokens ?? 0) > (got?.outputTokens ?? 0) ? ['usage: more reasoning than output'] : []),
  ];
}

/** What was read and generated in all, calculated from the provider's own numbers in another way than the dialects do. */
function totalsOf(raw: Expected['usage']): { inputTokens: number; outputTokens: number } | undefined {
  if (!raw) return undefined;
  const count = (value: unknown): number => (typeof value === 'number' ? value : 0);
  if ('input_tokens' in raw) {
    const cached = count(raw['cache_read_input_tokens']) + count(raw['cache_creation_input_tokens']);
    return { inputTokens: count(raw['input_tokens']) + cached, outputTokens: count(raw['output_tokens']) };
  }
  const [prompt, completion, total] = ['prompt_tokens', 'completion_tokens', 'total_tokens'].map((key) =>
    count(raw[key]),
  );
  const unaccounted = count(total) - count(prompt) - count(completion);
  return { inputTokens: count(prompt), outputTokens: count(completion) + Math.max(0, unaccounted) };
}

function errorDifferences(expected: NonNullable<Expected['error']>, { error }: Got): readonly string[] {
  if (error === undefined) return ['error: expected one, got none'];
  const { status, text, message, message_structured: structured } = expected;
  const isPage = typeof text === 'string' && /^\s*</.test(text);
  const words = isPage ? [] : [message ?? text, structured].flatMap(wordsOf);
  return [
    ...(status === undefined ? [] : difference('error.status', status, error.status)),
    ...(error.detail?.includes('<html') === true ? ['error.detail: holds markup'] : []),
    ...contained(words, error.detail),
  ];
}

function wordsOf(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(wordsOf);
  if (typeof value !== 'object' || value === null) return [];
  const { message, msg } = value as { message?: unknown; msg?: unknown };
  return wordsOf(message ?? msg);
}

/** A detail is cut to 2,000 characters. */
const contained = (words: readonly string[], detail = ''): readonly string[] =>
  words
    .filter((text) => !detail.includes(text.trim().slice(0, 1_500)))
    .map((text) => `error.detail: lacks ${brief(text)}, is ${brief(detail)}`);

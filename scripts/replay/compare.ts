import { isDeepStrictEqual } from 'node:util';
import type { Expected } from './exchange.ts';
import type { Got } from './play.ts';
import { usageFromRaw } from './rawUsage.ts';

/**
 * Where what was understood differs from what should have been; empty when all is well. A field that `expected` leaves
 * out is not compared; one that is null is expected to be empty.
 */
export function differences(expected: Expected, got: Got): readonly string[] {
  if (expected.error) return errorDifferences(expected.error, got);
  return [
    ...(expected.text === undefined ? [] : difference('text', expected.text ?? '', got.text)),
    ...(expected.reasoning === undefined ? [] : difference('reasoning', reasoningIn(expected), got.reasoning)),
    // Anthropic's explanation of a refusal is shown as one; the recordings know only OpenAI's field.
    ...(expected.refusal ? difference('refusal', expected.refusal, got.refusal) : []),
    ...callDifferences(expected, got.toolCalls),
    ...(expected.usage === undefined ? [] : usageDifferences(expected.usage, got.usage)),
    ...endDifferences(expected, got),
  ];
}

/** Cohere's plan for its tools is recorded among the reasoning of whole answers, and apart from that of streams. */
const reasoningIn = ({ reasoning, tool_plan: plan }: Expected): string => (plan ?? '') + (reasoning ?? '');

function difference(name: string, expected: unknown, got: unknown): readonly string[] {
  return isDeepStrictEqual(expected, got) ? [] : [`${name}: expected ${brief(expected)}, got ${brief(got)}`];
}

const brief = (value: unknown): string => (JSON.stringify(value) ?? 'nothing').slice(0, 300);

function endDifferences(expected: Expected, { finish, error }: Got): readonly string[] {
  const failed = expected.stream_error || expected.response_error;
  if (failed) {
    if (error === undefined) return ['error: expected one in the answer, got none'];
    return contained(wordsOf(failed), error.detail);
  }
  const raw = expected.finish_reason ?? expected.block_reason;
  // An answer whose end never came is an error for us, while the recordings only tell that there is no reason.
  const hasNoEnd = expected.finish_reason === null && !raw;
  if (hasNoEnd && (error?.kind === 'interrupted' || error?.kind === 'bad-response')) return [];
  if (error !== undefined) return [`error: expected none, got ${brief(error)}`];
  if (expected.finish_reason === undefined) return [];
  return difference('finish', raw?.toString(), finish?.raw);
}

function callDifferences(expected: Expected, got: Got['toolCalls']): readonly string[] {
  const pieces = expected.tool_calls_streamed_partial_args;
  if (pieces) {
    const names = pieces.flatMap(({ name }) => name ?? []);
    return difference(
      'toolCalls',
      names,
      got.map(({ name }) => name),
    );
  }
  return expected.tool_calls === undefined ? [] : toolCallDifferences(expected.tool_calls ?? [], got);
}

function toolCallDifferences(expected: NonNullable<Expected['tool_calls']>, got: Got['toolCalls']): readonly string[] {
  if (expected.length !== got.length) return [`toolCalls: expected ${expected.length}, got ${got.length}`];
  return expected.flatMap((call, index) => {
    const mine = got[index];
    if (mine === undefined) return [];
    const wanted = call.arguments ?? call.input ?? argumentsIn(call.arguments_raw);
    return [
      ...difference(`toolCalls[${index}].name`, call.name, mine.name),
      ...(call.id ? difference(`toolCalls[${index}].id`, call.id, mine.id) : []),
      ...difference(`toolCalls[${index}].arguments`, wanted, mine.arguments),
    ];
  });
}

/** Text that is no JSON stands for itself. */
function argumentsIn(raw: string | null | undefined): unknown {
  if (raw === undefined || raw === null) return {};
  try {
    return JSON.parse(raw);
  } catch {
    return raw;
  }
}

/** What was counted, beside what the provider's own numbers come to in a calculation that knows nothing of the dialects. */
function usageDifferences(raw: Expected['usage'], got: Got['usage']): readonly string[] {
  return difference('usage', usageFromRaw(raw), got);
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

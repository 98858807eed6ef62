import * as z from 'zod/mini';
import type { Usage } from '../model/usage.ts';
import { lenient } from './lenient.ts';
import { openaiChatUsage, part } from './openaiChatUsage.ts';

const count = lenient(z.number().check(z.nonnegative()));

const schema = z.object({
  input_tokens: z.number().check(z.nonnegative()),
  output_tokens: count,
  input_tokens_details: lenient(z.object({ cached_tokens: count, cache_write_tokens: count })),
  output_tokens_details: lenient(z.object({ reasoning_tokens: count })),
});

/** The totals hold their parts: https://platform.openai.com/docs/api-reference/responses/object. Some hosts count as in a chat. */
export function openaiResponsesUsage(json: unknown): Usage | undefined {
  const found = schema.safeParse(json);
  if (!found.success) return openaiChatUsage(json);
  const { input_tokens: input, output_tokens: output, input_tokens_details: read } = found.data;
  const [inputTokens, outputTokens] = [Math.round(input), Math.round(output ?? 0)];
  return {
    inputTokens,
    outputTokens,
    ...part('cacheReadTokens', read?.cached_tokens, inputTokens),
    ...part('cacheWriteTokens', read?.cache_write_tokens, inputTokens),
    ...part('reasoningTokens', found.data.output_tokens_details?.reasoning_tokens, outputTokens),
  };
}

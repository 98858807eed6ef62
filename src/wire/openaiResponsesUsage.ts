import type { Usage } from '../model/usage.ts';
import * as read from './read.ts';
import { openaiChatUsage, part } from './openaiChatUsage.ts';

const counts = read.object(
  {
    input_tokens: read.count,
    output_tokens: read.count,
    input_tokens_details: read.object({ cached_tokens: read.count, cache_write_tokens: read.count }),
    output_tokens_details: read.object({ reasoning_tokens: read.count }),
  },
  'input_tokens',
);

/** The totals hold their parts: https://platform.openai.com/docs/api-reference/responses/object. Some hosts count as in a chat. */
export function openaiResponsesUsage(json: unknown): Usage | undefined {
  const found = counts(json);
  if (found === undefined) return openaiChatUsage(json);
  const { input_tokens: input, output_tokens: output, input_tokens_details: read } = found;
  const [inputTokens, outputTokens] = [Math.round(input), Math.round(output ?? 0)];
  return {
    inputTokens,
    outputTokens,
    ...part('cacheReadTokens', read?.cached_tokens, inputTokens),
    ...part('cacheWriteTokens', read?.cache_write_tokens, inputTokens),
    ...part('reasoningTokens', found.output_tokens_details?.reasoning_tokens, outputTokens),
  };
}

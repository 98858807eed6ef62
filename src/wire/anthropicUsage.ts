import type { Usage } from '../model/usage.ts';
import * as read from './read.ts';

/** Counts as the API gives them: each may be missing. */
export const anthropicCounts = read.object({
  input_tokens: read.count,
  cache_read_input_tokens: read.count,
  cache_creation_input_tokens: read.count,
  output_tokens: read.count,
  output_tokens_details: read.object({ thinking_tokens: read.count }),
});
export type AnthropicCounts = read.Found<typeof anthropicCounts>;

/**
 * Anthropic counts what it read from or wrote to the cache apart from `input_tokens`:
 * https://docs.claude.com/en/docs/build-with-claude/prompt-caching#tracking-cache-performance
 */
export function anthropicUsage(counts: AnthropicCounts): Usage | undefined {
  const {
    input_tokens: input,
    output_tokens: output,
    cache_read_input_tokens: read,
    cache_creation_input_tokens: written,
  } = counts;
  if (typeof input !== 'number' && typeof output !== 'number') return undefined;
  const reasoning = counts.output_tokens_details?.thinking_tokens;
  return {
    inputTokens: (input ?? 0) + (read ?? 0) + (written ?? 0),
    outputTokens: output ?? 0,
    ...(typeof read === 'number' ? { cacheReadTokens: read } : {}),
    ...(typeof written === 'number' ? { cacheWriteTokens: written } : {}),
    ...(typeof reasoning === 'number' ? { reasoningTokens: reasoning } : {}),
  };
}

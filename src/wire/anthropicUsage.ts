import * as z from 'zod/mini';
import type { Usage } from '../model/usage.ts';
import { lenient } from './lenient.ts';

const count = lenient(z.number().check(z.nonnegative()));

/** Counts as the API gives them: each may be missing, and later ones replace earlier ones. */
export const anthropicCounts = z.object({
  input_tokens: count,
  cache_read_input_tokens: count,
  cache_creation_input_tokens: count,
  output_tokens: count,
  output_tokens_details: lenient(z.object({ thinking_tokens: count })),
});
export type AnthropicCounts = z.infer<typeof anthropicCounts>;

/** `message_delta` repeats and corrects what `message_start` said; what it leaves out still holds. */
export function mergedCounts(earlier: AnthropicCounts, later: AnthropicCounts): AnthropicCounts {
  const known = Object.entries(later).filter(([, value]) => value !== undefined && value !== null);
  return { ...earlier, ...Object.fromEntries(known) };
}

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

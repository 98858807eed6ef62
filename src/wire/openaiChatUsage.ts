import type { Usage } from '../model/usage.ts';
import * as read from './read.ts';

const counts = read.object(
  {
    prompt_tokens: read.count,
    completion_tokens: read.count,
    total_tokens: read.count,
    prompt_tokens_details: read.object({ cached_tokens: read.count, cache_write_tokens: read.count }),
    completion_tokens_details: read.object({ reasoning_tokens: read.count }),
    // DeepSeek: https://api-docs.deepseek.com/api/create-chat-completion
    prompt_cache_hit_tokens: read.count,
    // Mistral and hosts behind the Hugging Face router.
    num_cached_tokens: read.count,
    cached_tokens: read.count,
    // Perplexity and Moonshot.
    reasoning_tokens: read.count,
  },
  'prompt_tokens',
);

/**
 * OpenAI's `prompt_tokens` holds the cached ones already. `completion_tokens` holds the reasoning at most hosts, but not
 * at xAI and Google, where only the total tells: so what the total has beyond the prompt was generated.
 */
export function openaiChatUsage(json: unknown): Usage | undefined {
  const raw = counts(json);
  if (raw === undefined) return undefined;
  const inputTokens = Math.round(raw.prompt_tokens);
  const outputTokens = Math.round(Math.max(raw.completion_tokens ?? 0, (raw.total_tokens ?? 0) - inputTokens));
  const cached =
    raw.prompt_tokens_details?.cached_tokens ??
    raw.prompt_cache_hit_tokens ??
    raw.num_cached_tokens ??
    raw.cached_tokens;
  const reasoning = raw.completion_tokens_details?.reasoning_tokens ?? raw.reasoning_tokens;
  return {
    inputTokens,
    outputTokens,
    ...part('cacheReadTokens', cached, inputTokens),
    ...part('cacheWriteTokens', raw.prompt_tokens_details?.cache_write_tokens, inputTokens),
    ...part('reasoningTokens', reasoning, outputTokens),
  };
}

/** A part of a total is never more than the total, whatever a host says. */
export function part(
  key: 'cacheReadTokens' | 'cacheWriteTokens' | 'reasoningTokens',
  value: number | undefined,
  total: number,
): Partial<Usage> {
  return value === undefined ? {} : { [key]: Math.min(Math.round(value), total) };
}

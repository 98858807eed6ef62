import type { Usage } from '../model/usage.ts';
import * as read from './read.ts';

const counts = read.object({ input_tokens: read.count, output_tokens: read.count, reasoning_tokens: read.count });

const usage = read.object({ tokens: counts, billed_units: counts, cached_tokens: read.count });

/**
 * Billed units leave out what Cohere adds to a prompt, so they count only where there is nothing else. What was read from
 * the cache is among the input: https://docs.cohere.com/reference/chat
 */
export function cohereUsage(json: unknown): Usage | undefined {
  const found = usage(json);
  if (found === undefined) return undefined;
  const { tokens, billed_units: billed, cached_tokens: cached } = found;
  const input = tokens?.input_tokens ?? billed?.input_tokens;
  const output = tokens?.output_tokens ?? billed?.output_tokens;
  if (typeof input !== 'number' && typeof output !== 'number') return undefined;
  const [inputTokens, outputTokens] = [input ?? 0, output ?? 0];
  const reasoning = tokens?.reasoning_tokens;
  return {
    inputTokens,
    outputTokens,
    ...(typeof cached === 'number' ? { cacheReadTokens: Math.min(cached, inputTokens) } : {}),
    ...(typeof reasoning === 'number' ? { reasoningTokens: Math.min(reasoning, outputTokens) } : {}),
  };
}

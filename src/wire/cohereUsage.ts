import * as z from 'zod/mini';
import type { Usage } from '../model/usage.ts';
import { lenient } from './lenient.ts';

const count = lenient(z.number().check(z.nonnegative()));

const counts = lenient(z.object({ input_tokens: count, output_tokens: count, reasoning_tokens: count }));

const schema = z.object({ tokens: counts, billed_units: counts, cached_tokens: count });

/**
 * Billed units leave out what Cohere adds to a prompt, so they count only where there is nothing else. What was read from
 * the cache is among the input: https://docs.cohere.com/reference/chat
 */
export function cohereUsage(json: unknown): Usage | undefined {
  const found = schema.safeParse(json);
  if (!found.success) return undefined;
  const { tokens, billed_units: billed, cached_tokens: cached } = found.data;
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

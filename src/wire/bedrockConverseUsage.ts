import * as z from 'zod/mini';
import type { Usage } from '../model/usage.ts';
import { lenient } from './lenient.ts';

const count = lenient(z.number().check(z.nonnegative()));

const schema = z.object({
  inputTokens: z.number().check(z.nonnegative()),
  outputTokens: count,
  cacheReadInputTokens: count,
  cacheWriteInputTokens: count,
});

/**
 * Input tokens do not hold what was read from or written to the cache, and output tokens hold the reasoning:
 * https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html
 */
export function converseUsage(json: unknown): Usage | undefined {
  const found = schema.safeParse(json).data;
  if (found === undefined) return undefined;
  const { inputTokens, outputTokens, cacheReadInputTokens: read, cacheWriteInputTokens: written } = found;
  return {
    inputTokens: inputTokens + (read ?? 0) + (written ?? 0),
    outputTokens: outputTokens ?? 0,
    ...(typeof read === 'number' ? { cacheReadTokens: read } : {}),
    ...(typeof written === 'number' ? { cacheWriteTokens: written } : {}),
  };
}

import type { Usage } from '../model/usage.ts';
import * as read from './read.ts';

const counts = read.object(
  {
    inputTokens: read.count,
    outputTokens: read.count,
    cacheReadInputTokens: read.count,
    cacheWriteInputTokens: read.count,
  },
  'inputTokens',
);

/**
 * Input tokens do not hold what was read from or written to the cache, and output tokens hold the reasoning:
 * https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html
 */
export function converseUsage(json: unknown): Usage | undefined {
  const found = counts(json);
  if (found === undefined) return undefined;
  const { inputTokens, outputTokens, cacheReadInputTokens: read, cacheWriteInputTokens: written } = found;
  return {
    inputTokens: inputTokens + (read ?? 0) + (written ?? 0),
    outputTokens: outputTokens ?? 0,
    ...(typeof read === 'number' ? { cacheReadTokens: read } : {}),
    ...(typeof written === 'number' ? { cacheWriteTokens: written } : {}),
  };
}

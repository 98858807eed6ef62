import type { Usage } from '../model/usage.ts';
import { isRecord } from '../model/json.ts';

const fields = [
  'promptTokenCount',
  'candidatesTokenCount',
  'totalTokenCount',
  'thoughtsTokenCount',
  'toolUsePromptTokenCount',
  'cachedContentTokenCount',
] as const;
export type GeminiCounts = Readonly<Partial<Record<(typeof fields)[number], number>>>;

/**
 * Each chunk of a stream repeats the counts so far; what it leaves out still holds. Checked by hand, since it is done for
 * every piece of text.
 */
export function mergedGeminiCounts(earlier: GeminiCounts, json: unknown): GeminiCounts {
  if (!isRecord(json)) return earlier;
  const merged = { ...earlier };
  for (const field of fields) {
    const count = json[field];
    if (typeof count === 'number' && count >= 0) merged[field] = count;
  }
  return merged;
}

/**
 * What Google's tools put into the prompt and what the model thought are counted beside the prompt and the answer, what
 * was read from the cache within the prompt: https://ai.google.dev/api/generate-content#UsageMetadata
 */
export function geminiUsage(raw: GeminiCounts): Usage | undefined {
  const { promptTokenCount: prompt, candidatesTokenCount: candidates, cachedContentTokenCount: cached } = raw;
  if (prompt === undefined && candidates === undefined && raw.totalTokenCount === undefined) return undefined;
  const inputTokens = (prompt ?? 0) + (raw.toolUsePromptTokenCount ?? 0);
  const outputTokens = (candidates ?? 0) + (raw.thoughtsTokenCount ?? 0);
  return {
    inputTokens,
    outputTokens,
    ...(typeof cached === 'number' ? { cacheReadTokens: Math.min(cached, inputTokens) } : {}),
    ...(typeof raw.thoughtsTokenCount === 'number' ? { reasoningTokens: raw.thoughtsTokenCount } : {}),
  };
}

/**
 * Tokens of one response, normalized: the parts are contained in the totals, never added to them.
 * A field is absent when the provider did not report it.
 */
export interface Usage {
  /** Everything the provider read, cache reads and writes included. */
  readonly inputTokens: number;
  /** Everything the provider generated, reasoning included. */
  readonly outputTokens: number;
  readonly cacheReadTokens?: number;
  readonly cacheWriteTokens?: number;
  readonly reasoningTokens?: number;
}

/** A continued or multi-step answer costs the sum of its requests. */
export function sumUsage(a: Usage, b: Usage): Usage {
  const part = (key: 'cacheReadTokens' | 'cacheWriteTokens' | 'reasoningTokens') =>
    a[key] === undefined && b[key] === undefined ? {} : { [key]: (a[key] ?? 0) + (b[key] ?? 0) };
  return {
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    ...part('cacheReadTokens'),
    ...part('cacheWriteTokens'),
    ...part('reasoningTokens'),
  };
}

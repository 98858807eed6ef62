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
  /** US dollars, at the prices of the day it was asked; absent when they are not known for every part. */
  readonly cost?: number;
}

/** US dollars for a million tokens. */
export interface Price {
  readonly input: number;
  readonly output: number;
  readonly cacheRead?: number;
  readonly cacheWrite?: number;
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
    // What is known of one request only is not what the answer cost.
    ...(a.cost === undefined || b.cost === undefined ? {} : { cost: a.cost + b.cost }),
  };
}

/** What an answer cost as a whole: an answer that was not measured from its beginning may have cost more than is known. */
export function wholeCost({
  usage,
  took,
}: {
  readonly usage?: Usage;
  readonly took?: { readonly uncounted?: true };
}): number | undefined {
  return took === undefined || took.uncounted ? undefined : usage?.cost;
}

/** What a conversation has cost, its other branches and deleted turns included. */
export interface Spent {
  /** US dollars, as far as prices are known. */
  readonly cost: number;
  /** Answers with a part whose price is not known, once they have ended. */
  readonly unpriced: number;
}

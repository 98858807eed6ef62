import type { Respond } from '../model/message.ts';
import type { Price, Usage } from '../model/usage.ts';

/** US dollars for what was used; undefined when the price of a part of it is not known: no price is better than a guess. */
export function costOf(usage: Usage, price: Price): number | undefined {
  if (isFree(price)) return 0;
  const { inputTokens, outputTokens, cacheReadTokens = 0, cacheWriteTokens = 0 } = usage;
  const parts = [
    [inputTokens - cacheReadTokens - cacheWriteTokens, price.input],
    [cacheReadTokens, price.cacheRead],
    [cacheWriteTokens, price.cacheWrite],
    [outputTokens, price.output],
  ] as const;
  let sum = 0;
  for (const [tokens, perMillion] of parts) {
    if (tokens < 0 || (tokens > 0 && perMillion === undefined)) return undefined;
    sum += (tokens * (perMillion ?? 0)) / 1_000_000;
  }
  return sum;
}

/** The same answers, and with their usage what it cost. What is free costs nothing, even when nobody counted. */
export function priced(respond: Respond, price: Price | undefined): Respond {
  if (price === undefined) return respond;
  return async function* (request, signal) {
    let counted = false;
    for await (const event of respond(request, signal)) {
      const isLast = event.type === 'finish' || event.type === 'error';
      if (isLast && !counted && isFree(price))
        yield { type: 'usage', usage: { inputTokens: 0, outputTokens: 0, cost: 0 } };
      if (event.type !== 'usage') {
        yield event;
        continue;
      }
      counted = true;
      const cost = costOf(event.usage, price);
      yield cost === undefined ? event : { type: 'usage', usage: { ...event.usage, cost } };
    }
  };
}

const isFree = ({ input, output }: Price): boolean => input === 0 && output === 0;

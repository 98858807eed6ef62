import { isLoopback } from '../llm/url.ts';
import type { Price } from '../model/usage.ts';
import type { Model } from './models.ts';

/** What a model costs, free on the user's own machine; undefined when that is not known. */
export function priceOf({ connection, info }: Model): Price | undefined {
  if (info.price !== undefined) return info.price;
  const isHere = connection.provider.local && 'baseUrl' in connection && isLoopback(String(connection.baseUrl));
  // Ollama passes these on to its own machines: https://docs.ollama.com/cloud
  return isHere && !/[-:]cloud$/.test(info.id) ? { input: 0, output: 0 } : undefined;
}

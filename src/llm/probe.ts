import type { ResponseError } from '../model/error.ts';
import { checkKey, checkUrl, listModels, namesModels } from './calls.ts';
import type { Field, ModelInfo } from './provider.ts';
import { clockOf, dialectOf, type Endpoint, failureOf } from './send.ts';
import { joinUrl } from './url.ts';

/** What trying an endpoint without asking a model has shown; `url` is where was asked, without anything secret. */
export type Probe =
  | {
      readonly outcome: 'works';
      readonly url: string;
      readonly latencyMs: number;
      readonly models: readonly ModelInfo[];
    }
  | { readonly outcome: 'fails'; readonly url: string; readonly error: ResponseError }
  /** There is no request that costs nothing; `url` is where a model would be asked. */
  | { readonly outcome: 'untested'; readonly url: string; readonly models: readonly ModelInfo[] };

/** Tries address, fields and key with the cheapest requests there are. Never rejects. */
export async function probe(endpoint: Endpoint, signal: AbortSignal): Promise<Probe> {
  const url = checkUrl(endpoint);
  const clock = clockOf(endpoint);
  const startMs = clock.now();
  try {
    if (url === undefined) {
      const models = await listModels(endpoint, signal);
      return { outcome: 'untested', url: shown(answerUrl(endpoint, models[0]?.id ?? '')), models };
    }
    // The list is the check, unless it is public or written down in a field.
    const isOwnRequest = endpoint.provider.checkPath !== undefined || namesModels(endpoint);
    if (isOwnRequest) await checkKey(endpoint, signal);
    const checkedMs = clock.now();
    const models = await listModels(endpoint, signal);
    const latencyMs = (isOwnRequest ? checkedMs : clock.now()) - startMs;
    return { outcome: 'works', url: shown(url), latencyMs, models };
  } catch (cause) {
    return failed(endpoint, cause);
  }
}

/** The outcome when not even a request could be made, for instance because a login has expired. */
export function failed(endpoint: Endpoint, cause: unknown): Probe {
  const url = checkUrl(endpoint) ?? answerUrl(endpoint, '');
  return { outcome: 'fails', url: shown(url), error: failureOf(cause, endpoint).error };
}

/** The fields whose values stand in an address: what to look at first when there is nothing there. */
export function fieldsIn(
  url: string,
  { provider, values = {} }: Pick<Endpoint, 'provider' | 'values'>,
): readonly Field[] {
  const { host, pathname } = new URL(url);
  const text = host + pathname;
  const isIn = (value: string | undefined) => value !== undefined && value.length > 1 && text.includes(value);
  return (provider.fields ?? []).filter(({ id }) => isIn(values[id]));
}

function answerUrl(endpoint: Endpoint, model: string): string {
  const { provider, baseUrl, values = {} } = endpoint;
  const { path } = dialectOf(endpoint, model).encode({ model, messages: [] }, { stream: true, cachePrompt: false });
  return provider.requestUrl?.({ baseUrl, path, model, values }) ?? joinUrl(baseUrl, path);
}

/** Origin and path: a query may hold a key. */
function shown(url: string): string {
  const { origin, pathname } = new URL(url);
  return origin + pathname;
}

import * as l10n from '@vscode/l10n';
import { Failure } from './failure.ts';
import type { ModelInfo } from './provider.ts';
import { clockOf, dialectOf, type Endpoint, failureOf, isOwnAddress, send } from './send.ts';
import { joinUrl } from './url.ts';
import { Watchdog } from './watchdog.ts';

/** Neither a list nor a check is worth more patience, also where an answer would be. */
const limitMs = 30_000;
const maxBytes = 16 * 1024 * 1024;

/** The models an endpoint offers. Rejects with a {@link Failure}. */
export function listModels(endpoint: Endpoint, signal: AbortSignal): Promise<readonly ModelInfo[]> {
  const { provider, values = {} } = endpoint;
  const named = provider.modelsField === undefined ? undefined : values[provider.modelsField];
  if (named !== undefined) return Promise.resolve(namedModels(named));
  const dialect = dialectOf(endpoint);
  const list = async (url: string) => dialect.models(await get(endpoint, url, signal));
  // A key that was given for a gateway is not sent past it, to where the provider itself keeps its lists.
  const more = isOwnAddress(endpoint) ? provider.moreModelsUrl?.(values) : undefined;
  return naming(endpoint, async () => {
    const others = more === undefined ? [] : list(more).catch(() => []);
    return [...(await list(modelsUrl(endpoint))), ...(await others)];
  });
}

/**
 * Tries the key with the cheapest request there is, if there is one. Rejects with a {@link Failure} when it was not
 * accepted.
 */
export async function checkKey(endpoint: Endpoint, signal: AbortSignal): Promise<void> {
  const url = checkUrl(endpoint);
  if (url !== undefined) await naming(endpoint, () => get(endpoint, url, signal));
}

/** What is asked to try a key; undefined where nothing can be asked but a model. */
export function checkUrl(endpoint: Endpoint): string | undefined {
  const { provider, baseUrl } = endpoint;
  if (provider.checkPath !== undefined) return joinUrl(baseUrl, provider.checkPath);
  return namesModels(endpoint) && provider.modelsUrl === undefined ? undefined : modelsUrl(endpoint);
}

/** True when a field of the connection says which models there are, because no list does. */
export const namesModels = ({ provider, values = {} }: Endpoint): boolean =>
  provider.modelsField !== undefined && values[provider.modelsField] !== undefined;

/** Where the list of models is asked for. */
export function modelsUrl(endpoint: Endpoint): string {
  const { provider, baseUrl, values = {} } = endpoint;
  const elsewhere = isOwnAddress(endpoint) ? provider.modelsUrl?.(values) : undefined;
  return elsewhere ?? joinUrl(baseUrl, dialectOf(endpoint).modelsPath);
}

const namedModels = (names: string): readonly ModelInfo[] =>
  names
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '')
    .map((id) => ({ id }));

/** Makes whatever goes wrong a failure that names the endpoint. */
async function naming<T>(endpoint: Endpoint, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw failureOf(cause, endpoint);
  }
}

async function get(endpoint: Endpoint, url: string, signal: AbortSignal): Promise<unknown> {
  const watchdog = new Watchdog(clockOf(endpoint), signal);
  watchdog.limit(limitMs);
  try {
    const headers = { accept: 'application/json', 'accept-encoding': 'identity', ...dialectOf(endpoint).headers };
    const body = await send(endpoint, { method: 'GET', url, headers }, watchdog);
    try {
      return parsed(await body.text(maxBytes));
    } finally {
      body.close();
    }
  } finally {
    watchdog.stop();
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new Failure({
      kind: 'bad-response',
      reason: l10n.t('{0} answered with something that is not JSON; check the address'),
    });
  }
}

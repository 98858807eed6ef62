import { Failure } from './failure.ts';
import type { ModelInfo } from './provider.ts';
import { clockOf, dialectOf, type Endpoint, failureOf, send } from './send.ts';
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
  return naming(endpoint, async () => dialect.models(await get(endpoint, modelsUrl(endpoint), signal)));
}

/** Tries the key with the cheapest request there is. Rejects with a {@link Failure} when it was not accepted. */
export async function checkKey(endpoint: Endpoint, signal: AbortSignal): Promise<void> {
  const { checkPath } = endpoint.provider;
  const url = checkPath === undefined ? modelsUrl(endpoint) : joinUrl(endpoint.baseUrl, checkPath);
  await naming(endpoint, () => get(endpoint, url, signal));
}

/** Where the list of models is asked for. */
export function modelsUrl(endpoint: Endpoint): string {
  const { provider, baseUrl, values = {} } = endpoint;
  return provider.modelsUrl?.(values) ?? joinUrl(baseUrl, dialectOf(endpoint).modelsPath);
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
    throw new Failure({ kind: 'bad-response', reason: 'answered with something that is not JSON; check the address' });
  }
}

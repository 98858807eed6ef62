import { Failure } from './failure.ts';
import type { ModelInfo } from './provider.ts';
import { clockOf, type Endpoint, failureOf, send } from './send.ts';
import { joinUrl } from './url.ts';
import { Watchdog } from './watchdog.ts';

/** Neither a list nor a check is worth more patience, also where an answer would be. */
const limitMs = 30_000;
const maxBytes = 16 * 1024 * 1024;

/** The models an endpoint offers. Rejects with a {@link Failure}. */
export function listModels(endpoint: Endpoint, signal: AbortSignal): Promise<readonly ModelInfo[]> {
  const { dialect } = endpoint.provider;
  return naming(endpoint, async () => dialect.models(await get(endpoint, dialect.modelsPath, signal)));
}

/** Tries the key with the cheapest request there is. Rejects with a {@link Failure} when it was not accepted. */
export async function checkKey(endpoint: Endpoint, signal: AbortSignal): Promise<void> {
  const { checkPath, dialect } = endpoint.provider;
  await naming(endpoint, () => get(endpoint, checkPath ?? dialect.modelsPath, signal));
}

/** Makes whatever goes wrong a failure that names the endpoint. */
async function naming<T>(endpoint: Endpoint, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (cause) {
    throw failureOf(cause, endpoint);
  }
}

async function get(endpoint: Endpoint, path: string, signal: AbortSignal): Promise<unknown> {
  const watchdog = new Watchdog(clockOf(endpoint), signal);
  watchdog.limit(limitMs);
  try {
    const headers = { accept: 'application/json', 'accept-encoding': 'identity', ...endpoint.provider.dialect.headers };
    const url = joinUrl(endpoint.baseUrl, path);
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

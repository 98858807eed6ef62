import type { HttpRequest, HttpResponse, Transport } from '../model/http.ts';
import { type Clock, systemClock } from './clock.ts';
import { failureFromResponse } from './errorBody.ts';
import { Failure } from './failure.ts';
import type { Limiter } from './limiter.ts';
import { networkFailure } from './networkFailure.ts';
import type { Dialect, FieldValues, Login, Provider } from './provider.ts';
import { ResponseBody } from './responseBody.ts';
import type { TimeoutSeconds } from './timeLimits.ts';
import { isLoopback } from './url.ts';
import { Aborted, type Watchdog } from './watchdog.ts';

/** Where requests go, and how they are made there. */
export interface Route {
  readonly provider: Provider;
  readonly baseUrl: string;
  /** What the provider's fields hold; none when absent. */
  readonly values?: FieldValues;
  /** Which of the provider's APIs; its usual one when absent. */
  readonly api?: string;
  /** Proves who asks in another way than with a key. */
  readonly login?: Login;
  /** False asks for whole answers. */
  readonly stream?: boolean;
  /** False leaves the beginning of prompts uncached where caching has to be asked for. */
  readonly cachePrompt?: boolean;
  /** The user's own time limits; see {@link TimeoutSeconds}. */
  readonly timeoutSeconds?: TimeoutSeconds;
  /** The user's own limits on what is sent, whatever the model. */
  readonly requestsPerMinute?: number;
  readonly tokensPerMinute?: number;
}

/** A connection made ready for use; `key` is what its login came up with where it has one. */
export interface Endpoint extends Route {
  /** How the user knows it; the provider's own name when absent. */
  readonly label?: string;
  readonly key?: string;
  readonly transport: Transport;
  /** Shared by all requests of the connection; without one, none waits for another. */
  readonly limiter?: Limiter;
  readonly clock?: Clock;
}

/** No answer's error needs more; a gateway's error page can be of any size. */
const maxErrorBytes = 64 * 1024;

export const clockOf = ({ clock }: Endpoint): Clock => clock ?? systemClock;

/** True when silence has no limit: a model on the user's own machine may think for as long as it needs. */
export const isPatient = ({ provider, baseUrl }: Endpoint): boolean => provider.local === true || isLoopback(baseUrl);

/** True at the address that the provider has or makes of its fields, rather than at one of the user's. */
export function isOwnAddress({
  provider,
  baseUrl,
  values = {},
}: Pick<Endpoint, 'provider' | 'baseUrl' | 'values'>): boolean {
  const own = provider.baseUrl ?? provider.baseUrlFrom?.(values);
  return own !== undefined && new URL(own).origin === new URL(baseUrl).origin;
}

/** How to speak to a model of this endpoint. */
export function dialectOf({ provider, api }: Pick<Endpoint, 'provider' | 'api'>, model?: string): Dialect {
  const chosen = api === undefined ? undefined : provider.apis?.[api];
  return chosen ?? (model === undefined ? undefined : provider.dialectFor?.(model)) ?? provider.dialect;
}

/** The failure as the user reads it: it names the endpoint and does not hold its key. */
export function failureOf(cause: unknown, endpoint: Endpoint): Failure {
  const { provider, label, key } = endpoint;
  const failure = cause instanceof Failure ? cause : networkFailure(cause, { local: isPatient(endpoint) });
  const reason = failure.fault.reason ?? provider.reasons?.[failure.fault.kind];
  return (reason === undefined ? failure : new Failure({ ...failure.fault, reason })).of(label ?? provider.label, key);
}

/** Signs and sends; gives the body of a successful answer, and throws a {@link Failure} for any other. */
export async function send(endpoint: Endpoint, request: HttpRequest, watchdog: Watchdog): Promise<ResponseBody> {
  const signed = await watchdog.guard((async () => sign(endpoint, request, watchdog.signal))());
  watchdog.throwIfTripped();
  const response = await respond(endpoint, signed, watchdog);
  const body = new ResponseBody(response.body, watchdog);
  if (response.status >= 200 && response.status < 300) return body;
  try {
    throw await refusal(response, body, clockOf(endpoint));
  } finally {
    body.close();
  }
}

/** A request with what proves who asks, where the endpoint has it. */
export function sign(
  endpoint: Endpoint,
  request: HttpRequest,
  signal: AbortSignal,
): HttpRequest | Promise<HttpRequest> {
  const { provider, key, login, values = {}, transport } = endpoint;
  const signWith = login?.sign ?? provider.sign;
  if (key === undefined) {
    if (provider.key !== undefined) throw new Failure({ kind: 'no-key' });
    return request;
  }
  if (signWith === undefined) return request;
  if (!request.url.startsWith('https:') && !isLoopback(request.url)) {
    throw new Failure({ kind: 'bad-request', reason: 'has an address that is not https; a key is not sent there' });
  }
  return signWith(request, key, { values, transport, signal, now: () => clockOf(endpoint).now() });
}

async function respond(endpoint: Endpoint, request: HttpRequest, watchdog: Watchdog): Promise<HttpResponse> {
  try {
    return await watchdog.guard(endpoint.transport(request, watchdog.signal));
  } catch (cause) {
    if (cause instanceof Aborted || cause instanceof Failure) throw cause;
    throw networkFailure(cause, { local: isPatient(endpoint) });
  }
}

async function refusal({ status, headers }: HttpResponse, body: ResponseBody, clock: Clock): Promise<Failure> {
  if (status >= 300 && status < 400) return redirected(status, headers['location']);
  return failureFromResponse({ status, headers, body: await body.text(maxErrorBytes), nowMs: clock.now() });
}

/** Of the new address only the origin is told: the rest may hold a secret. */
function redirected(status: number, location: string | undefined): Failure {
  const target = location !== undefined && URL.canParse(location) ? new URL(location).origin : 'another address';
  const reason = `redirects to ${target}, which was not followed, because the key belongs to this address only; correct the address`;
  return new Failure({ kind: 'bad-response', status, reason });
}

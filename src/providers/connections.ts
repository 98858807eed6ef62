import type { Field, FieldValues, Provider } from '../llm/provider.ts';
import { isOwnAddress, type Route } from '../llm/send.ts';
import type { TimeoutSeconds } from '../llm/timeLimits.ts';
import { isLoopback } from '../llm/url.ts';
import { providerById, providers } from './lookup.ts';
import { openaiCompatible } from './registry.ts';

/** Where models come from, as pickers show it: a connection, or the editor itself. */
export interface Source {
  readonly id: string;
  readonly label: string;
  readonly provider: Pick<Provider, 'id' | 'label' | 'contextWindow' | 'preferredModels' | 'local'>;
}

/** A provider at an address: what a key belongs to and a request is sent to. */
export interface Connection extends Source, Route {
  readonly provider: Provider;
}

/** A server of the user's own, see the setting `parley.connections`. */
export interface ConnectionSpec {
  readonly provider: string;
  readonly baseUrl?: string | undefined;
  readonly label?: string | undefined;
  /** What the provider's fields hold, by their ids. */
  readonly fields?: FieldValues | undefined;
  readonly api?: string | undefined;
  /** Id of one of the provider's logins, to use instead of a key. */
  readonly login?: string | undefined;
  readonly stream?: boolean | undefined;
  readonly cachePrompt?: boolean | undefined;
  readonly timeoutSeconds?: TimeoutSeconds | undefined;
  readonly requestsPerMinute?: number | undefined;
  readonly tokensPerMinute?: number | undefined;
}

export interface ConnectionsOptions {
  readonly demo?: Connection | undefined;
  /** Told of each setting that cannot be used, in a sentence. */
  onProblem?(sentence: string): void;
}

/** The scheme, host and port a key is bound to. */
export function originOf(connection: Connection): string {
  return new URL(connection.baseUrl).origin;
}

/**
 * All connections: one for each provider with an address of its own, then the user's, which may replace them by id,
 * then the demo where there is one.
 */
export function connectionsFrom(
  specs: Readonly<Record<string, ConnectionSpec | undefined>>,
  { demo, onProblem }: ConnectionsOptions = {},
): readonly Connection[] {
  const found = new Map<string, Connection>();
  for (const provider of providers) {
    if (provider.baseUrl === undefined) continue;
    const { id, label, baseUrl, fields = [] } = provider;
    const values = valuesFrom(fields, {});
    const initial = typeof values === 'string' || Object.keys(values).length === 0 ? {} : { values };
    found.set(id, { id, label, provider, baseUrl, ...initial });
  }
  for (const [id, spec] of Object.entries(specs)) {
    const connection = spec === undefined ? 'It is not of the right form.' : connectionFrom(id, spec);
    if (typeof connection === 'string')
      onProblem?.(`The connection “${id}” of the settings is not used. ${connection}`);
    else found.set(id, connection);
  }
  if (demo !== undefined) found.set(demo.id, demo);
  return [...found.values()];
}

/** The connection, or why there can be none. */
export function connectionFrom(id: string, spec: ConnectionSpec): Connection | string {
  const { api, stream, cachePrompt, timeoutSeconds, requestsPerMinute, tokensPerMinute } = spec;
  const provider = providerById(spec.provider);
  if (provider === undefined) return `There is no provider “${spec.provider}”.`;
  const read = spec.baseUrl === undefined ? undefined : addressIn(provider, spec.baseUrl);
  const values = valuesFrom(provider.fields ?? [], { ...read?.values, ...spec.fields });
  if (typeof values === 'string') return values;
  const baseUrl =
    (read === undefined ? spec.baseUrl : read.baseUrl) ?? provider.baseUrl ?? provider.baseUrlFrom?.(values);
  if (baseUrl === undefined) return 'It needs a baseUrl.';
  const problem = urlProblem(baseUrl);
  if (problem !== undefined) return problem;
  if (api !== undefined && !Object.hasOwn(provider.apis ?? {}, api)) return `${provider.label} has no API “${api}”.`;
  const login = provider.logins?.find((one) => one.id === spec.login);
  if (spec.login !== undefined && login === undefined) return `${provider.label} has no login “${spec.login}”.`;
  // What a login gives is worth more than a key for one address, and nobody has pasted it for this one.
  if (login !== undefined && !isOwnAddress({ provider, baseUrl, values }) && !addressIn(provider, baseUrl))
    return `The login “${login.label}” is used at addresses of ${provider.label} itself only. Remove the baseUrl, or use a key.`;
  return {
    id,
    label: spec.label?.trim() || (id === provider.id ? provider.label : id),
    provider,
    baseUrl,
    ...(Object.keys(values).length === 0 ? {} : { values }),
    ...(api === undefined ? {} : { api }),
    ...(login === undefined ? {} : { login }),
    ...(stream === undefined ? {} : { stream }),
    ...(cachePrompt === undefined ? {} : { cachePrompt }),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
    ...(requestsPerMinute === undefined ? {} : { requestsPerMinute }),
    ...(tokensPerMinute === undefined ? {} : { tokensPerMinute }),
  };
}

/** An address as the provider takes it apart; undefined when it does not, or there is no address. */
export function addressIn({ readAddress }: Provider, text: string): ReturnType<NonNullable<Provider['readAddress']>> {
  return /^https?:\/\//i.test(text) && URL.canParse(text) ? readAddress?.(new URL(text)) : undefined;
}

/** What the fields hold, or what is wrong with one of them. They become parts of addresses, so each must match its pattern. */
function valuesFrom(fields: readonly Field[], given: FieldValues): FieldValues | string {
  const values: Record<string, string> = {};
  for (const field of fields) {
    const value = (Object.hasOwn(given, field.id) ? given[field.id]?.trim() : '') || field.initial;
    const problem = fieldProblem(field, value ?? '');
    if (problem !== undefined) return problem;
    if (value !== undefined) values[field.id] = value;
  }
  return values;
}

/** What is wrong with what was typed into a field, in one sentence; undefined when it can be used. */
export function fieldProblem({ label, placeholder, optional, pattern }: Field, text: string): string | undefined {
  if (text === '') return optional ? undefined : `${label} is missing.`;
  return pattern.test(text) ? undefined : `This is no ${label}. It looks like ${placeholder}.`;
}

/** The demo server that `npm start` runs on this machine and announces in the environment. */
export function demoConnection(url: string | undefined): Connection | undefined {
  if (url === undefined || urlProblem(url) !== undefined || !isLoopback(url)) return undefined;
  return { id: 'demo', label: 'Demo (this machine)', provider: openaiCompatible, baseUrl: `${url}/v1` };
}

/** What is wrong with an address, in one sentence; undefined when requests and keys may go there. */
export function urlProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return 'This is not a web address. It looks like https://ai.example.com/v1.';
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') return 'Leave the user name and password out of the address.';
  if (url.search !== '' || url.hash !== '') return 'Leave out everything from “?” or “#” on.';
  if (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(text))) return undefined;
  return 'Use https. Plain http is accepted for servers on this machine only.';
}

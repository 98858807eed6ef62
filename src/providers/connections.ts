import type { Provider } from '../llm/provider.ts';
import { isLoopback } from '../llm/url.ts';
import { providerById, providers } from './lookup.ts';
import { openaiCompatible } from './registry.ts';

/** A provider at an address: what a key belongs to and a request is sent to. */
export interface Connection {
  readonly id: string;
  readonly label: string;
  readonly provider: Provider;
  readonly baseUrl: string;
}

/** A server of the user's own, see the setting `parley.connections`. */
export interface ConnectionSpec {
  readonly provider: string;
  readonly baseUrl?: string | undefined;
  readonly label?: string | undefined;
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
    found.set(provider.id, { id: provider.id, label: provider.label, provider, baseUrl: provider.baseUrl });
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
function connectionFrom(id: string, spec: ConnectionSpec): Connection | string {
  const provider = providerById(spec.provider);
  if (provider === undefined) return `There is no provider “${spec.provider}”.`;
  const baseUrl = spec.baseUrl ?? provider.baseUrl;
  if (baseUrl === undefined) return 'It needs a baseUrl.';
  const problem = urlProblem(baseUrl);
  if (problem !== undefined) return problem;
  return { id, label: spec.label?.trim() || (id === provider.id ? provider.label : id), provider, baseUrl };
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

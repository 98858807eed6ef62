import * as l10n from '@vscode/l10n';
import type { HttpRequest } from '../model/http.ts';
import type { Request } from '../model/message.ts';
import { encoded } from './attempt.ts';
import { dialectOf, type Endpoint, sign } from './send.ts';

/** Stands where a key or a signature would. */
const concealed = '<concealed>';

/** As `stream` would send it, with marks in the place of all that proves who asks: a key of the endpoint is not used. */
export async function preview(endpoint: Endpoint, request: Request): Promise<HttpRequest> {
  const dialect = dialectOf(endpoint, request.model);
  const { signal } = new AbortController();
  const plain = encoded({ endpoint, request, dialect, idempotencyKey: l10n.t('<new for each question>') }, undefined);
  if (endpoint.key === undefined && endpoint.login === undefined) return plain;
  try {
    const marked = { ...endpoint, key: concealed, transport: () => Promise.reject(new Error('Nothing is sent.')) };
    return await sign(marked, plain, signal);
  } catch {
    // A signature is made of a real secret, and cannot be shown without one.
    return { ...plain, headers: { ...plain.headers, authorization: concealed } };
  }
}

/** As long as tells one file from another. */
const shownCharacters = 40;

/** A replacer for `JSON.stringify`: files are millions of letters that nobody reads, so only their beginning is shown. */
export function shortFiles({ messages }: Request): (key: string, value: unknown) => unknown {
  const all = messages.flatMap((message) => (message.role === 'user' ? (message.files ?? []) : []));
  const long = all.map(({ data }) => data).filter(({ length }) => length > 2 * shownCharacters);
  const short = (text: string, data: string) =>
    text.replace(data, () => `${data.slice(0, shownCharacters)}… <${data.length} characters of base64>`);
  return (_, value) => (typeof value === 'string' ? long.reduce(short, value) : value);
}

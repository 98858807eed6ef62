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
  const plain = encoded({ endpoint, request, dialect, idempotencyKey: '<new for each question>' }, undefined);
  if (endpoint.key === undefined && endpoint.login === undefined) return plain;
  try {
    const marked = { ...endpoint, key: concealed, transport: () => Promise.reject(new Error('Nothing is sent.')) };
    return await sign(marked, plain, signal);
  } catch {
    // A signature is made of a real secret, and cannot be shown without one.
    return { ...plain, headers: { ...plain.headers, authorization: concealed } };
  }
}

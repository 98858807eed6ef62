import type { HttpResponse, Transport } from '../../model/http.ts';

/** Sends through fetch. A redirect is refused, because fetch would carry `x-api-key` along to the other host. */
export const transport: Transport = async ({ url, method, headers, body }, signal) => {
  const response = await fetch(url, { method, headers, body: body ?? null, signal, redirect: 'error' });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: chunks(response),
  } satisfies HttpResponse;
};

async function* chunks(response: Response): AsyncIterable<Uint8Array> {
  if (response.body === null) return;
  const reader = response.body.getReader();
  try {
    for (let next = await reader.read(); !next.done; next = await reader.read()) yield next.value;
  } finally {
    // Reached early when the answer is not wanted any more: cancelling closes the connection.
    await reader.cancel();
  }
}

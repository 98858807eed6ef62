import type { HttpResponse, Transport } from '../../model/http.ts';

/** Sends through fetch. A redirect is refused, because fetch would carry `x-api-key` along to the other host. */
export const transport: Transport = async ({ url, method, headers, body }, signal) => {
  const response = await fetch(url, {
    method,
    headers,
    ...(body === undefined ? {} : { body }),
    signal,
    redirect: 'error',
  });
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: bodyOf(response),
  } satisfies HttpResponse;
};

/** Not a generator: one that is returned before its first read would leave the connection open. */
function bodyOf({ body }: Response): AsyncIterable<Uint8Array> {
  const reader = body?.getReader();
  return {
    [Symbol.asyncIterator]: () => ({
      async next(): Promise<IteratorResult<Uint8Array, undefined>> {
        const { done, value } = (await reader?.read()) ?? { done: true };
        return done || value === undefined ? { done: true, value: undefined } : { done: false, value };
      },
      async return() {
        await reader?.cancel();
        return { done: true, value: undefined };
      },
    }),
  };
}

import { transport } from '../../../../src/host/node/transport.ts';
import type { Provider } from '../../../../src/llm/provider.ts';
import { stream } from '../../../../src/llm/stream.ts';
import type { Request } from '../../../../src/model/message.ts';

const request: Request = { model: 'm', messages: [{ role: 'user', text: 'hello' }] };

/** Our whole path, from the request to normalized events. */
export async function readOurs(provider: Provider, baseUrl: string): Promise<number> {
  let characters = 0;
  const endpoint = { provider, baseUrl, key: 'key', transport };
  for await (const event of stream(endpoint, request, new AbortController().signal)) {
    if (event.type === 'text') characters += event.delta.length;
    else if (event.type === 'error') throw new Error(event.error.message);
  }
  return characters;
}

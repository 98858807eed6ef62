import type { Endpoint } from '../llm/send.ts';
import { preview } from '../llm/preview.ts';
import type { Request } from '../model/message.ts';
import { messagesFrom, optionsFrom } from './languageModelRequest.ts';

/** What an endpoint would be sent, as JSON for people to read: the body is not quoted, and there are no secrets. */
export async function endpointJson(endpoint: Endpoint, request: Request): Promise<string> {
  const { method, url, headers, body } = await preview(endpoint, request);
  return JSON.stringify({ method, url, headers, ...(body === undefined ? {} : { body: JSON.parse(body) }) }, null, 2);
}

/** What the editor's language model API would be given, as JSON; it tells nobody what it sends on. */
export function languageModelJson(request: Request): string {
  const roles = { 1: 'user', 2: 'assistant' } as const;
  const messages = messagesFrom(request).map(({ role, content }) => ({ role: roles[role], content }));
  const bytes = (_: string, value: unknown) => (value instanceof Uint8Array ? `<${value.length} bytes>` : value);
  return JSON.stringify({ model: request.model, messages, options: optionsFrom(request) }, bytes, 2);
}

import { createParser } from 'eventsource-parser';
import { request } from 'node:http';
import type { Read } from '../client.ts';

interface Chunk {
  readonly choices: readonly { readonly delta: { readonly content?: string } }[];
}

/** The least there is to do over the transport that VS Code's host asks for, which has no reader as cheap as fetch's. */
export const read: Read = (baseUrl) =>
  new Promise((resolve, reject) => {
    let characters = 0;
    const parser = createParser({
      onEvent: ({ data }) => {
        if (data !== '[DONE]') characters += ((JSON.parse(data) as Chunk).choices[0]?.delta.content ?? '').length;
      },
    });
    const decoder = new TextDecoder();
    const headers = { 'content-type': 'application/json', authorization: 'Bearer key' };
    const outgoing = request(`${baseUrl}/chat/completions`, { method: 'POST', headers }, (incoming) => {
      incoming.on('data', (bytes: Uint8Array) => parser.feed(decoder.decode(bytes, { stream: true })));
      incoming.on('end', () => resolve(characters));
    });
    outgoing.on('error', reject);
    outgoing.end(JSON.stringify({ model: 'm', messages: [{ role: 'user', content: 'hello' }], stream: true }));
  });

import type { Read } from '../client.ts';
import { readFloor } from './floor.ts';

interface Event {
  readonly delta?: { readonly text?: string };
}

export const read: Read = (baseUrl) =>
  readFloor(
    `${baseUrl}/v1/messages`,
    { model: 'm', max_tokens: 9, messages: [{ role: 'user', content: 'hello' }], stream: true },
    (event) => (event as Event).delta?.text,
  );

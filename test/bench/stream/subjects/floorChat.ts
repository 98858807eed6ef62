import type { Read } from '../client.ts';
import { readFloor } from './floor.ts';

interface Chunk {
  readonly choices: readonly { readonly delta: { readonly content?: string } }[];
}

export const read: Read = (baseUrl) =>
  readFloor(
    `${baseUrl}/chat/completions`,
    { model: 'm', messages: [{ role: 'user', content: 'hello' }], stream: true },
    (event) => (event as Chunk).choices[0]?.delta.content,
  );

import type { Read } from '../client.ts';
import { readFloor } from './floor.ts';

interface Chunk {
  readonly candidates: readonly { readonly content: { readonly parts: readonly { readonly text?: string }[] } }[];
}

export const read: Read = (baseUrl) =>
  readFloor(
    `${baseUrl}/v1beta/models/m:streamGenerateContent?alt=sse`,
    { contents: [{ role: 'user', parts: [{ text: 'hello' }] }] },
    (event) => (event as Chunk).candidates[0]?.content.parts[0]?.text,
  );

import * as z from 'zod';
import type { RecordedRequest } from '../servers/recordedRequest.ts';

/** Text, or text among images. */
const content = z.union([
  z.string(),
  z
    .array(z.looseObject({ text: z.optional(z.string()) }))
    .transform((parts) => parts.map(({ text = '' }) => text).join('')),
]);

const chatBody = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string(), content })),
});

/** What a chat completion request asked for. */
export interface SentChat {
  readonly model: string;
  /** Without the system message. */
  readonly messages: readonly { readonly role: string; readonly content: string }[];
}

/** The chat completions that a server was asked for, oldest first. */
export function sentChats({ requests }: { readonly requests: readonly RecordedRequest[] }): readonly SentChat[] {
  return requests
    .filter(({ method }) => method === 'POST')
    .map(({ body }) => {
      const { model, messages } = chatBody.parse(JSON.parse(body));
      return { model, messages: messages.filter(({ role }) => role !== 'system') };
    });
}

/** The latest of them. */
export function lastChat(server: { readonly requests: readonly RecordedRequest[] }): SentChat {
  const last = sentChats(server).at(-1);
  if (last === undefined) throw new Error('No question was sent.');
  return last;
}

/** The last question of the latest of them, as the model read it. */
export function lastQuestion(server: { readonly requests: readonly RecordedRequest[] }): string {
  return lastChat(server).messages.at(-1)?.content ?? '';
}

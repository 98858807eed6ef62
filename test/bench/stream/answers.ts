import { anthropicScript } from '../../servers/anthropicScript.ts';
import { openaiScript } from '../../servers/openaiScript.ts';

/** APIs that both we and an official client speak. */
export type Api = 'chat' | 'messages' | 'gemini';

/** What each event of text says, so that whoever reads a stream can be asked how much they have read. */
export const piece = 'word ';

/** The events of an answer with as many pieces of text. */
export function answerEvents(api: Api, pieces: number): readonly string[] {
  const { open, text, close } = makers[api];
  return [...open, ...Array.from({ length: pieces }, () => text), ...close];
}

const chat = openaiScript({
  id: 'chatcmpl-CXuqzv6lTEAWWNnA9hKzr9u6mHwCe',
  model: 'gpt-4.1-2025-04-14',
  created: 1_750_000_000,
});
const messages = anthropicScript();
const geminiEvent = (fields: object, more: object = {}) =>
  `data: ${JSON.stringify({ candidates: [{ content: { parts: [{ text: piece }], role: 'model' }, index: 0, ...fields }], usageMetadata: { promptTokenCount: 7, candidatesTokenCount: 9, totalTokenCount: 16 }, modelVersion: 'gemini-2.5-flash', responseId: 'uAQfaYDnO7_mz7IP0p3Q4A4', ...more })}\r\n\r\n`;

/** Each event is made once, since the server is to be no part of what is measured. */
const makers: Readonly<
  Record<Api, { readonly open: readonly string[]; readonly text: string; readonly close: readonly string[] }>
> = {
  chat: {
    open: [chat.open()],
    text: chat.text(piece),
    close: [chat.finish('stop'), chat.usage({ prompt_tokens: 7, completion_tokens: 9, total_tokens: 16 }), chat.done()],
  },
  messages: {
    open: [messages.open(), messages.startText(0)],
    text: messages.text(0, piece),
    close: [messages.stop(0), messages.finish('end_turn', 9), messages.done()],
  },
  gemini: { open: [], text: geminiEvent({}), close: [geminiEvent({ finishReason: 'STOP' })] },
};

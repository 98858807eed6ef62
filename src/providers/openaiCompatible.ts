import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { openaiChat } from '../wire/openaiChat.ts';
import { openaiResponses } from '../wire/openaiResponses.ts';

const chat = openaiChat();

/** Any host that speaks one of OpenAI's APIs, at an address of the user's; with a key where one is given. */
export const openaiCompatible = {
  id: 'openai-compatible',
  label: 'OpenAI-compatible',
  dialect: chat,
  apis: { chat, responses: openaiResponses() },
  sign: bearer,
  contextWindow: 32_768,
} satisfies Provider;

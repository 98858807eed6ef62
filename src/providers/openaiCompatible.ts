import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { openaiChat } from '../wire/openaiChat.ts';

/** Any host that speaks OpenAI's chat completions, at an address of the user's; with a key where one is given. */
export const openaiCompatible = {
  id: 'openai-compatible',
  label: 'OpenAI-compatible',
  dialect: openaiChat(),
  sign: bearer,
  contextWindow: 32_768,
} satisfies Provider;

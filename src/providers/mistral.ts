import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { nineLetters } from '../wire/toolCallId.ts';
import { openaiChat } from '../wire/openaiChat.ts';

/** https://docs.mistral.ai/api/ */
export const mistral = {
  id: 'mistral',
  label: 'Mistral',
  dialect: openaiChat({ usage: 'unasked', requiredToolChoice: 'any', toolCallId: nineLetters }),
  baseUrl: 'https://api.mistral.ai/v1',
  key: { page: 'https://console.mistral.ai/api-keys', environment: ['MISTRAL_API_KEY'] },
  sign: bearer,
  preferredModels: ['mistral-medium-latest', 'mistral-large-latest', 'mistral-small-latest'],
  contextWindow: 128_000,
} satisfies Provider;

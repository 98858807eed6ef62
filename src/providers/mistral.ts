import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { mistralQuirks } from '../wire/mistralQuirks.ts';
import { openaiChat } from '../wire/openaiChat.ts';

/** https://docs.mistral.ai/api/ */
export const mistral = {
  id: 'mistral',
  label: 'Mistral',
  dialect: openaiChat(mistralQuirks),
  baseUrl: 'https://api.mistral.ai/v1',
  key: { page: 'https://console.mistral.ai/api-keys', environment: ['MISTRAL_API_KEY'] },
  sign: bearer,
  preferredModels: ['mistral-medium-latest', 'mistral-large-latest', 'mistral-small-latest'],
  contextWindow: 128_000,
} satisfies Provider;

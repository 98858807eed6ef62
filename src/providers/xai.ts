import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { openaiChat } from '../wire/openaiChat.ts';

/** https://docs.x.ai/docs/api-reference */
export const xai = {
  id: 'xai',
  label: 'xAI',
  dialect: openaiChat({ maxTokensField: 'max_completion_tokens' }),
  baseUrl: 'https://api.x.ai/v1',
  key: { page: 'https://console.x.ai/team/default/api-keys', pattern: /^xai-/, environment: ['XAI_API_KEY'] },
  sign: bearer,
  preferredModels: ['grok-4.7', 'grok-4.6', 'grok-4.5', 'grok-4'],
  contextWindow: 256_000,
} satisfies Provider;

import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { openaiChat } from '../wire/openaiChat.ts';

/** https://novita.ai/docs/api-reference/model-apis-llm-create-chat-completion */
export const novita = {
  id: 'novita',
  label: 'Novita',
  dialect: openaiChat({ documents: 'none' }),
  baseUrl: 'https://api.novita.ai/openai/v1',
  key: { page: 'https://novita.ai/settings/key-management', environment: ['NOVITA_API_KEY'] },
  sign: bearer,
  preferredModels: ['deepseek/deepseek-v', 'moonshotai/kimi-k2', 'zai-org/glm', 'openai/gpt-oss-120b'],
  contextWindow: 32_768,
} satisfies Provider;

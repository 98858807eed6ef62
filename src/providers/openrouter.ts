import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { openaiChat } from '../wire/openaiChat.ts';

/** https://openrouter.ai/docs/api-reference/overview */
export const openrouter = {
  id: 'openrouter',
  label: 'OpenRouter',
  dialect: openaiChat(),
  baseUrl: 'https://openrouter.ai/api/v1',
  key: { page: 'https://openrouter.ai/settings/keys', pattern: /^sk-or-/, environment: ['OPENROUTER_API_KEY'] },
  sign: bearer,
  // Its list of models is public and says nothing about the key.
  checkPath: '/key',
  preferredModels: ['anthropic/claude-sonnet-5', 'openai/gpt-5.6-terra', 'openai/gpt-5', 'openrouter/auto'],
  contextWindow: 128_000,
} satisfies Provider;

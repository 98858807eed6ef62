import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { openaiChat } from '../wire/openaiChat.ts';

/** https://docs.tokenfactory.nebius.com/api-reference/introduction */
export const nebius = {
  id: 'nebius',
  label: 'Nebius',
  dialect: openaiChat({ documents: 'none' }),
  baseUrl: 'https://api.tokenfactory.nebius.com/v1',
  key: { page: 'https://tokenfactory.nebius.com', environment: ['NEBIUS_API_KEY'] },
  sign: bearer,
  preferredModels: ['openai/gpt-oss-120b', 'deepseek-ai/DeepSeek-V3', 'moonshotai/Kimi-K2', 'Qwen/Qwen3-235B'],
  contextWindow: 131_072,
} satisfies Provider;

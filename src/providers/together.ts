import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { openaiChat } from '../wire/openaiChat.ts';

/** https://docs.together.ai/reference/chat-completions-1 */
export const together = {
  id: 'together',
  label: 'Together',
  dialect: openaiChat(),
  baseUrl: 'https://api.together.xyz/v1',
  key: {
    page: 'https://api.together.ai/settings/api-keys',
    pattern: /^tgp_v\d_/,
    environment: ['TOGETHER_API_KEY'],
  },
  sign: bearer,
  preferredModels: ['openai/gpt-oss-120b', 'moonshotai/Kimi-K2', 'deepseek-ai/DeepSeek-V3', 'meta-llama/Llama-3.3-70B'],
  contextWindow: 32_768,
} satisfies Provider;

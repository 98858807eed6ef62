import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { openaiChat } from '../wire/openaiChat.ts';
import { effortWords, graded } from '../wire/openaiChatQuirks.ts';

const on = { reasoning: { enabled: true } };
const off = { reasoning: { enabled: false } };

/** https://docs.together.ai/reference/chat-completions-1 */
export const together = {
  id: 'together',
  label: 'Together',
  dialect: openaiChat({
    documents: 'none',
    // https://docs.together.ai/docs/reasoning-overview
    efforts: [
      effortWords(/gpt-oss/, graded),
      {
        models: /deepseek-v[3-9]|kimi-k2|glm-|qwen3/i,
        fields: { none: off, minimal: off, low: on, medium: on, high: on },
      },
    ],
  }),
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

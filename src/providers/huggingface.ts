import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { openaiChat } from '../wire/openaiChat.ts';

/** The router, which passes a request on to one of many hosts: https://huggingface.co/docs/inference-providers/index */
export const huggingface = {
  id: 'huggingface',
  label: 'Hugging Face',
  dialect: openaiChat({ documents: 'none' }),
  baseUrl: 'https://router.huggingface.co/v1',
  key: {
    page: 'https://huggingface.co/settings/tokens',
    pattern: /^hf_/,
    environment: ['HF_TOKEN', 'HUGGINGFACE_API_KEY'],
  },
  sign: bearer,
  preferredModels: ['openai/gpt-oss-120b', 'moonshotai/Kimi-K2', 'deepseek-ai/DeepSeek-V3', 'meta-llama/Llama-3.3-70B'],
  contextWindow: 32_768,
} satisfies Provider;

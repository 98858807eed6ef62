import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { openaiChat } from '../wire/openaiChat.ts';

/** https://platform.openai.com/docs/api-reference/chat */
export const openai = {
  id: 'openai',
  label: 'OpenAI',
  dialect: openaiChat({ maxTokensField: 'max_completion_tokens' }),
  baseUrl: 'https://api.openai.com/v1',
  key: {
    page: 'https://platform.openai.com/api-keys',
    // Older keys begin with "sk-" like many others' and are told by the letters in their middle.
    pattern: /^sk-(proj|svcacct|admin)-|^sk-[A-Za-z0-9]+T3BlbkFJ/,
    environment: ['OPENAI_API_KEY'],
  },
  sign: bearer,
  preferredModels: ['gpt-5.6-terra', 'gpt-5.5', 'gpt-5.4', 'gpt-5', 'gpt-4.1', 'gpt-4o'],
  contextWindow: 128_000,
} satisfies Provider;

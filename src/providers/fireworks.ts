import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { openaiChat } from '../wire/openaiChat.ts';

/** https://docs.fireworks.ai/api-reference/post-chatcompletions */
export const fireworks = {
  id: 'fireworks',
  label: 'Fireworks',
  dialect: openaiChat({ documents: 'none' }),
  baseUrl: 'https://api.fireworks.ai/inference/v1',
  key: {
    page: 'https://app.fireworks.ai/settings/users/api-keys',
    pattern: /^fw_/,
    environment: ['FIREWORKS_API_KEY'],
  },
  sign: bearer,
  preferredModels: [
    'accounts/fireworks/models/kimi-k2',
    'accounts/fireworks/models/deepseek-v',
    'accounts/fireworks/models/gpt-oss-120b',
  ],
  contextWindow: 131_072,
} satisfies Provider;

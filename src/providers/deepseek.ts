import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { openaiChat } from '../wire/openaiChat.ts';

/** https://api-docs.deepseek.com/api/create-chat-completion */
export const deepseek = {
  id: 'deepseek',
  label: 'DeepSeek',
  // Refuses a history with tool calls that lacks their reasoning: https://api-docs.deepseek.com/guides/thinking_mode
  dialect: openaiChat({ replayReasoning: 'with-tools' }),
  baseUrl: 'https://api.deepseek.com',
  // Its keys, "sk-" and 32 hexadecimal digits, look like those of other hosts, so none is taken for one.
  key: { page: 'https://platform.deepseek.com/api_keys', environment: ['DEEPSEEK_API_KEY'] },
  sign: bearer,
  preferredModels: ['deepseek-flash', 'deepseek-v4-flash', 'deepseek-chat', 'deepseek'],
  contextWindow: 1_000_000,
} satisfies Provider;

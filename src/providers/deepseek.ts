import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { openaiChat } from '../wire/openaiChat.ts';
import { openaiResponses } from '../wire/openaiResponses.ts';

const on = { thinking: { type: 'enabled' } };

// https://api-docs.deepseek.com/guides/thinking_mode
const chat = openaiChat({
  // Refuses a history with tool calls that lacks their reasoning.
  replayReasoning: 'reasoning_content',
  documents: 'none',
  // https://api-docs.deepseek.com/guides/json_mode
  schemaModels: /(?!)/,
  efforts: [
    {
      models: /^/,
      fields: {
        none: { thinking: { type: 'disabled' } },
        minimal: { ...on, reasoning_effort: 'low' },
        low: { ...on, reasoning_effort: 'low' },
        medium: { ...on, reasoning_effort: 'high' },
        high: { ...on, reasoning_effort: 'high' },
      },
    },
  ],
});

/** https://api-docs.deepseek.com/guides/responses_api */
const responses = openaiResponses({ replayReasoning: 'plain', documents: 'none' });

/** https://api-docs.deepseek.com/api/create-chat-completion */
export const deepseek = {
  id: 'deepseek',
  label: 'DeepSeek',
  dialect: chat,
  apis: { chat, responses },
  baseUrl: 'https://api.deepseek.com',
  // Its keys, "sk-" and 32 hexadecimal digits, look like those of other hosts, so none is taken for one.
  key: { page: 'https://platform.deepseek.com/api_keys', environment: ['DEEPSEEK_API_KEY'] },
  sign: bearer,
  preferredModels: ['deepseek-flash', 'deepseek-v4-flash', 'deepseek-chat', 'deepseek'],
  contextWindow: 1_000_000,
} satisfies Provider;

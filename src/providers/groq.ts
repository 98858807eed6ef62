import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { openaiChat } from '../wire/openaiChat.ts';
import { effortWords, graded } from '../wire/openaiChatQuirks.ts';

/** https://console.groq.com/docs/api-reference */
export const groq = {
  id: 'groq',
  label: 'Groq',
  dialect: openaiChat({
    maxTokensField: 'max_completion_tokens',
    documents: 'none',
    // https://console.groq.com/docs/reasoning#reasoning-effort
    efforts: [
      effortWords(/gpt-oss/, graded),
      effortWords(/qwen3/, { none: 'none', minimal: 'none', low: 'default', medium: 'default', high: 'default' }),
    ],
    // https://console.groq.com/docs/structured-outputs#supported-models
    schemaModels: /gpt-oss|kimi-k2|llama-4/,
  }),
  baseUrl: 'https://api.groq.com/openai/v1',
  key: { page: 'https://console.groq.com/keys', pattern: /^gsk_/, environment: ['GROQ_API_KEY'] },
  sign: bearer,
  preferredModels: ['openai/gpt-oss-120b', 'llama-3.3-70b-versatile', 'openai/gpt-oss-20b'],
  contextWindow: 131_072,
} satisfies Provider;

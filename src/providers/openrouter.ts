import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { openaiChat } from '../wire/openaiChat.ts';
import { openaiReasoners } from '../wire/openaiModels.ts';
import { openaiResponses } from '../wire/openaiResponses.ts';

const effort = (word: string) => ({ reasoning: { effort: word } });

const chat = openaiChat({
  // https://openrouter.ai/docs/use-cases/usage-accounting
  usage: 'unasked',
  efforts: [
    {
      models: /^/,
      fields: {
        none: effort('none'),
        minimal: effort('minimal'),
        low: effort('low'),
        medium: effort('medium'),
        high: effort('high'),
      },
    },
  ],
  // https://openrouter.ai/docs/guides/best-practices/prompt-caching
  cacheMarks: /^~?anthropic\//,
});

/** https://openrouter.ai/docs/api_reference/responses/overview */
const responses = openaiResponses({
  encryptedReasoning: new RegExp(`${openaiReasoners.source}|^x-ai/`),
  reasoningSummary: 'asked',
});

/** https://openrouter.ai/docs/api-reference/overview */
export const openrouter = {
  id: 'openrouter',
  label: 'OpenRouter',
  dialect: chat,
  apis: { chat, responses },
  baseUrl: 'https://openrouter.ai/api/v1',
  key: { page: 'https://openrouter.ai/settings/keys', pattern: /^sk-or-/, environment: ['OPENROUTER_API_KEY'] },
  sign: bearer,
  // Its list of models is public and says nothing about the key.
  checkPath: '/key',
  preferredModels: ['anthropic/claude-sonnet-5', 'openai/gpt-5.6-terra', 'openai/gpt-5', 'openrouter/auto'],
  contextWindow: 128_000,
} satisfies Provider;

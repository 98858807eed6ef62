import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { openaiChat } from '../wire/openaiChat.ts';
import { openaiQuirks } from '../wire/openaiModels.ts';
import { openaiResponses } from '../wire/openaiResponses.ts';
import { plainId } from '../wire/toolCallId.ts';

const responses = openaiResponses(openaiQuirks.responses);

const chat = openaiChat({
  ...openaiQuirks.chat,
  // "Invalid 'messages[2].tool_calls[0].id': string too long. Expected a string with maximum length 40"
  toolCallId: (id) => plainId(id, 40),
});

/** https://platform.openai.com/docs/api-reference/responses; the newest models use tools and reason only there. */
export const openai = {
  id: 'openai',
  label: 'OpenAI',
  dialect: responses,
  apis: { responses, chat },
  // These are served through chat completions only: https://platform.openai.com/docs/models
  dialectFor: (model) => (/search-(preview|api)|audio/.test(model) ? chat : undefined),
  baseUrl: 'https://api.openai.com/v1',
  key: {
    page: 'https://platform.openai.com/api-keys',
    // Older keys begin with "sk-" like many others' and are told by the letters in their middle.
    pattern: /^sk-(proj|svcacct|admin)-|^sk-[A-Za-z0-9]+T3BlbkFJ/,
    environment: ['OPENAI_API_KEY'],
  },
  sign: bearer,
  idempotencyHeader: 'idempotency-key',
  preferredModels: ['gpt-5.6-terra', 'gpt-5.5', 'gpt-5.4', 'gpt-5', 'gpt-4.1', 'gpt-4o'],
  contextWindow: 128_000,
} satisfies Provider;

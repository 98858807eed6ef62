import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { openaiChat } from '../wire/openaiChat.ts';
import { openaiResponses } from '../wire/openaiResponses.ts';

const chat = openaiChat({ documents: 'none' });

/** https://lmstudio.ai/docs/developer/openai-compat/responses */
const responses = openaiResponses({ documents: 'none' });

/** https://lmstudio.ai/docs/developer/openai-compat */
export const lmstudio = {
  id: 'lmstudio',
  label: 'LM Studio',
  dialect: chat,
  apis: { chat, responses },
  baseUrl: 'http://127.0.0.1:1234/v1',
  sign: bearer,
  // What a model is loaded with unless the user chose otherwise.
  contextWindow: 4_096,
  local: true,
} satisfies Provider;

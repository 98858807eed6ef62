import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { cohere as native } from '../wire/cohere.ts';
import { cohereModels } from '../wire/cohereModels.ts';
import { cohereV1 } from '../wire/cohereV1.ts';
import { openaiChat } from '../wire/openaiChat.ts';
import { under } from '../wire/under.ts';

const dialect = native();
const { modelsPath } = dialect;

/** https://docs.cohere.com/reference/about */
export const cohere = {
  id: 'cohere',
  label: 'Cohere',
  dialect,
  apis: {
    native: dialect,
    // https://docs.cohere.com/docs/compatibility-api
    chat: { ...under('/compatibility/v1', openaiChat()), modelsPath, models: cohereModels },
    v1: cohereV1(),
  },
  baseUrl: 'https://api.cohere.com',
  key: { page: 'https://dashboard.cohere.com/api-keys', environment: ['COHERE_API_KEY', 'CO_API_KEY'] },
  sign: bearer,
  preferredModels: ['command-a-plus', 'command-a-reasoning', 'command-a', 'command-r-plus'],
  contextWindow: 128_000,
} satisfies Provider;

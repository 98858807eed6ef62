import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { openaiChat } from '../wire/openaiChat.ts';
import { modelsField } from './modelsField.ts';

const off = { thinking: { type: 'disabled' } };
const on = { thinking: { type: 'enabled' } };

/** https://docs.z.ai/api-reference/llm/chat-completion */
export const zai = {
  id: 'zai',
  label: 'Z.AI',
  dialect: openaiChat({
    documents: 'none',
    // Of the ways to choose a tool it has only this one, and of structured answers only JSON of any kind.
    requiredToolChoice: 'auto',
    schemaModels: /(?!)/,
    replayReasoning: 'reasoning_content',
    efforts: [
      {
        // Thinks always, and knows these three words.
        models: /^glm-5\.3/,
        fields: {
          none: { reasoning_effort: 'low' },
          minimal: { reasoning_effort: 'low' },
          low: { reasoning_effort: 'low' },
          medium: { reasoning_effort: 'high' },
          high: { reasoning_effort: 'high' },
        },
      },
      // https://docs.z.ai/guides/capabilities/thinking-mode
      { models: /^glm-(4\.[5-9]|[5-9])/, fields: { none: off, minimal: off, low: on, medium: on, high: on } },
    ],
  }),
  baseUrl: 'https://api.z.ai/api/paas/v4',
  fields: [modelsField('glm-5.3, glm-5.2, glm-5, glm-4.7, glm-4.6v, glm-4.5-air')],
  modelsField: 'models',
  key: { page: 'https://z.ai/manage-apikey/apikey-list', environment: ['ZAI_API_KEY'] },
  sign: bearer,
  preferredModels: ['glm-5.3', 'glm-5', 'glm-4.7'],
  contextWindow: 131_072,
} satisfies Provider;

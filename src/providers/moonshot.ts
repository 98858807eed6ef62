import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { openaiChat } from '../wire/openaiChat.ts';

/** https://platform.moonshot.ai/docs/api/chat */
export const moonshot = {
  id: 'moonshot',
  label: 'Moonshot',
  dialect: openaiChat({
    documents: 'none',
    // "The current version of Kimi API does not support the tool_choice=required parameter":
    // https://platform.moonshot.ai/docs/guide/migrating-from-openai-to-kimi
    requiredToolChoice: 'auto',
    replayReasoning: 'reasoning_content',
    efforts: [
      {
        models: /^kimi-(k2\.[5-9]|k[3-9])/,
        fields: {
          none: { thinking: { type: 'disabled' } },
          minimal: { reasoning_effort: 'minimal' },
          low: { reasoning_effort: 'low' },
          medium: { reasoning_effort: 'medium' },
          high: { reasoning_effort: 'high' },
        },
      },
    ],
    // Theirs is fixed.
    withoutTemperature: /^kimi-(k2\.[5-9]|k[3-9])/,
  }),
  baseUrl: 'https://api.moonshot.ai/v1',
  key: { page: 'https://platform.moonshot.ai/console/api-keys', environment: ['MOONSHOT_API_KEY'] },
  sign: bearer,
  preferredModels: ['kimi-k3', 'kimi-k2', 'kimi'],
  contextWindow: 131_072,
} satisfies Provider;

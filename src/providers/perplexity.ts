import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { openaiChat } from '../wire/openaiChat.ts';
import { effortWords } from '../wire/openaiChatQuirks.ts';
import { modelsField } from './modelsField.ts';

/** https://docs.perplexity.ai/api-reference/sonar-post */
export const perplexity = {
  id: 'perplexity',
  label: 'Perplexity',
  dialect: openaiChat({
    usage: 'unasked',
    documents: 'file_url',
    efforts: [
      effortWords(/reasoning|deep-research/, { minimal: 'minimal', low: 'low', medium: 'medium', high: 'high' }),
    ],
  }),
  baseUrl: 'https://api.perplexity.ai',
  fields: [modelsField('sonar-pro, sonar, sonar-reasoning-pro, sonar-deep-research')],
  modelsField: 'models',
  key: {
    page: 'https://www.perplexity.ai/account/api/keys',
    pattern: /^pplx-/,
    environment: ['PERPLEXITY_API_KEY'],
  },
  sign: bearer,
  preferredModels: ['sonar-pro', 'sonar'],
  contextWindow: 128_000,
} satisfies Provider;

import { xGoogApiKey } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { gemini as dialect } from '../wire/gemini.ts';

/** Google AI Studio's API: https://ai.google.dev/gemini-api/docs */
export const gemini = {
  id: 'gemini',
  label: 'Google Gemini',
  dialect: dialect(),
  baseUrl: 'https://generativelanguage.googleapis.com/v1beta',
  key: {
    page: 'https://aistudio.google.com/apikey',
    // Keys made since 2026 begin with "AQ.": https://ai.google.dev/gemini-api/docs/api-key
    pattern: /^(AIza|AQ\.)/,
    environment: ['GEMINI_API_KEY', 'GOOGLE_API_KEY'],
  },
  sign: xGoogApiKey,
  preferredModels: ['gemini-3.8-flash', 'gemini-flash-latest', 'gemini-3', 'gemini-2.5-flash', 'gemini'],
  contextWindow: 1_048_576,
} satisfies Provider;

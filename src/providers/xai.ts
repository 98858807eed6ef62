import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { openaiChat } from '../wire/openaiChat.ts';
import { commonEfforts, effortWords, graded } from '../wire/openaiChatQuirks.ts';
import { openaiResponses } from '../wire/openaiResponses.ts';

/** Models without a rule refuse one: "Model grok-4-1-fast-reasoning does not support parameter reasoningEffort." */
const efforts = (field: string) => [
  effortWords(/^grok-3-mini/, { ...graded, medium: 'high' }, field),
  effortWords(/^grok-4\.3/, commonEfforts, field),
  // "This model does not support 'reasoning_effort' value 'none'": https://docs.x.ai/developers/model-capabilities/text/reasoning
  effortWords(/^grok-(4\.[4-9](?!\d)|[5-9])/, graded, field),
];

const chat = openaiChat({
  maxTokensField: 'max_completion_tokens',
  documents: 'none',
  efforts: efforts('reasoning_effort'),
});

const responses = openaiResponses({
  // https://docs.x.ai/developers/model-capabilities/text/best-practices
  encryptedReasoning: /^grok-(?!.*non-reasoning)/,
  documents: 'none',
  efforts: efforts('effort'),
});

/** https://docs.x.ai/docs/api-reference */
export const xai = {
  id: 'xai',
  label: 'xAI',
  dialect: chat,
  apis: { chat, responses },
  baseUrl: 'https://api.x.ai/v1',
  key: { page: 'https://console.x.ai/team/default/api-keys', pattern: /^xai-/, environment: ['XAI_API_KEY'] },
  sign: bearer,
  preferredModels: ['grok-4.7', 'grok-4.6', 'grok-4.5', 'grok-4'],
  contextWindow: 256_000,
} satisfies Provider;

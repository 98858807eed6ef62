import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { openaiChat } from '../wire/openaiChat.ts';
import { effortWords, graded } from '../wire/openaiChatQuirks.ts';

/** https://inference-docs.cerebras.ai/api-reference/chat-completions */
export const cerebras = {
  id: 'cerebras',
  label: 'Cerebras',
  dialect: openaiChat({
    maxTokensField: 'max_completion_tokens',
    documents: 'none',
    // https://inference-docs.cerebras.ai/capabilities/reasoning
    efforts: [effortWords(/gpt-oss/, graded), effortWords(/glm/, { none: 'none' })],
    replayReasoning: 'reasoning',
  }),
  baseUrl: 'https://api.cerebras.ai/v1',
  key: { page: 'https://cloud.cerebras.ai', pattern: /^csk-/, environment: ['CEREBRAS_API_KEY'] },
  sign: bearer,
  preferredModels: ['zai-glm', 'gpt-oss-120b', 'qwen-3', 'llama'],
  contextWindow: 131_072,
} satisfies Provider;

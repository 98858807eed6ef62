import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { openaiChat } from '../wire/openaiChat.ts';
import { effortWords, graded } from '../wire/openaiChatQuirks.ts';

/** https://docs.sambanova.ai/cloud/api-reference/endpoints/chat */
export const sambanova = {
  id: 'sambanova',
  label: 'SambaNova',
  dialect: openaiChat({ documents: 'none', efforts: [effortWords(/gpt-oss/, graded)] }),
  baseUrl: 'https://api.sambanova.ai/v1',
  key: { page: 'https://cloud.sambanova.ai/apis', environment: ['SAMBANOVA_API_KEY'] },
  sign: bearer,
  // Its list of models is public and says nothing about the key, and there is nothing cheaper to ask than a model.
  preferredModels: ['gpt-oss-120b', 'DeepSeek-V3', 'MiniMax-M2', 'Meta-Llama-3.3-70B'],
  contextWindow: 16_384,
} satisfies Provider;

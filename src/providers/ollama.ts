import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { openaiChat } from '../wire/openaiChat.ts';

/** https://docs.ollama.com/api/openai-compatibility */
export const ollama = {
  id: 'ollama',
  label: 'Ollama',
  dialect: openaiChat(),
  baseUrl: 'http://127.0.0.1:11434/v1',
  sign: bearer,
  // The least it gives a model on a small machine; beyond it, it cuts off silently: https://docs.ollama.com/context-length
  contextWindow: 4_096,
  local: true,
} satisfies Provider;

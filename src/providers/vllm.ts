import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { openaiChat } from '../wire/openaiChat.ts';
import { templateEfforts } from '../wire/openaiChatQuirks.ts';

/** https://docs.vllm.ai/en/latest/serving/openai_compatible_server.html */
export const vllm = {
  id: 'vllm',
  label: 'vLLM',
  dialect: openaiChat({ documents: 'none', efforts: templateEfforts }),
  baseUrl: 'http://127.0.0.1:8000/v1',
  sign: bearer,
  contextWindow: 4_096,
  local: true,
} satisfies Provider;

import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { openaiChat } from '../wire/openaiChat.ts';
import { templateEfforts } from '../wire/openaiChatQuirks.ts';

/** https://github.com/ggml-org/llama.cpp/tree/master/tools/server */
export const llamacpp = {
  id: 'llamacpp',
  label: 'llama.cpp',
  dialect: openaiChat({ documents: 'none', efforts: templateEfforts }),
  baseUrl: 'http://127.0.0.1:8080/v1',
  sign: bearer,
  contextWindow: 4_096,
  local: true,
} satisfies Provider;

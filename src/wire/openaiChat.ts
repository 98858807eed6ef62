import type { Dialect } from '../llm/provider.ts';
import { sse } from '../llm/sse.ts';
import { modelList } from './modelList.ts';
import { OpenaiChatDecoder } from './openaiChatDecode.ts';
import { encodeOpenaiChat } from './openaiChatEncode.ts';
import type { OpenaiChatQuirks } from './openaiChatQuirks.ts';

/** OpenAI's chat completions, which most hosts speak: https://platform.openai.com/docs/api-reference/chat */
export function openaiChat(quirks: OpenaiChatQuirks = {}): Dialect {
  return {
    framing: sse,
    encode: (request, options) => ({ path: '/chat/completions', body: encodeOpenaiChat(request, quirks, options) }),
    decoder: () => new OpenaiChatDecoder(),
    modelsPath: '/models',
    models: modelList,
  };
}

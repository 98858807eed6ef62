import type { Dialect } from '../llm/provider.ts';
import { sse } from '../llm/sse.ts';
import { responsesModelList } from './modelList.ts';
import { OpenaiResponsesDecoder } from './openaiResponsesDecode.ts';
import { encodeOpenaiResponses, type OpenaiResponsesQuirks } from './openaiResponsesEncode.ts';

/** OpenAI's Responses API, always stateless: https://platform.openai.com/docs/api-reference/responses */
export function openaiResponses(quirks: OpenaiResponsesQuirks = {}): Dialect {
  return {
    framing: sse,
    encode: (request, options) => ({ path: '/responses', body: encodeOpenaiResponses(request, quirks, options) }),
    decoder: () => new OpenaiResponsesDecoder(),
    modelsPath: '/models',
    models: responsesModelList,
  };
}

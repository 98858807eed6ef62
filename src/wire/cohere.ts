import type { Dialect } from '../llm/provider.ts';
import { sse } from '../llm/sse.ts';
import { CohereDecoder } from './cohereDecode.ts';
import { encodeCohere } from './cohereEncode.ts';
import { cohereModels } from './cohereModels.ts';

/** Cohere's Chat API, version 2: https://docs.cohere.com/reference/chat */
export function cohere(): Dialect {
  return {
    framing: sse,
    encode: (request, options) => ({ path: '/v2/chat', body: encodeCohere(request, options) }),
    decoder: () => new CohereDecoder(),
    modelsPath: '/v1/models?endpoint=chat&page_size=1000',
    models: cohereModels,
  };
}

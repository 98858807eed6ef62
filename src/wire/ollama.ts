import { ndjson } from '../llm/ndjson.ts';
import type { Dialect } from '../llm/provider.ts';
import { OllamaDecoder } from './ollamaDecode.ts';
import { encodeOllama } from './ollamaEncode.ts';
import { ollamaModels } from './ollamaModels.ts';

/** Ollama's own chat API: https://docs.ollama.com/api/chat */
export function ollama(): Dialect {
  return {
    framing: ndjson,
    framesWholeAnswers: true,
    headers: { accept: 'application/x-ndjson, application/json' },
    encode: (request, options) => ({ path: '/api/chat', body: encodeOllama(request, options) }),
    decoder: () => new OllamaDecoder(),
    modelsPath: '/api/tags',
    models: ollamaModels,
  };
}

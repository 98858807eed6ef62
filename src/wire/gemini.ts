import type { Dialect } from '../llm/provider.ts';
import { sse } from '../llm/sse.ts';
import { GeminiDecoder } from './geminiDecode.ts';
import { encodeGemini } from './geminiEncode.ts';
import { geminiModels } from './geminiModels.ts';

/** Where hosts of Google's API differ. */
export interface GeminiQuirks {
  /** Path of a model given by its name alone; `/models/<name>` by default. */
  readonly modelPath?: (model: string) => string;
}

/** Google's `generateContent`: https://ai.google.dev/api/generate-content */
export function gemini({ modelPath = googleModelPath }: GeminiQuirks = {}): Dialect {
  return {
    framing: sse,
    encode: (request, { stream }) => ({
      path: `${modelPath(request.model)}:${stream ? 'streamGenerateContent?alt=sse' : 'generateContent'}`,
      body: encodeGemini(request),
    }),
    decoder: () => new GeminiDecoder(),
    modelsPath: '/models?pageSize=1000',
    models: geminiModels,
  };
}

/** Tuned models have a path of their own, `tunedModels/<name>`. */
const googleModelPath = (model: string): string => `/${pathOf(model.includes('/') ? model : `models/${model}`)}`;

/** A model's name as part of an address; Google's own names hold `@` and `.`, which stay. */
export const pathOf = (name: string): string => name.toWellFormed().replace(/[^\w.@/~-]/gu, encodeURIComponent);

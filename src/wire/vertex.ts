import type { Dialect, EncodeOptions } from '../llm/provider.ts';
import { sse } from '../llm/sse.ts';
import type { Request } from '../model/message.ts';
import { AnthropicDecoder } from './anthropicDecode.ts';
import { encodeAnthropic } from './anthropicEncode.ts';
import { gemini, pathOf } from './gemini.ts';
import { geminiModels } from './geminiModels.ts';
import { mistralQuirks } from './mistralQuirks.ts';
import { openaiChat } from './openaiChat.ts';
import { encodeOpenaiChat } from './openaiChatEncode.ts';

/** What all dialects of Vertex AI share: the list names Google's models only. */
const list = { modelsPath: '/publishers/google/models?pageSize=100', models: geminiModels } as const;

/** The name without its publisher, where that is told otherwise. */
const nameOf = (model: string): string => model.slice(model.lastIndexOf('/') + 1);

const rawPath = (publisher: string, model: string, { stream }: EncodeOptions): string =>
  `/publishers/${publisher}/models/${pathOf(nameOf(model))}:${stream ? 'streamRawPredict' : 'rawPredict'}`;

/** Google's models, and tuned ones by the path of their endpoint: https://cloud.google.com/vertex-ai/generative-ai/docs/model-reference/inference */
export function vertexGemini(): Dialect {
  const modelPath = (model: string) => {
    const endpoint = /(endpoints\/[^/]+)$/.exec(model)?.[1];
    return `/${pathOf(endpoint ?? `publishers/google/models/${nameOf(model)}`)}`;
  };
  return { ...gemini({ modelPath }), ...list };
}

/** Anthropic's models: https://platform.claude.com/docs/en/build-with-claude/claude-on-vertex-ai */
export function vertexClaude(): Dialect {
  return {
    framing: sse,
    encode(request, options) {
      // Organizations have to allow schemas first: https://docs.cloud.google.com/vertex-ai/generative-ai/docs/partner-models/claude/structured_outputs
      const { model: _, ...body } = encodeAnthropic(request, { schemas: 'in-words' }, options);
      return {
        path: rawPath('anthropic', request.model, options),
        body: { anthropic_version: 'vertex-2023-10-16', ...body },
      };
    },
    decoder: () => new AnthropicDecoder(),
    ...list,
  };
}

/** Mistral's own models, by Mistral's own API: https://docs.mistral.ai/deployment/cloud/vertex/ */
export function vertexMistral(): Dialect {
  const encode = (request: Request, options: EncodeOptions) => ({
    path: rawPath('mistralai', request.model, options),
    body: encodeOpenaiChat({ ...request, model: nameOf(request.model) }, mistralQuirks, options),
  });
  return { ...openaiChat(), ...list, encode };
}

/** Open models and those of partners: https://docs.cloud.google.com/vertex-ai/generative-ai/docs/open-models/use-maas */
export function vertexOpen(): Dialect {
  const dialect = openaiChat();
  const encode = (request: Request, options: EncodeOptions) => {
    const model = request.model.replace(/^publishers\/([^/]+)\/models\//, '$1/');
    const { path, body } = dialect.encode({ ...request, model }, options);
    return { path: `/endpoints/openapi${path}`, body };
  };
  return { ...dialect, ...list, encode };
}

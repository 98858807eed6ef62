import type { Dialect, EncodeOptions, Encoded } from '../llm/provider.ts';
import { sagemakerStream } from './awsEventStream.ts';
import { pathPart } from './bedrockConverse.ts';
import { modelList } from './modelList.ts';
import { OpenaiChatDecoder } from './openaiChatDecode.ts';
import { encodeOpenaiChat } from './openaiChatEncode.ts';
import { encodeTgi, TgiDecoder } from './sagemakerTgi.ts';

/**
 * Endpoints whose container speaks chat completions (vLLM, LMI, and Hugging Face's):
 * https://huggingface.co/docs/sagemaker/inference#sagemaker-endpoint-with-the-messages-api
 */
export function sagemakerChat(): Dialect {
  return {
    ...shared,
    encode(request, options) {
      // The endpoint serves one model, which is called otherwise inside.
      const { model: _, ...body } = encodeOpenaiChat(request, { documents: 'none' }, options);
      return { ...invocation(request.model, options), body };
    },
    decoder: () => new OpenaiChatDecoder(),
  };
}

/** Endpoints whose container takes a text to go on with, as Hugging Face's TGI does. */
export function sagemakerTgi(): Dialect {
  return {
    ...shared,
    encode: (request, options) => ({ ...invocation(request.model, options), body: encodeTgi(request, options) }),
    decoder: () => new TgiDecoder(),
  };
}

/** There is no list of models: the user names the endpoints. */
const shared = { framing: sagemakerStream, modelsPath: '/models', models: modelList } as const;

/**
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpoint.html
 * https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_runtime_InvokeEndpointWithResponseStream.html
 */
function invocation(endpoint: string, { stream }: EncodeOptions): Omit<Encoded, 'body'> {
  const operation = stream ? 'invocations-response-stream' : 'invocations';
  return {
    path: `/endpoints/${pathPart(endpoint)}/${operation}`,
    headers: { accept: stream ? 'application/vnd.amazon.eventstream' : 'application/json' },
  };
}

import type { Dialect, Encoded } from '../llm/provider.ts';
import { awsEventStream } from './awsEventStream.ts';
import { BedrockConverseDecoder } from './bedrockConverseDecode.ts';
import { encodeConverse } from './bedrockConverseEncode.ts';
import { bedrockModelList } from './bedrockModelList.ts';

/** Bedrock's API for models of all makes: https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
export function bedrockConverse(): Dialect {
  return {
    framing: awsEventStream,
    encode: (request, options) => ({
      ...bedrockCall(request.model, options.stream ? 'converse-stream' : 'converse'),
      body: encodeConverse(request, options),
    }),
    decoder: () => new BedrockConverseDecoder(),
    modelsPath: '/foundation-models',
    models: bedrockModelList,
  };
}

/** Where a model is called. What is wanted is said too, since to InvokeModel a list of several types is none. */
export function bedrockCall(model: string, operation: string): Omit<Encoded, 'body'> {
  return {
    path: `/model/${pathPart(model)}/${operation}`,
    headers: { accept: operation.endsWith('-stream') ? 'application/vnd.amazon.eventstream' : 'application/json' },
  };
}

/** Ids have colons, and ARNs slashes; AWS wants more characters encoded than browsers do. */
export const pathPart = (id: string): string =>
  encodeURIComponent(id.toWellFormed()).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

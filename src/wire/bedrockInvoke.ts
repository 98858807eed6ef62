import type { Dialect } from '../llm/provider.ts';
import { AnthropicDecoder } from './anthropicDecode.ts';
import { encodeAnthropic } from './anthropicEncode.ts';
import { bedrockInvokeStream } from './awsEventStream.ts';
import { bedrockCall } from './bedrockConverse.ts';
import { bedrockModelList } from './bedrockModelList.ts';

/**
 * Claude by its own Messages API within Bedrock's InvokeModel, for what Converse does not pass on:
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-anthropic-claude-messages.html
 */
export function bedrockInvoke(): Dialect {
  return {
    framing: bedrockInvokeStream,
    encode(request, options) {
      // The model stands in the path, and the operation says whether to stream.
      const { model: _, stream: __, ...body } = encodeAnthropic(request, {}, options);
      return {
        ...bedrockCall(request.model, options.stream ? 'invoke-with-response-stream' : 'invoke'),
        body: { anthropic_version: 'bedrock-2023-05-31', ...body },
      };
    },
    decoder: () => new AnthropicDecoder(),
    modelsPath: '/foundation-models',
    models: bedrockModelList,
  };
}

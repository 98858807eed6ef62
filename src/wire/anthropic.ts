import type { Dialect } from '../llm/provider.ts';
import { sse } from '../llm/sse.ts';
import { AnthropicDecoder } from './anthropicDecode.ts';
import { type AnthropicQuirks, encodeAnthropic } from './anthropicEncode.ts';
import { modelList } from './modelList.ts';

/** Anthropic's Messages API: https://docs.claude.com/en/api/messages */
export function anthropic(quirks: AnthropicQuirks = {}): Dialect {
  return {
    framing: sse,
    headers: {
      'anthropic-version': '2023-06-01',
      // Without it the web host is refused: https://docs.claude.com/en/api/client-sdks
      'anthropic-dangerous-direct-browser-access': 'true',
    },
    encode: (request, options) => ({ path: '/v1/messages', body: encodeAnthropic(request, quirks, options) }),
    decoder: () => new AnthropicDecoder(),
    modelsPath: '/v1/models?limit=1000',
    models: modelList,
  };
}

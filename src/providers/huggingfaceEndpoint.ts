import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { openaiChat } from '../wire/openaiChat.ts';
import { templateEfforts } from '../wire/openaiChatQuirks.ts';
import { under } from '../wire/under.ts';

/**
 * An endpoint of the user's own. Its page shows the address without the `/v1` below which it speaks as OpenAI does:
 * https://huggingface.co/docs/inference-endpoints/engines/vllm
 */
export const huggingfaceEndpoint = {
  id: 'huggingface-endpoint',
  label: 'Hugging Face Endpoint',
  dialect: under('/v1', openaiChat({ documents: 'none', efforts: templateEfforts })),
  key: {
    page: 'https://huggingface.co/settings/tokens',
    environment: ['HF_TOKEN', 'HUGGINGFACE_API_KEY'],
  },
  sign: bearer,
  contextWindow: 8_192,
} satisfies Provider;

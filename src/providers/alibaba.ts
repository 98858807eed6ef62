import { bearer } from '../auth/apiKey.ts';
import type { Provider } from '../llm/provider.ts';
import { openaiChat } from '../wire/openaiChat.ts';
import { modelsField } from './modelsField.ts';

const on = { enable_thinking: true };
const off = { enable_thinking: false };

/** Model Studio's international address: https://www.alibabacloud.com/help/en/model-studio/compatibility-of-openai-with-dashscope */
export const alibaba = {
  id: 'alibaba',
  label: 'Alibaba Cloud',
  dialect: openaiChat({
    documents: 'none',
    // https://www.alibabacloud.com/help/en/model-studio/deep-thinking
    efforts: [
      {
        models: /^(qwen3(?!.*(instruct|thinking|coder))|qwen-(plus|flash|turbo))/,
        fields: { none: off, minimal: off, low: on, medium: on, high: on },
      },
    ],
  }),
  baseUrl: 'https://dashscope-intl.aliyuncs.com/compatible-mode/v1',
  fields: [modelsField('qwen3-max, qwen-plus, qwen-flash, qwen3-coder-plus, qwen3-vl-plus')],
  modelsField: 'models',
  key: {
    page: 'https://modelstudio.console.alibabacloud.com/?tab=dashboard#/api-key',
    environment: ['DASHSCOPE_API_KEY', 'ALIBABA_API_KEY'],
  },
  sign: bearer,
  preferredModels: ['qwen3-max', 'qwen-plus'],
  contextWindow: 131_072,
} satisfies Provider;

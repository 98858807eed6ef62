import { awsAuth } from '../auth/awsAuth.ts';
import type { Provider } from '../llm/provider.ts';
import { joinUrl } from '../llm/url.ts';
import { openaiChat } from '../wire/openaiChat.ts';
import { openaiQuirks } from '../wire/openaiModels.ts';
import { openaiResponses } from '../wire/openaiResponses.ts';
import { awsLogin, awsReasons, profileField, regionField, regionOf } from './awsFields.ts';

const chat = openaiChat(openaiQuirks.chat);
const responses = openaiResponses(openaiQuirks.responses);

/** Models that are not below `/v1`, as all others: https://docs.aws.amazon.com/bedrock/latest/userguide/bedrock-mantle.html */
const openaiOwn = /^openai\.gpt-(?!oss)/;

/** Bedrock's models through OpenAI's APIs, with ids, permissions and quotas of its own: https://docs.aws.amazon.com/bedrock/latest/userguide/bedrock-mantle.html */
export const bedrockMantle = {
  id: 'bedrock-mantle',
  label: 'AWS Bedrock (OpenAI APIs)',
  dialect: chat,
  apis: { chat, responses },
  fields: [regionField, profileField],
  baseUrlFrom: (values) => `https://bedrock-mantle.${regionOf(values)}.api.aws/v1`,
  requestUrl: ({ baseUrl, path, model }) =>
    joinUrl(openaiOwn.test(model) ? baseUrl.replace(/(\/openai)?\/v1\/?$/, '/openai/v1') : baseUrl, path),
  key: {
    page: 'https://console.aws.amazon.com/bedrock/home#/api-keys',
    environment: ['AWS_BEARER_TOKEN_BEDROCK'],
    prompt: 'a Bedrock API key, or an access key ID and a secret access key',
    form: 'bedrock',
  },
  sign: awsAuth({ service: 'bedrock-mantle' }),
  logins: [awsLogin('bedrock-mantle')],
  preferredModels: ['openai.gpt-5', 'openai.gpt-oss-120b', 'moonshotai.kimi', 'qwen.qwen3'],
  contextWindow: 128_000,
  reasons: awsReasons,
} satisfies Provider;

import { awsAuth } from '../auth/awsAuth.ts';
import type { Provider } from '../llm/provider.ts';
import { bedrockConverse } from '../wire/bedrockConverse.ts';
import { bedrockInvoke } from '../wire/bedrockInvoke.ts';
import { awsLogin, awsReasons, awsUrl, profileField, readAwsAddress, regionField, regionOf } from './awsFields.ts';

/** https://docs.aws.amazon.com/bedrock/latest/userguide/endpoints.html */
export const bedrock = {
  id: 'bedrock',
  label: 'AWS Bedrock',
  dialect: bedrockConverse(),
  apis: { converse: bedrockConverse(), invoke: bedrockInvoke() },
  fields: [regionField, profileField],
  baseUrlFrom: (values) => awsUrl('bedrock-runtime', regionOf(values)),
  readAddress: (address) => readAwsAddress('bedrock-runtime', address),
  key: {
    page: 'https://console.aws.amazon.com/bedrock/home#/api-keys',
    pattern: /^(ABSK|bedrock-api-key-)/,
    environment: ['AWS_BEARER_TOKEN_BEDROCK'],
    prompt: 'a Bedrock API key, or an access key ID and a secret access key',
    form: 'bedrock',
  },
  sign: awsAuth({ service: 'bedrock' }),
  logins: [awsLogin('bedrock')],
  modelsUrl: (values) =>
    `${awsUrl('bedrock', regionOf(values))}/foundation-models?byOutputModality=TEXT&byInferenceType=ON_DEMAND`,
  // Newer models are asked by the id of an inference profile, such as “us.anthropic.…”.
  moreModelsUrl: (values) => `${awsUrl('bedrock', regionOf(values))}/inference-profiles?maxResults=1000`,
  preferredModels: [
    'us.anthropic.claude-sonnet',
    'eu.anthropic.claude-sonnet',
    'global.anthropic.claude-sonnet',
    'us.amazon.nova-pro',
    'amazon.nova-pro',
    'openai.gpt-oss-120b',
  ],
  contextWindow: 128_000,
  reasons: awsReasons,
} satisfies Provider;

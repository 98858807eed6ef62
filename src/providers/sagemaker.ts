import { awsAuth } from '../auth/awsAuth.ts';
import type { Provider } from '../llm/provider.ts';
import { sagemakerChat, sagemakerTgi } from '../wire/sagemaker.ts';
import { awsLogin, awsReasons, awsUrl, profileField, readAwsAddress, regionField, regionOf } from './awsFields.ts';

/** The user's own endpoints: https://docs.aws.amazon.com/sagemaker/latest/dg/realtime-endpoints.html */
export const sagemaker = {
  id: 'sagemaker',
  label: 'AWS SageMaker',
  dialect: sagemakerChat(),
  apis: { chat: sagemakerChat(), tgi: sagemakerTgi() },
  fields: [
    regionField,
    {
      id: 'endpoints',
      label: 'Endpoint names',
      placeholder: 'my-endpoint, my-other-endpoint',
      description: 'One or several, separated by commas; the SageMaker console lists them under Inference, Endpoints.',
      pattern: /^[A-Za-z0-9-]{1,63}(\s*,\s*[A-Za-z0-9-]{1,63})*$/,
    },
    profileField,
  ],
  modelsField: 'endpoints',
  baseUrlFrom: (values) => awsUrl('runtime.sagemaker', regionOf(values)),
  readAddress(address) {
    const found = readAwsAddress('runtime.sagemaker', address);
    const endpoint = /^\/endpoints\/([A-Za-z0-9-]+)/.exec(address.pathname)?.[1];
    return (
      found && { ...found, values: { ...found.values, ...(endpoint === undefined ? {} : { endpoints: endpoint }) } }
    );
  },
  key: {
    page: 'https://console.aws.amazon.com/iam/home#/security_credentials',
    environment: [],
    prompt: 'an access key ID and a secret access key',
    form: 'aws',
  },
  sign: awsAuth({ service: 'sagemaker' }),
  logins: [awsLogin('sagemaker')],
  contextWindow: 32_768,
  reasons: {
    unauthorized: awsReasons.unauthorized,
    'not-found': 'has no such endpoint in this region; check the name of the endpoint, and the region',
  },
} satisfies Provider;

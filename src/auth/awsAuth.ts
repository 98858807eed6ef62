import type { Sign } from '../model/http.ts';
import { bearer } from './apiKey.ts';
import { awsSecretFrom } from './awsSecret.ts';

/** Which of AWS's services a request is signed for. */
export interface AwsAuthOptions {
  readonly service: string;
}

/** Signs with access keys, and sends any other secret, a Bedrock API key, as a bearer token. */
export function awsAuth({ service }: AwsAuthOptions): Sign {
  return async (request, secret, context) => {
    const keys = awsSecretFrom(secret);
    if (keys === undefined) return bearer(request, secret, context);
    const { awsSign } = await import('./awsSign.ts');
    return awsSign(request, keys, { service, region: context.values['region'] ?? 'us-east-1', nowMs: context.now() });
  };
}

import type { Sign } from '../model/http.ts';
import { bearer } from './apiKey.ts';
import { awsSecretFrom } from './awsSecret.ts';

/** Which of AWS's services a request is signed for. */
export interface AwsAuthOptions {
  readonly service: string;
}

/**
 * Signs with access keys, and sends any other secret, a Bedrock API key, as a bearer token:
 * https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
 */
export function awsAuth({ service }: AwsAuthOptions): Sign {
  return async (request, secret, context) => {
    const keys = awsSecretFrom(secret);
    if (keys === undefined) return bearer(request, secret, context);
    const { AwsV4Signer } = await import('aws4fetch');
    const signer = new AwsV4Signer({
      ...keys,
      method: request.method,
      url: request.url,
      // Of the other headers none is signed: a proxy on the way may change them.
      headers: { 'content-type': request.headers['content-type'] ?? 'application/json' },
      allHeaders: true,
      ...(request.body === undefined ? {} : { body: request.body }),
      service,
      region: context.values['region'] ?? 'us-east-1',
      datetime: new Date(context.now()).toISOString().replace(/[:-]|\.\d{3}/g, ''),
    });
    const { headers } = await signer.sign();
    return { ...request, headers: { ...request.headers, ...Object.fromEntries(headers) } };
  };
}

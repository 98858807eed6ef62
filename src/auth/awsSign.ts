import { AwsV4Signer } from 'aws4fetch';
import type { HttpRequest } from '../model/http.ts';
import type { AwsSecret } from './awsSecret.ts';

/** Where and when a signature holds. */
interface Scope {
  readonly service: string;
  readonly region: string;
  readonly nowMs: number;
}

/** Signs by version 4: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html */
export async function awsSign(request: HttpRequest, keys: AwsSecret, scope: Scope): Promise<HttpRequest> {
  const { service, region, nowMs } = scope;
  const signer = new AwsV4Signer({
    ...keys,
    method: request.method,
    url: request.url,
    // Of the other headers none is signed: a proxy on the way may change them.
    headers: { 'content-type': request.headers['content-type'] ?? 'application/json' },
    allHeaders: true,
    ...(request.body === undefined ? {} : { body: request.body }),
    service,
    region,
    datetime: new Date(nowMs).toISOString().replace(/[:-]|\.\d{3}/g, ''),
  });
  const { headers } = await signer.sign();
  return { ...request, headers: { ...request.headers, ...Object.fromEntries(headers) } };
}

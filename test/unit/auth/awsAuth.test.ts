import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { awsAuth } from '../../../src/auth/awsAuth.ts';
import { type AwsSecret, awsSecretText } from '../../../src/auth/awsSecret.ts';
import { joinUrl } from '../../../src/llm/url.ts';
import type { HttpRequest, SigningContext } from '../../../src/model/http.ts';
import { bedrockCall } from '../../../src/wire/bedrockConverse.ts';

const now = Date.UTC(2015, 7, 30, 12, 36);

const context = (region?: string): SigningContext => ({
  values: region === undefined ? {} : { region },
  transport: () => Promise.reject(new Error('signing asks nobody')),
  signal: new AbortController().signal,
  now: () => now,
});

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
const documented: AwsSecret = {
  accessKeyId: 'AKIDEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY',
};

async function signed(request: HttpRequest, service: string, secret: AwsSecret = documented, region?: string) {
  return awsAuth({ service })(request, awsSecretText(secret), context(region));
}

test('the documented example of ListUsers', async () => {
  const { headers } = await signed(
    {
      method: 'GET',
      url: 'https://iam.amazonaws.com/?Action=ListUsers&Version=2010-05-08',
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
    },
    'iam',
  );
  assert.equal(
    headers['authorization'],
    'AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, ' +
      'SignedHeaders=content-type;host;x-amz-date, ' +
      'Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7',
  );
  assert.equal(headers['x-amz-date'], '20150830T123600Z');
});

test('the published test of a posted form', async () => {
  const { headers, body } = await signed(
    {
      method: 'POST',
      url: 'https://example.amazonaws.com/',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: 'Param1=value1',
    },
    'service',
  );
  assert.match(
    headers['authorization'] ?? '',
    /Signature=ff11897932ad3f4e8b18135d722051e5ac45fc38421b1da7b9d196a0fe09473a$/,
  );
  assert.equal(body, 'Param1=value1');
});

const temporary: AwsSecret = {
  accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  sessionToken: `${'IQoJb3JpZ2luX2VjEXAMPLE'.repeat(4)}==`,
};

/** What AWS's own signer puts into the header. */
async function theirs({ method, url, headers, body }: HttpRequest, service: string, region: string): Promise<string> {
  const { protocol, hostname, pathname, searchParams } = new URL(url);
  const signer = new SignatureV4({ credentials: temporary, region, service, sha256: Sha256, applyChecksum: false });
  const request = {
    method,
    protocol,
    hostname,
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: { host: hostname, 'content-type': headers['content-type'] ?? '' },
    body,
  };
  return (await signer.sign(request, { signingDate: new Date(now) })).headers['authorization'] ?? '';
}

const parts = (header = ''): readonly string[] => header.split(/,\s*/);

for (const model of [
  'amazon.nova-pro-v1',
  'us.anthropic.claude-3-5-haiku-20241022-v1:0',
  'arn:aws:bedrock:eu-central-1:123456789012:inference-profile/eu.anthropic.claude-3-7-sonnet-20250219-v1:0',
  'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/a1b2c3d4e5f6',
  "odd !'()*~ é+&=%25/?#$,;@[]",
]) {
  test(`signs like AWS: ${model}`, async () => {
    const url = joinUrl('https://bedrock-runtime.eu-central-1.amazonaws.com', bedrockCall(model, 'converse').path);
    const request: HttpRequest = {
      method: 'POST',
      url,
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: '{"messages":[{"role":"user","content":[{"text":"Grüß Gott, 日本"}]}]}',
    };
    const { headers } = await signed(request, 'bedrock', temporary, 'eu-central-1');
    assert.deepEqual(parts(headers['authorization']), parts(await theirs(request, 'bedrock', 'eu-central-1')));
    assert.equal(headers['x-amz-security-token'], temporary.sessionToken);
    assert.equal(headers['accept'], 'application/json');
    assert.equal(decodeURIComponent(new URL(url).pathname), `/model/${model}/converse`);
  });
}

test('signs a query like AWS', async () => {
  const request: HttpRequest = {
    method: 'GET',
    url: 'https://bedrock.us-west-2.amazonaws.com/foundation-models?byOutputModality=TEXT&byInferenceType=ON_DEMAND',
    headers: { 'content-type': 'application/json' },
  };
  const { headers } = await signed(request, 'bedrock', temporary, 'us-west-2');
  assert.deepEqual(parts(headers['authorization']), parts(await theirs(request, 'bedrock', 'us-west-2')));
});

test('a Bedrock API key is a bearer token', async () => {
  const request: HttpRequest = { method: 'GET', url: 'https://bedrock.us-east-1.amazonaws.com/', headers: {} };
  const { headers } = await awsAuth({ service: 'bedrock' })(request, 'ABSKabc', context());
  assert.deepEqual(headers, { authorization: 'Bearer ABSKabc' });
});

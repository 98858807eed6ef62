import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureFromResponse } from '../../../src/llm/errorBody.ts';
import { Failure } from '../../../src/llm/failure.ts';

const failure = (status: number, body: object, headers: Record<string, string> = {}) =>
  failureFromResponse({ status, headers, body: JSON.stringify(body), nowMs: 0 }).error;

for (const [status, type, message, kind] of [
  [403, 'UnrecognizedClientException:http://internal.amazon.com/coral/com.amazon.coral.service/', 'x', 'unauthorized'],
  [403, 'ExpiredTokenException:http://internal.amazon.com/coral/com.amazon.coral.service/', 'x', 'unauthorized'],
  [403, 'InvalidSignatureException', 'Signature expired', 'unauthorized'],
  [403, 'AccessDeniedException:http://internal.amazon.com/coral/com.amazon.bedrock/', 'x', 'forbidden'],
  [404, 'ResourceNotFoundException', 'x', 'not-found'],
  [
    429,
    'ThrottlingException:http://internal.amazon.com/coral/com.amazon.bedrock/',
    'Too many tokens per day',
    'rate-limited',
  ],
  [400, 'ThrottlingException', 'Rate exceeded', 'rate-limited'],
  [400, 'ServiceQuotaExceededException', 'x', 'quota'],
  [400, 'ValidationException', 'Malformed input request', 'bad-request'],
  [400, 'ValidationException', 'Input is too long for requested model.', 'too-long'],
  [400, 'ValidationException', 'The provided model identifier is invalid.', 'not-found'],
  [
    400,
    'ValidationException',
    'Invocation of model ID x with on-demand throughput isn’t supported. Retry your request',
    'not-found',
  ],
  [408, 'ModelTimeoutException', 'x', 'timeout'],
  [424, 'ModelErrorException', 'x', 'overloaded'],
  [429, 'ModelNotReadyException', 'x', 'overloaded'],
  [500, 'InternalServerException', 'x', 'overloaded'],
  [503, 'ServiceUnavailableException', 'x', 'overloaded'],
  [424, 'ModelError', 'Received server error (500) from primary with message "x"', 'overloaded'],
  [424, 'ModelError', 'Received client error (422) from primary with message "x"', 'bad-request'],
] as const) {
  test(`${type.replace(/:.*/, '')} ${status}, ${message}: ${kind}`, () => {
    const inHeader = failure(status, { message }, { 'x-amzn-errortype': type, 'x-amzn-requestid': 'id' });
    assert.deepEqual([inHeader.kind, inHeader.detail, inHeader.requestId], [kind, message, 'id']);
    const inBody = failure(status, { __type: `com.amazon.coral.service#${type.replace(/:.*/, '')}`, Message: message });
    assert.deepEqual([inBody.kind, inBody.detail], [kind, message]);
  });
}

test('what says only in words that the credentials are wrong', () => {
  assert.equal(
    failure(403, { message: 'The security token included in the request is invalid.' }).kind,
    'unauthorized',
  );
  assert.equal(
    failure(403, { Message: 'Authentication failed: Please make sure your API Key is valid.' }).kind,
    'unauthorized',
  );
});

test('no part of a secret of several parts is told', () => {
  const secret = {
    accessKeyId: 'ASIAIOSFODNN7EXAMPLE',
    secretAccessKey: 'wJalrXUtnFEMI/K7MDENG',
    sessionToken: 'IQoJb3JpZ2luX2VjEXAMPLE',
  };
  const detail = `The Canonical String should have been host:x\nx-amz-security-token:${secret.sessionToken}\n`;
  const { error } = new Failure({ kind: 'forbidden', detail }).of('AWS', JSON.stringify(secret));
  assert.equal(error.detail, 'The Canonical String should have been host:x\nx-amz-security-token:[key]\n');
  assert.equal(new Failure({ kind: 'forbidden', detail: '{no JSON' }).of('AWS', '{no JSON').error.detail, '[key]');
});

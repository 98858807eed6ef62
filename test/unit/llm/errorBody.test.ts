import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failureFromPayload, failureFromResponse } from '../../../src/llm/errorBody.ts';
import type { ErrorKind } from '../../../src/model/error.ts';

const failure = (status: number, body: string, headers: Record<string, string> = {}) =>
  failureFromResponse({ status, headers, body, nowMs: 0 }).error;

const said = 'the words of the provider';

for (const [name, body] of [
  ['an object in error', { error: { message: said, type: 't', code: 'c' } }],
  ['a string in error', { error: said }],
  ['a message', { message: said }],
  ['a detail', { detail: said }],
  ['a list of details', { detail: [{ loc: ['body'], msg: said }] }],
  ['a list around it all', [{ error: { message: said } }]],
  ['errors', { errors: [{ message: said }] }],
  ['an error inside an error', { error: { error: { message: said } } }],
  ['OAuth', { error_description: said }],
] as const) {
  test(`the provider's words are found in ${name}`, () =>
    assert.equal(failure(400, JSON.stringify(body)).detail, said));
}

test('an error that says nothing under any known name is told as it came', () => {
  assert.equal(failure(400, '{ "base_resp": {"status_msg": "no"} }').detail, '{"base_resp":{"status_msg":"no"}}');
  for (const nothing of ['{}', '[]', 'null', '""', ' ']) assert.equal(failure(500, nothing).detail, undefined);
});

test('several faults are told once each', () => {
  const body = { detail: [{ msg: 'one' }, { msg: 'two' }, { msg: 'one' }] };
  assert.equal(failure(422, JSON.stringify(body)).detail, 'one; two');
});

test('what the host behind a router said is told too', () => {
  const body = {
    error: { message: 'Provider returned error', code: 400, metadata: { raw: '{"detail":"no"}', provider_name: 'x' } },
  };
  assert.equal(failure(400, JSON.stringify(body)).detail, 'Provider returned error: {"detail":"no"}');
});

test('plain text is told as it is, nothing as nothing, and a page by its title only', () => {
  assert.equal(failure(408, ' upstream request timeout \n').detail, 'upstream request timeout');
  assert.equal(failure(500, '').detail, undefined);
  assert.equal(
    failure(502, '<html>\r\n<head><title>502 Bad Gateway</title></head><script>x</script>').detail,
    '502 Bad Gateway',
  );
  assert.equal(failure(502, JSON.stringify({ error: 'upstream said <html><body>secret' })).detail, 'upstream said');
  assert.equal(failure(400, JSON.stringify({ error: 'expected <string>' })).detail, 'expected <string>');
});

test('a detail has at most 2,000 characters, and hostile nesting does no harm', () => {
  assert.equal(failure(400, JSON.stringify({ error: 'x'.repeat(50_000) })).detail?.length, 2_000);
  let deep: unknown = 'bottom';
  for (let depth = 0; depth < 5_000; depth++) deep = { error: deep };
  assert.equal(failureFromPayload(deep, 'interrupted').error.detail, undefined);
  assert.equal(failure(400, '['.repeat(50_000)).kind, 'bad-request');
});

test('the identifier of the request is kept, from a header or the body', () => {
  assert.equal(failure(500, '', { 'x-request-id': 'req_1' }).requestId, 'req_1');
  assert.equal(failure(500, '', { 'request-id': 'req_2' }).requestId, 'req_2');
  assert.equal(failure(500, '{"request_id":"req_3","message":"no"}').requestId, 'req_3');
});

const kinds: readonly (readonly [ErrorKind, number, object])[] = [
  ['unauthorized', 401, { error: { message: 'Invalid API Key' } }],
  ['unauthorized', 400, { error: 'Incorrect API key provided: xa***yz.' }],
  ['unauthorized', 400, { error: { message: 'API key not valid. Please pass a valid API key.' } }],
  ['forbidden', 403, { error: { message: 'no' } }],
  ['not-found', 404, { error: { code: 'model_not_found', message: 'The model `x` does not exist' } }],
  ['quota', 402, { error: { message: 'Insufficient Balance' } }],
  ['quota', 403, { code: 'denied', error: "Your newly created team doesn't have any credits or licenses yet." }],
  ['quota', 429, { error: { code: 'insufficient_quota', message: 'You exceeded your current quota' } }],
  [
    'quota',
    400,
    {
      error: { type: 'invalid_request_error', message: 'Your credit balance is too low to access the Anthropic API.' },
    },
  ],
  [
    'rate-limited',
    429,
    {
      error: {
        code: 'rate_limit_exceeded',
        message: 'Limit 6000, Used 5938. Upgrade at https://console.groq.com/settings/billing',
      },
    },
  ],
  [
    'rate-limited',
    429,
    { code: 'request_quota_exceeded', message: 'Requests per second limit exceeded', type: 'too_many_requests_error' },
  ],
  [
    'rate-limited',
    429,
    {
      error: {
        type: 'rate_limit_error',
        message: 'would exceed the limit of 450,000 input tokens per minute. Please reduce the prompt length',
      },
    },
  ],
  [
    'too-long',
    413,
    { error: { code: 'rate_limit_exceeded', message: 'Request too large for model `x` on tokens per minute (TPM)' } },
  ],
  [
    'too-long',
    429,
    {
      error: {
        code: 'rate_limit_exceeded',
        message: 'Request too large for gpt-4o on tokens per min (TPM): Limit 30000, Requested 40000.',
      },
    },
  ],
  ['too-long', 400, { error: { code: 'context_length_exceeded', message: 'long' } }],
  [
    'too-long',
    400,
    {
      error: { message: "This model's maximum context length is 65536 tokens. However, you requested 1250019 tokens" },
    },
  ],
  [
    'too-long',
    400,
    { error: { type: 'invalid_request_error', message: 'prompt is too long: 210000 tokens > 200000 maximum' } },
  ],
  [
    'too-long',
    400,
    { error: { message: 'User input tokens exceeds 200000 tokens.', type: 'too_many_prompt_tokens', code: 400 } },
  ],
  ['too-long', 400, { error: "This model's maximum prompt length is 131072 but the request contains 537812 tokens." }],
  [
    'too-long',
    400,
    { error: { message: 'The input token count (1196265) exceeds the maximum number of tokens allowed (1048575).' } },
  ],
  [
    'too-long',
    500,
    { error: { type: 'exceed_context_size_error', message: 'the request exceeds the available context size' } },
  ],
  ['bad-request', 400, { error: { message: 'max_tokens: must be at least 1', type: 'invalid_request_error' } }],
  ['bad-request', 422, { detail: [{ msg: 'Input should be a valid string' }] }],
  ['overloaded', 529, { error: { type: 'overloaded_error', message: 'Overloaded' } }],
  ['overloaded', 500, { error: { type: 'api_error', message: 'Internal server error' } }],
  ['overloaded', 503, { code: 'The service is currently unavailable', error: 'at capacity' }],
  ['timeout', 408, {}],
  ['network', 407, {}],
];

for (const [kind, status, body] of kinds) {
  test(`${status} ${JSON.stringify(body).slice(0, 90)} is ${kind}`, () =>
    assert.equal(failure(status, JSON.stringify(body)).kind, kind));
}

for (const [kind, payload] of [
  ['overloaded', { error: { type: 'overloaded_error', message: 'Overloaded' } }],
  ['rate-limited', { error: { code: 429, message: 'slow down' } }],
  ['overloaded', { error: { code: '502', message: 'bad gateway' } }],
  ['bad-request', { error: { type: 'invalid_request_error', code: 'tool_use_failed', status_code: 400 } }],
  ['too-long', { error: { code: 'context_length_exceeded' } }],
  ['interrupted', { error: 'something else' }],
] as const) {
  test(`inside a stream ${JSON.stringify(payload)} is ${kind}`, () =>
    assert.equal(failureFromPayload(payload, 'interrupted').error.kind, kind));
}

const googleQuota = {
  error: {
    code: 429,
    message: 'You exceeded your current quota, please check your plan and billing details.',
    status: 'RESOURCE_EXHAUSTED',
    details: [
      { '@type': 'type.googleapis.com/google.rpc.QuotaFailure', violations: [{ quotaMetric: 'requests' }] },
      'odd',
      { '@type': 'type.googleapis.com/google.rpc.RetryInfo', retryDelay: '34.074824224s' },
    ],
  },
};

test('Google says in the body how long to wait, and its limit by the minute is no empty account', () => {
  for (const body of [googleQuota, [googleQuota]]) {
    const { kind, retryAfterMs } = failure(429, JSON.stringify(body));
    assert.deepEqual([kind, retryAfterMs], ['rate-limited', 34_075]);
    const inStream = failureFromPayload(body, 'interrupted').error;
    assert.deepEqual([inStream.kind, inStream.retryAfterMs], ['rate-limited', 34_075]);
  }
  assert.equal(failure(429, JSON.stringify(googleQuota), { 'retry-after': '7' }).retryAfterMs, 7_000);
  const { details: _, ...bare } = googleQuota.error;
  assert.deepEqual(
    [failure(429, JSON.stringify({ error: bare })).kind, failure(429, JSON.stringify({ error: bare })).retryAfterMs],
    ['quota', undefined],
  );
  for (const retryDelay of ['soon', '-3s', 3, null])
    assert.equal(failure(429, JSON.stringify({ error: { details: [{ retryDelay }] } })).retryAfterMs, undefined);
});

test('codes are found in the errors inside an error', () => {
  const azure = {
    error: {
      code: null,
      message: 'No.',
      innererror: { code: 'ResponsibleAIPolicyViolation', content_filter_result: { hate: { filtered: true } } },
    },
  };
  assert.match(failure(400, JSON.stringify(azure)).message, /content filter/);
  const google = {
    error: { code: 400, message: 'No.', details: [{ reason: 'API_KEY_INVALID', domain: 'googleapis.com' }] },
  };
  assert.equal(failure(400, JSON.stringify(google)).kind, 'unauthorized');
  const amazon = { __type: 'com.amazon.coral.service#ThrottlingException', message: 'Rate exceeded' };
  assert.equal(failure(400, JSON.stringify(amazon)).kind, 'rate-limited');
  assert.equal(
    failure(400, '{"message":"no"}', { 'x-amzn-errortype': 'ThrottlingException:http://internal/' }).kind,
    'rate-limited',
  );
  assert.equal(failure(400, JSON.stringify({ error_type: 'TOO_MANY_TOKENS', message: 'no' })).kind, 'too-long');
});

test('a key that stands where the model should is not told', () => {
  const key = 'sk-secret-secret-secret';
  const { message, detail } = failureFromResponse({
    status: 404,
    headers: {},
    body: JSON.stringify({ error: { message: `The model \`${key}\` does not exist` } }),
    nowMs: 0,
  }).of('OpenAI', key).error;
  assert.equal(message, 'OpenAI has no model “[key]” for this account; pick another model (status 404).');
  assert.equal(detail, 'The model `[key]` does not exist');
});

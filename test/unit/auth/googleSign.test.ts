import assert from 'node:assert/strict';
import { test } from 'node:test';
import { googleSign } from '../../../src/auth/googleSign.ts';
import { Failure } from '../../../src/llm/failure.ts';
import type { HttpRequest } from '../../../src/model/http.ts';
import { serviceAccountFile, TokenEndpoint, userFile, verified } from './googleKeys.ts';

const { file, publicKey } = await serviceAccountFile();
const secret = JSON.stringify(file);

const request: HttpRequest = {
  method: 'POST',
  url: 'https://aiplatform.googleapis.com/v1beta1/projects/my-project/locations/global/publishers/google/models/m:generateContent',
  headers: { accept: 'application/json' },
  body: '{}',
};

const formOf = (sent: HttpRequest | undefined): URLSearchParams => new URLSearchParams(sent?.body);

async function failureOf(work: Promise<unknown> | HttpRequest): Promise<Failure> {
  try {
    await work;
  } catch (cause) {
    if (cause instanceof Failure) return cause;
    throw cause;
  }
  throw new Error('it did not fail');
}

test('a service account signs a request for a token, which signs the request', async () => {
  const google = new TokenEndpoint();
  const signed = await googleSign()(request, secret, google.context());
  assert.deepEqual(signed, { ...request, headers: { ...request.headers, authorization: 'Bearer ya29.token-1' } });
  const [sent] = google.requests;
  assert.equal(sent?.url, 'https://oauth2.googleapis.com/token');
  assert.equal(sent.method, 'POST');
  assert.equal(sent.headers['content-type'], 'application/x-www-form-urlencoded');
  assert.equal(formOf(sent).get('grant_type'), 'urn:ietf:params:oauth:grant-type:jwt-bearer');
  const { header, claims } = await verified(formOf(sent).get('assertion') ?? '', publicKey);
  const issuedAt = google.nowMs / 1_000;
  assert.deepEqual(header, { alg: 'RS256', typ: 'JWT', kid: 'key-1' });
  assert.deepEqual(claims, {
    iss: 'me@my-project.iam.gserviceaccount.com',
    scope: 'https://www.googleapis.com/auth/cloud-platform',
    aud: 'https://oauth2.googleapis.com/token',
    iat: issuedAt,
    exp: issuedAt + 3_600,
  });
});

test('a login of gcloud is refreshed, and its quota counts', async () => {
  const google = new TokenEndpoint();
  const signed = await googleSign()(request, JSON.stringify(userFile), google.context());
  assert.equal(signed.headers['authorization'], 'Bearer ya29.token-1');
  assert.equal(signed.headers['x-goog-user-project'], 'quota-project');
  assert.equal(google.requests[0]?.url, 'https://oauth2.googleapis.com/token');
  assert.deepEqual(Object.fromEntries(formOf(google.requests[0])), {
    grant_type: 'refresh_token',
    client_id: 'client',
    client_secret: 'secret-of-the-client',
    refresh_token: 'token-to-refresh',
  });
  const { quota_project_id: _, ...plain } = userFile;
  const own = await googleSign()(request, JSON.stringify(plain), google.context());
  assert.equal(own.headers['x-goog-user-project'], 'my-project');
});

test('an API key is sent as it is, without asking anyone', async () => {
  const google = new TokenEndpoint();
  const signed = await googleSign()(request, 'AIza-key', google.context());
  assert.deepEqual(signed, { ...request, headers: { ...request.headers, 'x-goog-api-key': 'AIza-key' } });
  assert.equal(google.requests.length, 0);
});

test('a token is used until shortly before it expires, and each secret has its own', async () => {
  const google = new TokenEndpoint();
  const sign = googleSign();
  const token = async (of = secret) => (await sign(request, of, google.context())).headers['authorization'];
  assert.equal(await token(), 'Bearer ya29.token-1');
  google.nowMs += 54 * 60_000;
  assert.equal(await token(), 'Bearer ya29.token-1');
  google.nowMs += 2 * 60_000;
  assert.equal(await token(), 'Bearer ya29.token-2');
  assert.equal(await token(JSON.stringify(userFile)), 'Bearer ya29.token-3');
  assert.equal(await token(), 'Bearer ya29.token-2');
});

test('requests at the same time share one exchange', async () => {
  const google = new TokenEndpoint();
  google.hold();
  const sign = googleSign();
  const all = [1, 2, 3].map(async () => sign(request, secret, google.context()));
  google.release();
  const tokens = (await Promise.all(all)).map(({ headers }) => headers['authorization']);
  assert.deepEqual(tokens, Array(3).fill('Bearer ya29.token-1'));
  assert.equal(google.requests.length, 1);
});

test('a request that is stopped ends at once, and does not end the exchange others wait for', async () => {
  const google = new TokenEndpoint();
  google.hold();
  const sign = googleSign();
  const controller = new AbortController();
  const stopped = assert.rejects(async () => sign(request, secret, google.context({ signal: controller.signal })), {
    name: 'AbortError',
  });
  const waiting = (async () => sign(request, secret, google.context()))();
  await new Promise(setImmediate);
  controller.abort();
  await stopped;
  google.release();
  assert.equal((await waiting).headers['authorization'], 'Bearer ya29.token-1');
  assert.equal(google.signals[0]?.aborted, false);
});

test('when nobody waits any more, the exchange is stopped, and the next request begins anew', async () => {
  const google = new TokenEndpoint();
  google.hold();
  const sign = googleSign();
  const controller = new AbortController();
  const stopped = assert.rejects(async () =>
    sign(request, JSON.stringify(userFile), google.context({ signal: controller.signal })),
  );
  while (google.requests.length === 0) await new Promise(setImmediate);
  controller.abort();
  await stopped;
  assert.equal(google.signals[0]?.aborted, true);
  google.release();
  const signed = await sign(request, JSON.stringify(userFile), google.context());
  assert.equal(signed.headers['authorization'], 'Bearer ya29.token-2');
});

for (const [name, of, status, body, kind, words] of [
  [
    'a deleted key',
    secret,
    400,
    { error: 'invalid_grant', error_description: 'Invalid JWT Signature.' },
    'unauthorized',
    /make a new one/,
  ],
  [
    'a wrong clock',
    secret,
    400,
    {
      error: 'invalid_grant',
      error_description:
        'Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check your iat and exp values in the JWT claim.',
    },
    'unauthorized',
    /clock is wrong/,
  ],
  [
    'a deleted account',
    secret,
    400,
    { error: 'invalid_grant', error_description: 'Invalid grant: account not found' },
    'unauthorized',
    /no such service account/,
  ],
  [
    'a disabled account',
    secret,
    401,
    { error: 'disabled_client', error_description: 'The account is disabled.' },
    'unauthorized',
    /is disabled/,
  ],
  [
    'an expired login',
    JSON.stringify(userFile),
    400,
    { error: 'invalid_grant', error_description: 'Token has been expired or revoked.' },
    'unauthorized',
    /gcloud auth application-default login/,
  ],
  ['an overload', secret, 503, { error: { message: 'Try later', status: 'UNAVAILABLE' } }, 'overloaded', /overloaded/],
  ['a limit', secret, 429, { error: 'rate_limit' }, 'rate-limited', /how often/],
  ['nothing', secret, 200, {}, 'bad-response', /no access token/],
] as const) {
  test(`what went wrong is told: ${name}`, async () => {
    const google = new TokenEndpoint();
    google.answer = () => ({ status, body });
    const { error } = await failureOf(googleSign()(request, of, google.context()));
    assert.equal(error.kind, kind);
    assert.match(error.message, words);
    assert.equal(JSON.stringify(error).includes(file['private_key']?.slice(40, 80) ?? ''), false);
  });
}

test('a failure is not kept: the next request tries again', async () => {
  const google = new TokenEndpoint();
  google.answer = (count) =>
    count === 1 ? { status: 503, body: {} } : { body: { access_token: 'late', expires_in: 60 } };
  const sign = googleSign();
  await failureOf(sign(request, secret, google.context()));
  assert.equal((await sign(request, secret, google.context())).headers['authorization'], 'Bearer late');
});

test('a key that cannot sign is told without repeating any of it', async () => {
  const damaged = { ...file, private_key: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n' };
  const { error } = await failureOf(googleSign()(request, JSON.stringify(damaged), new TokenEndpoint().context()));
  assert.equal(error.kind, 'unauthorized');
  assert.match(error.message, /paste the file once more/);
});

test('a hostile file cannot send the signed request for a token elsewhere', async () => {
  const google = new TokenEndpoint();
  const hostile = JSON.stringify({ ...file, token_uri: 'https://evil.example/token' });
  const { error } = await failureOf(googleSign()(request, hostile, google.context()));
  assert.equal(error.kind, 'unauthorized');
  assert.equal(google.requests.length, 0);
});

test('without a project there is nothing to ask, except for the list of models', async () => {
  const google = new TokenEndpoint();
  const url = 'https://aiplatform.googleapis.com/v1beta1/publishers/google/models';
  const ask = { ...request, url: `${url}/m:generateContent` };
  const { error } = await failureOf(googleSign()(ask, secret, google.context()));
  assert.equal(error.kind, 'bad-request');
  assert.match(error.message, /project/);
  const list: HttpRequest = { method: 'GET', url, headers: {} };
  assert.equal((await googleSign()(list, secret, google.context())).headers['authorization'], 'Bearer ya29.token-1');
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readAwsKeys, readBedrockKey } from '../../../src/auth/awsKeys.ts';
import { awsSecretFrom } from '../../../src/auth/awsSecret.ts';

const id = 'AKIAIOSFODNN7EXAMPLE';
const temporaryId = 'ASIAIOSFODNN7EXAMPLE';
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const token = `${'IQoJb3JpZ2luX2VjEXAMPLE'.repeat(5)}+/abc==`;

const longTerm = { accessKeyId: id, secretAccessKey: secret };
const temporary = { accessKeyId: temporaryId, secretAccessKey: secret, sessionToken: token };

for (const [form, text, keys] of [
  [
    'exports',
    `export AWS_ACCESS_KEY_ID="${temporaryId}"\nexport AWS_SECRET_ACCESS_KEY="${secret}"\nexport AWS_SESSION_TOKEN="${token}"`,
    temporary,
  ],
  [
    'exports in one line',
    `export AWS_ACCESS_KEY_ID=${temporaryId} export AWS_SECRET_ACCESS_KEY=${secret} export AWS_SESSION_TOKEN=${token}`,
    temporary,
  ],
  [
    'PowerShell',
    `$Env:AWS_ACCESS_KEY_ID="${temporaryId}"\r\n$Env:AWS_SECRET_ACCESS_KEY="${secret}"\r\n$Env:AWS_SESSION_TOKEN="${token}"`,
    temporary,
  ],
  ['cmd', `SET AWS_ACCESS_KEY_ID=${id}\r\nSET AWS_SECRET_ACCESS_KEY=${secret}`, longTerm],
  ['a credentials file', `[default]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`, longTerm],
  [
    'a credentials file the other way round',
    `aws_secret_access_key=${secret} aws_session_token=${token} aws_access_key_id=${temporaryId}`,
    temporary,
  ],
  [
    'the JSON of STS',
    JSON.stringify(
      {
        Credentials: {
          AccessKeyId: temporaryId,
          SecretAccessKey: secret,
          SessionToken: token,
          Expiration: '2026-01-01T00:00:00Z',
        },
      },
      null,
      2,
    ),
    temporary,
  ],
  [
    'the JSON of a credential process',
    JSON.stringify({ Version: 1, AccessKeyId: id, SecretAccessKey: secret }),
    longTerm,
  ],
  [
    'the JSON of a new key',
    JSON.stringify({ AccessKey: { UserName: 'x', AccessKeyId: id, Status: 'Active', SecretAccessKey: secret } }),
    longTerm,
  ],
  ['the console’s table', `Access key ID,Secret access key\r\n${id},${secret}`, longTerm],
  ['a space', `  ${id} ${secret} `, longTerm],
  ['a colon', `${id}:${secret}`, longTerm],
  ['three words', `${temporaryId} ${secret} ${token}`, temporary],
  ['our own form', JSON.stringify(temporary), temporary],
] as const) {
  test(`access keys as ${form}`, () => {
    for (const read of [readAwsKeys, readBedrockKey]) {
      const found = read(text);
      assert.ok('key' in found, JSON.stringify(found));
      assert.deepEqual(awsSecretFrom(found.key), keys);
    }
  });
}

for (const [name, text, words] of [
  ['an id alone', id, /secret access key is missing/],
  ['a shortened secret', `${id} wJalrXUtn…`, /missing or incomplete/],
  ['temporary keys without their token', `${temporaryId} ${secret}`, /session token/],
  ['a named secret alone', `AWS_SECRET_ACCESS_KEY=${secret}`, /access key ID is missing/],
] as const) {
  test(`${name} is refused, and not repeated`, () => {
    for (const read of [readAwsKeys, readBedrockKey]) {
      const found = read(text);
      assert.ok('problem' in found);
      assert.match(found.problem, words);
      for (const part of [id, temporaryId, secret]) assert.equal(found.problem.includes(part), false);
    }
  });
}

test('nothing usable is told apart', () => {
  for (const text of ['', 'hello there'])
    assert.match((readAwsKeys(text) as { problem: string }).problem, /Paste the access key ID/);
});

test('a secret access key alone is no Bedrock API key', () =>
  assert.match((readBedrockKey(secret) as { problem: string }).problem, /alone/));

test('a Bedrock API key is taken as it is, with what is copied along taken off', () => {
  assert.deepEqual(readBedrockKey('export AWS_BEARER_TOKEN_BEDROCK="ABSKQmVk+/=="'), { key: 'ABSKQmVk+/==' });
  assert.deepEqual(readBedrockKey(' bedrock-api-key-YmVkcm9jaw== '), { key: 'bedrock-api-key-YmVkcm9jaw==' });
});

test('SageMaker takes no Bedrock API key', () => assert.ok('problem' in readAwsKeys('ABSKQmVkcm9jaw==')));

test('what is no pair of access keys is another kind of secret', () => {
  for (const text of ['ABSKabc', '{', '{}', '{"accessKeyId":1,"secretAccessKey":"x"}'])
    assert.equal(awsSecretFrom(text), undefined);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readGoogleKey } from '../../../src/auth/googleCredential.ts';
import { serviceAccountFile, userFile } from './googleKeys.ts';

const { file } = await serviceAccountFile();
const { client_id: _, auth_uri: __, universe_domain: ___, ...needed } = file;

test('a service account file is kept without what is not needed', () => {
  const read = readGoogleKey(`\n${JSON.stringify(file, undefined, 2)}\n`);
  assert.deepEqual('key' in read && JSON.parse(read.key), needed);
  assert.deepEqual(readGoogleKey(JSON.stringify(needed)), read);
});

test('one without a token_uri gets Google’s', () => {
  const { token_uri: uri, ...without } = needed;
  const read = readGoogleKey(JSON.stringify(without));
  assert.equal('key' in read && (JSON.parse(read.key) as { token_uri: unknown }).token_uri, uri);
});

test('a login of gcloud may be pasted too', () => {
  const read = readGoogleKey(JSON.stringify({ ...userFile, account: '' }));
  assert.deepEqual('key' in read && JSON.parse(read.key), userFile);
});

test('an API key is read like any other', () => {
  assert.deepEqual(readGoogleKey(' "AIza-abc" '), { key: 'AIza-abc' });
  assert.equal('problem' in readGoogleKey('two words'), true);
});

for (const [name, text, words] of [
  ['half a file', JSON.stringify(file).slice(0, 200), /not all of the JSON/],
  ['no e-mail', { ...file, client_email: undefined }, /client_email/],
  ['no key', { ...file, private_key: '' }, /private_key/],
  ['a damaged key', { ...file, private_key: '-----BEGIN PRIVATE KEY-----\n***' }, /damaged/],
  ['a token_uri elsewhere', { ...file, token_uri: 'https://evil.example/token' }, /token_uri/],
  [
    'a token_uri that looks like Google’s',
    { ...file, token_uri: 'https://oauth2.googleapis.com.evil.example/' },
    /token_uri/,
  ],
  ['a token_uri with a user', { ...file, token_uri: 'https://oauth2.googleapis.com@evil.example/' }, /token_uri/],
  ['a plain token_uri', { ...file, token_uri: 'http://oauth2.googleapis.com/token' }, /token_uri/],
  ['an incomplete login', { ...userFile, refresh_token: 5 }, /application-default login/],
  ['another kind', { type: 'external_account', audience: 'x' }, /“external_account”/],
  ['anything', {}, /“unknown”/],
] as const) {
  test(`cannot be used: ${name}`, () => {
    const read = readGoogleKey(typeof text === 'string' ? text : JSON.stringify(text));
    assert.match('problem' in read ? read.problem : '', words);
    assert.equal(JSON.stringify(read).includes('MII'), false);
  });
}

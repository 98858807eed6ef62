import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isPrivateKey, mayHoldSecrets, withoutSecrets } from '../../../src/host/secretFiles.ts';

const holds = (name: string) => mayHoldSecrets({ path: `/project/${name}` });

test('files that hold secrets by custom are known by their name', () => {
  const secret = ['.env', '.env.local', '.env.production.local', '.npmrc', 'id_ed25519', 'server.PEM', 'secrets.yaml'];
  secret.push('prod.env', '.envrc', 'id_ed25519_sk', 'a.tfstate.backup', 'x.tfvars.json', 'AuthKey.p8');
  assert.deepEqual(
    secret.filter((name) => !holds(name)),
    [],
  );
});

test('examples, and files that only talk of secrets, are like any other', () => {
  const plain = [
    'example.env',
    'keys.ts',
    'env',
    '.env.example',
    '.env.sample',
    'env.ts',
    '.environment',
    'secrets.ts',
    'id_rsa.pub',
    'credentials.md',
  ];
  assert.deepEqual(plain.filter(holds), []);
});

test('a private key tells itself', () => {
  assert.ok(isPrivateKey('x\n-----BEGIN OPENSSH PRIVATE KEY-----\n'));
  assert.ok(isPrivateKey('-----BEGIN PRIVATE KEY-----'));
  assert.ok(!isPrivateKey('-----BEGIN CERTIFICATE-----\n-----BEGIN PUBLIC KEY-----'));
});

test('a diff leaves out what files with secrets have changed, and names them', () => {
  const part = (path: string, line: string) =>
    `diff --git a/${path} b/${path}\nindex 1..2 100644\n--- a/${path}\n+++ b/${path}\n@@ -1 +1 @@\n-x\n+${line}\n`;
  const [plain, env, key] = [
    part('src/a.ts', 'y'),
    part('app/.env', 'TOKEN=1'),
    part('k.txt', '-----BEGIN PRIVATE KEY-----'),
  ];
  assert.equal(withoutSecrets(plain), plain);
  assert.equal(withoutSecrets(''), '');
  const told = withoutSecrets(`${env}${plain}${key}`);
  assert.equal(told, `${plain}Left out, because they may hold secrets:\napp/.env\nk.txt\n`);
  assert.doesNotMatch(withoutSecrets('diff --git "a/\\303/.env" "b/\\303/.env"\n+TOKEN=1\n'), /TOKEN/);
});

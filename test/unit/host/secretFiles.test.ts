import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Uri } from 'vscode';
import { isPrivateKey, mayHoldSecrets } from '../../../src/host/secretFiles.ts';

const holds = (name: string) => mayHoldSecrets({ path: `/work/${name}` } as Uri);

test('files that hold secrets by custom are known by their name', () => {
  const secret = ['.env', '.env.local', '.env.production.local', '.npmrc', 'id_ed25519', 'server.PEM', 'secrets.yaml'];
  assert.deepEqual(
    secret.filter((name) => !holds(name)),
    [],
  );
});

test('examples, and files that only talk of secrets, are like any other', () => {
  const plain = ['.env.example', '.env.sample', 'env.ts', '.environment', 'secrets.ts', 'id_rsa.pub', 'credentials.md'];
  assert.deepEqual(plain.filter(holds), []);
});

test('a private key tells itself', () => {
  assert.ok(isPrivateKey('x\n-----BEGIN OPENSSH PRIVATE KEY-----\n'));
  assert.ok(isPrivateKey('-----BEGIN PRIVATE KEY-----'));
  assert.ok(!isPrivateKey('-----BEGIN CERTIFICATE-----\n-----BEGIN PUBLIC KEY-----'));
});

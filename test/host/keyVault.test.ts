import assert from 'node:assert/strict';
import { before, beforeEach, describe, test } from 'node:test';
import type * as vscode from 'vscode';
import { KeyVault } from '../../src/host/keyVault.ts';
import { openaiCompatible } from '../../src/providers/registry.ts';
import type { Connection } from '../../src/providers/connections.ts';
import { extensionContext } from './extensionContext.ts';
import { fakeSecrets, type FakeSecrets } from './fakeSecrets.ts';
import { until } from './until.ts';

const canary = 'sk-canary-0123456789abcdef';
const connection = at('https://ai.example.com/v1');
const name = `parley.key.${connection.id}`;

function at(baseUrl: string, id = 'vault-test'): Connection {
  return { id, label: 'Test', provider: openaiCompatible, baseUrl };
}

interface Opened {
  readonly vault: KeyVault;
  readonly problems: string[];
  readonly changes: { count: number };
}

function open(secrets: vscode.SecretStorage, environment: Record<string, string> = {}): Opened {
  const problems: string[] = [];
  const changes = { count: 0 };
  const platform = {
    environment: (variable: string) => environment[variable],
    transport: () => Promise.reject(new Error('no network here')),
    append: () => Promise.reject(new Error('no disk here')),
  };
  const onChange = () => void (changes.count += 1);
  const vault = new KeyVault({ secrets, platform, onChange, onProblem: (text) => problems.push(text) });
  return { vault, problems, changes };
}

describe('key vault on the real secret storage', () => {
  let secrets: vscode.SecretStorage;
  before(async () => {
    ({ secrets } = await extensionContext());
  });

  test('keeps a key, tells another window, and removes it', async () => {
    const { vault } = open(secrets);
    const other = open(secrets);
    assert.equal(await other.vault.get(connection), undefined);
    assert.equal(await vault.store(connection, canary), 'stored');
    assert.equal(await vault.get(connection), canary);
    await until(async () => (await other.vault.get(connection)) === canary);
    assert.equal(other.changes.count, 1);
    assert.ok((await other.vault.ids()).includes(connection.id));
    await other.vault.remove(connection.id);
    await until(async () => (await vault.get(connection)) === undefined);
    assert.ok(!(await vault.ids()).includes(connection.id));
    assert.ok(!(await secrets.keys()).includes(name));
    vault.dispose();
    other.vault.dispose();
  });

  test('a secret that cannot be read counts as none, is listed, and can be removed and replaced', async () => {
    const { vault } = open(secrets);
    for (const damaged of ['', 'no json', '{"key":"without origin"}', '{"origin":1,"key":"k"}', '[]', 'null']) {
      await secrets.store(name, damaged);
      await until(async () => (await secrets.get(name)) === damaged);
      const opened = open(secrets);
      assert.equal(await opened.vault.get(connection), undefined);
      assert.equal(await opened.vault.isForeign(connection), false);
      assert.ok((await opened.vault.ids()).includes(connection.id), damaged);
      opened.vault.dispose();
    }
    assert.equal(await vault.store(connection, canary), 'stored');
    assert.equal(await vault.get(connection), canary);
    await vault.remove(connection.id);
    assert.equal(await vault.get(connection), undefined);
    vault.dispose();
  });
});

describe('key vault on a storage with faults', () => {
  let secrets: FakeSecrets;
  beforeEach(() => {
    secrets = fakeSecrets();
  });

  test('a key goes to the origin it was given for and to no other', async () => {
    const { vault } = open(secrets);
    await vault.store(connection, canary);
    assert.equal(await vault.get(at('https://ai.example.com/v2/other')), canary);
    for (const other of ['https://evil.example/v1', 'https://ai.example.com:8443/v1', 'http://ai.example.com/v1']) {
      assert.equal(await vault.get(at(other)), undefined);
      assert.equal(await vault.isForeign(at(other)), true);
    }
    assert.equal(await vault.isForeign(connection), false);
  });

  for (const fault of ['refuses', 'loses'] as const) {
    test(`a storage that ${fault} the key: it is held for this window, whatever the storage tells`, async () => {
      const { vault, problems } = open(secrets);
      secrets.values.set(name, JSON.stringify({ origin: 'https://ai.example.com', key: 'sk-the-old-one' }));
      assert.equal(await vault.get(connection), 'sk-the-old-one');
      secrets.fault = fault;
      assert.equal(await vault.store(connection, canary), 'session');
      assert.equal(await vault.get(connection), canary);
      // The news of a write of our own can come late.
      secrets.change(name, undefined);
      assert.equal(await vault.get(connection), canary);
      assert.deepEqual(await vault.ids(), [connection.id]);
      assert.doesNotMatch(problems.join(), /canary/);
      assert.equal(problems.length, fault === 'refuses' ? 1 : 0);
      secrets.fault = 'none';
      assert.equal(await vault.store(connection, 'sk-the-next-one'), 'stored');
      assert.equal(await vault.get(connection), 'sk-the-next-one');
    });
  }

  test('a locked storage counts as no key, says so, and is asked again', async () => {
    const { vault, problems } = open(secrets);
    secrets.change(name, JSON.stringify({ origin: 'https://ai.example.com', key: canary }));
    secrets.fault = 'unreadable';
    assert.equal(await vault.get(connection), undefined);
    assert.deepEqual(await vault.ids(), []);
    assert.match(problems.join(), /the keyring is locked/);
    secrets.fault = 'none';
    assert.equal(await vault.get(connection), canary);
  });

  test('a removal that fails is no removal', async () => {
    const { vault } = open(secrets);
    await vault.store(connection, canary);
    secrets.fault = 'refuses';
    await assert.rejects(vault.remove(connection.id), /does not let go/);
    assert.equal(await vault.get(connection), canary);
  });

  test('a slow look does not bring back what was there before a change', async () => {
    const { vault } = open(secrets);
    const release = secrets.hold();
    const slow = vault.get(connection);
    secrets.change(name, JSON.stringify({ origin: 'https://ai.example.com', key: canary }));
    release();
    await slow;
    assert.equal(await vault.get(connection), canary);
  });

  test('a variable is read at each use, cleaned, and never stored', async () => {
    const environment: Record<string, string> = { TEST_KEY: ` "${canary}"\n`, BAD_KEY: 'two\nlines' };
    const { vault } = open(secrets, environment);
    assert.equal(await vault.storeVariable(connection, 'TEST_KEY'), 'stored');
    assert.equal(await vault.get(connection), canary);
    assert.doesNotMatch([...secrets.values.values()].join(), /canary/);
    assert.equal(vault.redact(`it is ${canary}`), 'it is [key]');
    environment['TEST_KEY'] = 'sk-another-0123456789';
    assert.equal(await vault.get(connection), 'sk-another-0123456789');
    assert.equal(vault.variable('BAD_KEY'), undefined);
    assert.equal(vault.variable('NO_KEY'), undefined);
  });

  test('redacts every key ever seen, the longest first, and leaves what is no secret', async () => {
    const { vault } = open(secrets);
    await vault.store(connection, canary);
    await vault.store(at('https://b.example', 'b'), `${canary}-longer`);
    await vault.store(at('http://localhost:1', 'c'), 'x');
    await vault.remove(connection.id);
    assert.equal(vault.redact(`x: ${canary}, ${canary}-longer.`), 'x: [key], [key].');
  });
});

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import * as vscode from 'vscode';
import { ConnectionEdits } from '../../src/host/connectionEdits.ts';
import { KeyVault } from '../../src/host/keyVault.ts';
import { attempts } from '../../src/host/log.ts';
import { ManageConnections } from '../../src/host/manageConnections.ts';
import { readSettings, writeConnection } from '../../src/host/settings.ts';
import { connectionsFrom, type Connection } from '../../src/providers/connections.ts';
import { fakeDialogs, type FakeDialogs } from './fakeDialogs.ts';
import { fakeInputs, type FakeInputs } from './fakeInputs.ts';
import { fakeSecrets, type FakeSecrets } from './fakeSecrets.ts';
import { until } from './until.ts';

const canary = 'sk-ant-canary-0123456789abcdef';
const work = { provider: 'openai-compatible', baseUrl: 'https://ai.example.com/v1', label: 'Work' };

describe('managing connections and keys', () => {
  let secrets: FakeSecrets;
  let vault: KeyVault;
  let inputs: FakeInputs;
  let dialogs: FakeDialogs;
  let managing: ManageConnections;
  let calls: string[];
  let changes: number;
  let isChosen: boolean;

  const settings = () => JSON.parse(JSON.stringify(readSettings().connections)) as Record<string, unknown>;
  const clear = () =>
    vscode.workspace.getConfiguration('parley').update('connections', undefined, vscode.ConfigurationTarget.Global);
  const connections = () => connectionsFrom(readSettings().connections);
  const found = (id: string): Connection => {
    const connection = connections().find((one) => one.id === id);
    assert.ok(connection);
    return connection;
  };

  beforeEach(async () => {
    await clear();
    secrets = fakeSecrets();
    inputs = fakeInputs();
    dialogs = fakeDialogs();
    calls = [];
    changes = 0;
    isChosen = false;
    vault = new KeyVault({
      secrets,
      platform: { environment: () => undefined },
      onChange: () => {},
      onProblem: () => {},
    });
    const onChange = () => void (changes += 1);
    const languageModels = {
      get isChosen() {
        return isChosen;
      },
      leave: () => void (isChosen = false),
    };
    managing = new ManageConnections({
      vault,
      edits: new ConnectionEdits({ vault, environment: () => undefined, connections, onChange }),
      attempt: attempts({ tell: (failure) => assert.fail(String(failure)) }),
      connections,
      usable: async () => [found('ollama')],
      languageModels,
      add: async () => void calls.push('add'),
      addKey: async () => void calls.push('add key'),
      replaceKey: async ({ id, login }) => void calls.push(`replace ${id} ${login?.id ?? ''}`.trim()),
      test: async ({ id }) => void calls.push(`test ${id}`),
      onChange,
    });
  });
  /** Takes rows of the lists, one after the other. */
  const pick = (...labels: readonly string[]) => inputs.script(...labels.map((label) => ({ pick: label })));

  afterEach(async () => {
    mock.restoreAll();
    vault.dispose();
    await clear();
  });

  for (const [state, id, value, says] of [
    ['works', 'groq', { origin: 'https://api.groq.com', key: canary }, /^https:\/\/api\.groq\.com/],
    ['was given for another address', 'groq', { origin: 'https://other.example', key: canary }, /another address/],
    ['names a variable that is gone', 'groq', { origin: 'https://api.groq.com', variable: 'GONE' }, /cannot be read/],
    ['cannot be read', 'groq', 'damaged', /cannot be read/],
    ['belongs to a connection that is gone', 'old-server', { origin: 'https://old.example', key: canary }, /any more/],
  ] as const) {
    test(`a key that ${state} is listed and can be removed`, async () => {
      secrets.values.set(`parley.key.${id}`, JSON.stringify(value));
      pick(id === 'groq' ? 'Groq' : 'old-server', 'Remove key');
      await managing.show();
      const [list] = inputs.shown;
      assert.match(list?.details[0] ?? '', says);
      assert.doesNotMatch(list?.details.join() ?? '', /canary/);
      assert.deepEqual([secrets.values.size, changes], [0, 1]);
      assert.match(dialogs.messages.join(), /was removed/);
    });
  }

  test('a removal that the storage refuses is not said to have worked', async () => {
    secrets.values.set('parley.key.groq', JSON.stringify({ origin: 'https://api.groq.com', key: canary }));
    secrets.fault = 'refuses';
    pick('Groq', 'Remove key');
    await assert.rejects(managing.show(), /does not let go/);
    assert.deepEqual(dialogs.messages, []);
  });

  test('a connection goes with its key, and both come back when that was a mistake', async () => {
    await writeConnection('work', work);
    await vault.store(found('work'), canary);
    pick('Work', 'Remove connection');
    dialogs.picks.push('Undo');
    await managing.show();
    assert.deepEqual(dialogs.messages, ['Work was removed, and its key with it.']);
    await until(async () => settings()['work'] !== undefined && secrets.values.size === 1);
    assert.deepEqual(settings(), { work });
    assert.equal(await vault.get(found('work')), canary);
  });

  test('a setting that cannot be used is listed with the reason, and can be removed', async () => {
    await writeConnection('odd', { provider: 'nobody' });
    pick('odd', 'Remove connection');
    await managing.show();
    assert.deepEqual(inputs.shown[1]?.labels, ['$(trash) Remove connection']);
    assert.deepEqual(settings(), {});
  });

  test('streaming and caching are switched off and on again, and nothing but that is written', async () => {
    await writeConnection('work', work);
    pick('Work', 'Streaming', 'Prompt caching');
    await managing.show();
    assert.deepEqual(settings(), { work: { ...work, stream: false, cachePrompt: false } });
    pick('Work', 'Streaming', 'Prompt caching');
    await managing.show();
    assert.deepEqual(settings(), { work });
  });

  test('the list comes back where it was left, after a step and after going back', async () => {
    await writeConnection('work', work);
    pick('Work', 'Prompt caching');
    inputs.script({ press: 'back' }, { leave: true });
    await managing.show();
    assert.deepEqual(
      inputs.shown.map(({ title, active }) => [title, active]),
      [
        ['Connections and keys', '$(plug) Work'],
        ['Work', '$(beaker) Test connection'],
        ['Work', '$(database) Prompt caching'],
        ['Connections and keys', '$(plug) Work'],
      ],
    );
  });

  test('a built-in connection that is changed can be removed at once, under its new name', async () => {
    await vault.store(found('openai'), canary);
    pick('OpenAI', 'Name');
    inputs.script({ type: 'Mine' }, { pick: 'Remove connection' });
    await managing.show();
    assert.deepEqual(dialogs.messages, ['Mine was removed, and its key with it.']);
    assert.deepEqual([settings(), secrets.values.size], [{}, 0]);
  });

  test('a new address takes the key along only when the user says so', async () => {
    await writeConnection('work', work);
    await vault.store(found('work'), canary);
    pick('Work', 'Address');
    inputs.script({ type: 'https://new.example/v1' });
    await managing.show();
    assert.equal(found('work').baseUrl, work.baseUrl);
    pick('Work', 'Address');
    inputs.script({ type: 'https://new.example/v1' });
    dialogs.picks.push('Change without Key');
    await managing.show();
    assert.equal(found('work').baseUrl, 'https://new.example/v1');
    assert.equal(await vault.get(found('work')), undefined);
    assert.match(dialogs.messages.join(), /has a new address/);

    await vault.store(found('work'), canary);
    pick('Work', 'Address');
    inputs.script({ type: 'newer.example' });
    dialogs.picks.push('Send It There');
    await managing.show();
    assert.equal(found('work').baseUrl, 'https://newer.example');
    assert.equal(await vault.get(found('work')), canary);
  });

  test('a provider with an address of its own can be reached through a gateway, and directly again', async () => {
    await vault.store(found('openai'), canary);
    pick('OpenAI', 'Address');
    inputs.script({ type: 'gateway.example/openai/v1' });
    dialogs.picks.push('Send It There');
    await managing.show();
    assert.deepEqual(settings(), { openai: { provider: 'openai', baseUrl: 'https://gateway.example/openai/v1' } });
    pick('OpenAI', 'Address');
    inputs.script({ type: '' });
    dialogs.picks.push('Send It There');
    await managing.show();
    assert.equal(found('openai').baseUrl, 'https://api.openai.com/v1');
    assert.equal(await vault.get(found('openai')), canary);
  });

  test('a field of the provider’s own address takes the key along', async () => {
    await writeConnection('aws', { provider: 'bedrock', fields: { region: 'us-east-1' } });
    await vault.store(found('aws'), canary);
    pick('aws', 'AWS region');
    inputs.script({ type: 'nowhere' }, { type: 'eu-west-1' });
    await managing.show();
    assert.deepEqual(settings()['aws'], { provider: 'bedrock', fields: { region: 'eu-west-1' } });
    assert.equal(await vault.get(found('aws')), canary);
    assert.deepEqual(dialogs.messages, []);
  });

  test('an API, a name and a login are chosen, and a key instead of the login again', async () => {
    await writeConnection('aws', { provider: 'bedrock' });
    pick('aws', 'API', 'Name');
    inputs.script({ type: 'Mine' }, { pick: 'AWS login' });
    dialogs.picks.push('invoke');
    await managing.show();
    assert.deepEqual(settings()['aws'], { provider: 'bedrock', api: 'invoke', label: 'Mine', login: 'aws' });
    pick('Mine', 'Use a key instead');
    await managing.show();
    assert.deepEqual(calls, ['replace aws']);
    assert.deepEqual(settings()['aws'], { provider: 'bedrock', api: 'invoke', label: 'Mine' });
  });

  test('the test takes one of what is set up, also of what lacks its key', async () => {
    await managing.test();
    await writeConnection('aws', { provider: 'bedrock' });
    dialogs.picks.push('aws');
    await managing.test();
    assert.deepEqual(calls, ['test ollama', 'test aws']);
    assert.deepEqual(dialogs.offered, [['Ollama', 'aws']]);
  });

  test('the models of other extensions can be left again', async () => {
    isChosen = true;
    pick('VS Code models');
    dialogs.picks.push('Remove');
    await managing.show();
    assert.deepEqual([isChosen, changes], [false, 1]);
  });
});

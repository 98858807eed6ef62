import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import * as vscode from 'vscode';
import { AddConnection } from '../../src/host/addConnection.ts';
import { KeyVault } from '../../src/host/keyVault.ts';
import { readSettings } from '../../src/host/settings.ts';
import { connectionsFrom, type Connection } from '../../src/providers/connections.ts';
import { bedrock } from '../../src/providers/registry.ts';
import { fakeInputs, type FakeInputs } from './fakeInputs.ts';
import { fakeSecrets, type FakeSecrets } from './fakeSecrets.ts';

const canary = 'sk-proj-canary-0123456789';

describe('adding a connection', () => {
  let secrets: FakeSecrets;
  let vault: KeyVault;
  let inputs: FakeInputs;
  let environment: Record<string, string>;
  let added: Connection[];
  let languageModels: number;
  let adding: AddConnection;

  const settings = () => JSON.parse(JSON.stringify(readSettings().connections)) as unknown;
  const clear = () =>
    vscode.workspace.getConfiguration('parley').update('connections', undefined, vscode.ConfigurationTarget.Global);
  const titles = () => inputs.shown.map(({ title, place }) => `${title} ${place}`.trim());

  beforeEach(async () => {
    await clear();
    secrets = fakeSecrets();
    environment = {};
    added = [];
    languageModels = 0;
    inputs = fakeInputs();
    const lookUp = (name: string) => environment[name];
    vault = new KeyVault({ secrets, platform: { environment: lookUp }, onChange: () => {}, onProblem: () => {} });
    adding = new AddConnection({
      vault,
      environment: lookUp,
      connections: () => connectionsFrom(readSettings().connections),
      useLanguageModels: async () => void (languageModels += 1),
      onChange: () => {},
      onAdded: async (connection) => void added.push(connection),
    });
  });
  afterEach(async () => {
    mock.restoreAll();
    vault.dispose();
    await clear();
  });

  test('a server is asked for with its address, which is tidied and shown, its key and its name', async () => {
    inputs.script(
      { pick: 'OpenAI-compatible' },
      { type: 'ftp://x' },
      { type: 'localhost:8080/v1/v1/chat/completions' },
      { type: canary },
      { type: '' },
    );
    await adding.start();
    assert.deepEqual(titles(), [
      'Add a connection',
      'OpenAI-compatible: address 2/4',
      'OpenAI-compatible: key 3/4',
      'OpenAI-compatible: name 4/4',
    ]);
    assert.equal(inputs.shown[1]?.message, 'Requests go to http://localhost:8080/v1');
    assert.deepEqual([inputs.shown[2]?.password, inputs.shown[3]?.value], [true, 'localhost:8080']);
    assert.deepEqual(settings(), {
      'localhost-8080': { provider: 'openai-compatible', baseUrl: 'http://localhost:8080/v1', label: 'localhost:8080' },
    });
    const [connection] = added;
    assert.ok(connection);
    assert.equal(await vault.get(connection), canary);
    assert.doesNotMatch(JSON.stringify(settings()), /canary/);
  });

  test('what cannot be used is said while it is typed, and not taken', async () => {
    inputs.script({ pick: 'OpenAI-compatible' }, { type: 'http://ai.example.com/v1' });
    await adding.start();
    assert.match(inputs.shown[1]?.message ?? '', /Use https/);
    assert.deepEqual([settings(), added], [{}, []]);
  });

  test('a provider with an address of its own needs no setting, and a second account gets a name of its own', async () => {
    inputs.script({ pick: 'Groq' }, { type: 'gsk_one_canary' }, { type: '' });
    await adding.start();
    assert.deepEqual([settings(), added.map(({ id }) => id)], [{}, ['groq']]);
    inputs.script({ pick: 'Groq' }, { type: 'gsk_two_canary' }, { type: 'Groq' }, { type: '' });
    await adding.start();
    assert.equal(inputs.shown.at(-1)?.value, 'Groq 2');
    assert.deepEqual(settings(), { 'groq-2': { provider: 'groq', label: 'Groq 2' } });
    const keys = await Promise.all(added.map((connection) => vault.get(connection)));
    assert.deepEqual(keys, ['gsk_one_canary', 'gsk_two_canary']);
  });

  test('fields are asked for with what the environment says, and a login brings its own', async () => {
    environment = { AWS_REGION: 'eu-central-1', AWS_PROFILE: 'work' };
    inputs.script(
      { pick: 'AWS Bedrock' },
      { type: 'eu-west-3' },
      { pick: 'AWS login' },
      { type: '' },
      { type: 'Work' },
    );
    await adding.start();
    assert.deepEqual(titles(), [
      'Add a connection',
      'AWS Bedrock: AWS region 2/5',
      'AWS Bedrock: key or login 3/5',
      'AWS Bedrock: AWS profile 4/5',
      'AWS Bedrock: name 5/5',
    ]);
    assert.deepEqual([inputs.shown[1]?.value, inputs.shown[3]?.value], ['eu-central-1', 'work']);
    assert.deepEqual(settings(), {
      work: { provider: 'bedrock', fields: { region: 'eu-west-3' }, login: 'aws', label: 'Work' },
    });
    assert.equal(added[0]?.login?.id, 'aws');
    assert.deepEqual([...secrets.values], []);
  });

  test('the first way to prove who asks is taken with Enter, and the one taken before after going back', async () => {
    inputs.script({ pick: 'AWS Bedrock' }, { type: 'eu-west-3' }, { press: 'enter' }, { press: 'back' });
    inputs.script({ pick: 'AWS login' }, { press: 'back' }, { leave: true });
    await adding.start();
    const rows = inputs.shown.filter(({ title }) => title === 'AWS Bedrock: key or login').map(({ active }) => active);
    assert.deepEqual(rows, ['$(key) Paste a key', '$(key) Paste a key', '$(account) AWS login of this machine']);
  });

  test('a server of this machine that is used as it is stands in the settings, since no key tells of it', async () => {
    inputs.script({ pick: 'Ollama' }, { type: '' }, { type: '' }, { type: '' });
    await adding.start();
    assert.deepEqual([settings(), added.map(({ id }) => id)], [{ ollama: { provider: 'ollama' } }, ['ollama']]);
  });

  test('a key of the environment is read from there and not copied', async () => {
    environment = { AWS_BEARER_TOKEN_BEDROCK: canary };
    inputs.script({ pick: 'AWS Bedrock' }, { type: '' }, { pick: 'Use AWS_BEARER_TOKEN_BEDROCK' }, { type: '' });
    await adding.start();
    const [connection] = added;
    assert.ok(connection);
    assert.equal(await vault.get(connection), canary);
    assert.doesNotMatch([...secrets.values.values()].join(), /canary/);
  });

  test('a key that is there already is kept, and not asked for again', async () => {
    inputs.script({ type: 'us-west-2' }, { type: '' });
    await adding.start({ provider: bedrock, key: 'ABSKcanary0123456789' });
    assert.deepEqual(titles(), ['AWS Bedrock: AWS region 1/2', 'AWS Bedrock: name 2/2']);
    const [connection] = added;
    assert.ok(connection);
    assert.match(connection.baseUrl, /us-west-2/);
    assert.equal(await vault.get(connection), 'ABSKcanary0123456789');
  });

  test('an address from the provider’s pages fills in its fields', async () => {
    const portal = 'https://my-res.openai.azure.com/openai/deployments/gpt-x/chat/completions?api-version=2024-10-21';
    inputs.script(
      { pick: 'Azure OpenAI' },
      { type: 'https://portal.azure.com' },
      { type: portal },
      { pick: 'Microsoft' },
      { type: '' },
      { type: '' },
    );
    await adding.start();
    assert.match(inputs.shown[1]?.said[0] ?? '', /no address of Azure OpenAI/);
    assert.match(inputs.shown[1]?.said[1] ?? '', /Resource: my-res, Deployments: gpt-x/);
    assert.deepEqual(
      added.map(({ values, baseUrl }) => ({ values, baseUrl })),
      [
        {
          values: { resource: 'my-res', deployments: 'gpt-x', apiVersion: '2024-10-21' },
          baseUrl: 'https://my-res.openai.azure.com',
        },
      ],
    );
  });

  test('one can go back, and finds what was typed, also after having left; but never the key', async () => {
    inputs.script(
      { pick: 'OpenAI-compatible' },
      { type: 'https://one.example/v1' },
      { type: canary },
      { press: 'back' },
      { press: 'back' },
      { leave: true },
    );
    await adding.start();
    assert.deepEqual(
      inputs.shown.slice(-2).map(({ value }) => value),
      [canary, 'https://one.example/v1'],
    );
    inputs.script({ pick: 'OpenAI-compatible' }, { type: 'https://one.example/v1' });
    await adding.start();
    assert.deepEqual(
      inputs.shown.slice(-2).map(({ value }) => value),
      ['https://one.example/v1', ''],
    );
    assert.deepEqual([settings(), [...secrets.values], added], [{}, [], []]);
  });

  test('the models of other extensions take no questions', async () => {
    inputs.script({ pick: 'VS Code' });
    await adding.start();
    assert.deepEqual([languageModels, inputs.shown.length], [1, 1]);
  });
});

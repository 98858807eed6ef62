import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import * as vscode from 'vscode';
import type { Beginning } from '../../src/host/addConnection.ts';
import { Keys } from '../../src/host/keys.ts';
import { KeyVault } from '../../src/host/keyVault.ts';
import type { ResponseError } from '../../src/model/error.ts';
import { connectionsFrom, type Connection } from '../../src/providers/connections.ts';
import { bedrock } from '../../src/providers/registry.ts';
import { fakeDialogs, type FakeDialogs } from './fakeDialogs.ts';
import { fakeInputs, type FakeInputs } from './fakeInputs.ts';
import { fakeSecrets, type FakeSecrets } from './fakeSecrets.ts';

const canary = 'sk-ant-canary-0123456789abcdef';
const unauthorized: ResponseError = { kind: 'unauthorized', message: 'Anthropic did not accept the key.' };

describe('keys', () => {
  let secrets: FakeSecrets;
  let vault: KeyVault;
  let keys: Keys;
  let environment: Record<string, string>;
  let check: (connection: Connection, key: string, signal: AbortSignal) => Promise<ResponseError | undefined>;
  let readied: string[];
  let changes: number;
  let begun: Beginning[];
  let inputs: FakeInputs;
  let dialogs: FakeDialogs;

  beforeEach(() => {
    secrets = fakeSecrets();
    environment = {};
    check = async () => undefined;
    readied = [];
    changes = 0;
    begun = [];
    const platform = {
      environment: (name: string) => environment[name],
      transport: () => Promise.reject(new Error('no network here')),
      append: () => Promise.reject(new Error('no disk here')),
    };
    vault = new KeyVault({ secrets, platform, onChange: () => undefined, onProblem: () => undefined });
    keys = new Keys({
      vault,
      connections: () => connectionsFrom({}),
      check: (connection, key, signal) => check(connection, key, signal),
      setUp: async (beginning) => void begun.push(beginning),
      onReady: async ({ id }) => void readied.push(id),
      onChange: () => void (changes += 1),
    });
    inputs = fakeInputs();
    dialogs = fakeDialogs();
  });
  afterEach(() => {
    mock.restoreAll();
    vault.dispose();
  });

  const anthropic = () => {
    const found = connectionsFrom({}).find(({ id }) => id === 'anthropic');
    assert.ok(found);
    return found;
  };

  test('a key is recognised, tried, kept and ready', async () => {
    inputs.script({ type: ` "${canary}" ` });
    await keys.add();
    assert.equal(await vault.get(anthropic()), canary);
    assert.deepEqual([readied, dialogs.messages], [['anthropic'], []]);
  });

  test('a key that is not accepted is not kept, unless the user wants it', async () => {
    check = async () => unauthorized;
    inputs.script({ type: canary });
    await keys.paste();
    assert.equal(await vault.get(anthropic()), undefined);
    assert.deepEqual([readied, dialogs.messages], [[], ['The key was not kept. Anthropic did not accept the key.']]);
    inputs.script({ type: 'sk-ant-wrong-wrong-wrong' }, { type: canary });
    dialogs.picks.push('Paste Again', 'Keep It Anyway');
    await keys.paste();
    assert.equal(await vault.get(anthropic()), canary);
    assert.doesNotMatch(dialogs.messages.join(), /canary|wrong-wrong/);
  });

  test('a key that the user did not wait for is said to be untried, not wrong', async () => {
    mock.method(
      vscode.window,
      'withProgress',
      (_: unknown, work: (progress: unknown, token: vscode.CancellationToken) => Promise<unknown>) => {
        const source = new vscode.CancellationTokenSource();
        const result = work(undefined, source.token);
        source.cancel();
        return result;
      },
    );
    check = (_, _key, signal) =>
      new Promise((resolve) => signal.addEventListener('abort', () => resolve({ ...unauthorized, kind: 'network' })));
    inputs.script({ type: canary });
    await keys.paste();
    assert.deepEqual(dialogs.messages, ['The key was not kept. It was not tried to the end.']);
  });

  test('a machine without a keyring is told of', async () => {
    secrets.fault = 'loses';
    inputs.script({ type: canary });
    await keys.paste();
    assert.match(dialogs.messages.join(), /kept until the window closes/);
    assert.equal(await vault.get(anthropic()), canary);
  });

  test('keys of the environment are offered for the address they are meant for, and never copied', async () => {
    environment = { ANTHROPIC_API_KEY: canary, OPENAI_API_KEY: 'no key\nbut two lines' };
    assert.deepEqual(
      (await keys.inEnvironment()).map(({ variable }) => variable),
      ['ANTHROPIC_API_KEY'],
    );
    dialogs.picks.push('Use ANTHROPIC_API_KEY');
    await keys.add();
    assert.equal(await vault.get(anthropic()), canary);
    assert.doesNotMatch([...secrets.values.values()].join(), /canary/);
    assert.deepEqual(await keys.inEnvironment(), []);
  });

  describe('whose owner is not set up yet', () => {
    const pair = 'AKIAIOSFODNN7EXAMPLE wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';

    test('lead into setting one up with the key kept, told by their prefix', async () => {
      inputs.script({ type: 'ABSKcanaryCanary0123456789' });
      await keys.paste();
      assert.deepEqual(begun, [{ provider: bedrock, key: 'ABSKcanaryCanary0123456789' }]);
    });

    test('lead there also when only their form tells, or the user says', async () => {
      inputs.script({ type: pair }, { type: '0123456789abcdef0123456789abcdef' });
      dialogs.picks.push('AWS Bedrock', 'Azure OpenAI');
      await keys.paste();
      await keys.paste();
      assert.deepEqual(
        begun.map(({ provider, key }) => [provider.id, key]),
        [
          ['bedrock', pair],
          ['azure-openai', '0123456789abcdef0123456789abcdef'],
        ],
      );
      assert.ok(!dialogs.offered[0]?.includes('OpenAI'));
    });
  });

  test('what can be no key is said while it is pasted, without repeating it', async () => {
    inputs.script({ type: 'sk-ant-canary canary' }, { type: canary });
    await keys.paste();
    assert.match(inputs.shown[0]?.said[0] ?? '', /no spaces/);
    assert.equal(inputs.shown[0]?.password, true);
    assert.equal(await vault.get(anthropic()), canary);
  });
});

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import * as vscode from 'vscode';
import { Keys } from '../../src/host/keys.ts';
import { KeyVault } from '../../src/host/keyVault.ts';
import type { ResponseError } from '../../src/model/error.ts';
import { connectionsFrom, type Connection } from '../../src/providers/connections.ts';
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
  let messages: string[];
  let pasted: string[];
  /** What the user picks in each list and message in turn, by a part of its label. */
  let picks: string[];
  let offered: (readonly string[])[];

  beforeEach(() => {
    secrets = fakeSecrets();
    environment = {};
    check = async () => undefined;
    readied = [];
    changes = 0;
    messages = [];
    pasted = [];
    picks = [];
    offered = [];
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
      onReady: async ({ id }) => void readied.push(id),
      onChange: () => void (changes += 1),
    });
    const choose = <T extends string | vscode.QuickPickItem>(items: readonly T[]): T | undefined => {
      const label = (item: T) => (typeof item === 'string' ? item : item.label);
      offered.push(items.map(label));
      const wanted = picks.shift();
      return wanted === undefined ? undefined : items.find((item) => label(item).includes(wanted));
    };
    const say = async (text: string, ...buttons: string[]) => {
      messages.push(text);
      return buttons.length === 0 ? undefined : choose(buttons);
    };
    mock.method(vscode.window, 'showInputBox', async () => pasted.shift());
    mock.method(vscode.window, 'showQuickPick', async (items: readonly vscode.QuickPickItem[]) => choose(items));
    mock.method(vscode.window, 'showWarningMessage', say);
    mock.method(vscode.window, 'showInformationMessage', say);
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
    pasted = [` "${canary}" `];
    await keys.add();
    assert.equal(await vault.get(anthropic()), canary);
    assert.deepEqual([readied, messages], [['anthropic'], []]);
  });

  test('a key that is not accepted is not kept, unless the user wants it', async () => {
    check = async () => unauthorized;
    pasted = [canary];
    await keys.paste();
    assert.equal(await vault.get(anthropic()), undefined);
    assert.deepEqual([readied, messages], [[], ['The key was not kept. Anthropic did not accept the key.']]);
    pasted = ['sk-ant-wrong-wrong-wrong', canary];
    picks = ['Paste Again', 'Keep It Anyway'];
    await keys.paste();
    assert.equal(await vault.get(anthropic()), canary);
    assert.doesNotMatch(messages.join(), /canary|wrong-wrong/);
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
    pasted = [canary];
    await keys.paste();
    assert.deepEqual(messages, ['The key was not kept. It was not tried to the end.']);
  });

  test('a machine without a keyring is told of', async () => {
    secrets.fault = 'loses';
    pasted = [canary];
    await keys.paste();
    assert.match(messages.join(), /kept until the window closes/);
    assert.equal(await vault.get(anthropic()), canary);
  });

  test('keys of the environment are offered for the address they are meant for, and never copied', async () => {
    environment = { ANTHROPIC_API_KEY: canary, OPENAI_API_KEY: 'no key\nbut two lines' };
    assert.deepEqual(
      (await keys.inEnvironment()).map(({ variable }) => variable),
      ['ANTHROPIC_API_KEY'],
    );
    picks = ['Use ANTHROPIC_API_KEY'];
    await keys.add();
    assert.equal(await vault.get(anthropic()), canary);
    assert.doesNotMatch([...secrets.values.values()].join(), /canary/);
    assert.deepEqual(await keys.inEnvironment(), []);
  });

  for (const [state, id, value, steps] of [
    ['works', 'groq', { origin: 'https://api.groq.com', key: canary }, 3],
    ['was given for another address', 'groq', { origin: 'https://other.example', key: canary }, 3],
    ['names a variable that is gone', 'groq', { origin: 'https://api.groq.com', variable: 'GONE' }, 3],
    ['cannot be read', 'groq', 'damaged', 3],
    ['belongs to a connection that is gone', 'old-server', { origin: 'https://old.example', key: canary }, 1],
  ] as const) {
    test(`a key that ${state} is listed and can be removed`, async () => {
      secrets.values.set(`parley.key.${id}`, JSON.stringify(value));
      picks = [id === 'groq' ? 'Groq' : 'old-server', 'Remove'];
      await keys.manage();
      assert.equal(offered[0]?.length, 2);
      assert.equal(offered[1]?.length, steps);
      assert.deepEqual([secrets.values.size, changes], [0, 1]);
      assert.match(messages.join(), /was removed/);
    });
  }

  test('a removal that the storage refuses is not said to have worked', async () => {
    secrets.values.set('parley.key.groq', JSON.stringify({ origin: 'https://api.groq.com', key: canary }));
    secrets.fault = 'refuses';
    picks = ['Groq', 'Remove'];
    await assert.rejects(keys.manage(), /does not let go/);
    assert.deepEqual(messages, []);
  });
});

import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import * as vscode from 'vscode';
import { attempts } from '../../src/host/log.ts';
import { ConnectionTests } from '../../src/host/testConnection.ts';
import { Failure, type Fault } from '../../src/llm/failure.ts';
import type { Probe } from '../../src/llm/probe.ts';
import type { StreamEvent } from '../../src/model/event.ts';
import { connectionFrom, type Connection, type ConnectionSpec } from '../../src/providers/connections.ts';
import { fakeDialogs, type FakeDialogs } from './fakeDialogs.ts';
import { until } from './until.ts';

function connect(id: string, spec: ConnectionSpec): Connection {
  const connection = connectionFrom(id, spec);
  assert.ok(typeof connection === 'object');
  return connection;
}

const server = connect('server', { provider: 'openai-compatible', baseUrl: 'https://ai.example.com', label: 'Server' });
const aws = connect('aws', { provider: 'bedrock', fields: { region: 'eu-west-9' }, label: 'AWS' });
const cloud = connect('openai', { provider: 'openai' });

const url = 'https://ai.example.com/models';
const fails = (fault: Fault, at = url): Probe => ({
  outcome: 'fails',
  url: at,
  error: new Failure(fault, 'Server').error,
});
const works: Probe = { outcome: 'works', url, latencyMs: 131.7, models: ['a', 'b', 'c', 'd'].map((id) => ({ id })) };

describe('testing a connection', () => {
  let dialogs: FakeDialogs;
  let outcomes: Probe[];
  let probed: string[];
  let calls: string[];
  let begun: string[];
  let logged: string[];
  let tests: ConnectionTests;
  let answer: readonly StreamEvent[];
  let probe: (connection: Connection, signal: AbortSignal) => Promise<Probe>;

  beforeEach(() => {
    dialogs = fakeDialogs();
    outcomes = [];
    probed = [];
    calls = [];
    begun = [];
    logged = [];
    answer = [];
    probe = async ({ baseUrl }) => {
      probed.push(baseUrl);
      return outcomes.shift() ?? assert.fail('nothing more was to be tried');
    };
    tests = new ConnectionTests({
      attempt: attempts({ tell: (failure) => assert.fail(String(failure)) }),
      log: { info: (line) => logged.push(line), error: (line) => logged.push(line), show: () => calls.push('log') },
      probe: (connection, signal) => probe(connection, signal),
      respond: () =>
        async function* () {
          yield* answer;
        },
      edit: async (connection, field) => {
        calls.push(`edit ${field?.id ?? 'address'}`);
        return { ...connection, baseUrl: 'https://edited.example/v1' };
      },
      move: async (connection, baseUrl) => ({ ...connection, baseUrl }),
      replaceKey: async ({ id }) => void calls.push(`key ${id}`),
      pickModel: async () => calls.push('model'),
    });
  });
  afterEach(() => mock.restoreAll());

  const run = (connection: Connection) => tests.run(connection, async ({ baseUrl }) => void begun.push(baseUrl));

  test('a success names the address, the time, and the models, and goes on', async () => {
    outcomes = [works];
    await run(server);
    assert.deepEqual(dialogs.messages, [`Server works. ${url} answered in 132 ms with 4 models: a, b, c, …`]);
    assert.deepEqual([begun, dialogs.offered], [[server.baseUrl], [['Pick a Model…']]]);
    assert.match(logged.join(), /works/);
  });

  test('a failure names its cause and the address, and goes no further', async () => {
    outcomes = [fails({ kind: 'network', detail: 'ENOTFOUND', reason: '{0} could not be found' })];
    await run(server);
    assert.deepEqual(dialogs.messages, [`Server could not be found. It says: ENOTFOUND (Asked: ${url})`]);
    assert.deepEqual(dialogs.offered, [['Edit Address…', 'Open http.proxy', 'Show Log']]);
    assert.deepEqual(begun, []);
  });

  for (const [name, connection, fault, buttons] of [
    ['a wrong key', server, { kind: 'unauthorized', status: 401 }, ['Replace Key…', 'Edit Address…', 'Show Log']],
    ['a wrong key of a fixed host', cloud, { kind: 'unauthorized', status: 401 }, ['Replace Key…', 'Show Log']],
    [
      'a certificate',
      server,
      { kind: 'network', detail: 'DEPTH_ZERO_SELF_SIGNED_CERT' },
      ['Test Again', 'Open Settings', 'Show Log'],
    ],
    ['a proxy', server, { kind: 'network', status: 407 }, ['Test Again', 'Open http.proxy', 'Show Log']],
  ] as const) {
    test(`${name} offers what helps: ${buttons.join(', ')}`, async () => {
      outcomes = [fails(fault)];
      await run(connection);
      assert.deepEqual(dialogs.offered, [buttons]);
    });
  }

  test('a server of this machine that is off is tried again, and no proxy is suspected', async () => {
    const here = connect('here', { provider: 'ollama' });
    outcomes = [fails({ kind: 'network', detail: 'ECONNREFUSED' }, 'http://127.0.0.1:11434/api/tags'), works];
    dialogs.picks.push('Test Again');
    await run(here);
    await until(() => begun.length > 0);
    assert.deepEqual(dialogs.offered[0], ['Test Again', 'Edit Address…', 'Show Log']);
  });

  test('what could not even be asked names no address, and an address that the provider makes is not to blame', async () => {
    const google = connect('google', { provider: 'vertex', fields: { project: 'p' } });
    outcomes = [
      fails({ kind: 'unauthorized', reason: '{0} cannot use this key' }, 'https://aiplatform.googleapis.com/x'),
    ];
    await run(google);
    assert.doesNotMatch(dialogs.messages[0] ?? '', /Asked|https/);
    assert.deepEqual(dialogs.offered, [['Replace Key…', 'Show Log']]);
  });

  test('the settings are opened by their names', async () => {
    const opened: unknown[] = [];
    mock.method(vscode.commands, 'executeCommand', async (...args: unknown[]) => void opened.push(args));
    outcomes = [fails({ kind: 'network', detail: 'CERT_HAS_EXPIRED' })];
    dialogs.picks.push('Open Settings');
    await run(server);
    await until(() => opened.length > 0);
    assert.deepEqual(opened, [['workbench.action.openSettings', '@id:http.systemCertificates,http.proxyStrictSSL']]);
  });

  test('a field that stands in the address is the suspect, and is corrected and tried again', async () => {
    outcomes = [
      fails({ kind: 'network', detail: 'ENOTFOUND' }, 'https://bedrock.eu-west-9.amazonaws.com/models'),
      works,
    ];
    dialogs.picks.push('Edit AWS region…');
    await run(aws);
    await until(() => begun.length > 0);
    assert.match(dialogs.messages[0] ?? '', /made from AWS region “eu-west-9”/);
    assert.deepEqual([calls, begun], [['edit region'], ['https://edited.example/v1']]);
  });

  test('a login that has expired is renewed by trying again', async () => {
    const signedIn = connect('aws', { provider: 'bedrock', login: 'aws' });
    outcomes = [fails({ kind: 'unauthorized' }, 'https://bedrock.example/x'), works];
    dialogs.picks.push('Try Again');
    await run(signedIn);
    await until(() => begun.length > 0);
  });

  test('an address that lacks its version is tried with it, and taken when that works', async () => {
    outcomes = [fails({ kind: 'not-found', status: 404 }), works, works];
    dialogs.picks.push('Use That Address');
    await run(server);
    await until(() => begun.length > 0);
    assert.deepEqual(probed, ['https://ai.example.com', 'https://ai.example.com/v1', 'https://ai.example.com/v1']);
    assert.deepEqual(begun, ['https://ai.example.com/v1']);
    assert.match(dialogs.messages[0] ?? '', /but https:\/\/ai\.example\.com\/v1 answers/);
  });

  test('what cannot be tested for free is said, and asked a word at the user’s wish only', async () => {
    const untested: Probe = {
      outcome: 'untested',
      url: 'https://ai.example.com/invocations',
      models: [{ id: 'mine' }],
    };
    outcomes = [untested, untested];
    answer = [
      { type: 'text', delta: 'OK' },
      { type: 'finish', reason: 'stop' },
    ];
    dialogs.picks.push('Ask It a Word');
    await run(server);
    await until(() => dialogs.messages.length === 2);
    assert.match(dialogs.messages[0] ?? '', /cannot be tested without asking a model/);
    assert.equal(dialogs.messages[1], 'Server works: mine answered.');
    answer = [{ type: 'error', error: new Failure({ kind: 'unauthorized' }, 'Server').error }];
    dialogs.picks.push('Ask It a Word', 'Replace Key…');
    await run(server);
    await until(() => calls.length > 0);
    assert.deepEqual(calls, ['key server']);
  });

  test('one that was not waited for is not said to have failed', async () => {
    mock.method(
      vscode.window,
      'withProgress',
      (_: unknown, work: (progress: unknown, token: vscode.CancellationToken) => Promise<unknown>) => {
        const source = new vscode.CancellationTokenSource();
        source.cancel();
        return work(undefined, source.token);
      },
    );
    probe = (_, signal) =>
      new Promise((resolve) =>
        signal.addEventListener('abort', () => resolve(fails({ kind: 'network', reason: '{0} was given up' }))),
      );
    await run(server);
    assert.deepEqual(dialogs.messages, ['Server was not tested to the end.']);
    assert.deepEqual(begun, []);
  });
});

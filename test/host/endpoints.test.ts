import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, mock, test } from 'node:test';
import * as vscode from 'vscode';
import { Endpoints } from '../../src/host/endpoints.ts';
import { KeyVault } from '../../src/host/keyVault.ts';
import { microsoftToken } from '../../src/host/microsoftLogin.ts';
import type { FetchSecret } from '../../src/host/platform.ts';
import { Failure } from '../../src/llm/failure.ts';
import type { HttpRequest } from '../../src/model/http.ts';
import type { Request } from '../../src/model/message.ts';
import { connectionFrom, type Connection } from '../../src/providers/connections.ts';
import { all } from '../unit/llm/harness.ts';
import { fakeSecrets } from './fakeSecrets.ts';

const token = 'eyJcanary0123456789.abcdefghijklmnopqrstuvwxyz';
const question: Request = { model: 'gpt-x', messages: [{ role: 'user', text: 'Hi' }] };
const signal = new AbortController().signal;

function azure(): Connection {
  const fields = { resource: 'my-res', deployments: 'gpt-x', tenant: 'contoso.com' };
  const connection = connectionFrom('azure', { provider: 'azure-openai', fields, login: 'microsoft', label: 'Azure' });
  assert.ok(typeof connection === 'object');
  return connection;
}

describe('connections with a login', () => {
  let vault: KeyVault;
  let requests: HttpRequest[];
  let asked: string[];
  let microsoft: FetchSecret;

  beforeEach(() => {
    requests = [];
    asked = [];
    microsoft = async () => token;
    vault = new KeyVault({
      secrets: fakeSecrets(),
      platform: { environment: () => undefined },
      onChange: () => {},
      onProblem: () => {},
    });
  });
  afterEach(() => {
    mock.restoreAll();
    vault.dispose();
  });

  const endpoints = (logins: 'reachable' | 'out of reach' = 'reachable') =>
    new Endpoints(vault, {
      transport: async (request) => {
        requests.push(request);
        return { status: 401, headers: {}, body: (async function* () {})() };
      },
      logins:
        logins === 'reachable'
          ? {
              microsoft: (values, manner) => {
                asked.push(manner);
                return microsoft(values, manner);
              },
            }
          : {},
    });

  test('are usable without a look at the login', async () => {
    assert.equal(await endpoints().isUsable(azure()), true);
    assert.deepEqual(asked, []);
  });

  test('are asked with a fresh secret, silently, that no log can hold', async () => {
    await all(endpoints().respond(azure())(question, signal));
    assert.equal(requests[0]?.headers['authorization'], `Bearer ${token}`);
    assert.deepEqual(asked, ['silent']);
    assert.equal(vault.redact(`oops ${token}`), 'oops [key]');
  });

  test('may ask to sign in when the user tests them', async () => {
    const outcome = await endpoints().probe(azure(), signal);
    assert.deepEqual(asked, ['asking']);
    assert.ok(outcome.outcome === 'fails' && outcome.error.kind === 'unauthorized');
  });

  test('stop at once, also while their login is still being fetched', async () => {
    microsoft = () => new Promise(() => {});
    const stopping = new AbortController();
    const events = all(endpoints().respond(azure())(question, stopping.signal));
    stopping.abort();
    assert.deepEqual(await events, [{ type: 'finish', reason: 'aborted' }]);
    assert.deepEqual(requests, []);
  });

  test('end with what the login says when it has expired', async () => {
    microsoft = async () => {
      throw new Failure({ kind: 'unauthorized', reason: 'is not signed in any more' });
    };
    const events = await all(endpoints().respond(azure())(question, signal));
    assert.deepEqual(events, [
      { type: 'error', error: { kind: 'unauthorized', message: 'Azure is not signed in any more.' } },
    ]);
    const outcome = await endpoints().probe(azure(), signal);
    assert.ok(outcome.outcome === 'fails');
    assert.equal(outcome.error.message, 'Azure is not signed in any more.');
    assert.deepEqual(requests, []);
  });

  test('say so where their login is out of reach', async () => {
    const [event] = await all(endpoints('out of reach').respond(azure())(question, signal));
    assert.ok(event?.type === 'error');
    assert.match(event.error.message, /a desktop or remote window/);
  });

  test('each part of a secret made of several is kept out of logs', () => {
    const parts = { accessKeyId: 'AKIAIOSFODNN7EXAMPLE', secretAccessKey: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY' };
    vault.see(JSON.stringify(parts));
    assert.equal(vault.redact(`${parts.secretAccessKey} in us-east-1`), '[key] in us-east-1');
  });
});

test('a limit of the settings holds all that ask the connection, from the next question on, also when it changes', async () => {
  const limited = (requestsPerMinute?: number) => {
    const limit = requestsPerMinute === undefined ? {} : { requestsPerMinute };
    const connection = connectionFrom('local', {
      provider: 'openai-compatible',
      baseUrl: 'http://127.0.0.1:1/v1',
      ...limit,
    });
    assert.ok(typeof connection === 'object');
    return connection;
  };
  const vault = new KeyVault({
    secrets: fakeSecrets(),
    platform: { environment: () => undefined },
    onChange: () => {},
    onProblem: () => {},
  });
  const transport = async () => ({ status: 401, headers: {}, body: (async function* () {})() });
  const endpoints = new Endpoints(vault, { transport, logins: {} });
  const firstEvent = async (connection: Connection) => {
    const controller = new AbortController();
    for await (const event of endpoints.respond(connection)(question, controller.signal)) {
      controller.abort();
      return event;
    }
    return undefined;
  };
  assert.equal((await firstEvent(limited(1)))?.type, 'error');
  const held = await firstEvent(limited(1));
  assert.ok(held?.type === 'queued' && held.by === 'settings' && (held.delayMs ?? 0) > 50_000);
  assert.equal((await firstEvent(limited(2)))?.type, 'error');
  assert.equal((await firstEvent(limited(2)))?.type, 'queued');
  assert.equal((await firstEvent(limited()))?.type, 'error');
  vault.dispose();
});

describe('the Microsoft login', () => {
  let calls: { scopes: readonly string[]; options: vscode.AuthenticationGetSessionOptions }[];
  let session: vscode.AuthenticationSession | undefined;

  beforeEach(() => {
    calls = [];
    session = undefined;
    mock.method(
      vscode.authentication,
      'getSession',
      async (_: string, scopes: readonly string[], options: vscode.AuthenticationGetSessionOptions) => {
        calls.push({ scopes, options });
        if (options.createIfNone && session === undefined) throw new Error('User did not consent to login.');
        return session;
      },
    );
  });
  afterEach(() => mock.restoreAll());

  const scope = 'https://cognitiveservices.azure.com/.default';

  test('takes the session there is, of the tenant that the connection names', async () => {
    session = { id: '1', accessToken: token, scopes: [], account: { id: 'a', label: 'A' } };
    assert.equal(await microsoftToken({ tenant: 'contoso.com' }, 'silent'), token);
    assert.deepEqual(calls, [{ scopes: [scope, 'VSCODE_TENANT:contoso.com'], options: { silent: true } }]);
  });

  test('never asks by itself, and says how to sign in', async () => {
    await assert.rejects(microsoftToken({}, 'silent'), /Test Connection/);
    assert.deepEqual(calls, [{ scopes: [scope], options: { silent: true } }]);
  });

  test('asks at the user’s word, and says when that was refused', async () => {
    await assert.rejects(microsoftToken({}, 'asking'), (failure) => {
      assert.ok(failure instanceof Failure);
      assert.deepEqual([failure.error.kind, failure.error.detail], ['unauthorized', 'User did not consent to login.']);
      return true;
    });
    assert.deepEqual(
      calls.map(({ options }) => options),
      [{ silent: true }, { createIfNone: true }],
    );
  });
});

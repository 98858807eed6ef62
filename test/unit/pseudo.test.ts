// In a process of its own, and before anything that makes sentences, as in the editor.
import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as l10n from '@vscode/l10n';
import type { ErrorKind } from '../../src/model/error.ts';
import { outsideBrackets, pseudoBundle } from './pseudo.ts';

l10n.config({ contents: await pseudoBundle() });
const { strings } = await import('../../src/webview/strings.ts');
const { providers } = await import('../../src/providers/lookup.ts');
const { failureFromResponse } = await import('../../src/llm/errorBody.ts');
const { Failure } = await import('../../src/llm/failure.ts');
const { networkFailure } = await import('../../src/llm/networkFailure.ts');

const assertTranslated = (text: string, where: string) =>
  assert.doesNotMatch(outsideBrackets(text), /[a-z]{2}/i, `${where}: ${text}`);

/** Stands for a value of any kind, and is 7 where a number or a word is needed. */
const anything: unknown = new Proxy(() => undefined, {
  get: (_, name) => (name === Symbol.toPrimitive ? () => 7 : anything),
  apply: () => anything,
});

/** Everything a part of the strings can come to; a sentence may be another for none, one and many. */
function outcomes(part: unknown): readonly string[] {
  if (typeof part === 'string') return [part];
  if (typeof part !== 'function') return [];
  const say = part as (...values: unknown[]) => unknown;
  const others = [0, 1, ''].flatMap((value) => {
    try {
      const said = say(value, value, value);
      return typeof said === 'string' ? [said] : [];
    } catch {
      return [];
    }
  });
  return [String(say(anything, anything, anything)), ...others];
}

function leaves(part: unknown, path: string): readonly (readonly [string, unknown])[] {
  if (typeof part !== 'object' || part === null) return [[path, part]];
  return Object.entries(part).flatMap(([name, inner]) => leaves(inner, path === '' ? name : `${path}.${name}`));
}

/** Names and signs: of the product, of protocols, of lines, of icons and of keys. */
const names = /^(panel|status|chord|lines|.*\.(icon|key))$/;

test('all that the panel says comes out of the translation', () => {
  const all = leaves(strings, '').filter(([path]) => !names.test(path));
  assert.ok(all.length > 100);
  for (const [path, part] of all) for (const text of outcomes(part)) assertTranslated(text, path);
});

test('a sentence that depends on what happened is translated whichever it is', () => {
  const change = { from: '1', to: '2' };
  for (const kind of ['overloaded', 'rate-limited', 'quota', 'network', 'timeout', 'interrupted'] as ErrorKind[]) {
    const error = { kind, message: '3' };
    for (const outcome of ['asking', 'answered', 'asked'] as const)
      assertTranslated(strings.switched({ ...change, error }, outcome), kind);
    for (const seconds of [0, 1, 200]) {
      assertTranslated(strings.retrying(kind, seconds, 1), kind);
      assertTranslated(strings.statusRetry(kind, seconds), kind);
    }
  }
  for (const by of ['settings', undefined] as const)
    for (const seconds of [undefined, 1, 200])
      assertTranslated(strings.queued(seconds, by) + strings.statusQueued(seconds, by), String(by));
});

test('what a failure says is translated as a whole, with who failed inside', () => {
  const kinds: Readonly<Record<ErrorKind, true>> = {
    'no-key': true,
    unauthorized: true,
    forbidden: true,
    'not-found': true,
    'rate-limited': true,
    quota: true,
    'too-long': true,
    overloaded: true,
    'bad-request': true,
    network: true,
    timeout: true,
    interrupted: true,
    'bad-response': true,
  };
  for (const kind of Object.keys(kinds) as ErrorKind[])
    for (const fault of [{}, { status: 400 }, { retryAfterMs: 90_000 }, { missing: { model: 'm' } }]) {
      const { message } = new Failure({ kind, ...fault }, 'Someone').error;
      assertTranslated(message, kind);
      assert.match(message, /Someone/);
    }
});

test('the causes that a platform or a provider names are translated', () => {
  const codes = ['ENOTFOUND', 'ECONNREFUSED', 'ECONNRESET', 'ETIMEDOUT', 'CERT_HAS_EXPIRED', 'EPROTO', 'HPE_INVALID'];
  for (const code of codes)
    for (const local of [true, false]) assertTranslated(networkFailure({ code }, { local }).error.message, code);
  const answer = { headers: {}, nowMs: 0 };
  for (const [status, body] of [
    [407, ''],
    [431, ''],
    [400, '{"error":{"code":"content_filter"}}'],
    [500, '{"error":"model requires more system memory (5.6 GiB)"}'],
  ] as const)
    assertTranslated(failureFromResponse({ ...answer, status, body }).error.message, body);
});

test('what a provider is set up with is translated, and its name is not', () => {
  for (const { id, label, fields = [], logins = [], reasons = {}, key } of providers) {
    assert.doesNotMatch(label, /⟦/, id);
    const said = [
      ...fields.flatMap((field) => [field.label, field.description]),
      ...logins.flatMap((login) => [login.description, ...(login.label === 'gcloud' ? [] : [login.label])]),
      ...Object.values(reasons),
      ...(key?.prompt === undefined ? [] : [key.prompt]),
    ];
    for (const text of said) assertTranslated(text, id);
  }
});

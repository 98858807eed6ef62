import assert from 'node:assert/strict';
import { test } from 'node:test';
import { networkFailure } from '../../../src/llm/networkFailure.ts';
import { remediesFor } from '../../../src/llm/remedies.ts';
import type { ErrorKind } from '../../../src/model/error.ts';

const ofCode = (code: string) => networkFailure({ code }, { local: false }).error;

for (const [code, words, step, settings] of [
  ['ENOTFOUND', /no such host/, 'edit', ['http.proxy']],
  ['ECONNREFUSED', /nothing answers/, 'edit', ['http.proxy']],
  ['ETIMEDOUT', /took too long/, 'again', ['http.proxy']],
  [
    'SELF_SIGNED_CERT_IN_CHAIN',
    /nobody this machine trusts/,
    'again',
    ['http.systemCertificates', 'http.proxyStrictSSL'],
  ],
  [
    'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
    /http\.systemCertificates/,
    'again',
    ['http.systemCertificates', 'http.proxyStrictSSL'],
  ],
  ['CERT_HAS_EXPIRED', /out of date/, 'again', ['http.systemCertificates', 'http.proxyStrictSSL']],
  ['ERR_TLS_CERT_ALTNAME_INVALID', /for another host/, 'edit', ['http.proxy']],
  ['EPROTO', /does not speak https/, 'edit', ['http.proxy']],
] as const) {
  test(`${code} names its cause and the setting that decides about it`, () => {
    const error = ofCode(code);
    assert.match(error.message, words);
    const remedies = remediesFor(error);
    assert.deepEqual([remedies.steps[0], remedies.settings], [step, settings]);
  });
}

for (const [kind, status, steps, settings] of [
  ['unauthorized', 401, ['secret', 'edit'], []],
  ['no-key', undefined, ['secret', 'edit'], []],
  ['forbidden', 403, ['edit', 'secret'], []],
  ['not-found', 404, ['edit', 'model'], []],
  ['network', 407, ['again'], ['http.proxy']],
  ['timeout', undefined, ['again'], ['http.proxy']],
  ['bad-response', 200, ['edit'], []],
  ['overloaded', 503, ['again'], []],
] as const satisfies readonly (readonly [ErrorKind, number | undefined, readonly string[], readonly string[]])[]) {
  test(`${kind} ${status ?? ''} leads to ${steps.join(', ')}`, () => {
    const error = { kind, message: 'It failed.', ...(status === undefined ? {} : { status }) };
    assert.deepEqual(remediesFor(error), { steps, settings });
  });
}

import * as l10n from '@vscode/l10n';
import type { ErrorKind, ResponseError } from '../model/error.ts';

/** What is known about a failure before it is put into a sentence. */
export interface Fault extends Omit<ResponseError, 'message'> {
  /**
   * A sentence without its period in which `{0}` stands for who failed, where the kind's own would say too little. With
   * further values it is made like this: `l10n.t('{0} sent nothing for {1} seconds', '{0}', seconds)`.
   */
  readonly reason?: string;
  /** The model that there is not, and where there is none, for the sentence. */
  readonly missing?: { readonly model: string; readonly region?: string } | undefined;
  /** The provider's explicit word on whether to try again. */
  readonly shouldRetry?: boolean;
}

const detailLimit = 2_000;

const reasons: Readonly<Record<ErrorKind, (fault: Fault) => string>> = {
  'no-key': () => l10n.t('{0} needs a key; add one to use it'),
  unauthorized: () => l10n.t('{0} did not accept the key; replace it, or check that it belongs to this service'),
  forbidden: () => l10n.t('{0} does not allow this key to do that; check what the key and the account may use'),
  'not-found': ({ missing }) =>
    missing === undefined
      ? l10n.t('{0} knows no such model or address; pick another model, or check the address')
      : missing.region === undefined
        ? l10n.t('{0} has no model “{1}” for this account; pick another model', '{0}', missing.model)
        : l10n.t(
            '{0} has no model “{1}” in {2} for this account; pick another model or region',
            '{0}',
            missing.model,
            missing.region,
          ),
  'rate-limited': (fault) => l10n.t('{0} limits how often it may be asked; {1}', '{0}', soon(fault)),
  quota: () => l10n.t('{0} has no credit or quota left for this account; check its billing page'),
  'too-long': () => l10n.t('{0} cannot read that much at once; shorten the question, the attachments or the chat'),
  overloaded: (fault) => l10n.t('{0} is overloaded or has a fault of its own; {1}', '{0}', soon(fault)),
  'bad-request': () => l10n.t('{0} did not accept the request'),
  network: () => l10n.t('{0} could not be reached; check the connection'),
  timeout: () => l10n.t('{0} took too long to answer; try again, or pick another model'),
  interrupted: () => l10n.t('{0} broke off before the answer was complete'),
  'bad-response': () => l10n.t('{0} answered with something that is no AI answer; check the address'),
};

/** A clause, since it ends sentences of several kinds. */
function soon({ retryAfterMs }: Fault): string {
  if (retryAfterMs === undefined) return l10n.t('try again in a moment');
  const seconds = Math.ceil(retryAfterMs / 1_000);
  if (seconds < 120) return l10n.t('try again in {0} seconds', seconds);
  return seconds < 7_200
    ? l10n.t('try again in {0} minutes', Math.ceil(seconds / 60))
    : l10n.t('try again in {0} hours', Math.ceil(seconds / 3_600));
}

/**
 * A request that failed. Carries everything a user may see as plain data and nothing else: no headers, no request,
 * no cause, since each of them may hold a key.
 */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly error: ResponseError;
  readonly fault: Fault;

  constructor(fault: Fault, who = l10n.t('The provider')) {
    const { reason, missing: _missing, shouldRetry: _shouldRetry, ...rest } = fault;
    const said = (reason ?? reasons[fault.kind](fault)).replace('{0}', () => who);
    const message =
      fault.status === undefined
        ? l10n.t({ message: '{0}.', args: [said], comment: ['{0} is a sentence without its period'] })
        : l10n.t('{0} (status {1}).', said, fault.status);
    super(message);
    this.fault = fault;
    this.error = {
      message,
      ...rest,
      ...(rest.detail === undefined ? {} : { detail: rest.detail.slice(0, detailLimit) }),
    };
  }

  /** The same failure, with its sentence naming who failed and without the key, which some providers repeat. */
  of(who: string, key: string | undefined): Failure {
    const { detail, missing, limits } = this.fault;
    if (key === undefined || key.length < leastKeyLength) return new Failure(this.fault, who);
    const redacted = (words: string) =>
      secretsIn(key)
        .reduce((text, secret) => text.replaceAll(secret, '[key]'), words)
        .replace(bearerToken, '[key]');
    return new Failure(
      {
        ...this.fault,
        ...(detail === undefined ? {} : { detail: redacted(detail) }),
        ...(missing === undefined ? {} : { missing: { ...missing, model: redacted(missing.model) } }),
        ...(limits === undefined ? {} : { limits: limits.map(redacted) }),
      },
      who,
    );
  }
}

/** What is shorter was made up for a server that wants any, and may be a word of the sentence. */
const leastKeyLength = 8;

/** A token that the key was exchanged for, where a host repeats the header it came in. */
const bearerToken = /(?<=\bbearer\s+)[\w.~+/=-]{16,}/gi;

/** Shorter parts of a secret are names rather than secrets. */
const leastSecretLength = 16;

/** A secret of several parts is JSON: AWS repeats a session token, which is one of them, in what it signs. */
function secretsIn(key: string): readonly string[] {
  try {
    const parts = key.startsWith('{') ? Object.values(JSON.parse(key) as object) : [];
    return [key, ...parts.filter((part) => typeof part === 'string' && part.length >= leastSecretLength)];
  } catch {
    return [key];
  }
}

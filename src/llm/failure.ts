import type { ErrorKind, ResponseError } from '../model/error.ts';

/** What is known about a failure before it is put into a sentence. */
export interface Fault extends Omit<ResponseError, 'message'> {
  /** Completes "<who> …", where the kind's own sentence would say too little. */
  readonly reason?: string;
  /** The model that there is not, and where there is none, for the sentence. */
  readonly missing?: { readonly model: string; readonly region?: string } | undefined;
  /** The provider's explicit word on whether to try again. */
  readonly shouldRetry?: boolean;
}

const detailLimit = 2_000;

const reasons: Readonly<Record<ErrorKind, (fault: Fault) => string>> = {
  'no-key': () => 'needs a key; add one to use it',
  unauthorized: () => 'did not accept the key; replace it, or check that it belongs to this service',
  forbidden: () => 'does not allow this key to do that; check what the key and the account may use',
  'not-found': ({ missing }) =>
    missing === undefined
      ? 'knows no such model or address; pick another model, or check the address'
      : missing.region === undefined
        ? `has no model “${missing.model}” for this account; pick another model`
        : `has no model “${missing.model}” in ${missing.region} for this account; pick another model or region`,
  'rate-limited': (fault) => `limits how often it may be asked; try again ${soon(fault)}`,
  quota: () => 'has no credit or quota left for this account; check its billing page',
  'too-long': () => 'cannot read that much at once; shorten the question, the attachments or the chat',
  overloaded: (fault) => `is overloaded or has a fault of its own; try again ${soon(fault)}`,
  'bad-request': () => 'did not accept the request',
  network: () => 'could not be reached; check the connection',
  timeout: () => 'took too long to answer; try again, or pick another model',
  interrupted: () => 'broke off before the answer was complete',
  'bad-response': () => 'answered with something that is no AI answer; check the address',
};

function soon({ retryAfterMs }: Fault): string {
  if (retryAfterMs === undefined) return 'in a moment';
  const seconds = Math.ceil(retryAfterMs / 1_000);
  if (seconds < 120) return `in ${seconds} seconds`;
  return seconds < 7_200 ? `in ${Math.ceil(seconds / 60)} minutes` : `in ${Math.ceil(seconds / 3_600)} hours`;
}

/**
 * A request that failed. Carries everything a user may see as plain data and nothing else: no headers, no request,
 * no cause, since each of them may hold a key.
 */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly error: ResponseError;
  readonly fault: Fault;

  constructor(fault: Fault, who = 'The provider') {
    const { reason, missing: _missing, shouldRetry: _shouldRetry, ...rest } = fault;
    const status = fault.status === undefined ? '' : ` (status ${fault.status})`;
    const message = `${who} ${reason ?? reasons[fault.kind](fault)}${status}.`;
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

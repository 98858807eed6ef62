/** Why a response failed, in the terms a user can act on. */
export type ErrorKind =
  | 'no-key'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'rate-limited'
  | 'quota'
  | 'too-long'
  | 'overloaded'
  | 'bad-request'
  | 'network'
  | 'timeout'
  | 'interrupted'
  | 'bad-response';

/**
 * Failures that another model helps with: the provider is out of order, or has had enough of this user for now. All
 * others are about the request or the setup, which the user should know of.
 */
export const leadsOn: Readonly<Record<ErrorKind, boolean>> = {
  overloaded: true,
  'rate-limited': true,
  quota: true,
  network: true,
  timeout: true,
  interrupted: true,
  'no-key': false,
  unauthorized: false,
  forbidden: false,
  'not-found': false,
  'too-long': false,
  'bad-request': false,
  'bad-response': false,
};

/**
 * A failure as plain data, because class instances survive neither postMessage nor a JSONL file.
 * Holds no header, no request body and no key.
 */
export interface ResponseError {
  readonly kind: ErrorKind;
  /** One human sentence. */
  readonly message: string;
  /** The provider's own words, at most 2,000 characters. */
  readonly detail?: string;
  /** HTTP status, when there was a response. */
  readonly status?: number;
  /** How long the provider asked us to wait. */
  readonly retryAfterMs?: number;
  /** When that will be, in milliseconds since 1970, if it is too long to be waited for. */
  readonly retryAtMs?: number;
  /** The headers in which the provider tells what is left, as they are: their forms differ, so they are only shown. */
  readonly limits?: readonly string[];
  /** The provider's identifier of the request, for its support. */
  readonly requestId?: string;
}

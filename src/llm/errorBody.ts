import * as l10n from '@vscode/l10n';
import type { ErrorKind } from '../model/error.ts';
import { isRecord, parseJson } from '../model/json.ts';
import { amazonCode, codesOf, plainText, retryInfoMs, statusIn, wordless, wordsOf } from './errorFacts.ts';
import { type ErrorFacts, errorKind, errorReason } from './errorKind.ts';
import { Failure, type Fault } from './failure.ts';
import { missingModel } from './missingModel.ts';
import { shownLimits } from './rateHeaders.ts';
import { longestWaitMs, retryAfterMs } from './retryAfter.ts';

/** An answer whose status says that it failed, with as much of its body as was read. */
export interface FailedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly nowMs: number;
}

/** Turns a failed answer of whatever shape (JSON of any kind, HTML, text, nothing) into a failure. */
export function failureFromResponse({ status, headers, body, nowMs }: FailedResponse): Failure {
  const json = parseJson(body);
  const words = json === undefined ? plainText(body) : wordsOf(json) || wordless(json);
  const retryAfter = retryAfterMs(headers, nowMs) ?? retryInfoMs(json);
  const shouldRetry = headers['x-should-retry'];
  const requestId = requestIdOf(headers, json);
  const codes = [...codesOf(json), ...amazonCode(headers['x-amzn-errortype'])];
  const facts = { status, codes, words, retryAfterMs: retryAfter };
  return new Failure({
    kind: errorKind(facts, 'bad-request'),
    status,
    ...(words === '' ? {} : { detail: words }),
    ...(retryAfter === undefined ? {} : { retryAfterMs: retryAfter }),
    ...(retryAfter === undefined || retryAfter <= longestWaitMs ? {} : { retryAtMs: nowMs + retryAfter }),
    ...limitsIn(status, headers),
    ...(requestId === undefined ? {} : { requestId }),
    ...(shouldRetry === 'true' || shouldRetry === 'false' ? { shouldRetry: shouldRetry === 'true' } : {}),
    ...reasonOf(facts),
  });
}

/**
 * The failure in an answer that began well: an error object in the middle of a stream, or instead of a whole answer.
 * The fallback is its kind when it tells neither code nor status.
 */
export function failureFromPayload(payload: unknown, fallback: ErrorKind): Failure {
  const words = wordsOf(payload);
  const requestId = requestIdOf({}, payload);
  const retryAfter = retryInfoMs(payload);
  const facts = { status: statusIn(payload), codes: codesOf(payload), words, retryAfterMs: retryAfter };
  return new Failure({
    kind: errorKind(facts, fallback),
    ...(words === '' ? {} : { detail: words }),
    ...(retryAfter === undefined ? {} : { retryAfterMs: retryAfter }),
    ...(requestId === undefined ? {} : { requestId }),
    ...reasonOf(facts),
  });
}

/** The failure in an event that is named "error", which may be plain text. */
export function failureFromErrorEvent(data: string): Failure {
  return failureFromPayload(parseJson(data) ?? data, 'interrupted');
}

/** True when a JSON answer reports an error rather than being one of the dialect's own. */
export function isErrorPayload(json: unknown): boolean {
  const value = Array.isArray(json) ? json[0] : json;
  if (!isRecord(value)) return false;
  if (value['error'] || value['type'] === 'error' || value['object'] === 'error') return true;
  if (value['choices'] || value['data']) return false;
  return typeof value['message'] === 'string' || Boolean(value['detail']) || isFilled(value['errors']);
}

const isFilled = (value: unknown): boolean => Array.isArray(value) && value.length > 0;

function reasonOf(facts: ErrorFacts): Pick<Fault, 'reason' | 'missing'> {
  const { status } = facts;
  if (status === 407)
    return {
      reason: l10n.t(
        '{0} could not be reached, because a proxy on the way wants a user name and password; see the setting “http.proxy”',
      ),
    };
  if (status === 431) return { reason: l10n.t('{0} says that the headers of the request are too large') };
  const reason = errorReason(facts);
  return reason === undefined ? { missing: missingModel(facts.words) } : { reason };
}

function limitsIn(status: number, headers: FailedResponse['headers']): Pick<Fault, 'limits'> {
  const limits = status === 429 ? shownLimits(headers) : [];
  return limits.length === 0 ? {} : { limits };
}

const requestIdHeaders = [
  'x-request-id',
  'request-id',
  'apim-request-id',
  'x-amzn-requestid',
  'mistral-correlation-id',
  'cf-ray',
];

function requestIdOf(headers: Readonly<Record<string, string>>, json: unknown): string | undefined {
  const inBody = isRecord(json) ? json['request_id'] : undefined;
  const found = requestIdHeaders.map((name) => headers[name]).find((id) => id !== undefined && id !== '') ?? inBody;
  return typeof found === 'string' ? found.slice(0, 200) : undefined;
}

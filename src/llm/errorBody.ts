import type { ErrorKind } from '../model/error.ts';
import { errorKind } from './errorKind.ts';
import { Failure } from './failure.ts';
import { retryAfterMs } from './retryAfter.ts';

/** An answer whose status says that it failed, with as much of its body as was read. */
export interface FailedResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly nowMs: number;
}

/** Turns a failed answer of whatever shape (JSON of any kind, HTML, text, nothing) into a failure. */
export function failureFromResponse({ status, headers, body, nowMs }: FailedResponse): Failure {
  const json = parsed(body);
  const words = json === undefined ? plainText(body) : wordsOf(json) || wordless(json);
  const retryAfter = retryAfterMs(headers, nowMs);
  const shouldRetry = headers['x-should-retry'];
  const requestId = requestIdOf(headers, json);
  return new Failure({
    kind: errorKind({ status, codes: codesOf(json), words }, 'bad-request'),
    status,
    ...(words === '' ? {} : { detail: words }),
    ...(retryAfter === undefined ? {} : { retryAfterMs: retryAfter }),
    ...(requestId === undefined ? {} : { requestId }),
    ...(shouldRetry === 'true' || shouldRetry === 'false' ? { shouldRetry: shouldRetry === 'true' } : {}),
    ...reasonOf(status),
  });
}

/**
 * The failure in an answer that began well: an error object in the middle of a stream, or instead of a whole answer.
 * The fallback is its kind when it tells neither code nor status.
 */
export function failureFromPayload(payload: unknown, fallback: ErrorKind): Failure {
  const words = wordsOf(payload);
  const requestId = requestIdOf({}, payload);
  return new Failure({
    kind: errorKind({ status: statusIn(payload), codes: codesOf(payload), words }, fallback),
    ...(words === '' ? {} : { detail: words }),
    ...(requestId === undefined ? {} : { requestId }),
  });
}

/** The failure in an event that is named "error", which may be plain text. */
export function failureFromErrorEvent(data: string): Failure {
  return failureFromPayload(parsed(data) ?? data, 'interrupted');
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

function reasonOf(status: number): { readonly reason?: string } {
  if (status === 407)
    return {
      reason:
        'could not be reached, because a proxy on the way wants a user name and password; see the setting “http.proxy”',
    };
  if (status === 431) return { reason: 'says that the headers of the request are too large' };
  return {};
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const wordKeys = ['message', 'msg', 'error', 'detail', 'error_description', 'errors', 'title', 'reason'] as const;
const maxDepth = 4;

/** The first words found in an error of any shape; several errors are joined. */
function wordsOf(value: unknown, depth = 0): string {
  if (typeof value === 'string') return plainText(value);
  if (depth > maxDepth) return '';
  if (Array.isArray(value)) return unique(value.slice(0, 20).map((item) => wordsOf(item, depth + 1))).join('; ');
  if (!isRecord(value)) return '';
  const own = wordKeys.map((key) => wordsOf(value[key], depth + 1)).find((words) => words !== '') ?? '';
  // OpenRouter puts what the host behind it said beside its own "Provider returned error".
  const upstream = isRecord(value['metadata']) ? wordsOf(value['metadata']['raw'], depth + 1) : '';
  return unique([own, upstream]).join(': ');
}

/** An error that says nothing under any known name is told as it came. */
const wordless = (json: unknown): string =>
  isRecord(json) && Object.keys(json).length > 0 ? plainText(JSON.stringify(json)) : '';

const unique = (words: readonly string[]): readonly string[] => [...new Set(words.filter((text) => text !== ''))];

const pageStart = /<(!doctype|html|head|body|\?xml|center|title)[\s>]/i;

/** Text without markup: of a page only what stands before it and its title. */
function plainText(text: string): string {
  const start = text.search(pageStart);
  if (start === -1) return text.trim();
  const title = /<title[^>]*>([^<]{1,200})/i.exec(text)?.[1] ?? '';
  return `${text.slice(0, start).trim()} ${title.trim()}`.trim();
}

function codesOf(value: unknown, depth = 0): readonly string[] {
  if (depth > maxDepth) return [];
  if (Array.isArray(value)) return value.slice(0, 20).flatMap((item) => codesOf(item, depth + 1));
  if (!isRecord(value)) return [];
  const own = [value['code'], value['type'], value['status']].filter((code) => typeof code === 'string');
  return [...own.map((code) => code.toLowerCase()), ...codesOf(value['error'], depth + 1)];
}

/** In-stream errors put the status they would have had into a number of one of these names. */
const statusKeys = ['status_code', 'http_status_code', 'code', 'status'] as const;

function statusIn(value: unknown, depth = 0): number | undefined {
  if (depth > maxDepth) return undefined;
  const inner = Array.isArray(value) ? value[0] : value;
  if (!isRecord(inner)) return undefined;
  const own = statusKeys.map((key) => Number(inner[key]));
  return own.find((code) => code >= 400 && code < 600) ?? statusIn(inner['error'], depth + 1);
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

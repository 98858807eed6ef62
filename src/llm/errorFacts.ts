import { isRecord } from '../model/json.ts';
/** Names under which words are found, the most telling first. */
const wordKeys = [
  'message',
  'Message',
  'msg',
  'error',
  'detail',
  'error_description',
  'errors',
  'title',
  'reason',
] as const;
const maxDepth = 4;

/** The first words found in an error of any shape; several errors are joined. */
export function wordsOf(value: unknown, depth = 0): string {
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
export const wordless = (json: unknown): string =>
  isRecord(json) && Object.keys(json).length > 0 ? plainText(JSON.stringify(json)) : '';

const unique = (words: readonly string[]): readonly string[] => [...new Set(words.filter((text) => text !== ''))];

const pageStart = /<(!doctype|html|head|body|\?xml|center|title)[\s>]/i;

/** Text without markup: of a page only what stands before it and its title. */
export function plainText(text: string): string {
  const start = text.search(pageStart);
  if (start === -1) return text.trim();
  const title = /<title[^>]*>([^<]{1,200})/i.exec(text)?.[1] ?? '';
  return `${text.slice(0, start).trim()} ${title.trim()}`.trim();
}

/** Names under which codes are found: Cohere has `error_type`, all others one of the first three. */
const codeKeys = ['code', 'type', 'status', 'error_type'] as const;

/** Every code of an error, with those of the error inside it: Azure's `innererror`, and Google's `reason` in its details. */
export function codesOf(value: unknown, depth = 0): readonly string[] {
  if (depth > maxDepth) return [];
  if (Array.isArray(value)) return value.slice(0, 20).flatMap((item) => codesOf(item, depth + 1));
  if (!isRecord(value)) return [];
  const own = codeKeys.map((key) => value[key]).filter((code) => typeof code === 'string');
  return [
    ...own.map((code) => code.toLowerCase()),
    ...amazonCode(value['__type']),
    ...codesOf(value['error'], depth + 1),
    ...codesOf(value['innererror'], depth + 1),
    ...googleDetails(value['details']).flatMap(({ reason }) =>
      typeof reason === 'string' ? [reason.toLowerCase()] : [],
    ),
  ];
}

/** https://cloud.google.com/apis/design/errors#error_details */
const googleDetails = (details: unknown): readonly Readonly<Record<string, unknown>>[] =>
  Array.isArray(details) ? details.slice(0, 20).filter(isRecord) : [];

/** AWS puts a namespace before and an address after the name: https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html */
export const amazonCode = (type: unknown): readonly string[] =>
  typeof type === 'string' ? [type.replace(/^.*#/, '').replace(/:.*$/, '').toLowerCase()] : [];

/** In-stream errors put the status they would have had into a number of one of these names. */
const statusKeys = ['status_code', 'http_status_code', 'code', 'status'] as const;

export function statusIn(value: unknown, depth = 0): number | undefined {
  if (depth > maxDepth) return undefined;
  const inner = Array.isArray(value) ? value[0] : value;
  if (!isRecord(inner)) return undefined;
  const own = statusKeys.map((key) => Number(inner[key]));
  return own.find((code) => code >= 400 && code < 600) ?? statusIn(inner['error'], depth + 1);
}

/** How long Google asks to wait, which it says in the body: `{"@type": "…RetryInfo", "retryDelay": "34.5s"}`. */
export function retryInfoMs(value: unknown, depth = 0): number | undefined {
  if (depth > maxDepth) return undefined;
  const inner = Array.isArray(value) ? value[0] : value;
  if (!isRecord(inner)) return undefined;
  for (const { retryDelay } of googleDetails(inner['details'])) {
    const seconds = typeof retryDelay === 'string' ? /^(\d+(?:\.\d+)?)s$/.exec(retryDelay)?.[1] : undefined;
    if (seconds !== undefined) return Math.ceil(Number(seconds) * 1_000);
  }
  return retryInfoMs(inner['error'], depth + 1);
}

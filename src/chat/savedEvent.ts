import * as z from 'zod/mini';
import { orElse } from './orElse.ts';
import type { Attachment } from '../model/attachment.ts';
import type { ErrorKind } from '../model/error.ts';
import type { FinishReason, StreamEvent, TransientEvent } from '../model/event.ts';
import type { ChatEvent } from '../model/transcript.ts';

/** An event from a file. Fields that a later version added are dropped; an event that it added is `unknown`. */
export function decodeEvent(value: unknown): ChatEvent | 'unknown' | 'damaged' {
  const { data } = typeSchema.safeParse(value);
  if (data === undefined) return 'damaged';
  if (data.type === 'stream') return decodeStreamed(value);
  if (!isKey(data.type, eventSchemas)) return 'unknown';
  return eventSchemas[data.type].safeParse(value).data ?? 'damaged';
}

function decodeStreamed(value: unknown): ChatEvent | 'unknown' | 'damaged' {
  const { data } = streamedSchema.safeParse(value);
  if (data === undefined) return 'damaged';
  if (!isKey(data.event.type, streamSchemas)) return 'unknown';
  const event = streamSchemas[data.event.type].safeParse(data.event).data;
  if (event === undefined) return 'damaged';
  return { type: 'stream', id: data.id, event, ...(data.took === undefined ? {} : { took: data.took }) };
}

function isKey<T extends object>(key: string, record: T): key is Extract<keyof T, string> {
  return Object.hasOwn(record, key);
}

const errorKinds = {
  'no-key': 'no-key',
  unauthorized: 'unauthorized',
  forbidden: 'forbidden',
  'not-found': 'not-found',
  'rate-limited': 'rate-limited',
  quota: 'quota',
  'too-long': 'too-long',
  overloaded: 'overloaded',
  'bad-request': 'bad-request',
  network: 'network',
  timeout: 'timeout',
  interrupted: 'interrupted',
  'bad-response': 'bad-response',
} as const satisfies Record<ErrorKind, ErrorKind>;

const finishReasons = {
  stop: 'stop',
  length: 'length',
  'tool-calls': 'tool-calls',
  filtered: 'filtered',
  aborted: 'aborted',
} as const satisfies Record<FinishReason, FinishReason>;

const attachmentKinds = {
  selection: 'selection',
  symbol: 'symbol',
  file: 'file',
  folder: 'folder',
  problems: 'problems',
  diff: 'diff',
  terminal: 'terminal',
  image: 'image',
  document: 'document',
} as const satisfies { [K in Attachment['kind']]: K };

/** What goes along with a question, as it is written. A kind that a later version added is read as a file. */
export const attachmentSchema = z.object({
  id: z.string(),
  kind: orElse(z.enum(attachmentKinds), 'file'),
  path: z.string(),
  uri: z.string(),
  languageId: z.string(),
  lines: z.exactOptional(z.object({ start: z.number(), end: z.number() })),
  symbol: z.exactOptional(z.string()),
  text: z.exactOptional(z.string()),
  media: z.exactOptional(z.object({ mediaType: z.string(), data: z.string() })),
});

const errorSchema = z.object({
  kind: orElse(z.enum(errorKinds), 'bad-response'),
  message: z.string(),
  detail: z.exactOptional(z.string()),
  status: z.exactOptional(z.number()),
  retryAfterMs: z.exactOptional(z.number()),
  retryAtMs: z.exactOptional(z.number()),
  limits: z.exactOptional(z.array(z.string())),
  requestId: z.exactOptional(z.string()),
});

const usageSchema = z.object({
  inputTokens: z.number(),
  outputTokens: z.number(),
  cacheReadTokens: z.exactOptional(z.number()),
  cacheWriteTokens: z.exactOptional(z.number()),
  reasoningTokens: z.exactOptional(z.number()),
  cost: z.exactOptional(z.number()),
});

const modelSchema = z.object({ connection: z.string(), model: z.string() });

const streamSchemas = {
  text: z.object({ type: z.literal('text'), delta: z.string() }),
  refusal: z.object({ type: z.literal('refusal'), delta: z.string() }),
  reasoning: z.object({
    type: z.literal('reasoning'),
    delta: z.string(),
    replay: z.exactOptional(z.unknown()),
  }),
  'tool-call': z.object({
    type: z.literal('tool-call'),
    id: z.string(),
    name: z.string(),
    arguments: z.string(),
    replay: z.exactOptional(z.unknown()),
  }),
  citation: z.object({
    type: z.literal('citation'),
    citation: z.object({
      url: z.exactOptional(z.string()),
      title: z.exactOptional(z.string()),
      quote: z.exactOptional(z.string()),
    }),
  }),
  usage: z.object({ type: z.literal('usage'), usage: usageSchema }),
  fallback: z.object({
    type: z.literal('fallback'),
    from: z.string(),
    to: z.string(),
    model: modelSchema,
    provider: z.exactOptional(z.string()),
    error: errorSchema,
  }),
  finish: z.object({
    type: z.literal('finish'),
    reason: orElse(z.enum(finishReasons), 'stop'),
    raw: z.exactOptional(z.string()),
  }),
  error: z.object({ type: z.literal('error'), error: errorSchema }),
} satisfies {
  [T in Exclude<StreamEvent['type'], TransientEvent['type']>]: z.ZodMiniType<Extract<StreamEvent, { type: T }>>;
};

const eventSchemas = {
  user: z.object({
    type: z.literal('user'),
    id: z.string(),
    at: z.number(),
    text: z.string(),
    attachments: z.array(attachmentSchema),
    prompt: z.exactOptional(z.string()),
  }),
  assistant: z.object({
    type: z.literal('assistant'),
    id: z.string(),
    at: z.number(),
    model: modelSchema,
    label: z.string(),
    provider: z.exactOptional(z.string()),
    beside: z.exactOptional(z.array(z.string())),
  }),
  continue: z.object({ type: z.literal('continue'), id: z.string(), at: z.number() }),
  rewind: z.object({ type: z.literal('rewind'), to: z.string() }),
  switch: z.object({ type: z.literal('switch'), to: z.string(), keep: z.exactOptional(z.literal(true)) }),
  delete: z.object({ type: z.literal('delete'), id: z.string() }),
  restore: z.object({ type: z.literal('restore'), id: z.string() }),
  title: z.object({ type: z.literal('title'), title: z.string() }),
  fallbacks: z.object({ type: z.literal('fallbacks'), models: z.exactOptional(z.array(modelSchema)) }),
} satisfies { [T in Exclude<ChatEvent['type'], 'stream'>]: z.ZodMiniType<Extract<ChatEvent, { type: T }>> };

const typeSchema = z.object({ type: z.string() });
const tookSchema = z.object({
  firstMs: z.exactOptional(z.number()),
  wholeMs: z.number(),
  uncounted: z.exactOptional(z.literal(true)),
});
const streamedSchema = z.object({
  id: z.string(),
  event: z.looseObject({ type: z.string() }),
  // Times are not worth the end of an answer.
  took: orElse(z.optional(tookSchema), undefined),
});

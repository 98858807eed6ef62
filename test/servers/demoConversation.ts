import * as z from 'zod';

/** One turn as the demo reads it, whatever dialect it came in. */
export interface DemoMessage {
  readonly role: 'user' | 'assistant' | 'tool';
  readonly text: string;
}

/** A request for an answer, whatever dialect it came in. */
export interface Conversation {
  readonly model: string;
  readonly system: string;
  readonly messages: readonly DemoMessage[];
  readonly maxTokens?: number;
  readonly stream: boolean;
  /** OpenAI sends the usage of a stream only to those who ask. */
  readonly includeUsage: boolean;
}

const content = z.union([
  z.string(),
  z.array(z.looseObject({ type: z.string(), text: z.string().optional() })),
  z.null(),
]);

const openaiRequest = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.string(), content: content.optional() })).min(1),
  max_tokens: z.int().positive().nullish(),
  max_completion_tokens: z.int().positive().nullish(),
  stream: z.boolean().nullish(),
  stream_options: z.looseObject({ include_usage: z.boolean().optional() }).nullish(),
});

const anthropicRequest = z.looseObject({
  model: z.string(),
  system: content.optional(),
  messages: z.array(z.looseObject({ role: z.enum(['user', 'assistant']), content })).min(1),
  max_tokens: z.int().positive(),
  stream: z.boolean().optional(),
});

/** Reads the body of an OpenAI chat completion request; throws zod's error when it is none. */
export function openaiConversation(body: unknown): Conversation {
  const request = openaiRequest.parse(body);
  const isSystem = (role: string) => role === 'system' || role === 'developer';
  return {
    model: request.model,
    system: request.messages
      .filter((message) => isSystem(message.role))
      .map((message) => plainText(message.content))
      .join('\n\n'),
    messages: request.messages
      .filter((message) => !isSystem(message.role))
      .map((message) => ({ role: roleOf(message.role), text: plainText(message.content) })),
    ...maxTokens(request.max_completion_tokens ?? request.max_tokens),
    stream: request.stream ?? false,
    includeUsage: request.stream_options?.include_usage ?? false,
  };
}

/** Reads the body of an Anthropic Messages request; throws zod's error when it is none. */
export function anthropicConversation(body: unknown): Conversation {
  const request = anthropicRequest.parse(body);
  return {
    model: request.model,
    system: plainText(request.system),
    messages: request.messages.map((message) => ({ role: message.role, text: plainText(message.content) })),
    ...maxTokens(request.max_tokens),
    stream: request.stream ?? false,
    includeUsage: true,
  };
}

function plainText(value: z.infer<typeof content> | undefined): string {
  if (value === null || value === undefined || typeof value === 'string') return value ?? '';
  return value.map((part) => part.text ?? '').join('');
}

function roleOf(role: string): DemoMessage['role'] {
  return role === 'assistant' || role === 'tool' ? role : 'user';
}

function maxTokens(value: number | null | undefined): { readonly maxTokens?: number } {
  return value === null || value === undefined ? {} : { maxTokens: value };
}

import * as z from 'zod';
import type { Conversation } from './demoConversation.ts';
import { framesOf, scripted, type Words } from './demoScripted.ts';
import { type DemoWire, openaiWire } from './demoWire.ts';
import { responsesStream, responsesWhole } from './responsesScript.ts';

const part = z.looseObject({
  type: z.enum(['input_text', 'output_text', 'input_image', 'input_file']),
  text: z.string().optional(),
});

const message = z.looseObject({
  type: z.literal('message').optional(),
  role: z.enum(['user', 'assistant', 'system', 'developer']),
  content: z.union([z.string(), z.array(part)]),
});

const otherItem = z.looseObject({ type: z.enum(['reasoning', 'function_call', 'function_call_output']) });

const request = z.looseObject({
  model: z.string(),
  instructions: z.string().optional(),
  input: z.array(z.union([message, otherItem])).min(1),
  max_output_tokens: z.int().positive().optional(),
  stream: z.boolean().optional(),
  store: z.boolean().optional(),
});

const words: Words = {
  stop: 'completed',
  length: 'max_output_tokens',
  refused: 'completed',
  usage: ({ input, output, reasoning }) => ({
    input_tokens: input,
    input_tokens_details: { cached_tokens: 0 },
    output_tokens: output,
    output_tokens_details: { reasoning_tokens: reasoning },
    total_tokens: input + output,
  }),
};

/** Reads the body of a Responses request; throws zod's error when it is none. */
function conversation(body: unknown): Conversation {
  const { model, instructions = '', input, max_output_tokens: maxTokens, stream = false } = request.parse(body);
  return {
    model,
    system: instructions,
    messages: input.flatMap((item) => {
      const { data } = message.safeParse(item);
      return data ? [{ role: data.role === 'assistant' ? 'assistant' : 'user', text: textOf(data) } as const] : [];
    }),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    stream,
    includeUsage: true,
  };
}

const textOf = ({ content }: z.infer<typeof message>): string =>
  typeof content === 'string' ? content : content.map(({ text = '' }) => text).join('');

/** https://platform.openai.com/docs/api-reference/responses */
export const responsesWire: DemoWire = {
  models: openaiWire.models,
  contentType: 'text/event-stream; charset=utf-8',
  read: conversation,
  stream: (answer, asked) => framesOf(responsesStream(scripted(answer, asked, words)), answer),
  whole: (answer, asked) => responsesWhole(scripted(answer, asked, words)),
  failure: (failure, requestId) => openaiWire.failure(failure, requestId),
};

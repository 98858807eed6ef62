import * as z from 'zod';
import { cohereStream, cohereWhole } from './cohereScript.ts';
import type { Conversation } from './demoConversation.ts';
import { demoModels } from './demoReply.ts';
import { framesOf, scripted, type Words } from './demoScripted.ts';
import type { DemoWire } from './demoWire.ts';

const content = z.union([z.string(), z.array(z.looseObject({ type: z.string(), text: z.string().optional() }))]);

const request = z.looseObject({
  model: z.string(),
  messages: z.array(z.looseObject({ role: z.enum(['system', 'user', 'assistant', 'tool']), content })).min(1),
  stream: z.boolean(),
  max_tokens: z.int().positive().optional(),
});

const words: Words = {
  stop: 'COMPLETE',
  length: 'MAX_TOKENS',
  refused: 'COMPLETE',
  usage: ({ input, output }) => ({
    billed_units: { input_tokens: input, output_tokens: output },
    tokens: { input_tokens: input, output_tokens: output },
  }),
};

/** Reads the body of a request to version 2 of Cohere's API; throws zod's error when it is none. */
function conversation(body: unknown): Conversation {
  const { model, messages, stream, max_tokens: maxTokens } = request.parse(body);
  return {
    model,
    system: messages.map((message) => (message.role === 'system' ? textOf(message.content) : '')).join(''),
    messages: messages.flatMap(({ role, content: said }) => (role === 'system' ? [] : [{ role, text: textOf(said) }])),
    ...(maxTokens === undefined ? {} : { maxTokens }),
    stream,
    includeUsage: true,
  };
}

const textOf = (said: z.infer<typeof content>): string =>
  typeof said === 'string' ? said : said.map(({ text = '' }) => text).join('');

/** https://docs.cohere.com/reference/chat */
export const cohereWire: DemoWire = {
  models: {
    models: Object.entries(demoModels).map(([name, { contextWindow }]) => ({
      name,
      is_deprecated: false,
      endpoints: ['chat'],
      context_length: contextWindow,
      features: [],
    })),
  },
  contentType: 'text/event-stream',
  read: conversation,
  stream: (answer, asked) => framesOf(cohereStream(scripted(answer, asked, words)), answer),
  whole: (answer, asked) => cohereWhole(scripted(answer, asked, words)),
  failure: ({ message }, id) => ({ id, message }),
};

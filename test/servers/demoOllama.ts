import * as z from 'zod';
import type { Conversation } from './demoConversation.ts';
import { demoModels } from './demoReply.ts';
import { framesOf, scripted, type Words } from './demoScripted.ts';
import type { DemoWire } from './demoWire.ts';
import { ollamaStream, ollamaWhole } from './ollamaScript.ts';

const request = z.looseObject({
  model: z.string(),
  messages: z
    .array(z.looseObject({ role: z.enum(['system', 'user', 'assistant', 'tool']), content: z.string() }))
    .min(1),
  // It streams unless told not to.
  stream: z.boolean().default(true),
  options: z.looseObject({ num_predict: z.int().optional() }).optional(),
});

const words: Words = {
  stop: 'stop',
  length: 'length',
  refused: 'stop',
  usage: ({ input, output }) => ({ prompt_eval_count: input, eval_count: output }),
};

/** Reads the body of a request to Ollama's own API; throws zod's error when it is none. */
function conversation(body: unknown): Conversation {
  const { model, messages, stream, options } = request.parse(body);
  const others = messages.flatMap(({ role, content }) => (role === 'system' ? [] : [{ role, text: content }]));
  return {
    model,
    system: messages.map(({ role, content }) => (role === 'system' ? content : '')).join(''),
    messages: others,
    ...(options?.num_predict === undefined ? {} : { maxTokens: options.num_predict }),
    stream,
    includeUsage: true,
  };
}

/** https://docs.ollama.com/api/chat */
export const ollamaWire: DemoWire = {
  models: {
    models: Object.keys(demoModels).map((name) => ({
      name,
      model: name,
      modified_at: '2025-06-15T00:00:00Z',
      size: 1,
      details: { family: 'demo' },
      capabilities: ['completion'],
    })),
  },
  contentType: 'application/x-ndjson',
  read: conversation,
  stream: (answer, asked) => framesOf(ollamaStream(scripted(answer, asked, words)), answer),
  whole: (answer, asked) => ollamaWhole(scripted(answer, asked, words)),
  failure: ({ message }) => ({ error: message }),
};

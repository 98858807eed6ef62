import * as z from 'zod';
import { bedrockStream, bedrockWhole } from './bedrockScript.ts';
import type { Conversation } from './demoConversation.ts';
import { demoModels } from './demoReply.ts';
import { framesOf, scripted, type Words } from './demoScripted.ts';
import type { DemoWire } from './demoWire.ts';

const blocks = z.array(z.looseObject({ text: z.string().optional() })).min(1);

const request = z.looseObject({
  system: z.array(z.looseObject({ text: z.string().optional() })).optional(),
  messages: z.array(z.strictObject({ role: z.enum(['user', 'assistant']), content: blocks })).min(1),
  inferenceConfig: z.looseObject({ maxTokens: z.int().positive().optional() }).optional(),
  // The address says both, and the API refuses to be told again.
  model: z.undefined().optional(),
  stream: z.undefined().optional(),
});

const words: Words = {
  stop: 'end_turn',
  length: 'max_tokens',
  refused: 'content_filtered',
  usage: ({ input, output }) => ({ inputTokens: input, outputTokens: output, totalTokens: input + output }),
};

/** Reads a request; the address says which model is asked, and whether for a stream. Throws zod's error when it is none. */
function conversation(body: unknown, path: string): Conversation {
  const { system = [], messages, inferenceConfig: config } = request.parse(body);
  const [, model = '', operation = ''] = /\/model\/([^/]+)\/([\w-]+)/.exec(path) ?? [];
  return {
    model: decodeURIComponent(model),
    system: textOf(system),
    messages: messages.map(({ role, content }) => ({ role, text: textOf(content) })),
    ...(config?.maxTokens === undefined ? {} : { maxTokens: config.maxTokens }),
    stream: operation === 'converse-stream',
    includeUsage: true,
  };
}

const textOf = (found: readonly { readonly text?: string | undefined }[]): string =>
  found.map(({ text = '' }) => text).join('');

/** https://docs.aws.amazon.com/bedrock/latest/APIReference/API_runtime_Converse.html */
export const bedrockWire: DemoWire = {
  models: {
    modelSummaries: Object.entries(demoModels).map(([modelId, { label }]) => ({
      modelId,
      modelName: label,
      inputModalities: ['TEXT'],
      outputModalities: ['TEXT'],
      inferenceTypesSupported: ['ON_DEMAND'],
    })),
  },
  contentType: 'application/vnd.amazon.eventstream',
  read: conversation,
  stream: (answer, asked) => framesOf(bedrockStream(scripted(answer, asked, words)), answer),
  whole: (answer, asked) => bedrockWhole(scripted(answer, asked, words)),
  failure: ({ message }) => ({ message }),
};

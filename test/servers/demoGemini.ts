import * as z from 'zod';
import type { Conversation } from './demoConversation.ts';
import { demoModels } from './demoReply.ts';
import { framesOf, scripted, type Words } from './demoScripted.ts';
import type { DemoWire } from './demoWire.ts';
import { geminiStream, geminiWhole } from './geminiScript.ts';

const parts = z.array(z.looseObject({ text: z.string().optional() })).min(1);

const request = z.looseObject({
  systemInstruction: z.looseObject({ parts }).optional(),
  contents: z.array(z.looseObject({ role: z.enum(['user', 'model']), parts })).min(1),
  generationConfig: z.looseObject({ maxOutputTokens: z.int().positive().optional() }).optional(),
  // The API refuses fields it does not know, and these are what others call the same.
  messages: z.undefined().optional(),
  model: z.undefined().optional(),
  stream: z.undefined().optional(),
});

const words: Words = {
  stop: 'STOP',
  length: 'MAX_TOKENS',
  refused: 'SAFETY',
  usage: ({ input, output, reasoning }) => ({
    promptTokenCount: input,
    candidatesTokenCount: output - reasoning,
    ...(reasoning === 0 ? {} : { thoughtsTokenCount: reasoning }),
    totalTokenCount: input + output,
  }),
};

/** Reads a request; the address says which model is asked, and whether for a stream. Throws zod's error when it is none. */
function conversation(body: unknown, path: string): Conversation {
  const { systemInstruction: system, contents, generationConfig: config } = request.parse(body);
  const [, model = '', method = ''] = /\/models\/([^:]+):(\w+)/.exec(path) ?? [];
  return {
    model: decodeURIComponent(model),
    system: textOf(system?.parts ?? []),
    messages: contents.map((turn) => ({
      role: turn.role === 'model' ? 'assistant' : 'user',
      text: textOf(turn.parts),
    })),
    ...(config?.maxOutputTokens === undefined ? {} : { maxTokens: config.maxOutputTokens }),
    stream: method === 'streamGenerateContent',
    includeUsage: true,
  };
}

const textOf = (found: z.infer<typeof parts>): string => found.map(({ text = '' }) => text).join('');

const statuses: Readonly<Record<number, string>> = {
  400: 'INVALID_ARGUMENT',
  401: 'UNAUTHENTICATED',
  404: 'NOT_FOUND',
  503: 'UNAVAILABLE',
};

/** https://ai.google.dev/api/generate-content */
export const geminiWire: DemoWire = {
  models: {
    models: Object.entries(demoModels).map(([id, { label, contextWindow }]) => ({
      name: `models/${id}`,
      displayName: label,
      inputTokenLimit: contextWindow,
      supportedGenerationMethods: ['generateContent', 'countTokens'],
    })),
  },
  contentType: 'text/event-stream',
  read: conversation,
  stream: (answer, asked) => framesOf(geminiStream(scripted(answer, asked, words)), answer),
  whole: (answer, asked) => geminiWhole(scripted(answer, asked, words)),
  failure: ({ status, message }) => ({ error: { code: status, message, status: statuses[status] ?? 'UNKNOWN' } }),
};

import * as z from 'zod/mini';
import { failureFromPayload, isErrorPayload } from '../llm/errorBody.ts';
import type { ModelInfo } from '../llm/provider.ts';
import { lenient, lenientList } from './lenient.ts';

const size = lenient(z.number().check(z.positive()));

const model = z.object({
  name: z.string(),
  displayName: lenient(z.string()),
  inputTokenLimit: size,
  outputTokenLimit: size,
  thinking: lenient(z.boolean()),
  supportedGenerationMethods: lenient(z.array(z.string())),
});
type Model = z.infer<typeof model>;

const list = z.object({ models: z.optional(z.unknown()), publisherModels: z.optional(z.unknown()) });

/** Models that make images, sounds or vectors, which the lists do not tell apart. */
const otherPurpose = /embed|image|banana|imagen|veo-|-tts\b|audio|-live\b|transcribe|lyria|aqa|computer-use|robotics/i;

/** Reads Google AI's list of models, https://ai.google.dev/api/models, and Vertex AI's, which tells of names only. */
export function geminiModels(json: unknown): readonly ModelInfo[] {
  if (isErrorPayload(json)) throw failureFromPayload(json, 'bad-response');
  const found = list.safeParse(json);
  if (!found.success) throw failureFromPayload(json, 'bad-response');
  const { models, publisherModels } = found.data;
  const chatting = lenientList(model, publisherModels ?? models).filter(canChat);
  return [...new Map(chatting.map((entry) => [idOf(entry), infoOf(entry)])).values()];
}

const idOf = ({ name }: Model): string => name.replace(/^(publishers\/google\/)?models\//, '');

function canChat(entry: Model): boolean {
  const methods = entry.supportedGenerationMethods;
  if (otherPurpose.test(entry.name)) return false;
  return methods ? methods.includes('generateContent') : /^(gemini|gemma)/.test(idOf(entry));
}

function infoOf(entry: Model): ModelInfo {
  const { displayName: label, inputTokenLimit: contextWindow, outputTokenLimit: maxOutputTokens, thinking } = entry;
  return {
    id: idOf(entry),
    ...(label && label !== idOf(entry) ? { label } : {}),
    ...(contextWindow ? { contextWindow } : {}),
    ...(maxOutputTokens ? { maxOutputTokens } : {}),
    ...(thinking === true ? { reasoning: true } : {}),
  };
}

import { failureFromPayload, isErrorPayload } from '../llm/errorBody.ts';
import type { ModelInfo } from '../llm/provider.ts';
import * as read from './read.ts';

const model = read.object(
  {
    name: read.text,
    displayName: read.text,
    inputTokenLimit: read.size,
    outputTokenLimit: read.size,
    thinking: read.flag,
    supportedGenerationMethods: read.list(read.text),
  },
  'name',
);
type Model = read.Found<typeof model>;

const list = read.object({ models: read.anything, publisherModels: read.anything });

/** Models that make images, sounds or vectors, which the lists do not tell apart. */
const otherPurpose = /embed|image|banana|imagen|veo-|-tts\b|audio|-live\b|transcribe|lyria|aqa|computer-use|robotics/i;

/** Reads Google AI's list of models, https://ai.google.dev/api/models, and Vertex AI's, which tells of names only. */
export function geminiModels(json: unknown): readonly ModelInfo[] {
  if (isErrorPayload(json)) throw failureFromPayload(json, 'bad-response');
  const found = list(json);
  if (found === undefined) throw failureFromPayload(json, 'bad-response');
  const { models, publisherModels } = found;
  const chatting = read.items(model, publisherModels ?? models).filter(canChat);
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

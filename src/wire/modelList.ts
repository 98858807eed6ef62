import { failureFromPayload, isErrorPayload } from '../llm/errorBody.ts';
import type { ModelInfo } from '../llm/provider.ts';
import { isRecord } from '../model/json.ts';
import { factsOf, idOf, listedModel, type ListedModel } from './listedModel.ts';

/** `data` in OpenAI's way, `models` at Cohere and in xAI's list with prices, the bare list at Together. */
function entriesOf(json: unknown): readonly unknown[] | undefined {
  const { data, models }: { readonly data?: unknown; readonly models?: unknown } = isRecord(json) ? json : {};
  return [json, data, models].find((value) => Array.isArray(value));
}

/** Kinds that chat; Together and LM Studio name the kind, others leave it out or say "model". */
const chatTypes: ReadonlySet<string> = new Set(['chat', 'llm', 'vlm', 'model']);

/** Models for other purposes, at hosts whose lists do not tell: OpenAI's, Groq's, xAI's, and local ones. */
const otherPurpose = new RegExp(
  [
    'embed|rerank|\\bbge-|\\be5-|moderation|guard',
    'whisper|tts|transcribe|speech|audio|realtime|\\borpheus\\b',
    'dall-e|image|imagine|sora|video|\\bocr\\b',
    'davinci-002|babbage-002|-instruct-0914|gpt-3\\.5-turbo-instruct',
    // OpenAI refuses a question to these that brings no tool of its own along.
    'deep-research|computer-use',
  ].join('|'),
  'i',
);

/** OpenAI serves these through its Responses API only: https://platform.openai.com/docs/models */
const responsesOnly = /codex|\b(o\d|gpt-\d(\.\d)?)-pro\b/i;

/** Variants that answer in a batch only, hours later: https://openrouter.ai/models */
const batchOnly = /:batch$/;

/** Reads a list of models, without those that cannot chat. */
export const modelList = (json: unknown): readonly ModelInfo[] => readList(json, [otherPurpose, responsesOnly]);

/** The same with those that answer through OpenAI's Responses API alone. */
export const responsesModelList = (json: unknown): readonly ModelInfo[] => readList(json, [otherPurpose]);

function readList(json: unknown, leftOut: readonly RegExp[]): readonly ModelInfo[] {
  if (isErrorPayload(json)) throw failureFromPayload(json, 'bad-response');
  const entries = entriesOf(json);
  if (entries === undefined) throw failureFromPayload(json, 'bad-response');
  const models = new Map<string, ModelInfo>();
  for (const entry of entries) {
    const model = listedModel(entry);
    const id = model === undefined ? '' : idOf(model);
    if (model === undefined || id === '') continue;
    if (saysItChats(model, id) ?? !leftOut.some((names) => names.test(id)))
      models.set(id, { id, ...factsOf(model, id) });
  }
  return [...models.values()];
}

/** Whether a model can chat, as far as the list tells. */
function saysItChats(
  { type, active, capabilities, endpoints, ...model }: ListedModel,
  id: string,
): boolean | undefined {
  if (active === false || model.supports_chat === false || batchOnly.test(id)) return false;
  if (capabilities?.completion_chat === false) return false;
  if (type && !chatTypes.has(type)) return false;
  if (endpoints) return endpoints.includes('chat');
  const outputs = model.output_modalities ?? model.architecture?.output_modalities;
  if (outputs) return outputs.includes('text');
  return capabilities?.completion_chat === true || model.supports_chat === true ? true : undefined;
}

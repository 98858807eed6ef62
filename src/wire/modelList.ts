import * as z from 'zod/mini';
import { failureFromPayload, isErrorPayload } from '../llm/errorBody.ts';
import type { ModelInfo } from '../llm/provider.ts';
import { lenient } from './lenient.ts';

const text = lenient(z.string());
const size = lenient(z.number().check(z.positive()));

/**
 * One schema for the lists of all hosts, since their fields do not clash. Windows: Groq `context_window`, Mistral
 * `max_context_length`, OpenRouter and Together `context_length`, vLLM `max_model_len`, Anthropic `max_input_tokens`,
 * LM Studio `loaded_context_length`, llama.cpp `meta.n_ctx`, the Hugging Face router one for each host behind it.
 */
const model = z.object({
  id: z.string().check(z.minLength(1)),
  name: text,
  display_name: text,
  type: text,
  active: lenient(z.boolean()),
  loaded_context_length: size,
  context_window: size,
  max_context_length: size,
  context_length: size,
  max_model_len: size,
  max_input_tokens: size,
  meta: lenient(z.object({ n_ctx: size })),
  providers: lenient(z.array(z.object({ context_length: size }))),
  capabilities: lenient(z.object({ completion_chat: z.nullish(z.boolean()) })),
  architecture: lenient(z.object({ output_modalities: z.nullish(z.array(z.string())) })),
});
type Model = z.infer<typeof model>;

const list = z.union([
  z.array(z.optional(z.unknown())),
  z.pipe(
    z.object({ data: z.array(z.optional(z.unknown())) }),
    z.transform(({ data }) => data),
  ),
]);

/** Kinds that chat; Together and LM Studio name the kind, others leave it out or say "model". */
const chatTypes: ReadonlySet<string> = new Set(['chat', 'llm', 'vlm', 'model']);

/** Models for other purposes or other APIs, at hosts whose lists do not tell: OpenAI's, Groq's, xAI's, and local ones. */
const otherPurpose = new RegExp(
  [
    'embed|rerank|\\bbge-|\\be5-|moderation|guard',
    'whisper|tts|transcribe|speech|audio|realtime|\\borpheus\\b',
    'dall-e|image|imagine|sora|video|\\bocr\\b',
    'davinci-002|babbage-002|-instruct-0914|gpt-3\\.5-turbo-instruct',
    // OpenAI serves these through its Responses API only: https://platform.openai.com/docs/models
    'codex|deep-research|computer-use|\\b(o\\d|gpt-5(\\.\\d)?)-pro\\b',
  ].join('|'),
  'i',
);

/** Reads a list of models, `{data: [...]}` or the bare list, without those that cannot chat. */
export function modelList(json: unknown): readonly ModelInfo[] {
  if (isErrorPayload(json)) throw failureFromPayload(json, 'bad-response');
  const entries = list.safeParse(json);
  if (!entries.success) throw failureFromPayload(json, 'bad-response');
  const models = entries.data.flatMap((entry) => model.safeParse(entry).data ?? []).filter(canChat);
  return [...new Map(models.map((entry) => [entry.id, infoOf(entry)])).values()];
}

function canChat({ id, type, active, capabilities, architecture }: Model): boolean {
  if (active === false || capabilities?.completion_chat === false) return false;
  if (type && !chatTypes.has(type)) return false;
  const outputs = architecture?.output_modalities;
  if (outputs) return outputs.includes('text');
  return capabilities?.completion_chat === true || !otherPurpose.test(id);
}

function infoOf(entry: Model): ModelInfo {
  const label = entry.display_name ?? entry.name;
  const contextWindow = windowOf(entry);
  return {
    id: entry.id,
    ...(label && label !== entry.id ? { label } : {}),
    ...(contextWindow === undefined ? {} : { contextWindow }),
  };
}

function windowOf(entry: Model): number | undefined {
  const own =
    entry.loaded_context_length ??
    entry.context_window ??
    entry.max_context_length ??
    entry.context_length ??
    entry.max_model_len ??
    entry.max_input_tokens ??
    entry.meta?.n_ctx;
  if (own) return own;
  const windows = (entry.providers ?? []).flatMap(({ context_length: window }) => window ?? []);
  // Which of the hosts will answer is not known beforehand: what the smallest can take is safe.
  return windows.length === 0 ? undefined : Math.min(...windows);
}

import type { Input, ModelInfo } from '../llm/provider.ts';
import type { Price } from '../model/usage.ts';
import * as read from './read.ts';

const supported = read.object({ supported: read.flag });

/**
 * One model of a list. One schema for the lists of all hosts, since their fields hardly clash. Windows: Groq
 * `context_window`, Mistral `max_context_length`, OpenRouter, Together, Fireworks and Cohere `context_length`, vLLM
 * `max_model_len`, Anthropic `max_input_tokens`, LM Studio `loaded_context_length`, llama.cpp `meta.n_ctx`, the Hugging
 * Face router one for each host behind it.
 */
export const listedModel = read.object({
  id: read.text,
  name: read.text,
  display_name: read.text,
  type: read.text,
  active: read.flag,
  loaded_context_length: read.size,
  context_window: read.size,
  max_context_length: read.size,
  context_length: read.size,
  max_model_len: read.size,
  max_input_tokens: read.size,
  max_completion_tokens: read.size,
  max_tokens: read.size,
  meta: read.object({ n_ctx: read.size }),
  top_provider: read.object({ max_completion_tokens: read.size }),
  providers: read.list(read.object({ context_length: read.size })),
  capabilities: read.object({
    completion_chat: read.flag,
    vision: read.flag,
    audio: read.flag,
    reasoning: read.flag,
    image_input: supported,
    pdf_input: supported,
    thinking: supported,
  }),
  architecture: read.object({ input_modalities: read.list(read.text), output_modalities: read.list(read.text) }),
  input_modalities: read.list(read.text),
  output_modalities: read.list(read.text),
  supported_parameters: read.list(read.text),
  endpoints: read.list(read.text),
  supports_chat: read.flag,
  supports_image_input: read.flag,
  pricing: read.object({
    prompt: read.anything,
    completion: read.anything,
    input_cache_read: read.anything,
    input_cache_write: read.anything,
    input: read.anything,
    output: read.anything,
  }),
  prompt_text_token_price: read.anything,
  completion_text_token_price: read.anything,
  cached_prompt_text_token_price: read.anything,
});
export type ListedModel = read.Found<typeof listedModel>;

/** The id to ask for, which Cohere calls the name; empty when there is none. */
export const idOf = ({ id, name }: ListedModel): string => id ?? (name && /^\S+$/.test(name) ? name : '');

/** What the list says of the model beside its id. */
export function factsOf(model: ListedModel, id: string): Omit<ModelInfo, 'id'> {
  const label = model.display_name ?? (model.id ? model.name : undefined);
  const contextWindow = windowOf(model);
  const maxOutputTokens =
    model.max_completion_tokens ??
    model.top_provider?.max_completion_tokens ??
    // Elsewhere it may be the window.
    (model.max_input_tokens ? model.max_tokens : undefined);
  const inputs = inputsOf(model);
  const reasoning = reasoningOf(model);
  const price = priceOf(model, id);
  return {
    ...(label && label !== id ? { label } : {}),
    ...(contextWindow ? { contextWindow } : {}),
    ...(maxOutputTokens ? { maxOutputTokens } : {}),
    ...(inputs === undefined ? {} : { inputs }),
    ...(reasoning === undefined ? {} : { reasoning }),
    ...(model.supported_parameters?.length && !model.supported_parameters.includes('temperature')
      ? { temperature: false }
      : {}),
    ...(price === undefined ? {} : { price }),
  };
}

function windowOf(model: ListedModel): number | undefined {
  const own =
    model.loaded_context_length ??
    model.context_window ??
    model.max_context_length ??
    model.context_length ??
    model.max_model_len ??
    model.max_input_tokens ??
    model.meta?.n_ctx;
  if (own) return own;
  const windows = (model.providers ?? []).flatMap(({ context_length: window }) => window ?? []);
  // Which of the hosts will answer is not known beforehand: what the smallest can take is safe.
  return windows.length === 0 ? undefined : Math.min(...windows);
}

/** What hosts call the inputs that there are: OpenRouter's and xAI's modalities, Anthropic's and Mistral's capabilities. */
const inputNames: Readonly<Record<string, Input>> = {
  image: 'image',
  file: 'document',
  pdf: 'document',
  audio: 'audio',
};

function inputsOf(model: ListedModel): readonly Input[] | undefined {
  const modalities = model.input_modalities ?? model.architecture?.input_modalities;
  if (modalities) return [...new Set(modalities.flatMap((name) => inputNames[name] ?? []))];
  const { capabilities } = model;
  const image = capabilities?.image_input?.supported ?? capabilities?.vision ?? model.supports_image_input;
  if (typeof image !== 'boolean') return undefined;
  return [
    ...(image ? (['image'] as const) : []),
    ...(capabilities?.pdf_input?.supported ? (['document'] as const) : []),
    ...(capabilities?.audio ? (['audio'] as const) : []),
  ];
}

function reasoningOf({ capabilities, supported_parameters: parameters }: ListedModel): boolean | undefined {
  const said = capabilities?.thinking?.supported ?? capabilities?.reasoning;
  if (typeof said === 'boolean') return said;
  return parameters?.length ? parameters.some((name) => name.startsWith('reasoning')) : undefined;
}

/**
 * Prices in dollars for a million tokens. OpenRouter gives dollars for one token, as text, and -1 for what varies:
 * https://openrouter.ai/docs/guides/overview/models; Together dollars for a million; xAI cents for a hundred million:
 * https://docs.x.ai/docs/api-reference#list-language-models.
 */
function priceOf(model: ListedModel, id: string): Price | undefined {
  const { pricing } = model;
  const cacheRead = pricing?.input_cache_read;
  return (
    price([pricing?.prompt, pricing?.completion, cacheRead, pricing?.input_cache_write], { factor: 1e6, free: true }) ??
    // Only what is called free is: others with 0 are not for sale by the token.
    price([pricing?.input, pricing?.output], { factor: 1, free: /free$/i.test(id) }) ??
    price([model.prompt_text_token_price, model.completion_text_token_price, model.cached_prompt_text_token_price], {
      factor: 1e-4,
      free: false,
    })
  );
}

interface Unit {
  /** Makes it dollars for a million tokens. */
  readonly factor: number;
  /** A price of 0 is one. */
  readonly free: boolean;
}

function price(amounts: readonly unknown[], { factor, free }: Unit): Price | undefined {
  const [input, output, cacheRead, cacheWrite] = amounts.map((given) => {
    const value = typeof given === 'string' && given.trim() !== '' ? Number(given) : given;
    return typeof value === 'number' && value >= 0 && Number.isFinite(value)
      ? Number((value * factor).toPrecision(6))
      : undefined;
  });
  if (input === undefined || output === undefined || (input === 0 && output === 0 && !free)) return undefined;
  return { input, output, ...(cacheRead ? { cacheRead } : {}), ...(cacheWrite ? { cacheWrite } : {}) };
}

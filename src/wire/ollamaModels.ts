import * as z from 'zod/mini';
import { failureFromPayload } from '../llm/errorBody.ts';
import type { Input, ModelInfo } from '../llm/provider.ts';
import { lenient, lenientList } from './lenient.ts';

const model = z.object({
  name: z.string().check(z.minLength(1)),
  remote_host: lenient(z.string()),
  details: lenient(
    z.object({
      family: lenient(z.string()),
      context_length: lenient(z.number().check(z.positive())),
    }),
  ),
  /** Only newer versions tell. */
  capabilities: lenient(z.array(z.string())),
});
type Model = z.infer<typeof model>;

const list = z.object({ models: z.array(z.optional(z.unknown())) });

/** What versions that tell no capabilities call models that make vectors. */
const embeds = /embed|minilm|\bbge-|\be5-|rerank/i;
const embeddingFamilies = /bert/i;

/** The models on a machine, without those that cannot chat: https://docs.ollama.com/api/tags */
export function ollamaModels(json: unknown): readonly ModelInfo[] {
  const found = list.safeParse(json);
  if (!found.success) throw failureFromPayload(json, 'bad-response');
  return lenientList(model, found.data.models).filter(canChat).map(infoOf);
}

function canChat({ name, details, capabilities }: Model): boolean {
  if (capabilities) return capabilities.includes('completion');
  return !embeds.test(name) && !embeddingFamilies.test(details?.family ?? '');
}

/**
 * The length in the list is what a model could read. What it does read is set where it runs, so it is only taken over
 * for models in Ollama's cloud, which always run in full: https://docs.ollama.com/context-length
 */
function infoOf({ name, details, capabilities, remote_host: host }: Model): ModelInfo {
  const window = host ? details?.context_length : undefined;
  return {
    id: name,
    ...(window ? { contextWindow: window } : {}),
    ...(capabilities ? { inputs: inputsOf(capabilities), reasoning: capabilities.includes('thinking') } : {}),
  };
}

const inputsOf = (capabilities: readonly string[]): readonly Input[] =>
  capabilities.includes('vision') ? ['image'] : [];

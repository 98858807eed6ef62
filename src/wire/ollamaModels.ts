import { failureFromPayload } from '../llm/errorBody.ts';
import type { Input, ModelInfo } from '../llm/provider.ts';
import * as read from './read.ts';

const model = read.object(
  {
    name: read.named,
    remote_host: read.text,
    details: read.object({
      family: read.text,
      context_length: read.size,
    }),
    /** Only newer versions tell. */
    capabilities: read.list(read.text),
  },
  'name',
);
type Model = read.Found<typeof model>;

const list = read.object({ models: read.list(model) });

/** What versions that tell no capabilities call models that make vectors. */
const embeds = /embed|minilm|\bbge-|\be5-|rerank/i;
const embeddingFamilies = /bert/i;

/** The models on a machine, without those that cannot chat: https://docs.ollama.com/api/tags */
export function ollamaModels(json: unknown): readonly ModelInfo[] {
  const models = list(json)?.models;
  if (models === undefined) throw failureFromPayload(json, 'bad-response');
  return models.filter(canChat).map(infoOf);
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

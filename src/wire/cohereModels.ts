import { failureFromPayload } from '../llm/errorBody.ts';
import type { ModelInfo } from '../llm/provider.ts';
import * as read from './read.ts';

const model = read.object(
  {
    name: read.named,
    is_deprecated: read.flag,
    endpoints: read.list(read.text),
    context_length: read.size,
    features: read.list(read.text),
  },
  'name',
);

const list = read.object({ models: read.list(model) });

/** The models that chat and are to stay: https://docs.cohere.com/reference/list-models */
export function cohereModels(json: unknown): readonly ModelInfo[] {
  const models = list(json)?.models;
  if (models === undefined) throw failureFromPayload(json, 'bad-response');
  return models
    .filter(({ is_deprecated: old, endpoints }) => old !== true && endpoints?.includes('chat') !== false)
    .map(infoOf);
}

const infoOf = ({ name, context_length: window, features }: read.Found<typeof model>): ModelInfo => ({
  id: name,
  ...(window ? { contextWindow: window } : {}),
  ...(features
    ? { inputs: features.includes('vision') ? (['image'] as const) : [], reasoning: features.includes('reasoning') }
    : {}),
});

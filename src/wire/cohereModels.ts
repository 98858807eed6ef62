import * as z from 'zod/mini';
import { failureFromPayload } from '../llm/errorBody.ts';
import type { ModelInfo } from '../llm/provider.ts';
import { lenient, lenientList } from './lenient.ts';

const model = z.object({
  name: z.string().check(z.minLength(1)),
  is_deprecated: lenient(z.boolean()),
  endpoints: lenient(z.array(z.string())),
  context_length: lenient(z.number().check(z.positive())),
  features: lenient(z.array(z.string())),
});

const list = z.object({ models: z.array(z.optional(z.unknown())) });

/** The models that chat and are to stay: https://docs.cohere.com/reference/list-models */
export function cohereModels(json: unknown): readonly ModelInfo[] {
  const found = list.safeParse(json);
  if (!found.success) throw failureFromPayload(json, 'bad-response');
  return lenientList(model, found.data.models)
    .filter(({ is_deprecated: old, endpoints }) => old !== true && endpoints?.includes('chat') !== false)
    .map(infoOf);
}

const infoOf = ({ name, context_length: window, features }: z.infer<typeof model>): ModelInfo => ({
  id: name,
  ...(window ? { contextWindow: window } : {}),
  ...(features
    ? { inputs: features.includes('vision') ? (['image'] as const) : [], reasoning: features.includes('reasoning') }
    : {}),
});

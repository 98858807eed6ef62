import type { ReasoningEffort } from '../model/message.ts';

interface Rule {
  readonly models: RegExp;
  readonly efforts: Readonly<Record<ReasoningEffort, number | string>>;
}

const levels = { none: 'low', minimal: 'low', low: 'low', medium: 'medium', high: 'high' } as const;

/** As Google itself translates the efforts of OpenAI's API: https://ai.google.dev/gemini-api/docs/openai#thinking */
const budgets = { none: 0, minimal: 1_024, low: 1_024, medium: 8_192, high: 24_576 } as const;

/**
 * What models take, https://ai.google.dev/gemini-api/docs/thinking; the first that matches applies. Not every model can
 * be kept from thinking: then the least it takes is asked for.
 */
const rules: readonly Rule[] = [
  { models: /gemini-2\.5-pro/, efforts: { ...budgets, none: 128 } },
  { models: /gemini-2\.5/, efforts: budgets },
  { models: /flash-lite|gemini-3(\.[0-6])?-flash/, efforts: { ...levels, none: 'minimal', minimal: 'minimal' } },
  { models: /gemini-(?![12]\b)/, efforts: levels },
];

/** How a model is told to think that long; undefined for one that does not think, which would refuse it. */
export function thinkingConfig(model: string, effort: ReasoningEffort): Readonly<Record<string, unknown>> | undefined {
  if (thoughtless.test(model)) return undefined;
  const asked = rules.find(({ models }) => models.test(model))?.efforts[effort];
  if (asked === undefined) return undefined;
  return {
    ...(effort === 'none' ? {} : { includeThoughts: true }),
    ...(typeof asked === 'number' ? { thinkingBudget: asked } : { thinkingLevel: asked }),
  };
}

const thoughtless = /gemini-(1|2\.0)\b|image|-tts\b/;

import type { Request } from '../model/message.ts';
import { claudeTraits, thinkingOf } from './anthropicThinking.ts';
import { commonEfforts, type EffortRule, effortWords } from './openaiChatQuirks.ts';
import { nineLetters, plainId } from './toolCallId.ts';

/** What a model takes beside what Converse defines for all; told by its name, since no list says. */
export interface BedrockTraits {
  /** Where prompts can be marked for the cache. */
  readonly cachePoints: readonly string[];
  /** Fields of the model's own API, for the effort that was asked for. */
  readonly fields: Readonly<Record<string, unknown>>;
  readonly takesTemperature: boolean;
  readonly takesSchema: boolean;
  /** Takes word on whether a tool has failed. */
  readonly takesToolStatus: boolean;
  toolUseId(id: string): string;
}

const nova = (effort: string) => ({ reasoningConfig: { type: 'enabled', maxReasoningEffort: effort } });

/**
 * Efforts of models that are no Claude; those that are not here are not asked.
 * https://docs.aws.amazon.com/nova/latest/nova2-userguide/extended-thinking.html
 * https://docs.aws.amazon.com/bedrock/latest/userguide/model-parameters-openai.html
 */
const efforts: readonly EffortRule[] = [
  effortWords(/\bopenai\.gpt-oss/, { ...commonEfforts, none: 'low' }),
  effortWords(/\bopenai\./, commonEfforts),
  {
    models: /\bnova-2/,
    fields: { minimal: nova('low'), low: nova('low'), medium: nova('medium'), high: nova('high') },
  },
  effortWords(
    /\bqwen\.qwen3|\bdeepseek\.v3/,
    { minimal: 'low', low: 'low', medium: 'medium', high: 'high' },
    'reasoning_config',
  ),
];

/** https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html */
const cachePoints: readonly { readonly models: RegExp; readonly places: readonly string[] }[] = [
  { models: /\bclaude-(3-7-|3-5-haiku|[a-z]+-\d)/, places: ['system', 'tools', 'messages'] },
  { models: /\bnova-(micro|lite|pro|premier|2-)/, places: ['system', 'messages'] },
];

/**
 * Those whose answers can be held to a schema. Of Claude the newest are not among them, though Anthropic itself does it
 * for them: https://docs.aws.amazon.com/bedrock/latest/userguide/structured-output.html
 */
const schemaModels = /\bclaude-[a-z]+-4-[56]\b|^(?!.*\b(anthropic|amazon|meta|cohere|ai21|writer)\.)/;

export function bedrockTraits(request: Request): BedrockTraits {
  const { model } = request;
  return {
    cachePoints: cachePoints.find(({ models }) => models.test(model))?.places ?? [],
    takesSchema: schemaModels.test(model),
    takesToolStatus: /\bclaude-|\bnova-/.test(model),
    toolUseId: /\bmistral\./.test(model) ? nineLetters : (id) => plainId(id, 64),
    ...(model.includes('claude') ? claudeEffort(request) : effort(request)),
  };
}

type Effort = Pick<BedrockTraits, 'fields' | 'takesTemperature'>;

function claudeEffort(request: Request): Effort {
  const traits = claudeTraits(request.model);
  const maxTokens = request.maxOutputTokens ?? traits.defaultMaxTokens;
  const { thinking, effort: level } = thinkingOf(request, traits, maxTokens);
  const thinks = thinking !== undefined && thinking['type'] !== 'disabled';
  return {
    fields: {
      ...(thinking === undefined ? {} : { thinking }),
      ...(level === undefined ? {} : { output_config: { effort: level } }),
    },
    takesTemperature: traits.takesTemperature && !thinks,
  };
}

function effort({ model, reasoningEffort }: Request): Effort {
  const rule = efforts.find(({ models }) => models.test(model));
  const fields = reasoningEffort === undefined ? undefined : rule?.fields[reasoningEffort];
  return { fields: fields ?? {}, takesTemperature: true };
}

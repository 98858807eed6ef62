import type { ReasoningEffort } from '../model/message.ts';

/** How models of some name are asked to think for longer or shorter. */
export interface EffortRule {
  readonly models: RegExp;
  /** What goes into the body for each effort; for one that is absent, nothing. */
  readonly fields: Readonly<Partial<Record<ReasoningEffort, Readonly<Record<string, unknown>>>>>;
}

/** Where hosts differ from OpenAI in what they take. Defaults are what most of them take. */
export interface OpenaiChatQuirks {
  /** How the limit of the answer is called; `max_tokens` by default. */
  readonly maxTokensField?: 'max_tokens' | 'max_completion_tokens';
  /** `'unasked'` where usage comes without `stream_options`, which is then not sent. */
  readonly usage?: 'asked' | 'unasked';
  /** What forces a call of any tool; `required` by default, and `auto` where nothing can. */
  readonly requiredToolChoice?: 'required' | 'any' | 'auto';
  /** Tool call ids of other hosts made acceptable; by default at most 64 plain characters. */
  readonly toolCallId?: (id: string) => string;
  /**
   * Where the model's reasoning is sent back: under this name in a history that holds tool calls, or as a part of the
   * content. Not at all by default.
   */
  readonly replayReasoning?: 'reasoning_content' | 'reasoning' | 'content';
  /** How a PDF goes along: as OpenAI's `file` part by default, `'none'` where it cannot. */
  readonly documents?: 'file' | 'document_url' | 'file_url' | 'none';
  /** Tried in order; a model that none of them names is not asked. By default `reasoning_effort` for all. */
  readonly efforts?: readonly EffortRule[];
  /** Models that refuse a temperature. */
  readonly withoutTemperature?: RegExp;
  /** Models whose answers can be held to a schema, the others being asked in words; all by default. */
  readonly schemaModels?: RegExp;
  /** Models whose prompts are cached only up to the marks in them. */
  readonly cacheMarks?: RegExp;
  /** What the model is made to have said between a tool's result and a question, where the host wants it to speak then. */
  readonly afterTools?: string;
}

type Words = Readonly<Partial<Record<ReasoningEffort, string>>>;

/** Rules that put one word into one field, OpenAI's `reasoning_effort` unless another is named. */
export function effortWords(models: RegExp, words: Words, field = 'reasoning_effort'): EffortRule {
  return {
    models,
    fields: Object.fromEntries(Object.entries(words).map(([effort, word]) => [effort, { [field]: word }])),
  };
}

/** The words that nearly every host knows. */
export const commonEfforts: Words = { none: 'none', minimal: 'low', low: 'low', medium: 'medium', high: 'high' };

/** The words of models that always reason. */
export const graded: Words = { ...commonEfforts, none: 'low' };

/**
 * For servers that run a model's own template, of which each reads what it knows: Qwen and GLM whether to think, gpt-oss
 * how long. https://docs.vllm.ai/en/latest/features/reasoning_outputs.html
 */
export const templateEfforts: readonly EffortRule[] = [
  {
    models: /^/,
    fields: {
      none: { chat_template_kwargs: { enable_thinking: false } },
      ...Object.fromEntries(
        (['minimal', 'low', 'medium', 'high'] as const).map((effort) => [
          effort,
          { chat_template_kwargs: { enable_thinking: true, reasoning_effort: commonEfforts[effort] } },
        ]),
      ),
    },
  },
];

import type { ReasoningEffort, Request } from '../model/message.ts';

type Json = Readonly<Record<string, unknown>>;

/** What a family of models takes; told by the name, since the list of models does not say. */
export interface ClaudeTraits {
  /** `adaptive` models decide themselves how long to think, `budget` models are given a number of tokens. */
  readonly thinking: 'never' | 'budget' | 'adaptive';
  /** Refuses to be told not to think. */
  readonly alwaysThinks: boolean;
  readonly takesTemperature: boolean;
  /** Its answer can be held to a JSON Schema. */
  readonly takesSchema: boolean;
  /** Goes on with its own words when they come last, instead of refusing such a request. */
  readonly takesPrefill: boolean;
  /** `max_tokens`, which the API requires, for a request that sets no limit: no more than it can write. */
  readonly defaultMaxTokens: number;
}

/** Models of other makes behind the same API are taken to be of the kind that most of them imitate. */
const lookalike: ClaudeTraits = {
  thinking: 'budget',
  alwaysThinks: false,
  takesTemperature: true,
  takesSchema: false,
  takesPrefill: false,
  defaultMaxTokens: 32_000,
};

/**
 * Versions as a hundred times the first number and the second: 307 began to think, 405 to follow schemas, 406 to think
 * adaptively and to refuse words put into its mouth, and from 407 on budgets and temperatures are refused. A name without a number is newer than all of them.
 * https://platform.claude.com/docs/en/build-with-claude/adaptive-thinking
 * https://platform.claude.com/docs/en/build-with-claude/structured-outputs
 * https://platform.claude.com/docs/en/models/fable-5/migration-guide
 */
export function claudeTraits(model: string): ClaudeTraits {
  if (!model.includes('claude')) return lookalike;
  const found = /claude-(?:[a-z]+-)?v?(\d)(?:[-.](\d{1,2}))?(?!\d)/.exec(model);
  const version = found === null ? Infinity : Number(found[1]) * 100 + Number(found[2] ?? 0);
  return {
    thinking: version < 307 ? 'never' : version < 406 ? 'budget' : 'adaptive',
    alwaysThinks: /fable|mythos/.test(model),
    takesTemperature: version < 407,
    takesSchema: version >= 405,
    takesPrefill: version < 406,
    defaultMaxTokens: version < 305 ? 4_096 : version < 307 ? 8_192 : 32_000,
  };
}

const budgets: Readonly<Record<Exclude<ReasoningEffort, 'none'>, number>> = {
  minimal: 1_024,
  low: 4_096,
  medium: 10_000,
  high: 24_000,
};

const efforts: Readonly<Record<ReasoningEffort, string>> = {
  none: 'low',
  minimal: 'low',
  low: 'low',
  medium: 'medium',
  high: 'high',
};

/** The least the API takes as a budget. */
const leastBudget = 1_024;

/** `thinking` and the effort of `output_config` for a request; neither where none was asked for. */
export interface Thinking {
  readonly thinking?: Json;
  readonly effort?: string;
}

/** https://platform.claude.com/docs/en/build-with-claude/effort, https://platform.claude.com/docs/en/build-with-claude/extended-thinking */
export function thinkingOf(request: Request, traits: ClaudeTraits, maxTokens: number): Thinking {
  const { reasoningEffort: effort } = request;
  if (effort === undefined || traits.thinking === 'never') return {};
  if (effort === 'none') return traits.alwaysThinks ? { effort: efforts.none } : { thinking: { type: 'disabled' } };
  // What was thought is shown, which the newest models do only when asked to.
  if (traits.thinking === 'adaptive')
    return { thinking: { type: 'adaptive', display: 'summarized' }, effort: efforts[effort] };
  const budget = Math.min(budgets[effort], Math.floor(maxTokens * 0.8));
  if (budget < leastBudget || forcesTool(request) || continuesUnthought(request)) return {};
  return { thinking: { type: 'enabled', budget_tokens: budget } };
}

/** Thinking with a budget goes with no forced call: "Thinking may not be enabled when tool_choice forces tool use." */
const forcesTool = ({ toolChoice }: Request): boolean =>
  toolChoice !== undefined && toolChoice !== 'auto' && toolChoice !== 'none';

/**
 * True in the middle of a tool loop that another model began: "When `thinking` is enabled, a final `assistant` message
 * must start with a thinking block", and there is none of its own to start with.
 */
function continuesUnthought({ messages }: Request): boolean {
  if (messages.at(-1)?.role !== 'tool') return false;
  const answer = messages.findLast(({ role }) => role === 'assistant');
  return (
    answer?.role === 'assistant' && !answer.parts.some(({ type, ...part }) => type === 'reasoning' && 'replay' in part)
  );
}

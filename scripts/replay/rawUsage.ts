import type { Usage } from '../../src/model/usage.ts';

/**
 * Where the numbers of one way to report tokens stand, from its provider's documentation. Paths are dotted. This is the
 * second calculation that the dialects' own is checked against, so nothing of theirs may be used here.
 */
interface Shape {
  readonly name: string;
  /** It is this shape when one of these is a number. */
  readonly signs: readonly string[];
  /** Added up. */
  readonly input: readonly string[];
  /** Added up. */
  readonly output: readonly string[];
  /** What it has beyond input and output was generated too. */
  readonly total?: string;
  /** Of these and the next two, the first that is there. */
  readonly cacheRead?: readonly string[];
  readonly cacheWrite?: readonly string[];
  readonly reasoning?: readonly string[];
}

const shapes: readonly Shape[] = [
  {
    // https://ai.google.dev/api/generate-content#UsageMetadata: the prompt holds what was cached, and neither thoughts nor what tools brought.
    name: 'Gemini',
    signs: ['promptTokenCount', 'candidatesTokenCount', 'totalTokenCount'],
    input: ['promptTokenCount', 'toolUsePromptTokenCount'],
    output: ['candidatesTokenCount', 'thoughtsTokenCount'],
    cacheRead: ['cachedContentTokenCount'],
    reasoning: ['thoughtsTokenCount'],
  },
  {
    // https://docs.aws.amazon.com/bedrock/latest/userguide/prompt-caching.html: input tokens do not hold cached ones.
    name: 'Bedrock Converse',
    signs: ['inputTokens', 'outputTokens'],
    input: ['inputTokens', 'cacheReadInputTokens', 'cacheWriteInputTokens'],
    output: ['outputTokens'],
    cacheRead: ['cacheReadInputTokens'],
    cacheWrite: ['cacheWriteInputTokens'],
  },
  {
    // https://docs.ollama.com/api/chat
    name: 'Ollama',
    signs: ['prompt_eval_count', 'eval_count'],
    input: ['prompt_eval_count'],
    output: ['eval_count'],
  },
  {
    // https://docs.cohere.com/reference/chat: billed units leave out what Cohere adds, and tokens do not.
    name: 'Cohere',
    signs: ['tokens.input_tokens', 'tokens.output_tokens'],
    input: ['tokens.input_tokens'],
    output: ['tokens.output_tokens'],
    cacheRead: ['cached_tokens'],
    reasoning: ['tokens.reasoning_tokens'],
  },
  {
    name: 'Cohere, billed units only',
    signs: ['billed_units.input_tokens', 'billed_units.output_tokens'],
    input: ['billed_units.input_tokens'],
    output: ['billed_units.output_tokens'],
    cacheRead: ['cached_tokens'],
  },
  {
    // https://platform.openai.com/docs/api-reference/chat/object; xAI and Google leave the reasoning out of the completion.
    name: 'chat completions',
    signs: ['prompt_tokens'],
    input: ['prompt_tokens'],
    output: ['completion_tokens'],
    total: 'total_tokens',
    cacheRead: ['prompt_tokens_details.cached_tokens', 'prompt_cache_hit_tokens', 'num_cached_tokens', 'cached_tokens'],
    cacheWrite: ['prompt_tokens_details.cache_write_tokens'],
    reasoning: ['completion_tokens_details.reasoning_tokens', 'reasoning_tokens'],
  },
  {
    // https://platform.openai.com/docs/api-reference/responses/object: details are parts of the two.
    name: 'Responses',
    signs: ['input_tokens_details.cached_tokens', 'output_tokens_details.reasoning_tokens', 'total_tokens'],
    input: ['input_tokens'],
    output: ['output_tokens'],
    cacheRead: ['input_tokens_details.cached_tokens'],
    cacheWrite: ['input_tokens_details.cache_write_tokens'],
    reasoning: ['output_tokens_details.reasoning_tokens'],
  },
  {
    // https://platform.claude.com/docs/en/build-with-claude/prompt-caching: input tokens do not hold cached ones.
    name: 'Anthropic',
    signs: ['input_tokens', 'output_tokens'],
    input: ['input_tokens', 'cache_read_input_tokens', 'cache_creation_input_tokens'],
    output: ['output_tokens'],
    cacheRead: ['cache_read_input_tokens'],
    cacheWrite: ['cache_creation_input_tokens'],
    reasoning: ['output_tokens_details.thinking_tokens'],
  },
];

type Raw = Readonly<Record<string, unknown>>;

/** What was read and generated, from a provider's own numbers; undefined when it gave none. */
export function usageFromRaw(raw: Raw | null | undefined): Usage | undefined {
  const shape = raw ? shapeOf(raw) : undefined;
  return raw && shape ? calculated(raw, shape) : undefined;
}

/** Which way of reporting tokens this is; undefined when it is none known. */
export function usageShape(raw: Raw): string | undefined {
  return shapeOf(raw)?.name;
}

const shapeOf = (raw: Raw): Shape | undefined =>
  shapes.find(({ signs }) => signs.some((path) => numberAt(raw, path) !== undefined));

function calculated(raw: Raw, { input, output, total, cacheRead, cacheWrite, reasoning }: Shape): Usage {
  const sum = (paths: readonly string[]) => paths.reduce((all, path) => all + (numberAt(raw, path) ?? 0), 0);
  const inputTokens = sum(input);
  const said = sum(output);
  const unsaid = total === undefined ? 0 : (numberAt(raw, total) ?? 0) - inputTokens - said;
  const outputTokens = said + Math.max(0, unsaid);
  // A few hosts report a part that is more than its whole.
  const part = (name: string, paths: readonly string[] | undefined, whole: number) => {
    const count = paths?.map((path) => numberAt(raw, path)).find((value) => value !== undefined);
    return count === undefined ? {} : { [name]: Math.min(count, whole) };
  };
  return {
    inputTokens,
    outputTokens,
    ...part('cacheReadTokens', cacheRead, inputTokens),
    ...part('cacheWriteTokens', cacheWrite, inputTokens),
    ...part('reasoningTokens', reasoning, outputTokens),
  };
}

function numberAt(raw: Raw, path: string): number | undefined {
  let value: unknown = raw;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null) return undefined;
    value = (value as Raw)[name];
  }
  return typeof value === 'number' ? value : undefined;
}

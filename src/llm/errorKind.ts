import type { ErrorKind } from '../model/error.ts';

/** What a provider said about a failure, as far as it could be found. */
export interface ErrorFacts {
  readonly status: number | undefined;
  /** Every `code`, `type` and `status` of the error object, lower case. */
  readonly codes: readonly string[];
  /** The provider's own words. */
  readonly words: string;
}

interface Rule {
  readonly kind: ErrorKind;
  readonly codes?: RegExp;
  readonly words?: RegExp;
  /** Where the words alone would also match something else. */
  readonly except?: (facts: ErrorFacts) => boolean;
}

const isRate = ({ codes, words }: ErrorFacts): boolean =>
  codes.some((code) => /rate_limit|too_many_requests/.test(code)) ||
  /rate limit|per (minute|second|hour|day)/i.test(words);

/** Tried in order before the status, because providers send these under statuses of all kinds. */
const rules: readonly Rule[] = [
  {
    kind: 'quota',
    codes:
      /^(insufficient_(quota|balance|credits?|funds)|billing_\w+|credits?_exhausted|quota_exhausted|payment_required)$/,
    // Anthropic, status 400: "Your credit balance is too low to access the Anthropic API."
    // OpenAI: "You exceeded your current quota". DeepSeek: "Insufficient Balance". xAI, status 403: "Your newly created
    // team doesn't have any credits or licenses yet."
    words:
      /credit balance|insufficient (balance|credits?|quota|funds)|exceeded your (current quota|monthly)|out of credits|have any credits|used all available credits|spending limit/i,
  },
  {
    kind: 'too-long',
    codes: /context_length|too_many_prompt_tokens|exceed_context_size|request_too_large|string_above_max_length/,
    // OpenAI and its kin: "This model's maximum context length is 8192 tokens." Anthropic: "prompt is too long: 210000
    // tokens > 200000 maximum". xAI: "maximum prompt length is 131072". Google: "The input token count (1196265) exceeds
    // the maximum number of tokens allowed". Perplexity: "User input tokens exceeds 200000 tokens." Mistral: "too large
    // for model with 32768 maximum context length". llama.cpp: "exceeds the available context size".
    words:
      /context (length|window|size|limit)|(prompt|input|request) (is )?too (long|large)|(maximum|max) (prompt|input|model|sequence) length|tokens? (count )?(\([\d,]+\) )?exceeds?|reduce the length/i,
    // OpenAI, status 429, for a request that can never fit into a minute: "Request too large for gpt-4o in organization
    // org-x on tokens per min (TPM): Limit 30000, Requested 40000."
    except: (facts) => facts.status !== 413 && isRate(facts) && !/^request too large/i.test(facts.words),
  },
  {
    kind: 'unauthorized',
    codes: /^(invalid_api_key|authentication_error|unauthenticated|unauthorized|invalid_authentication)$/,
  },
  { kind: 'unauthorized', words: /(incorrect|invalid) api key|api key (not valid|is invalid)/i },
  { kind: 'rate-limited', codes: /rate_limit|too_many_requests|resource_exhausted/ },
  {
    kind: 'overloaded',
    codes:
      /^(overloaded(_error)?|api_error|server_error|internal(_server)?_error|service_unavailable|server_overloaded)$/,
    except: ({ status }) => status !== undefined && status < 500,
  },
  { kind: 'forbidden', codes: /^(permission_(error|denied)|forbidden)$/ },
  { kind: 'not-found', codes: /^(not_found(_error)?|model_not_found)$/ },
  { kind: 'timeout', codes: /^(timeout_error|deadline_exceeded)$/ },
  { kind: 'bad-request', codes: /^invalid_/ },
];

const statusKinds: ReadonlyMap<number, ErrorKind> = new Map([
  [401, 'unauthorized'],
  [402, 'quota'],
  [403, 'forbidden'],
  [404, 'not-found'],
  [405, 'not-found'],
  [407, 'network'],
  [408, 'timeout'],
  [409, 'overloaded'],
  [410, 'not-found'],
  [413, 'too-long'],
  [425, 'overloaded'],
  [429, 'rate-limited'],
]);

/** Which kind of failure the facts amount to; the fallback is for an error that names neither code nor status. */
export function errorKind(facts: ErrorFacts, fallback: ErrorKind): ErrorKind {
  const rule = rules.find((candidate) => matches(candidate, facts));
  if (rule !== undefined) return rule.kind;
  const { status } = facts;
  if (status === undefined) return fallback;
  return statusKinds.get(status) ?? (status >= 500 ? 'overloaded' : 'bad-request');
}

function matches({ codes, words, except }: Rule, facts: ErrorFacts): boolean {
  const found =
    (codes !== undefined && facts.codes.some((code) => codes.test(code))) || words?.test(facts.words) === true;
  return found && except?.(facts) !== true;
}
